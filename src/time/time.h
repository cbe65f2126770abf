// time: a parsed document in, its time expressions out, with the days they mean; and the day of the document itself.
//
// TIMEX3 (TimeML 1.2.1, as TempEval-3 marks it) values, plus a range of days with its precision, basis and the words it rests on.
// Resolved against, in order: the report's date (given, header, dateline), the narrative's current day, another expression,
// a known event (data/time/anchors.tsv). What cannot be resolved stays open: a publication day never stands in for an event's.
// Pure functions; TimeRules is const and shared by all threads.
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

namespace readout {

enum class TimexType : std::uint8_t { date, time, duration, set };
std::string_view name_of(TimexType type);  // "DATE" …

struct Timex {
    Span span;
    std::uint32_t first = 0;  // tokens first … last - 1
    std::uint32_t last = 0;
    TimexType type = TimexType::date;
    std::string value;  // TIMEX3 value, "2022-03-30", "P3Y", "XXXX-WXX-1"; empty: none
    DateValue date;     // days meant; unknown for durations and sets
    double confidence = 0;
    std::string rule;         // row of data/time/ that matched
    std::string explanation;  // "weekday before 2022-04-30 (header)": shown by `readout explain`
};

// A dated event of the world that the text names ("Russia's invasion of Ukraine"): a row of data/time/anchors.tsv.
struct LandmarkRef {
    Span span;
    std::uint32_t first = 0;  // tokens first … last - 1
    std::uint32_t last = 0;
    std::string id;
    std::string name;
    DateRange days;
};

struct TimeRefs {
    std::vector<Timex> timexes;          // in text order, not overlapping
    std::vector<LandmarkRef> landmarks;  // in text order
    DateValue published;                 // the report's own day; basis given | header | dateline | inferred; unknown if none
    std::string published_explanation;
};

class TimeRules {
public:
    static Result<TimeRules> load(const std::string& data_folder);
    TimeRules(TimeRules&&) noexcept;
    TimeRules& operator=(TimeRules&&) noexcept;
    ~TimeRules();
    struct Inside;
    const Inside& inside() const { return *inside_; }

private:
    explicit TimeRules(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

TimeRefs find_times(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules);

// The day of the act that a word tells of: the expression that governs it in the tree, or the nearest that can; unknown else.
// `verb` is the token of the trigger or cue. Never the publication day by itself.
DateValue date_of(std::uint32_t token, const Document& document, const Parse& parse, const Tree& tree, const TimeRefs& times);

// The day of a report that bears no date, from its words alone. Empty intervals: cannot tell.
struct DateGuess {
    DateRange range;
    double probability = 0;
    struct Evidence {
        Span span;
        DateRange range;
        std::string reason;
        bool contradicts = false;
    };
    std::vector<Evidence> evidence;
};
DateGuess guess_date(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules);

// What other rooms know of a report's day: "named as foreign minister: 2019-12-01 … 2024-11-30". Days outside count for `outside`
// (0 … 1) of what days inside do.
struct DateConstraint {
    Span span;
    DateRange range;
    std::string reason;
    double outside = 0.1;
};
DateGuess guess_date(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules,
                     const std::vector<DateConstraint>& constraints);

}  // namespace readout
