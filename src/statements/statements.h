// statements: who said what, and through whom. Document, parse, times and cast in; statements out.
//
// A statement is words or a thought that the text lays at somebody's door: quoted, reported, or both.
// Method: candidates from cue words (data/statements/cues.tsv) and quotation marks over the tree, scored; see docs/statements.md.
// Spans are bytes of Document::text. Pure function: call from any thread. CueLexicon is const and shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/actors.h"
#include "base/date.h"
#include "base/result.h"
#include "language/language.h"
#include "text/text.h"
#include "time/time.h"

namespace readout {

enum class Voice : std::uint8_t { direct, indirect, mixed };
enum class StatementForm : std::uint8_t { verb, nominal, according_to, headline, continued, thought };
std::string_view name_of(Voice voice);
std::string_view name_of(StatementForm form);

// Somebody in a record: the words, and who they stand for.
struct Participant {
    Span span;                        // as shown
    std::int32_t mention = no_index;  // into Cast::mentions; no_index: only the words are known
    std::int32_t entity = no_index;   // into Cast::entities; no_index: unknown
    bool metonym = false;
    std::optional<Span> antecedent;  // where the mention is a pronoun or a description
    std::string code, sector;  // without an entity: whose it is, read off the words ("a hospital in Kherson": UKR, MED); with
                               // one, `sector` is the one it acts as here ("Russia shelled": MIL), empty: its own
};

struct Relay {
    Participant who;
    std::vector<Span> cue;  // "was quoted as saying by", "according to"
};

struct Statement {
    std::vector<std::uint32_t> sentences;
    Voice voice = Voice::indirect;
    StatementForm form = StatementForm::verb;
    std::vector<Span> content, cue, source;
    std::vector<Participant> speakers, addressees, about;
    std::vector<Relay> relays;  // nearest to the speaker first
    DateValue date;             // of the utterance, not of what it speaks about
    std::optional<PlaceMention> place;
    bool negated = false;            // "did not say when", "refused to comment"
    std::optional<Span> hedge;       // "reportedly"
    std::int32_t parent = no_index;  // statement it is nested in
    std::uint32_t cue_token = 0;     // head of the cue; for cueless continuations the first token of the content
    std::string stance;              // what the cue does to what is said: asserts denies doubts predicts demands offers threatens
    double confidence = 0;
    std::string rule;
};

using Statements = std::vector<Statement>;

class CueLexicon {
public:
    static Result<CueLexicon> load(const std::string& data_folder);
    CueLexicon(CueLexicon&&) noexcept;
    CueLexicon& operator=(CueLexicon&&) noexcept;
    ~CueLexicon();
    struct Inside;
    const Inside& inside() const { return *inside_; }

private:
    explicit CueLexicon(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// Every candidate, kept or not, with the features it is judged by: for training and evaluation.
struct StatementCandidate {
    Statement statement;
    bool kept = false;
    std::vector<std::string> features;
};
std::vector<StatementCandidate> find_candidates(const Document& document, const Parse& parse, const Tree& tree,
                                                const TimeRefs& times, const Cast& cast, const CueLexicon& cues);

Statements find_statements(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times,
                           const Cast& cast, const CueLexicon& cues);

}  // namespace readout
