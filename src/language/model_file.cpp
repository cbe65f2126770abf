#include "language/model_file.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/utf8.h"
#include "language/form_features.h"

namespace readout::language {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is read where it lies, and is little-endian");

constexpr std::string_view magic = "READOUTM";
constexpr std::uint32_t version = 1;
constexpr std::size_t header_bytes = 64;
constexpr std::size_t row_bytes = 48;
constexpr std::size_t name_bytes = 24;
constexpr std::size_t border = 64;
constexpr std::uint32_t most_sections = 512;
constexpr float most_magnitude = 1e6F;  // of any float in the file: sums of products of them stay finite

template <class T>
T read_at(std::span<const std::byte> bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

struct Section {
    std::string_view name;
    std::uint32_t element = 0;
    std::span<const std::byte> bytes;
};

// Reads section after section; the first fault is kept and everything after it gives empty views.
class Loader {
public:
    Loader(ModelFile& model, std::string path) : model_(model), path_(std::move(path)), bytes_(model.file.bytes()) {}

    Result<void> load() {
        check_header();
        if (!failed_) read_table();
        if (!failed_) read_about();
        if (!failed_) read_sizes();
        if (!failed_) read_lists();
        if (!failed_) read_phrases();
        if (!failed_) read_keys();
        if (!failed_) read_type_layers();
        if (!failed_) read_network();
        if (failed_) return fault_;
        return {};
    }

private:
    void fail(std::string what, FaultKind kind = FaultKind::corrupt) {
        if (failed_) return;
        failed_ = true;
        fault_ = {kind, std::move(what), path_, kind == FaultKind::corrupt ? "copy it again from the release it came with" : ""};
    }

    void check_header() {
        if (bytes_.size() < header_bytes || std::memcmp(bytes_.data(), magic.data(), magic.size()) != 0)
            return fail("not a model file of Readout", FaultKind::malformed);
        if (read_at<std::uint32_t>(bytes_, 8) != version)
            return fail("model file format " + std::to_string(read_at<std::uint32_t>(bytes_, 8)) +
                            ", this program reads format " + std::to_string(version),
                        FaultKind::unsupported);
        if (read_at<std::uint64_t>(bytes_, 16) != bytes_.size() || bytes_.size() % border != 0)
            return fail("the model file is cut short or has grown");
        if (read_at<std::uint64_t>(bytes_, 24) != checksum(bytes_.subspan(header_bytes)))
            return fail("the model file's checksum does not fit its bytes");
        for (std::size_t at = 32; at < header_bytes; ++at)
            if (bytes_[at] != std::byte{0}) return fail("the model file's header is damaged");
    }

    void read_table() {
        const auto count = read_at<std::uint32_t>(bytes_, 12);
        if (count > most_sections || header_bytes + count * row_bytes > bytes_.size()) return fail("too many sections");
        std::size_t least = header_bytes + count * row_bytes;
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::size_t row = header_bytes + i * row_bytes;
            const char* name = reinterpret_cast<const char*>(bytes_.data() + row);
            Section section{{name, ::strnlen(name, name_bytes)}, read_at<std::uint32_t>(bytes_, row + name_bytes), {}};
            const auto offset = read_at<std::uint64_t>(bytes_, row + 32);
            const auto size = read_at<std::uint64_t>(bytes_, row + 40);
            const bool whole = section.element == 1 || section.element == 4;
            if (!whole || read_at<std::uint32_t>(bytes_, row + 28) != 0 || offset % border != 0 || offset < least ||
                offset > bytes_.size() || size > bytes_.size() - offset || size % section.element != 0)
                return fail("section " + std::to_string(i) + " lies outside the model file");
            section.bytes = bytes_.subspan(offset, size);
            least = offset + size;
            sections_.push_back(section);
        }
    }

    const Section* find(std::string_view name) const {
        for (const Section& section : sections_)
            if (section.name == name) return &section;
        return nullptr;
    }

    // Elements of a section, of which there must be `wanted` (any number where it is npos).
    template <class T>
    std::span<const T> elements(const std::string& name, std::size_t wanted = std::string::npos) {
        if (failed_) return {};
        const Section* section = find(name);
        if (section == nullptr) return fail("the model file has no section '" + name + "'"), std::span<const T>();
        const std::size_t n = section->bytes.size() / sizeof(T);
        if (section->element != std::min<std::size_t>(sizeof(T), 4) || section->bytes.size() % sizeof(T) != 0 ||
            (wanted != std::string::npos && n != wanted))
            return fail("section '" + name + "' has the wrong size"), std::span<const T>();
        return {reinterpret_cast<const T*>(section->bytes.data()), n};
    }

    std::span<const float> floats(const std::string& name, std::size_t wanted) {
        const std::span<const float> values = elements<float>(name, wanted);
        for (const float v : values)
            if (!(std::fabs(v) <= most_magnitude))
                return fail("section '" + name + "' holds a number that is none"), std::span<const float>();
        return values;
    }

    std::string_view text(const std::string& name) {
        const std::span<const char> chars = elements<char>(name);
        const std::string_view view(chars.data(), chars.size());
        if (first_invalid_utf8(view)) return fail("section '" + name + "' is not UTF-8"), std::string_view();
        return view;
    }

    std::vector<std::string_view> lines(const std::string& name, std::size_t most) {
        std::vector<std::string_view> found;
        std::string_view rest = text(name);
        while (!rest.empty()) {
            const std::size_t feed = rest.find('\n');
            if (feed == std::string_view::npos || found.size() >= most) return fail("section '" + name + "' is no list"), found;
            found.push_back(rest.substr(0, feed));
            rest.remove_prefix(feed + 1);
        }
        if (!failed_ && found.empty()) fail("section '" + name + "' is empty");
        return found;
    }

    void read_about() {
        std::string features;
        for (const std::string_view line : lines("about", 1000)) {
            const std::size_t tab = line.find('\t');
            if (tab == std::string_view::npos) return fail("section 'about' has a line without a value");
            const std::string_view key = line.substr(0, tab), value = line.substr(tab + 1);
            if (key == "name") model_.name = value;
            if (key == "language") model_.language = value;
            if (key == "features") features = value;
        }
        if (failed_) return;
        if (model_.name.empty() || model_.language.empty()) return fail("the model file does not say its name and language");
        if (features != feature_fingerprint)
            fail("the model was made with features '" + features + "', this program computes '" +
                     std::string(feature_fingerprint) + "'",
                 FaultKind::unsupported);
    }

    void read_sizes() {
        const std::span<const std::uint32_t> values = elements<std::uint32_t>("sizes", Sizes::count);
        const std::span<const float> clips = floats("clips", 3);
        if (failed_) return;
        std::memcpy(&model_.sizes, values.data(), sizeof(Sizes));
        static_assert(sizeof(Sizes) == Sizes::count * 4);
        const Sizes& s = model_.sizes;
        for (const std::uint32_t dim : {s.word_dim, s.vector_dim, s.affix_dim, s.shape_dim, s.mix, s.x_dim, s.hidden, s.tag_dim,
                                        s.name_dim, s.arc_dim, s.label_dim})
            if (dim == 0 || dim > 4096) return fail("a layer of " + std::to_string(dim) + " numbers");
        for (const std::uint32_t dim : {s.mix, s.x_dim, s.hidden, s.tag_dim, s.name_dim, s.arc_dim, s.label_dim})
            if (dim % group != 0) return fail("a layer of " + std::to_string(dim) + " numbers, which is no multiple of 16");
        if (s.flags > 32 || s.layers == 0 || s.layers > 8 || s.buckets < 2 || s.buckets > (1u << 24) || s.distance > 4096)
            return fail("a size that cannot be");
        for (const float clip : clips)
            if (!(clip >= 0.01F && clip <= 1000.0F)) return fail("a clip that cannot be");
        model_.own_clip = clips[0];
        model_.arc_clip = clips[1];
        model_.label_clip = clips[2];
    }

    void read_lists() {
        for (const std::string_view line : lines("tags", 65536)) {
            const std::size_t tab = line.find('\t');
            Tag tag;
            if (tab == std::string_view::npos || !parse_upos(line.substr(0, tab), tag.upos)) return fail("a tag that is none");
            const std::string_view feats = line.substr(tab + 1);
            if (feats != "_") tag.feats = feats;
            tag.features = parse_features(feats);
            model_.tags.push_back(std::move(tag));
        }
        for (const std::string_view line : lines("xpos", 65536))
            model_.xpos.emplace_back(line == "_" ? std::string_view() : line);
        for (const std::string_view line : lines("lemmas", 65536)) read_lemma_rule(line);
        std::size_t roots = 0;
        for (const std::string_view line : lines("labels", 65536)) {
            if (line == "root") model_.root_relation = model_.relations.size(), ++roots;
            model_.relations.push_back(parse_relation(line));
        }
        if (!failed_ && (roots != 1 || model_.relations.size() < 2))
            return fail("the list of labels must hold 'root', once, and another");
        for (const std::string_view line : lines("names", 256)) read_name_label(line);
        if (!failed_ && !model_.names[0].outside) fail("the first name label must be O");
    }

    void read_lemma_rule(std::string_view line) {
        LemmaRule rule;
        if (line.starts_with('=')) {
            rule.letters = LetterCase::whole;
            rule.append = line.substr(1);
            model_.lemmas.push_back(std::move(rule));
            return;
        }
        const std::size_t cut_end = line.find(';', 2);
        if (line.size() < 4 || line[1] != ';' || cut_end == std::string_view::npos) return fail("a lemma rule that is none");
        const auto [end, error] = std::from_chars(line.data() + 2, line.data() + cut_end, rule.cut);
        if (error != std::errc() || end != line.data() + cut_end) return fail("a lemma rule that is none");
        if (line[0] == 'k')
            rule.letters = LetterCase::keep;
        else if (line[0] == 'l')
            rule.letters = LetterCase::lower;
        else if (line[0] == 't')
            rule.letters = LetterCase::title;
        else
            return fail("a lemma rule that is none");
        rule.append = line.substr(cut_end + 1);
        model_.lemmas.push_back(std::move(rule));
    }

    void read_name_label(std::string_view line) {
        NameLabel label;
        label.outside = line == "O";
        if (!label.outside) {
            const bool shaped = line.size() > 2 && line[1] == '-' && (line[0] == 'B' || line[0] == 'I');
            if (!shaped || !parse_name_type(line.substr(2), label.type)) return fail("a name label that is none");
            label.begins = line[0] == 'B';
        }
        model_.names.push_back(label);
    }

    void read_keys() {
        const std::span<const char> chars = elements<char>("key.text");
        model_.key_text = {chars.data(), chars.size()};
        model_.keys = elements<KeyEntry>("key.entries");
        model_.slots = elements<std::uint32_t>("key.slots");
        model_.word = embedding("type.word", model_.sizes.word_dim);
        model_.vector = embedding("type.vector", model_.sizes.vector_dim);
        model_.affix = embedding("type.affix", model_.sizes.affix_dim);
        if (failed_) return;
        if (model_.affix.rows != model_.sizes.buckets) return fail("the affix table has the wrong size");
        std::uint32_t end = 0;
        const std::uint32_t mark_bits = model_.phrases.empty() ? 0 : Phrases::mark_bits;
        const std::uint64_t flag_end = std::uint64_t{1} << (model_.sizes.flags - mark_bits);
        for (const KeyEntry& entry : model_.keys) {
            if (entry.text_end < end || entry.text_end > chars.size() || entry.word >= model_.word.rows ||
                entry.vector >= model_.vector.rows || entry.flags >= flag_end)
                return fail("an entry of the vocabulary points outside its tables");
            end = entry.text_end;
        }
        std::size_t empty = 0;
        for (const std::uint32_t slot : model_.slots) {
            if (slot > model_.keys.size()) return fail("a slot of the vocabulary points outside it");
            empty += slot == 0;
        }
        if (!std::has_single_bit(model_.slots.size()) || empty == 0) fail("the vocabulary's slots are damaged");
    }

    void read_phrases() {
        if (find("phrases") == nullptr) return;
        const std::span<const std::uint64_t> slots = elements<std::uint64_t>("phrases");
        if (failed_) return;
        if (!std::has_single_bit(slots.size()) || std::find(slots.begin(), slots.end(), 0u) == slots.end() ||
            model_.sizes.flags < Phrases::mark_bits)
            return fail("the table of phrases is damaged");
        model_.phrases = Phrases(slots);
    }

    Embedding embedding(const std::string& name, std::size_t dim) {
        const std::span<const std::int8_t> numbers = elements<std::int8_t>(name);
        if (failed_) return {};
        if (numbers.size() % dim != 0 || numbers.empty()) return fail("section '" + name + "' has the wrong size"), Embedding();
        const std::size_t rows = numbers.size() / dim;
        return {numbers.data(), floats(name + ".scale", rows).data(), rows, dim};
    }

    Wide wide(const std::string& name, std::size_t outputs, std::size_t inputs) {
        Wide layer;
        layer.weights = elements<std::int8_t>(name, outputs * inputs).data();
        layer.scale = floats(name + ".scale", outputs).data();
        layer.bias = floats(name + ".bias", outputs).data();
        layer.outputs = outputs;
        layer.inputs = inputs;
        return layer;
    }

    Packed packed(const std::string& name, std::size_t outputs, std::size_t inputs) {
        Packed matrix;
        const std::span<const std::int8_t> weights = elements<std::int8_t>(name, outputs * inputs);
        if (!sums_fit(weights)) fail("section '" + name + "' holds weights whose sums overflow");
        matrix.weights = weights.data();
        const std::span<const std::int32_t> zero = elements<std::int32_t>(name + ".zero", outputs);
        for (const std::int32_t z : zero)  // no sum of products may overflow
            if (z > (1 << 30) || z < -(1 << 30)) fail("section '" + name + ".zero' holds a number that cannot be");
        matrix.zero = zero.data();
        matrix.scale = floats(name + ".scale", outputs).data();
        matrix.bias = floats(name + ".bias", outputs).data();
        matrix.outputs = outputs;
        matrix.inputs = inputs;
        return matrix;
    }

    // See most_of_four: eight inputs of one output lie as two runs of four bytes, 4 * group apart.
    static bool sums_fit(std::span<const std::int8_t> weights) {
        constexpr std::size_t far = 4 * group;
        int over = 0;
        for (std::size_t block = 0; block + 2 * far <= weights.size(); block += 2 * far)
            for (std::size_t at = block; at < block + far; at += 2) {
                int up = 0, down = 0;
                for (const int w : {weights[at], weights[at + 1], weights[at + far], weights[at + far + 1]}) {
                    up += w > 0 ? w : 0;
                    down += w < 0 ? -w : 0;
                }
                over |= static_cast<int>(up > most_of_four) | static_cast<int>(down > most_of_four);
            }
        return over == 0;
    }

    static std::size_t padded(std::size_t n) { return (n + group - 1) / group * group; }

    void read_type_layers() {
        const Sizes& s = model_.sizes;
        model_.shape = floats("type.shape", shapes * s.shape_dim);
        model_.mix = wide("type.mix", s.mix, model_.type_inputs());
        model_.out = wide("type.out", s.x_dim, s.mix);
        model_.lexical = packed("lexical", std::size_t{8} * s.hidden + s.tag_dim + s.name_dim, s.x_dim);
    }

    void read_network() {
        const Sizes& s = model_.sizes;
        for (std::uint32_t l = 0; l < s.layers; ++l) {
            const std::size_t inputs = (l == 0 ? 0 : std::size_t{2} * s.hidden) + s.hidden;
            model_.forward.push_back(packed("lstm." + std::to_string(l) + ".fwd", std::size_t{4} * s.hidden, inputs));
            model_.backward.push_back(packed("lstm." + std::to_string(l) + ".bwd", std::size_t{4} * s.hidden, inputs));
        }
        model_.tag = packed("tag", s.tag_dim, std::size_t{2} * s.hidden);
        model_.name_layer = packed("name", s.name_dim, std::size_t{2} * s.hidden);
        model_.arc = packed("arc", std::size_t{2} * s.arc_dim, std::size_t{2} * s.hidden);
        model_.label = packed("label", std::size_t{2} * s.label_dim, std::size_t{2} * s.hidden);
        model_.tag_out =
            packed("tag.out", padded(model_.tags.size()) + padded(model_.xpos.size()) + padded(model_.lemmas.size()), s.tag_dim);
        model_.name_width = padded(model_.names.size());
        model_.name_out = floats("name.out", s.name_dim * model_.name_width);
        model_.name_bias = floats("name.out.bias", model_.name_width);
        model_.arc_product = packed("arc.product", s.arc_dim, s.arc_dim);
        model_.label_out = packed("label.out", padded(model_.relations.size()), s.label_dim);
        const std::span<const float> root = floats("arc.root", s.arc_dim);
        for (const float v : root) model_.arc_root.push_back(std::min(std::max(v, 0.0F), model_.arc_clip));
        model_.arc_distance = floats("arc.distance", std::size_t{2} * s.distance + 1);
        model_.label_root = floats("label.root", s.label_dim);
        model_.label_bias = floats("label.offset", s.label_dim);
    }

    ModelFile& model_;
    std::string path_;
    std::span<const std::byte> bytes_;
    std::vector<Section> sections_;
    bool failed_ = false;
    Fault fault_;
};

}  // namespace

// Eight lanes of multiply and rotate over 64-bit words, folded together. The length is a multiple of 64.
std::uint64_t checksum(std::span<const std::byte> bytes) {
    constexpr std::uint64_t prime = 0x9E3779B185EBCA87u;
    std::uint64_t lanes[8];
    for (std::uint64_t i = 0; i < 8; ++i) lanes[i] = (i + 1) * prime;
    for (std::size_t at = 0; at + 64 <= bytes.size(); at += 64)
        for (std::size_t i = 0; i < 8; ++i)
            lanes[i] = std::rotl((lanes[i] ^ read_at<std::uint64_t>(bytes, at + 8 * i)) * prime, 29);
    std::uint64_t hash = bytes.size();
    for (const std::uint64_t lane : lanes) hash = std::rotl((hash ^ lane) * prime, 29);
    return hash;
}

std::uint32_t fnv1a(std::string_view bytes, std::uint32_t hash) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193u;
    return hash;
}

std::size_t ModelFile::type_inputs() const {
    return sizes.word_dim + sizes.vector_dim + (affixes + 1) * sizes.affix_dim + sizes.shape_dim + sizes.flags;
}

const KeyEntry* ModelFile::find(std::string_view key) const {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t at = fnv1a(key) & mask; slots[at] != 0; at = (at + 1) & mask) {
        const std::size_t i = slots[at] - 1;
        const std::uint32_t start = i == 0 ? 0 : keys[i - 1].text_end;
        if (key_text.substr(start, keys[i].text_end - start) == key) return &keys[i];
    }
    return nullptr;
}

Result<ModelFile> open_model(const std::string& path) {
    auto file = MappedFile::open(path);
    if (!file.ok()) return file.fault();
    ModelFile model;
    model.file = std::move(*file);
    if (const auto loaded = Loader(model, path).load(); !loaded.ok()) return loaded.fault();
    return model;
}

}  // namespace readout::language
