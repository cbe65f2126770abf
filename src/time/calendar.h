// time/calendar (inside the room): a stretch of the calendar at one grain, its TIMEX3 value, its days, and steps along it.
#pragma once

#include <cstdint>
#include <string>

#include "base/date.h"

namespace readout::calendar {

enum class Grain : std::uint8_t { none, day, week, weekend, month, quarter, half, season, year, decade, century, millennium };
enum class Unit : std::uint8_t {
    none,
    second,
    minute,
    hour,
    day,
    weekend,
    week,
    month,
    quarter,
    half,
    season,
    year,
    decade,
    century,
    millennium
};

// What narrows a stretch without changing its TIMEX3 value: "early", "the end of".
enum class Part : std::uint8_t { whole, start, middle, end };

constexpr int unknown_year = -100000;

// Years before Christ are negative (490 BC: -490); there is no year 0. A field finer than the grain is 0.
struct Stretch {
    Grain grain = Grain::none;
    int year = unknown_year;  // of a decade or century: its first year; of a week: the ISO year
    int month = 0;
    int day = 0;
    int number = 0;     // week of the year, quarter, half, season (1 spring … 4 winter)
    int weekday = 0;    // known weekday of an unknown week ("XXXX-WXX-3")
    std::string clock;  // "T14:30", "TMO"; empty: none
    Part part = Part::whole;
    bool loose = false;  // "the winter of 1941": the one that ends or the one that begins in that year

    bool known() const { return grain != Grain::none; }
    bool dated() const { return known() && year != unknown_year; }
    bool operator==(const Stretch&) const = default;
};

Stretch of_day(Day day);
Stretch of_week(Day day);
Stretch of_weekend(Day day);  // the Saturday and Sunday of its ISO week
Stretch of_month(int year, int month);
Stretch of_year(int year);

// TIMEX3: "2022-03-30", "2022-W13", "2022-Q1", "BC0490", "199", "XXXX-WXX-3".
std::string value_of(const Stretch& stretch);

// Its days, narrowed by `part`; empty for what is unknown or before the year 1.
DateRange days_of(const Stretch& stretch);
Precision precision_of(const Stretch& stretch);

Grain grain_of(Unit unit);

// The stretch of `grain` that holds this one's first day; itself where it is coarser than that or unknown.
Stretch widen(const Stretch& stretch, Grain grain);

// `amount` units on from the stretch's first day, at the unit's grain (or the stretch's, where that is coarser).
Stretch step(const Stretch& from, int amount, Unit unit);

// The stretch's first day, if it has one in the years 1 … 9999.
std::optional<Day> first_day(const Stretch& stretch);
std::optional<Day> last_day(const Stretch& stretch);

// Easter Sunday (Gregorian, Meeus/Jones/Butcher) and Orthodox Easter in Gregorian days (1900 … 2099).
Day easter(int year);
Day orthodox_easter(int year);

}  // namespace readout::calendar
