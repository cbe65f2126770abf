#include "events/ontology.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/tsv.h"

namespace readout {

std::string_view name_of(Auxiliary auxiliary) {
    static constexpr std::array<std::string_view, 5> names{"none", "negation", "hypothetical", "future", "historical"};
    return names[static_cast<std::size_t>(auxiliary)];
}

// CAMEO's root of each category, for events no pattern names more closely.
std::string_view cameo_root(std::string_view category) {
    static const WordMap<std::string> roots{{"AGREE", "030"},    {"CONSULT", "040"},  {"SUPPORT", "050"},  {"COOPERATE", "060"},
                                            {"AID", "070"},      {"CONCEDE", "080"},  {"RETREAT", "080"},  {"REQUEST", "100"},
                                            {"ACCUSE", "110"},   {"REJECT", "120"},   {"THREATEN", "130"}, {"PROTEST", "140"},
                                            {"MOBILIZE", "150"}, {"SANCTION", "160"}, {"COERCE", "170"},   {"ASSAULT", "190"}};
    const auto at = roots.find(category);
    return at == roots.end() ? std::string_view() : std::string_view(at->second);
}

namespace {

using Inside = Ontology::Inside;

bool parse_number(std::string_view text, double& value) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

WordSet word_set(std::string_view cell) {
    WordSet out;
    for (const std::string_view word : split(cell, '|')) {
        if (!word.empty()) out.insert(word);
    }
    return out;
}

Result<void> load_categories(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/categories.tsv", {"category", "quad", "scale", "recipient_required"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        CategoryRow category;
        double quad = 0;
        category.name = table->cell(row, 0);
        if (category.name.empty()) return table->fault(row, "a category without a name");
        if (!parse_number(table->cell(row, 1), quad) || quad < 1 || quad > 4) return table->fault(row, "quad is not 1 to 4");
        if (!parse_number(table->cell(row, 2), category.scale)) return table->fault(row, "scale is not a number");
        category.quad = static_cast<int>(quad);
        category.recipient_required = table->cell(row, 3) == "yes";
        if (!inside.category_of.emplace(category.name, inside.categories.size()).second) {
            return table->fault(row, "category '" + category.name + "' stands twice");
        }
        inside.categories.push_back(std::move(category));
    }
    return {};
}

Result<void> load_modes(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/modes.tsv", {"category", "mode", "scale", "words"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto category = inside.category_of.find(table->cell(row, 0));
        if (category == inside.category_of.end()) return table->fault(row, "no such category", "see categories.tsv");
        ModeRow mode{std::string(table->cell(row, 1)), 0, word_set(table->cell(row, 3))};
        if (!parse_number(table->cell(row, 2), mode.scale)) return table->fault(row, "scale is not a number");
        inside.categories[category->second].modes.push_back(std::move(mode));
    }
    return {};
}

// A table of CAMEO's finer codes is no must: an ontology of other categories has none.
Result<void> load_cameo(const std::string& folder, Inside& inside) {
    const std::string path = folder + "/cameo.tsv";
    if (std::error_code error; !std::filesystem::exists(path, error)) return {};
    auto table = Table::read(path, {"category", "content", "mode", "context", "over", "cameo"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto category = inside.category_of.find(table->cell(row, 0));
        if (category == inside.category_of.end()) return table->fault(row, "no such category", "see categories.tsv");
        inside.cameo.push_back({category->second, word_set(table->cell(row, 1)), word_set(table->cell(row, 2)),
                                word_set(table->cell(row, 3)), word_set(table->cell(row, 4)), std::string(table->cell(row, 5))});
    }
    return {};
}

Result<void> load_names(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/ontology.tsv", {"key", "value"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string_view key = table->cell(row, 0), value = table->cell(row, 1);
        if (key == "name") {
            inside.name = value;
            continue;
        }
        const std::vector<std::string_view> words = split(key, ' ');
        if (words.size() == 3 && words[0] == "about") {
            const auto of = inside.category_of.find(words[1]);
            if (of == inside.category_of.end() || !inside.category_of.contains(words[2]))
                return table->fault(row, "no such category", "see categories.tsv");
            inside.categories[of->second].mode_about.emplace(words[2], value);
            continue;
        }
        if (words.size() != 2 || (words[0] != "future" && words[0] != "refused")) {
            return table->fault(row, "not a key: '" + std::string(key) + "'",
                                "name, 'future CATEGORY', 'refused CATEGORY' or 'about CATEGORY CATEGORY'");
        }
        const auto category = inside.category_of.find(words[1]);
        if (category == inside.category_of.end() || !inside.category_of.contains(value)) {
            return table->fault(row, "no such category", "see categories.tsv");
        }
        CategoryRow& changed = inside.categories[category->second];
        (words[0] == "future" ? changed.when_future : changed.when_refused) = value;
    }
    if (inside.name.empty()) return Fault{FaultKind::malformed, "no name", table->name(), "add the row 'name<tab>my-ontology'"};
    return {};
}

Result<void> load_classes(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/classes.tsv", {"class", "words"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        if (!inside.classes.emplace(table->cell(row, 0), word_set(table->cell(row, 1))).second) {
            return table->fault(row, "class '" + std::string(table->cell(row, 0)) + "' stands twice");
        }
    }
    auto contexts = Table::read(folder + "/contexts.tsv", {"context", "words"});
    if (!contexts) return contexts.fault();
    for (std::size_t row = 0; row < contexts->rows(); ++row) {
        const auto index = static_cast<std::uint16_t>(inside.contexts.size());
        inside.contexts.emplace_back(contexts->cell(row, 0));
        for (const std::string& word : word_set(contexts->cell(row, 1))) inside.contexts_of_word[word].push_back(index);
    }
    return {};
}

// "obj=@talk|parley" with @names replaced by the words of the class.
Result<Condition> read_condition(std::string_view text, const Inside& inside, const Table& table, std::size_t row) {
    Condition condition;
    const std::size_t equals = text.find('=');
    condition.where = text.substr(0, equals);
    if (equals == std::string_view::npos) return condition;
    for (const std::string_view word : split(text.substr(equals + 1), '|')) {
        if (word.empty() || word.front() != '@') {
            condition.words.insert(word);
            continue;
        }
        const auto found = inside.classes.find(word.substr(1));
        if (found == inside.classes.end()) return table.fault(row, "no class '" + std::string(word) + "'", "see classes.tsv");
        condition.words.insert(found->second);
    }
    return condition;
}

std::vector<Slot> read_slots(std::string_view cell) {
    std::vector<Slot> out;
    if (cell == "-") return out;
    for (const std::string_view one : split(cell, '|')) {
        const std::size_t dot = one.find('.');
        if (dot == std::string_view::npos) {
            out.push_back({std::string(one), {}});
        } else {
            out.push_back({std::string(one.substr(0, dot)), std::string(one.substr(dot + 1))});
        }
    }
    return out;
}

bool set_flag(Frame& frame, std::string_view flag) {
    struct Flag {
        std::string_view name;
        bool Frame::*member;
    };
    static constexpr Flag flags[] = {
        {"R", &Frame::needs_recipient},
        {"Rn", &Frame::needs_named_recipient},
        {"Rh", &Frame::needs_human_recipient},
        {"Rd", &Frame::needs_direct_recipient},
        {"two", &Frame::needs_two_actors},
        {"Rv", &Frame::needs_victim},
        {"A", &Frame::needs_actor},
        {"S", &Frame::needs_actorlike},
        {"Aa", &Frame::no_forces_of_nature},
        {"Sp", &Frame::needs_group},
        {"recip", &Frame::reciprocal},
        {"swap", &Frame::swapped},
        {"comp", &Frame::takes_content},
        {"nocontent", &Frame::no_content},
        {"weak", &Frame::weak},
        {"bg", &Frame::background},
        {"warn", &Frame::warning},
        {"allege", &Frame::allegation},
        {"light", &Frame::light},
        {"promise", &Frame::promise},
    };
    for (const Flag& one : flags) {
        if (one.name == flag) {
            frame.*one.member = true;
            return true;
        }
    }
    return flag == "refuse" || flag == "must" || flag == "nwar";  // remarks for the reader of the table
}

Result<void> load_frames(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/frames.tsv", {"id", "pos", "lemmas", "with", "actor", "recipient", "category", "mode",
                                                      "cameo", "context", "flags"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        Frame frame;
        frame.id = table->cell(row, 0);
        const std::string_view pos = table->cell(row, 1);
        if (pos != "V" && pos != "N" && pos != "A") return table->fault(row, "pos is not V, N or A");
        frame.trigger = pos == "V" ? Trigger::verb : pos == "N" ? Trigger::noun : Trigger::adjective;
        for (const std::string_view text : split(table->cell(row, 3), ';')) {
            auto condition = read_condition(text, inside, *table, row);
            if (!condition) return condition.fault();
            // A bare place counts less than one that asks for words.
            if (condition->words.contains("hostile")) frame.specificity += 2;
            frame.specificity += condition->words.empty() ? 2 : condition->where == "has" || condition->where == "hasany" ? 3 : 6;
            frame.with.push_back(std::move(*condition));
        }
        frame.actor = read_slots(table->cell(row, 4));
        frame.recipient = read_slots(table->cell(row, 5));
        frame.nothing = table->cell(row, 6) == "-";
        if (!frame.nothing) {
            const auto category = inside.category_of.find(table->cell(row, 6));
            if (category == inside.category_of.end())
                return table->fault(row, "no such category", "see categories.tsv; '-' for what is no event");
            frame.category = category->second;
        }
        for (const std::string_view mode : split(table->cell(row, 7), '|')) frame.modes.emplace_back(mode);
        frame.cameo = table->cell(row, 8);
        for (const std::string_view context : split(table->cell(row, 9), '|')) frame.contexts.emplace_back(context);
        for (const std::string_view flag : split(table->cell(row, 10), '|')) {
            if (!set_flag(frame, flag))
                return table->fault(row, "no such flag '" + std::string(flag) + "'", "see docs/events.md");
        }
        if (frame.weak || frame.background) frame.specificity -= 1;
        if (frame.nothing) frame.specificity += 3;
        if (frame.needs_two_actors) frame.specificity += 2;
        if (frame.needs_recipient || frame.needs_named_recipient) frame.specificity += 1;
        const auto index = static_cast<std::uint32_t>(inside.frames.size());
        for (const std::string_view lemma : split(table->cell(row, 2), '|')) {
            inside.by_lemma[static_cast<std::size_t>(frame.trigger)][std::string(lemma)].push_back(index);
        }
        inside.frames.push_back(std::move(frame));
    }
    for (auto& lemmas : inside.by_lemma) {
        for (auto& [lemma, frames] : lemmas) {
            std::stable_sort(frames.begin(), frames.end(), [&](std::uint32_t a, std::uint32_t b) {
                return inside.frames[a].specificity > inside.frames[b].specificity;
            });
        }
    }
    return {};
}

Result<void> load_language(const std::string& folder, Inside& inside) {
    auto mood = Table::read(folder + "/mood.tsv", {"place", "words", "auxiliary"});
    if (!mood) return mood.fault();
    for (std::size_t row = 0; row < mood->rows(); ++row) {
        Auxiliary effect = Auxiliary::none;
        for (const Auxiliary one : {Auxiliary::negation, Auxiliary::hypothetical, Auxiliary::future, Auxiliary::historical}) {
            if (name_of(one) == mood->cell(row, 2)) effect = one;
        }
        if (effect == Auxiliary::none)
            return mood->fault(row, "no such auxiliary", "negation, hypothetical, future or historical");
        auto& place = inside.mood[std::string(mood->cell(row, 0))];
        for (const std::string_view word : split(mood->cell(row, 1), '|')) place.emplace(word, effect);
    }
    auto support = Table::read(folder + "/support.tsv", {"lemmas"});
    if (!support) return support.fault();
    for (std::size_t row = 0; row < support->rows(); ++row) inside.support.insert(word_set(support->cell(row, 0)));
    auto things = Table::read(folder + "/things.tsv", {"words", "sector"});
    if (!things) return things.fault();
    for (std::size_t row = 0; row < things->rows(); ++row) {
        for (const std::string_view word : split(things->cell(row, 0), '|')) inside.sector_of.emplace(word, things->cell(row, 1));
    }
    auto words = Table::read(folder + "/words.tsv", {"class", "words"});
    if (!words) return words.fault();
    for (std::size_t row = 0; row < words->rows(); ++row) {
        inside.words[words->cell(row, 0)].insert(word_set(words->cell(row, 1)));
    }
    return {};
}

Result<void> load_waters(const std::string& path, Inside& inside) {
    auto table = Table::read(path, {"name", "latitude", "longitude"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        Place place;
        double latitude = 0, longitude = 0;
        if (!parse_number(table->cell(row, 1), latitude) || !parse_number(table->cell(row, 2), longitude))
            return table->fault(row, "a position that is no number");
        place.name = table->cell(row, 0);
        place.latitude = latitude;
        place.longitude = longitude;
        place.precision = "province";  // an area, wider than a city
        std::string name = place.name;
        for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        inside.waters.emplace(std::move(name), std::move(place));
    }
    return {};
}

Result<void> load_counts(const std::string& path, Inside& inside) {
    auto table = Table::read(path, {"what", "slot", "words"});
    if (!table) return table.fault();
    Counts& counts = inside.counts;
    struct Slot {
        std::string_view name;
        WordMap<std::string>* to;
    };
    const Slot slots[] = {
        {"object", &counts.object},   {"subject", &counts.subject},    {"noun", &counts.noun},         {"of", &counts.of},
        {"counted", &counts.counted}, {"sign", &counts.currency_sign}, {"word", &counts.currency_word}};
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string_view slot = table->cell(row, 1);
        if (slot == "mortal" || slot == "away") {
            (slot == "mortal" ? counts.mortal : counts.away).insert(word_set(table->cell(row, 2)));
            continue;
        }
        const auto at = std::find_if(std::begin(slots), std::end(slots), [&](const Slot& one) { return one.name == slot; });
        if (at == std::end(slots))
            return table->fault(row, "no such slot '" + std::string(slot) + "'", "see the head of the table");
        for (const std::string_view word : split(table->cell(row, 2), '|')) at->to->emplace(word, table->cell(row, 0));
    }
    return {};
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

std::string plural(const std::string& word) {
    const char last = word.back();
    const bool hissing = last == 's' || last == 'x' || last == 'z' || word.ends_with("ch") || word.ends_with("sh") || last == 'o';
    if (hissing) return word + "es";
    if (last == 'y' && word.size() > 1 && !is_vowel(word[word.size() - 2])) return word.substr(0, word.size() - 1) + "ies";
    return word + "s";
}

// The parser's lemmas are guesses; forms of the words we look for are known.
void add_verb_forms(const std::string& verb, WordMap<std::string>& forms) {
    if (verb.size() < 2) return;
    const std::string stem = verb.substr(0, verb.size() - 1);
    const char last = verb.back();
    forms.emplace(verb, verb);
    forms.emplace(plural(verb), verb);
    if (last == 'e') {
        forms.emplace(verb + "d", verb);
        forms.emplace((verb.ends_with("ie") ? verb.substr(0, verb.size() - 2) + "y" : stem) + "ing", verb);
        return;
    }
    if (last == 'y' && !is_vowel(verb[verb.size() - 2])) {
        forms.emplace(stem + "ied", verb);
    } else {
        forms.emplace(verb + "ed", verb);
    }
    forms.emplace(verb + "ing", verb);
    const bool doubles = verb.size() >= 3 && !is_vowel(last) && last != 'w' && last != 'x' && last != 'y' &&
                         is_vowel(verb[verb.size() - 2]) && !is_vowel(verb[verb.size() - 3]);
    if (doubles) {
        forms.emplace(verb + last + "ed", verb);
        forms.emplace(verb + last + "ing", verb);
    }
}

Result<void> load_forms(const std::string& folder, Inside& inside) {
    auto table = Table::read(folder + "/irregular.tsv", {"form", "lemma"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) inside.verb_of_form.emplace(table->cell(row, 0), table->cell(row, 1));
    // In the order of the alphabet, so that the first of two words with one form is the same on every machine.
    std::vector<std::string> verbs(inside.support.begin(), inside.support.end()), nouns;
    for (const Trigger trigger : {Trigger::verb, Trigger::noun}) {
        for (const auto& [lemma, frames] : inside.by_lemma[static_cast<std::size_t>(trigger)])
            (trigger == Trigger::verb ? verbs : nouns).push_back(lemma);
    }
    for (const auto& [word, effect] : inside.mood["verb"]) verbs.push_back(word);
    for (const auto& [name, words] : inside.classes) nouns.insert(nouns.end(), words.begin(), words.end());
    for (const auto& [word, sector] : inside.sector_of) nouns.push_back(word);
    for (const auto& [word, what] : inside.counts.counted) nouns.push_back(word);
    std::sort(verbs.begin(), verbs.end());
    std::sort(nouns.begin(), nouns.end());
    for (const auto* words : {&verbs, &nouns}) {
        for (const std::string& word : *words)
            if (word.find('-') != std::string::npos) inside.hyphenated.insert(word);
    }
    for (const std::string& verb : verbs) add_verb_forms(verb, inside.verb_of_form);
    for (const std::string& noun : nouns) inside.noun_of_form.emplace(noun, noun);
    for (const std::string& noun : nouns) inside.noun_of_form.emplace(plural(noun), noun);
    return {};
}

Result<void> load_relevance(const std::string& path, Inside& inside) {
    auto table = Table::read(path, {"word", "weight"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        double weight = 0;
        if (!parse_number(table->cell(row, 1), weight)) return table->fault(row, "weight is not a number");
        if (table->cell(row, 0) == "(bias)") {
            inside.relevance_bias = static_cast<float>(weight);
        } else {
            inside.relevance.emplace(table->cell(row, 0), static_cast<float>(weight));
        }
    }
    // Words of the other pages of the paper that the learned sentences, all of them headlines, are too few for (words.tsv).
    struct Page {
        std::string_view words;
        float weight;
    };
    for (const Page& page : {Page{"sport", -8}, Page{"show", -4}, Page{"trade-news", -3}, Page{"kitchen", -3}}) {
        const auto words = inside.words.find(page.words);
        if (words == inside.words.end()) continue;
        for (const std::string& word : words->second) {
            inside.relevance[word] = page.weight;
            if (page.words != "trade-news") inside.other_pages.insert(word);
            const std::size_t gap = word.find_first_of("_-");
            if (gap != std::string::npos) inside.relevance_pairs.insert(word.substr(0, gap));
        }
    }
    return {};
}

Result<void> load_learned(const std::string& folder, Inside& inside) {
    auto clauses = LinearModel::load(folder + "/clauses.tsv");
    if (!clauses) return clauses.fault();
    auto parties = LinearModel::load(folder + "/parties.tsv");
    if (!parties) return parties.fault();
    std::vector<std::uint32_t> categories;
    for (const std::string& name : clauses->classes()) {
        const auto at = inside.category_of.find(name);
        if (name != "none" && at == inside.category_of.end()) return {};  // another ontology: what was learned says nothing of it
        categories.push_back(name == "none" ? 0 : at->second);
    }
    if (!clauses->known() || !parties->known() || categories.size() != inside.categories.size() + 1) return {};
    inside.category_of_class = std::move(categories);
    for (const CategoryRow& category : inside.categories) {
        Frame frame;
        frame.id = "learned." + category.name;
        frame.category = inside.category_of.find(category.name)->second;
        frame.cameo = cameo_root(category.name);
        frame.reciprocal = category.name == "CONSULT" || category.name == "COOPERATE";
        frame.no_content = true;
        inside.learned_frames.push_back(std::move(frame));
    }
    inside.clauses = std::move(*clauses);
    inside.parties = std::move(*parties);
    return {};
}

}  // namespace

Ontology::Ontology(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Ontology::Ontology(Ontology&&) noexcept = default;
Ontology& Ontology::operator=(Ontology&&) noexcept = default;
Ontology::~Ontology() = default;

std::string_view Ontology::name() const { return inside_->name; }

Result<Ontology> Ontology::load(const std::string& data_folder, const std::string& folder) {
    auto inside = std::make_unique<Inside>();
    const std::string own = folder.empty() ? data_folder + "/events/plover" : folder;
    for (const auto step : {load_categories, load_modes, load_names, load_classes, load_frames, load_cameo}) {
        if (auto done = step(own, *inside); !done) return done.fault();
    }
    if (auto done = load_language(data_folder + "/events", *inside); !done) return done.fault();
    if (auto done = load_waters(data_folder + "/events/waters.tsv", *inside); !done) return done.fault();
    if (auto done = load_counts(data_folder + "/events/sizes.tsv", *inside); !done) return done.fault();
    if (auto done = load_forms(data_folder + "/events", *inside); !done) return done.fault();
    if (auto done = load_relevance(data_folder + "/events/relevance.tsv", *inside); !done) return done.fault();
    if (auto done = load_learned(data_folder + "/events", *inside); !done) return done.fault();
    return Ontology(std::move(inside));
}

}  // namespace readout
