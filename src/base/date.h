// base/date: days of the calendar and the date object of the record contract.
//
// A Day is proleptic Gregorian, counted from 1970-01-01. Ranges are inclusive at both ends; an open end is empty.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace readout {

struct Day {
    std::int32_t number = 0;  // days since 1970-01-01

    constexpr auto operator<=>(const Day&) const = default;
    constexpr Day operator+(int days) const { return {number + days}; }
    constexpr Day operator-(int days) const { return {number - days}; }
    constexpr int operator-(Day other) const { return number - other.number; }
};

struct Civil {
    int year = 1970;
    int month = 1;  // 1 … 12
    int day = 1;    // 1 … 31
};

bool is_valid(Civil date);
Day to_day(Civil date);  // `date` must be valid
Civil to_civil(Day day);
int weekday(Day day);  // ISO: Monday 1 … Sunday 7
int days_in_month(int year, int month);

// "2022-03-30". Years 0001 … 9999; nothing else is a day.
std::optional<Day> parse_day(std::string_view text);
std::string format_day(Day day);

enum class Precision : std::uint8_t { day, week, month, quarter, year, decade, unknown };
std::string_view name_of(Precision precision);

struct DateRange {
    std::optional<Day> start;
    std::optional<Day> end;

    bool known() const { return start.has_value() || end.has_value(); }
    auto operator<=>(const DateRange&) const = default;
};

DateRange month_range(int year, int month);
DateRange year_range(int year);

// A date as a record shows it: when, how finely, on what grounds, and from which words.
struct DateValue {
    DateRange range;
    Precision precision = Precision::unknown;
    std::string basis;           // "explicit", "relative", "anchor", "dateline", "header", "given", "inferred" …; empty: none
    std::vector<Span> evidence;  // the words it rests on

    bool known() const { return range.known(); }
};

}  // namespace readout
