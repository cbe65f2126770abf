#include "statements/cues.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/tsv.h"

namespace readout {
namespace {

constexpr std::array<std::string_view, 20> prep_names = {"about", "against", "as",      "at",   "behind", "by",  "for",
                                                         "from",  "in",      "into",    "like", "of",     "on",  "over",
                                                         "to",    "toward",  "towards", "with", "around", "upon"};

constexpr std::array<std::pair<std::string_view, Frame>, 14> frame_names = {{
    {"that", Frame::that},
    {"wh", Frame::wh},
    {"quote", Frame::quote},
    {"inf", Frame::inf},
    {"ing", Frame::ing},
    {"obj", Frame::obj},
    {"told", Frame::told},
    {"seem", Frame::seem},
    {"obj+inf", Frame::obj_inf},
    {"obj+as", Frame::obj_as},
    {"obj+pred", Frame::obj_pred},
    {"obj+ing", Frame::obj_ing},
    {"passive-inf", Frame::passive_inf},
    {"passive-for", Frame::passive_prep},
}};

constexpr std::array<std::string_view, 7> stances = {"asserts", "denies", "doubts", "predicts", "demands", "offers", "threatens"};

// Adds one item of the `frames` column; false: not a frame.
bool add_frame(std::string_view name, CueEntry& entry) {
    const bool weak = name.ends_with('?');
    if (weak) name.remove_suffix(1);
    if (name == "passive-as") name = "passive-for";
    for (const auto& [known, frame] : frame_names) {
        if (name != known) continue;
        entry.frames |= 1u << static_cast<unsigned>(frame);
        if (weak) entry.weak_frames |= 1u << static_cast<unsigned>(frame);
        return true;
    }
    Prep prep{};
    if (name.starts_with("obj+") && parse_prep(name.substr(4), prep)) {
        entry.object_preps |= 1u << static_cast<unsigned>(prep);
        entry.frames |= 1u << static_cast<unsigned>(Frame::obj);
        return true;
    }
    if (name.starts_with("addr-") && parse_prep(name.substr(5), prep)) {
        entry.addressee_preps |= 1u << static_cast<unsigned>(prep);
        return true;
    }
    if (!parse_prep(name, prep)) return false;
    entry.preps |= 1u << static_cast<unsigned>(prep);
    if (weak) entry.weak_preps |= 1u << static_cast<unsigned>(prep);
    return true;
}

Result<CueEntry> read_entry(const Table& table, std::size_t row) {
    CueEntry entry;
    const std::string_view pos = table.cell(row, 1);
    if (pos != "verb" && pos != "noun" && pos != "adj")
        return table.fault(row, "no part of speech: '" + std::string(pos) + "'", "verb, noun or adj");
    entry.pos = pos == "verb" ? CuePos::verb : pos == "noun" ? CuePos::noun : CuePos::adjective;
    if (table.cell(row, 2) != "speech" && table.cell(row, 2) != "thought") return table.fault(row, "kind is speech or thought");
    entry.thought = table.cell(row, 2) == "thought";
    entry.stance = table.cell(row, 3);
    if (std::find(stances.begin(), stances.end(), entry.stance) == stances.end())
        return table.fault(row, "unknown stance '" + entry.stance + "'");
    entry.accusing = table.cell(row, 4) == "accusing";
    for (const std::string_view frame : split(table.cell(row, 5), '|'))
        if (!add_frame(frame, entry)) return table.fault(row, "unknown frame '" + std::string(frame) + "'");
    const std::string_view weight = table.cell(row, 6);
    const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), entry.weight);
    if (error != std::errc{} || end != weight.data() + weight.size() || entry.weight < 1 || entry.weight > 9)
        return table.fault(row, "weight is 1 to 9");
    return entry;
}

Result<void> read_words(const std::string& path, CueLexicon::Inside& inside) {
    auto table = Table::read(path, {"list", "word"});
    if (!table) return table.fault();
    const std::array<std::pair<std::string_view, WordSet*>, 15> lists = {{{"light", &inside.light},
                                                                          {"medium", &inside.medium},
                                                                          {"carrier", &inside.carrier},
                                                                          {"hedge", &inside.hedge},
                                                                          {"manner", &inside.manner},
                                                                          {"person", &inside.person},
                                                                          {"weekday", &inside.weekday},
                                                                          {"passing", &inside.passing},
                                                                          {"aspect", &inside.aspect},
                                                                          {"passage", &inside.passage},
                                                                          {"it", &inside.it},
                                                                          {"occasion", &inside.occasion},
                                                                          {"poll", &inside.poll},
                                                                          {"author", &inside.author},
                                                                          {"avoid", &inside.avoid}}};
    for (std::size_t row = 0; row < table->rows(); ++row) {
        bool known = false;
        for (const auto& [name, words] : lists)
            if (table->cell(row, 0) == name) words->insert(table->cell(row, 1)), known = true;
        if (!known) return table->fault(row, "unknown list '" + std::string(table->cell(row, 0)) + "'");
    }
    return {};
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Regular third person, past and present participle; a doubled last letter beside the plain one, whichever is right.
std::vector<std::string> verb_forms_of(const std::string& base) {
    if (base.size() < 3 || base.find('_') != std::string::npos) return {};
    const char last = base.back(), before = base[base.size() - 2];
    if (last == 'e') return {base + "s", base + "d", base.substr(0, base.size() - 1) + "ing"};
    if (last == 'y' && !is_vowel(before)) {
        const std::string stem = base.substr(0, base.size() - 1);
        return {stem + "ies", stem + "ied", base + "ing"};
    }
    const bool hisses = last == 's' || last == 'x' || last == 'z' || base.ends_with("ch") || base.ends_with("sh");
    std::vector<std::string> forms{base + (hisses ? "es" : "s"), base + "ed", base + "ing"};
    if (is_vowel(before) && !is_vowel(last) && last != 'w' && last != 'x' && last != 'y') {
        forms.push_back(base + last + "ed");
        forms.push_back(base + last + "ing");
    }
    return forms;
}

bool parse_int(std::string_view text, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

Result<void> read_confidence(const std::string& path, CueLexicon::Inside& inside) {
    auto table = Table::read(path, {"kind", "key", "value"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        int value = 0, key = 0;
        if (!parse_int(table->cell(row, 2), value)) return table->fault(row, "the value is a whole number");
        if (value < -10000 || value > 10000) return table->fault(row, "the value is out of bounds");
        if (table->cell(row, 0) == "weight") {
            inside.weights.emplace(table->cell(row, 1), value);
        } else if (table->cell(row, 0) == "judged") {
            inside.judged.emplace(table->cell(row, 1), value);
        } else if (table->cell(row, 0) == "base") {
            inside.base = value;
        } else if (table->cell(row, 0) == "least") {
            inside.least_percent = value;
        } else if (table->cell(row, 0) == "percent" && parse_int(table->cell(row, 1), key)) {
            if (inside.percent.empty()) inside.first_step = key;
            if (key != inside.first_step + static_cast<int>(inside.percent.size()))
                return table->fault(row, "steps go up by one");
            inside.percent.push_back(value);
        } else {
            return table->fault(row, "weight, base, least, percent or judged");
        }
    }
    if (inside.percent.empty()) return Fault{FaultKind::malformed, "no percent rows", path, "training/statements.py writes it"};
    return {};
}

}  // namespace

bool parse_prep(std::string_view word, Prep& prep) {
    for (std::size_t i = 0; i < prep_names.size(); ++i) {
        if (word != prep_names[i]) continue;
        prep = static_cast<Prep>(i);
        return true;
    }
    return false;
}

int CueLexicon::Inside::weight_of(std::string_view feature) const {
    const auto at = weights.find(feature);
    return at == weights.end() ? 0 : at->second;
}

int CueLexicon::Inside::percent_of(int sum) const {
    const int step = (sum >= 0 ? sum : sum - step_size + 1) / step_size - first_step;  // rounds down
    return percent[static_cast<std::size_t>(std::clamp(step, 0, static_cast<int>(percent.size()) - 1))];
}

const CueEntry* CueLexicon::Inside::find_form(std::string_view word) const {
    std::array<char, 24> lower{};
    if (word.size() > lower.size()) return nullptr;
    for (std::size_t i = 0; i < word.size(); ++i)
        lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] + 32) : word[i];
    const auto at = verb_forms.find(std::string_view(lower.data(), word.size()));
    return at == verb_forms.end() ? nullptr : &entries[at->second];
}

const CueEntry* CueLexicon::Inside::find(CuePos pos, std::string_view lemma) const {
    const auto& words = pos == CuePos::verb ? verbs : pos == CuePos::noun ? nouns : adjectives;
    const auto at = words.find(lemma);
    return at == words.end() ? nullptr : &entries[at->second];
}

CueLexicon::CueLexicon(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
CueLexicon::CueLexicon(CueLexicon&&) noexcept = default;
CueLexicon& CueLexicon::operator=(CueLexicon&&) noexcept = default;
CueLexicon::~CueLexicon() = default;

Result<CueLexicon> CueLexicon::load(const std::string& data_folder) {
    auto inside = std::make_unique<Inside>();
    auto table = Table::read(data_folder + "/statements/cues.tsv", {"cue", "pos", "kind", "stance", "tone", "frames", "weight"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        auto entry = read_entry(*table, row);
        if (!entry) return entry.fault();
        auto& words = entry->pos == CuePos::verb   ? inside->verbs
                      : entry->pos == CuePos::noun ? inside->nouns
                                                   : inside->adjectives;
        const std::string_view cue = table->cell(row, 0);
        if (!words.emplace(cue, static_cast<std::uint32_t>(inside->entries.size())).second)
            return table->fault(row, "'" + std::string(cue) + "' is here twice");
        if (entry->pos == CuePos::verb)
            for (const std::string& form : verb_forms_of(std::string(cue)))
                inside->verb_forms.emplace(form, static_cast<std::uint32_t>(inside->entries.size()));
        inside->entries.push_back(std::move(*entry));
    }
    if (auto words = read_words(data_folder + "/statements/words.tsv", *inside); !words) return words.fault();
    if (auto read = read_confidence(data_folder + "/statements/confidence.tsv", *inside); !read) return read.fault();
    return CueLexicon(std::move(inside));
}

}  // namespace readout
