// The model file: one memory-mapped file, checked field by field, and the views of it that the network reads.
//
// Layout (little-endian): 64 bytes of header (magic "READOUTM", u32 version, u32 sections, u64 file size, u64 checksum of all
// bytes after the header), then one 48-byte row a section (24 bytes of name, u32 bytes an element, u32 zero, u64 offset, u64
// size), then the sections, each on a 64-byte border in the order of the rows. training/export.py writes it; docs/language.md
// lists the sections.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "language/kernels.h"
#include "language/language.h"
#include "language/phrases.h"

namespace readout::language {

constexpr std::string_view feature_fingerprint = "readout-features-1";

// A table of rows of 8-bit numbers, each row with its own scale.
struct Embedding {
    const std::int8_t* numbers = nullptr;
    const float* scale = nullptr;
    std::size_t rows = 0;
    std::size_t dim = 0;
};

struct Sizes {
    std::uint32_t word_dim, vector_dim, affix_dim, buckets, shape_dim, flags, mix, x_dim, layers, hidden, tag_dim, name_dim,
        arc_dim, label_dim, distance;
    static constexpr std::size_t count = 15;
};

// What the network knows of a key: rows of its tables (0: none) and flags.
struct KeyEntry {
    std::uint32_t text_end, word, vector, flags;
};

struct Tag {
    Upos upos = Upos::X;
    std::string feats;
    Features features;
};

enum class LetterCase : std::uint8_t { keep, lower, title, whole };  // whole: the rule is the lemma itself
struct LemmaRule {
    LetterCase letters = LetterCase::keep;
    std::uint32_t cut = 0;
    std::string append;
};

struct NameLabel {
    bool outside = true;
    bool begins = false;
    NameType type = NameType::MISC;
};

struct ModelFile {
    MappedFile file;

    std::string name, language;
    Sizes sizes{};
    float own_clip = 0, arc_clip = 0, label_clip = 0;  // top of the range of each kind of hidden layer

    std::string_view key_text;
    std::span<const KeyEntry> keys;
    std::span<const std::uint32_t> slots;
    Phrases phrases;  // marks are the last of the flags; none in a model made without

    std::vector<Tag> tags;
    std::vector<std::string> xpos;
    std::vector<LemmaRule> lemmas;
    std::vector<Relation> relations;
    std::size_t root_relation = 0;
    std::vector<NameLabel> names;

    Embedding word, vector, affix;
    std::span<const float> shape;
    Wide mix, out;
    Packed lexical;                         // x -> gates of layer 0 (forward, backward), hidden tag and name layers
    std::vector<Packed> forward, backward;  // one a layer
    Packed tag, name_layer, arc, label;     // h -> tag layer, name layer; arc dependent and head; label dependent and head
    Packed tag_out, arc_product, label_out;
    std::span<const float> name_out, name_bias;  // [name_dim][names, padded], [names, padded]
    std::size_t name_width = 0;
    std::vector<float> arc_root;  // already clipped
    std::span<const float> arc_distance, label_root, label_bias;

    std::size_t type_inputs() const;  // numbers that a form is turned into
    const KeyEntry* find(std::string_view key) const;
};

std::uint64_t checksum(std::span<const std::byte> bytes);
std::uint32_t fnv1a(std::string_view bytes, std::uint32_t hash = 0x811C9DC5u);

Result<ModelFile> open_model(const std::string& path);

}  // namespace readout::language
