#include "base/date.h"

#include <array>
#include <chrono>

namespace readout {
namespace {

std::chrono::year_month_day to_chrono(Civil date) {
    return {std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
            std::chrono::day{static_cast<unsigned>(date.day)}};
}

std::chrono::sys_days to_chrono(Day day) { return std::chrono::sys_days{std::chrono::days{day.number}}; }

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

bool is_valid(Civil date) { return date.month >= 1 && date.day >= 1 && to_chrono(date).ok(); }

Day to_day(Civil date) { return {static_cast<std::int32_t>(std::chrono::sys_days{to_chrono(date)}.time_since_epoch().count())}; }

Civil to_civil(Day day) {
    const std::chrono::year_month_day date{to_chrono(day)};
    return {int{date.year()}, static_cast<int>(unsigned{date.month()}), static_cast<int>(unsigned{date.day()})};
}

int weekday(Day day) { return static_cast<int>(std::chrono::weekday{to_chrono(day)}.iso_encoding()); }

int days_in_month(int year, int month) {
    const auto last = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::last;
    return static_cast<int>(unsigned{last.day()});
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const Civil date{*year, *month, *day};
    if (!is_valid(date)) return std::nullopt;
    return to_day(date);
}

std::string format_day(Day day) {
    const Civil date = to_civil(day);
    const auto two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
    return two(date.year / 100) + two(date.year % 100) + "-" + two(date.month) + "-" + two(date.day);
}

std::string_view name_of(Precision precision) {
    static constexpr std::array<std::string_view, 7> names = {"day", "week", "month", "quarter", "year", "decade", "unknown"};
    return names[static_cast<std::size_t>(precision)];
}

DateRange month_range(int year, int month) {
    return {to_day({year, month, 1}), to_day({year, month, days_in_month(year, month)})};
}

DateRange year_range(int year) { return {to_day({year, 1, 1}), to_day({year, 12, 31})}; }

}  // namespace readout
