// events: who did what to whom, in which mood, according to whom. Everything read so far in; events out.
//
// PLOVER 2 (Political Language Ontology for Verifiable Event Records, codebook 2021): 16 categories, modes, contexts, auxiliary;
// CAMEO's nearest code beside it. Patterns over trees (data/events/*.tsv) decide; every event names the row that did.
// Pure function: call from any thread. Ontology is const and shared.
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
#include "statements/statements.h"
#include "text/text.h"
#include "time/time.h"

namespace readout {

enum class Auxiliary : std::uint8_t { none, negation, hypothetical, future, historical };  // in order of precedence after none
std::string_view name_of(Auxiliary auxiliary);

struct Size {
    std::string what;  // dead | injured | arrested | displaced | participants | money | …
    std::optional<double> min, max;
    std::string unit;
    std::optional<Day> cumulative_since;
    Span span;
};

struct Assertion {
    std::int32_t statement = no_index;  // into Statements; no_index: the outlet in its own voice
    std::string stance;                 // asserts | denies | doubts | predicts | demands | offers | threatens
};

// What is agreed, asked for, threatened, refused, or laid at somebody's door.
struct ContentEvent {
    std::string event;
    std::vector<Participant> actor, recipient;
    DateValue date;
};

struct Event {
    std::vector<std::uint32_t> sentences;
    std::string category;  // PLOVER: AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, REQUEST, ACCUSE, REJECT, THREATEN,
                           // PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT, RETREAT
    std::vector<std::string> modes, contexts;
    std::vector<Participant> actor, recipient;
    DateValue date;
    std::optional<PlaceMention> location;
    std::vector<Size> sizes;
    int quad_code = 0;  // 1 verbal cooperation … 4 material conflict
    double scale = 0;   // PLOVER's event scale (Goldstein-like), -10 … 10
    std::string cameo;
    std::vector<Span> trigger;
    std::uint32_t trigger_token = 0;
    std::vector<Auxiliary> auxiliaries;  // all that hold, in order of precedence; empty: plain
    std::vector<Assertion> asserted_by;
    std::optional<ContentEvent> content;
    double confidence = 0;
    std::string rule;
    std::string explanation;

    Auxiliary auxiliary() const { return auxiliaries.empty() ? Auxiliary::none : auxiliaries.front(); }
};

using Events = std::vector<Event>;

class Ontology {
public:
    // `folder`: a user's own ontology in the same form; empty: the one that ships.
    static Result<Ontology> load(const std::string& data_folder, const std::string& folder = {});
    Ontology(Ontology&&) noexcept;
    Ontology& operator=(Ontology&&) noexcept;
    ~Ontology();

    std::string_view name() const;  // "plover-2"
    struct Inside;
    const Inside& inside() const { return *inside_; }

private:
    explicit Ontology(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

Events find_events(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times, const Cast& cast,
                   const Statements& statements, const Ontology& ontology);

}  // namespace readout
