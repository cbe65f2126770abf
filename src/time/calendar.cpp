#include "time/calendar.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace readout::calendar {
namespace {

constexpr std::array<const char*, 5> season_names = {"", "SP", "SU", "FA", "WI"};

bool usable(int year) { return year >= 1 && year <= 9999; }

Day clamp_day(int year, int month, int day) { return to_day({year, month, std::min(day, days_in_month(year, month))}); }

Day monday_of(Day day) { return day - (weekday(day) - 1); }

// Monday of an ISO week.
Day monday_of_week(int year, int week) { return monday_of(to_day({year, 1, 4})) + 7 * (week - 1); }

std::string digits(int value, int width) {
    std::string text = std::to_string(value);
    while (static_cast<int>(text.size()) < width) text.insert(text.begin(), '0');
    return text;
}

// "2022", "BC0490", "XXXX"; decades and centuries lose their last digits.
std::string year_text(int year, int dropped) {
    if (year == unknown_year) return std::string("XXXX").substr(0, static_cast<std::size_t>(4 - dropped));
    const std::string text = digits(std::abs(year), 4);
    return (year < 0 ? "BC" : "") + text.substr(0, text.size() - static_cast<std::size_t>(dropped));
}

int month_count(int year, int month) { return year * 12 + month - 1; }

Stretch month_from_count(int count) {
    const int year = count >= 0 ? count / 12 : (count - 11) / 12;
    return of_month(year, count - year * 12 + 1);
}

// Before and after Christ on one line without a gap: 1 BC is 0.
int to_line(int year) { return year < 0 ? year + 1 : year; }
int from_line(int year) { return year <= 0 ? year - 1 : year; }

int floor_to(int year, int unit) {
    if (year < 0) return -((-year) / unit) * unit;
    return year / unit * unit;
}

DateRange thirds(Day start, Day end, Part part) {
    const int length = end - start + 1;
    switch (part) {
        case Part::whole:
            break;
        case Part::start:
            return {start, start + std::max(0, (length + 2) / 3 - 1)};
        case Part::middle:
            return {start + length / 3, start + std::max(length / 3, (2 * length + 2) / 3 - 1)};
        case Part::end:
            return {start + (2 * length) / 3, end};
    }
    return {start, end};
}

// Meteorological seasons of the northern half; a winter bears the year it ends in.
DateRange season_range(int year, int season, bool loose) {
    switch (season) {
        case 1:
            return {to_day({year, 3, 1}), to_day({year, 5, 31})};
        case 2:
            return {to_day({year, 6, 1}), to_day({year, 8, 31})};
        case 3:
            return {to_day({year, 9, 1}), to_day({year, 11, 30})};
        default:
            break;
    }
    const int last = loose && usable(year + 1) ? year + 1 : year;
    return {usable(year - 1) ? to_day({year - 1, 12, 1}) : to_day({year, 1, 1}), to_day({last, 3, 1}) - 1};
}

}  // namespace

Stretch of_day(Day day) {
    const Civil date = to_civil(day);
    Stretch out;
    out.grain = Grain::day;
    out.year = date.year;
    out.month = date.month;
    out.day = date.day;
    return out;
}

Stretch of_week(Day day) {
    const Day thursday = monday_of(day) + 3;
    Stretch out;
    out.grain = Grain::week;
    out.year = to_civil(thursday).year;
    out.number = (thursday - to_day({out.year, 1, 1})) / 7 + 1;
    return out;
}

Stretch of_weekend(Day day) {
    Stretch out = of_week(day);
    out.grain = Grain::weekend;
    return out;
}

Stretch of_month(int year, int month) {
    Stretch out;
    out.grain = Grain::month;
    out.year = year;
    out.month = month;
    return out;
}

Stretch of_year(int year) {
    Stretch out;
    out.grain = Grain::year;
    out.year = year;
    return out;
}

std::string value_of(const Stretch& s) {
    std::string out;
    switch (s.grain) {
        case Grain::none:
            return {};
        case Grain::day:
            if (s.month == 0 && s.weekday != 0) {
                out = year_text(s.year, 0) + "-WXX-" + std::to_string(s.weekday);
            } else {
                out =
                    year_text(s.year, 0) + "-" + (s.month ? digits(s.month, 2) : "XX") + "-" + (s.day ? digits(s.day, 2) : "XX");
            }
            break;
        case Grain::week:
            out = year_text(s.year, 0) + "-W" + (s.number ? digits(s.number, 2) : "XX");
            break;
        case Grain::weekend:
            out = year_text(s.year, 0) + "-W" + (s.number ? digits(s.number, 2) : "XX") + "-WE";
            break;
        case Grain::month:
            out = year_text(s.year, 0) + "-" + (s.month ? digits(s.month, 2) : "XX");
            break;
        case Grain::quarter:
            out = year_text(s.year, 0) + "-Q" + (s.number ? std::to_string(s.number) : "X");
            break;
        case Grain::half:
            out = year_text(s.year, 0) + "-H" + (s.number ? std::to_string(s.number) : "X");
            break;
        case Grain::season:
            out = year_text(s.year, 0) + "-" + (s.number ? season_names[static_cast<std::size_t>(s.number)] : "XX");
            break;
        case Grain::year:
            out = year_text(s.year, 0);
            break;
        case Grain::decade:
            out = year_text(s.year, 1);
            break;
        case Grain::century:
            out = year_text(s.year, 2);
            break;
        case Grain::millennium:
            out = year_text(s.year, 3);
            break;
    }
    return out + s.clock;
}

DateRange days_of(const Stretch& s) {
    if (!s.dated() || !usable(s.year)) return {};
    switch (s.grain) {
        case Grain::none:
            return {};
        case Grain::day: {
            if (s.month == 0) return {};
            if (s.day == 0) return thirds(*month_range(s.year, s.month).start, *month_range(s.year, s.month).end, s.part);
            const Day day = to_day({s.year, s.month, s.day});
            return {day, day};
        }
        case Grain::week: {
            if (s.number == 0) return {};
            const Day monday = monday_of_week(s.year, s.number);
            return thirds(monday, monday + 6, s.part);
        }
        case Grain::weekend: {
            if (s.number == 0) return {};
            const Day monday = monday_of_week(s.year, s.number);
            return {monday + 5, monday + 6};
        }
        case Grain::month: {
            if (s.month == 0) return {};
            const DateRange month = month_range(s.year, s.month);
            return thirds(*month.start, *month.end, s.part);
        }
        case Grain::quarter: {
            if (s.number == 0) return {};
            return thirds(to_day({s.year, s.number * 3 - 2, 1}), *month_range(s.year, s.number * 3).end, s.part);
        }
        case Grain::half: {
            if (s.number == 0) return {};
            return thirds(to_day({s.year, s.number * 6 - 5, 1}), *month_range(s.year, s.number * 6).end, s.part);
        }
        case Grain::season: {
            const DateRange season = season_range(s.year, s.number, s.loose);
            return thirds(*season.start, *season.end, s.part);
        }
        case Grain::year:
            return thirds(to_day({s.year, 1, 1}), to_day({s.year, 12, 31}), s.part);
        case Grain::decade:
            return thirds(to_day({s.year, 1, 1}), to_day({std::min(s.year + 9, 9999), 12, 31}), s.part);
        case Grain::century:
            return thirds(to_day({std::max(s.year, 1), 1, 1}), to_day({std::min(s.year + 99, 9999), 12, 31}), s.part);
        case Grain::millennium:
            return thirds(to_day({std::max(s.year, 1), 1, 1}), to_day({std::min(s.year + 999, 9999), 12, 31}), s.part);
    }
    return {};
}

Precision precision_of(const Stretch& s) {
    if (!days_of(s).known()) return Precision::unknown;
    switch (s.grain) {
        case Grain::none:
            return Precision::unknown;
        case Grain::day:
            return s.day ? Precision::day : Precision::month;
        case Grain::week:
        case Grain::weekend:
            return Precision::week;
        case Grain::month:
            return Precision::month;
        case Grain::quarter:
        case Grain::season:
            return Precision::quarter;
        case Grain::half:
        case Grain::year:
            return Precision::year;
        case Grain::decade:
            return Precision::decade;
        case Grain::century:
        case Grain::millennium:
            return Precision::unknown;
    }
    return Precision::unknown;
}

Grain grain_of(Unit unit) {
    switch (unit) {
        case Unit::none:
            return Grain::none;
        case Unit::second:
        case Unit::minute:
        case Unit::hour:
        case Unit::day:
            return Grain::day;
        case Unit::weekend:
            return Grain::weekend;
        case Unit::week:
            return Grain::week;
        case Unit::month:
            return Grain::month;
        case Unit::quarter:
            return Grain::quarter;
        case Unit::half:
            return Grain::half;
        case Unit::season:
            return Grain::season;
        case Unit::year:
            return Grain::year;
        case Unit::decade:
            return Grain::decade;
        case Unit::century:
            return Grain::century;
        case Unit::millennium:
            return Grain::millennium;
    }
    return Grain::none;
}

std::optional<Day> first_day(const Stretch& s) {
    Stretch whole = s;
    whole.part = Part::whole;
    return days_of(whole).start;
}

std::optional<Day> last_day(const Stretch& s) {
    Stretch whole = s;
    whole.part = Part::whole;
    return days_of(whole).end;
}

Stretch widen(const Stretch& s, Grain grain) {
    if (s.grain == Grain::weekend && grain == Grain::week) {
        Stretch out = s;
        out.grain = grain;
        return out;
    }
    if (!s.dated() || s.grain >= grain) return s;
    if (grain >= Grain::year) {
        Stretch out;
        out.grain = grain;
        const int unit = grain == Grain::year ? 1 : grain == Grain::decade ? 10 : grain == Grain::century ? 100 : 1000;
        out.year = floor_to(s.year, unit);
        return out;
    }
    const auto day = first_day(s);
    if (!day) return s;
    const Civil date = to_civil(*day);
    Stretch out;
    switch (grain) {
        case Grain::day:
            return of_day(*day);
        case Grain::week:
            return of_week(*day);
        case Grain::weekend:
            return of_weekend(*day);
        case Grain::month:
            return of_month(date.year, date.month);
        case Grain::quarter:
            out.number = (date.month + 2) / 3;
            break;
        case Grain::half:
            out.number = (date.month + 5) / 6;
            break;
        case Grain::season:
            out.number = date.month == 12 || date.month < 3 ? 4 : date.month / 3;
            break;
        default:
            return s;
    }
    out.grain = grain;
    out.year = grain == Grain::season && date.month == 12 ? date.year + 1 : date.year;
    return out;
}

Stretch step(const Stretch& from, int amount, Unit unit) {
    constexpr int far = 1'000'000;  // beyond any calendar, below any overflow
    if (!from.dated() || amount > far || amount < -far) return {};
    const Grain grain = grain_of(unit);
    Stretch base = widen(from, grain);
    base.clock.clear();
    base.part = Part::whole;
    if (grain >= Grain::year) {
        const int years = amount * (grain == Grain::year      ? 1
                                    : grain == Grain::decade  ? 10
                                    : grain == Grain::century ? 100
                                                              : 1000);
        base.year = from_line(to_line(base.year) + years);
        return std::abs(base.year) > 9999 ? Stretch{} : base;
    }
    if (base.grain != grain) return {};  // "two days before 2022" has no day
    switch (grain) {
        case Grain::day:
        case Grain::week:
        case Grain::weekend: {
            const auto day = first_day(base);
            if (!day) return {};
            const long long moved =
                static_cast<long long>(day->number) + static_cast<long long>(amount) * (grain == Grain::day ? 1 : 7);
            if (moved < to_day({1, 1, 1}).number || moved > to_day({9999, 12, 31}).number) return {};
            const Day to{static_cast<std::int32_t>(moved)};
            return grain == Grain::day ? of_day(to) : grain == Grain::week ? of_week(to) : of_weekend(to);
        }
        case Grain::month: {
            if (base.year < 0) return {};
            const Stretch month = month_from_count(month_count(base.year, base.month) + amount);
            return usable(month.year) ? month : Stretch{};
        }
        case Grain::quarter:
        case Grain::half:
        case Grain::season: {
            const int per_year = grain == Grain::half ? 2 : 4;
            const int count = base.year * per_year + base.number - 1 + amount;
            base.year = count >= 0 ? count / per_year : (count - per_year + 1) / per_year;
            base.number = count - base.year * per_year + 1;
            return usable(base.year) ? base : Stretch{};
        }
        default:
            return {};
    }
}

Day easter(int year) {
    const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return to_day({year, n / 31, n % 31 + 1});
}

Day orthodox_easter(int year) {
    const int a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    const int n = d + e + 114;
    return clamp_day(year, n / 31, n % 31 + 1) + 13;
}

}  // namespace readout::calendar
