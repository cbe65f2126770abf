// time/resolve (inside the room): what expressions mean on the calendar, one after another, each against the right anchor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "time/calendar.h"
#include "time/match.h"
#include "time/time.h"

namespace readout::timing {

enum class Mode : std::uint8_t { news, narrative };
enum class Tenor : std::uint8_t { unknown, past, future };  // what the clause around an expression speaks of

struct Anchor {
    std::optional<Day> report;
    std::string basis;  // given | header | dateline | inferred
    Mode mode = Mode::news;
};

struct Reading {
    const Document& document;
    const Parse& parse;
    const Tree& tree;
    const TimeRules::Inside& rules;
    const Matches& matches;
};

// News unless the words tell of years gone by.
Mode mode_of(const Matches& matches, const TimeRules::Inside& rules, std::optional<Day> report);

// Past or future, from the verb that governs the words (the parse), or from words like "will" where there is no parse.
Tenor tenor_of(Span words, std::uint32_t sentence, const Reading& reading);

// Tokens of a span, first and one past the last.
std::pair<std::uint32_t, std::uint32_t> tokens_of(Span span, std::uint32_t sentence, const Document& document);

std::vector<Timex> resolve(const Reading& reading, const Anchor& anchor);

// The landmark that follows "a day after …" or "the third anniversary of …"; -1: none, or more than one that it may be.
std::int32_t landmark_after(Span words, std::uint32_t sentence, const Reading& reading, std::optional<Day> report);

// Of the landmarks one head may mean, the last before the report; without a report only one that stands alone. -1: none.
std::int32_t landmark_at(Span head, const Reading& reading, std::optional<Day> report);

// The holiday of one year; more than one for those of the lunar calendar.
std::vector<DateRange> holiday_days(const Holiday& holiday, int year);

}  // namespace readout::timing
