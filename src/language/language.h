// language: a document in, a parse out: parts of speech, features, lemmas, trees and names for every token.
//
// Universal Dependencies 2 for English. Arrays run parallel to Document::tokens; heads are token indices in the document.
// Model is const after loading and shared by all threads; a Scratch belongs to one thread.
// The same bytes out on every machine: integer arithmetic inside, one order of operations (see docs/language.md).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/span.h"
#include "text/text.h"

namespace readout {

enum class Upos : std::uint8_t { ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB, X };
std::string_view name_of(Upos upos);
bool parse_upos(std::string_view text, Upos& upos);

// The universal relations; subtypes apart, so that rules say `rel == Rel::nsubj` and look at the subtype where it matters.
enum class Rel : std::uint8_t {
    acl,
    advcl,
    advmod,
    amod,
    appos,
    aux,
    case_,
    cc,
    ccomp,
    clf,
    compound,
    conj,
    cop,
    csubj,
    dep,
    det,
    discourse,
    dislocated,
    expl,
    fixed,
    flat,
    goeswith,
    iobj,
    list,
    mark,
    nmod,
    nsubj,
    nummod,
    obj,
    obl,
    orphan,
    parataxis,
    punct,
    reparandum,
    root,
    vocative,
    xcomp,
};
enum class Sub : std::uint8_t { none, pass, agent, relcl, poss, prt, tmod, npmod, unmarked, outer, predet, preconj, desc, other };
struct Relation {
    Rel rel = Rel::dep;
    Sub sub = Sub::none;
    bool operator==(const Relation&) const = default;
};
std::string name_of(Relation relation);          // "nsubj:pass"; Sub::other is left out
Relation parse_relation(std::string_view text);  // unknown names give Rel::dep, unknown subtypes Sub::other

// The features the rules use, unpacked. `none` where the word has none.
enum class Tense : std::uint8_t { none, past, present };
enum class Mood : std::uint8_t { none, indicative, imperative, subjunctive };
enum class VerbForm : std::uint8_t { none, finite, infinitive, participle, gerund };
enum class Number : std::uint8_t { none, singular, plural };
enum class Degree : std::uint8_t { none, positive, comparative, superlative };
enum class PronType : std::uint8_t { none, personal, demonstrative, relative, interrogative, article, other };
struct Features {
    Tense tense = Tense::none;
    Mood mood = Mood::none;
    VerbForm verb_form = VerbForm::none;
    Number number = Number::none;
    Degree degree = Degree::none;
    PronType pron_type = PronType::none;
    std::uint8_t person = 0;  // 1, 2, 3; 0: none
    bool passive = false;     // Voice=Pass
    bool possessive = false;  // Poss=Yes
    bool negative = false;    // Polarity=Neg
};
Features parse_features(std::string_view feats);  // CoNLL-U's FEATS column

enum class NameType : std::uint8_t { PER, ORG, LOC, NORP, EVENT, MISC };
std::string_view name_of(NameType type);
bool parse_name_type(std::string_view text, NameType& type);

struct Name {
    std::uint32_t first = 0;  // tokens first … last - 1, within one sentence
    std::uint32_t last = 0;
    NameType type = NameType::MISC;
};

constexpr std::int32_t no_head = -1;  // the head of a root

struct Parse {
    std::vector<Upos> upos;
    std::vector<Features> features;
    std::vector<std::string> lemma;  // lower-cased but for names
    std::vector<std::string> xpos;   // may be empty strings
    std::vector<std::string> feats;  // CoNLL-U text, "" for none
    std::vector<std::int32_t> head;  // token index in the document, or no_head
    std::vector<Relation> relation;
    std::vector<Name> names;  // in order, not overlapping

    std::size_t size() const { return upos.size(); }
};

// Children and subtrees of a parse, made once per document.
class Tree {
public:
    Tree(const Document& document, const Parse& parse);

    // Dependents of a token, in text order.
    struct Children {
        const std::uint32_t* first;
        const std::uint32_t* last;
        const std::uint32_t* begin() const { return first; }
        const std::uint32_t* end() const { return last; }
        bool empty() const { return first == last; }
    };
    Children children(std::uint32_t token) const;

    // First and one past the last token of a token's subtree (its projection; a non-projective one has gaps).
    std::uint32_t left(std::uint32_t token) const { return left_[token]; }
    std::uint32_t right(std::uint32_t token) const { return right_[token]; }

    // The first dependent with this relation (any subtype), or -1.
    std::int32_t child(std::uint32_t token, Rel rel) const;
    std::int32_t child(std::uint32_t token, Relation relation) const;

    // Is `token` in the subtree of `above`? A token is in its own.
    bool under(std::uint32_t token, std::uint32_t above) const;

    // Bytes from the first to the last word of a subtree.
    Span span(std::uint32_t token) const;

private:
    const Document* document_;
    const Parse* parse_;
    std::vector<std::uint32_t> start_, child_, left_, right_;
};

class Model {
public:
    // Memory-maps a model file and checks every field of it; `path` empty: the one that ships (data/models/en.model).
    static Result<Model> load(const std::string& path = {});
    Model(Model&&) noexcept;
    Model& operator=(Model&&) noexcept;
    ~Model();

    std::string_view name() const;      // "en-2026.11"
    std::string_view language() const;  // "en"

    class Scratch;
    struct ScratchDeleter {
        void operator()(Scratch*) const;
    };
    using ScratchPtr = std::unique_ptr<Scratch, ScratchDeleter>;
    ScratchPtr scratch() const;  // buffers for one thread

    // Any document, any size: a sentence of more than 512 words is parsed in pieces.
    Parse parse(const Document& document, Scratch& scratch) const;
    // Several documents together: the parses they would have one by one, sooner, since sentences of like length go side by side.
    std::vector<Parse> parse(std::span<const Document* const> documents, Scratch& scratch) const;

private:
    struct Inside;
    explicit Model(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// CoNLL-U, one column set for reading and writing; comments, ranges and empty nodes kept by `--pretokenised`.
std::string to_conllu(const Document& document, const Parse& parse);
// With sentences numbered from `first_sentence`, for a text that is read part by part.
std::string to_conllu(const Document& document, const Parse& parse, std::size_t first_sentence);

// Reads CoNLL-U into a document whose text is rebuilt from forms and SpaceAfter, with the parse its columns hold (gold trees for
// tests and evaluation). Names come from NE= in MISC. Malformed lines are a fault with their number.
struct Parsed {
    Document document;
    Parse parse;
};
Result<Parsed> read_conllu(std::string_view conllu, std::string name);
// A part of a file, after `lines_before` lines of it.
Result<Parsed> read_conllu(std::string_view conllu, std::string name, std::size_t lines_before);

// The same lines with the model's columns: ids, ranges, empty nodes, comments and MISC are kept (but for NE=), the words' lemmas,
// tags, features, heads, relations and names are the parse's. `parse` is of the document that read_conllu made of these lines.
std::string annotate_conllu(std::string_view conllu, const Parse& parse);

// A tree a sentence for the reader's eye: one word a line, indented below its head, with tag, relation and name.
std::string to_tree_text(const Document& document, const Parse& parse);

}  // namespace readout
