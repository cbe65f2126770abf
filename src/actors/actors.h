// actors: a parsed, dated document in, its cast out: who is mentioned, and who that is on that day.
//
// A mention is a noun phrase, name or pronoun that stands for somebody; an entity is who it stands for, resolved in the
// knowledge base (data/actors) by the offices held on the report's day, or known only from the text, or unknown.
// Pure function; Knowledge is const and shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "language/language.h"
#include "text/text.h"
#include "time/time.h"

namespace readout {

// Who somebody is. Codes as in the record contract; empty strings are null.
struct Entity {
    std::string name;                  // canonical name, "Sergey Lavrov"; for unknown people the fullest name in the text
    std::string actor;                 // id in the knowledge base
    std::string code;                  // RUS, UNO, IGO …
    std::string sector;                // primary PLOVER sector, GOV
    std::vector<std::string> sectors;  // further ones
    int ccode = 0;                     // Correlates of War number of that day; 0: none
    int gwcode = 0;                    // Gleditsch-Ward number of that day; 0: none
    std::string wikidata;
    std::string office;       // held on that day
    std::string explanation;  // knowledge rows and rule, for `readout explain`
};

enum class MentionKind : std::uint8_t { name, office, agent, pronoun, description, metonym, place };

constexpr std::int32_t no_index = -1;  // an index that points nowhere

struct Mention {
    Span span;                // the full noun phrase's name part, as shown
    std::uint32_t first = 0;  // tokens first … last - 1
    std::uint32_t last = 0;
    std::uint32_t head = 0;  // the token that carries its syntax
    MentionKind kind = MentionKind::name;
    std::vector<std::uint32_t> entities;  // into Cast::entities; several for "both sides"; none: unknown
    std::int32_t antecedent = no_index;   // mention it refers back to (into Cast::mentions)
    double confidence = 0;
    std::string rule;
};

struct Place {
    std::string name;
    std::string country;    // alpha-3
    std::string precision;  // point | city | province | country
    std::optional<double> latitude, longitude;
    std::int64_t geonameid = 0;
};

struct PlaceMention {
    Span span;
    std::uint32_t first = 0, last = 0, head = 0;
    Place place;
    double confidence = 0;
};

struct Cast {
    std::vector<Entity> entities;
    std::vector<Mention> mentions;         // in text order
    std::vector<PlaceMention> places;      // in text order; a name read as a place is no actor, and the other way round
    std::vector<std::int32_t> mention_at;  // per token: the innermost mention it heads, or no_index
};

struct Outlet {
    std::string name, domain, country, type, affiliation;  // as in the record contract; empty: null
};

class Knowledge {
public:
    // `overlay`: a user's own TSV folder, merged on top; refused with line numbers when it is wrong.
    static Result<Knowledge> load(const std::string& data_folder, const std::string& overlay = {});
    Knowledge(Knowledge&&) noexcept;
    Knowledge& operator=(Knowledge&&) noexcept;
    ~Knowledge();

    std::string_view version() const;
    std::string_view as_of() const;
    Outlet outlet(std::string_view name, std::string_view url) const;

    struct Inside;
    const Inside& inside() const { return *inside_; }

private:
    explicit Knowledge(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

Cast find_actors(const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times,
                 const Knowledge& knowledge);

}  // namespace readout
