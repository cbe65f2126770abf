// The day of a report that bears none. Every clue gives each day a weight; their product, made to sum to one, is the answer: the
// shortest run of days that holds four fifths of it. Clues: the last dated thing or landmark told of, anniversaries, "a day
// after" a landmark, a war that is "nearing a month", weekdays, days and months without a year, the dateline.
#include "time/guess.h"

#include <algorithm>
#include <cmath>

#include "time/calendar.h"

namespace readout::timing {
namespace {

using Evidence = DateGuess::Evidence;
using calendar::Unit;

constexpr std::size_t most_clues = 150;  // of each kind; a report tells its day early, and a book must not cost a day
constexpr double enough = 0.8;           // of the weight lies in the interval given
constexpr double borne_out_told = 0.75;  // share of the claimed weight that held, measured (eval/time.py dating)
constexpr double borne_out_after = 0.6;
constexpr int longest_interval = 400;  // days; beyond it is "cannot tell"

// One clue: a weight for each day, and what to say of it.
struct Clue {
    Evidence evidence;
    std::function<double(Day)> weight;
    double strength = 1;   // exponent
    bool telling = false;  // says on which day, not only after what
};

std::string lower_copy(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
}

// Reports follow what they tell, but speak of it for years: a heavy tail, so that an old landmark alone dates nothing.
double recency(int lag, int scale, double before) { return lag < 0 ? before : 1.0 / (1.0 + static_cast<double>(lag) / scale); }

double by_lag(int lag, std::initializer_list<double> weights, double rest) {
    if (lag < 0 || lag >= static_cast<int>(weights.size())) return rest;
    return *(weights.begin() + lag);
}

using LagWeights = std::array<double, 331>;
LagWeights lag_weights(double scale, double power) {
    LagWeights out{};
    for (std::size_t lag = 0; lag < out.size(); ++lag) out[lag] = std::pow(1.0 + static_cast<double>(lag) / scale, power);
    return out;
}

// A day of the year, or a month where `day` is 0, in the year of a report, the one before and the one after.
class NearYears {
public:
    NearYears(int month, int day) : month_(month), day_(day) {}

    const std::vector<std::pair<Day, Day>>& of(Day report) {
        if (report < first_ || last_ < report) move_to(to_civil(report).year);
        return days_;
    }

private:
    void move_to(int year) {
        first_ = to_day({year, 1, 1});
        last_ = to_day({year, 12, 31});
        days_.clear();
        for (const int y : {year - 1, year, year + 1}) {
            if (y < 1 || y > 9998 || day_ > days_in_month(y, month_)) continue;
            const Day first = to_day({y, month_, day_ ? day_ : 1});
            days_.emplace_back(first, day_ ? first : first + (days_in_month(y, month_) - 1));
        }
    }

    int month_, day_;
    Day first_{1}, last_{0};  // of the year in hand: none yet
    std::vector<std::pair<Day, Day>> days_;
};

class Guesser {
public:
    Guesser(const Reading& reading, const std::vector<DateConstraint>& constraints) : in_(reading), constraints_(constraints) {}

    DateGuess run() {
        static const Anchor nowhere{};
        timexes_ = resolve(in_, nowhere);
        landmarks();
        expressions();
        dateline();
        latest();
        for (const DateConstraint& c : constraints_) {
            clue(
                c.span, c.range, c.reason, [c](Day day) { return inside(c.range, day) ? 1.0 : c.outside; }, 1);
            clues_.back().telling = c.range.start && c.range.end;
        }
        return weigh();
    }

private:
    static bool inside(const DateRange& range, Day day) {
        return (!range.start || *range.start <= day) && (!range.end || day <= *range.end);
    }

    const Meaning& meaning(std::size_t found) const {
        return in_.matches.meanings[static_cast<std::size_t>(in_.matches.found[found].meaning)];
    }
    std::string words(Span span) const { return std::string(slice(in_.document.text, span)); }

    void clue(Span span, DateRange range, std::string reason, std::function<double(Day)> weight, double strength) {
        Clue& added = clues_.emplace_back();
        added.evidence.span = span;
        added.evidence.range = range;
        added.evidence.reason = std::move(reason);
        added.weight = std::move(weight);
        added.strength = strength;
    }

    void bound(Day day) {
        low_ = low_ ? std::max(*low_, day) : day;
        high_ = high_ ? std::max(*high_, day) : day;
    }

    // ------------------------------------------------------------------------------------------------------- landmarks
    // Landmarks that one head may mean; the report is after one of them.
    struct Group {
        Span head, span;
        std::uint32_t sentence = 0;
        std::vector<std::uint32_t> landmarks;
    };

    void landmarks() {
        for (const LandmarkFound& found : in_.matches.landmarks) {
            if (groups_.empty() || groups_.back().head != found.head) {
                if (groups_.size() == most_clues) break;
                groups_.push_back(Group{found.head, found.span, found.sentence, {}});
            }
            groups_.back().span = cover(groups_.back().span, found.span);
            groups_.back().landmarks.push_back(found.landmark);
        }
        for (const Group& group : groups_) {
            Day first = days(group.landmarks.front()).start.value(), last = first;
            for (const std::uint32_t id : group.landmarks) {
                first = std::min(first, *days(id).start);
                last = std::max(last, *days(id).start);
            }
            low_ = low_ ? std::max(*low_, first) : first;
            high_ = high_ ? std::max(*high_, last) : last;
        }
    }

    const DateRange& days(std::uint32_t landmark) const { return in_.rules.landmarks[landmark].days; }
    std::string name(const Group& group) const {
        const std::string& first = in_.rules.landmarks[group.landmarks.front()].name;
        return group.landmarks.size() == 1 ? first : first + " or " + std::to_string(group.landmarks.size() - 1) + " like it";
    }

    // The landmark words that follow an expression closely, or share its sentence.
    const Group* group_after(Span span, std::uint32_t sentence) const {
        const Group* best = nullptr;
        std::uint32_t nearest = 90;
        for (const Group& group : groups_) {
            if (group.sentence != sentence || group.head.end <= span.end) continue;
            const std::uint32_t gap = group.head.start > span.end ? group.head.start - span.end : 0;
            if (gap < nearest) {
                nearest = gap;
                best = &group;
            }
        }
        return best;
    }

    const Group* group_in(std::uint32_t sentence) const {
        for (const Group& group : groups_) {
            if (group.sentence == sentence) return &group;
        }
        return nullptr;
    }

    template <class F>
    std::function<double(Day)> any_of(const Group& group, F weight) const {
        std::vector<DateRange> all;
        for (const std::uint32_t id : group.landmarks) all.push_back(days(id));
        return [all, weight](Day day) {
            double best = 0;
            for (const DateRange& range : all) best = std::max(best, weight(range, day));
            return best;
        };
    }

    // The last thing told of weighs most: reports are written soon after what they tell.
    void latest() {
        for (const Group& group : groups_) {
            if (group.landmarks.size() == 1)
                newest({days(group.landmarks.front()), group.span, in_.rules.landmarks[group.landmarks.front()].told_for});
            clue(group.span, {days(group.landmarks.front()).start, std::nullopt}, "after " + name(group),
                 any_of(group, [](const DateRange& range, Day day) { return day < *range.start ? 1e-3 : 1.0; }), 1);
        }
        for (std::size_t i = 0; i < std::min(timexes_.size(), 2 * most_clues); ++i) {
            const DateValue& date = timexes_[i].date;
            if (told(i)) newest({date.range, timexes_[i].span, date.precision == Precision::year ? 500 : 200});
        }
        if (!newest_.range.start) return;
        const Newest last = newest_;
        // A weekday named in the report that is the weekday of that event very likely means it: weekdays are named within the
        // week.
        const bool this_week = on_named_weekday(last.range);
        clue(
            last.span, {last.range.start, std::nullopt},
            this_week ? "the last dated thing told of, on a weekday that the report names" : "the last dated thing told of",
            [last, this_week, named = std::max<std::size_t>(weekdays_.size(), 1)](Day day) {
                const int lag = day - *last.range.start;
                const double tail = recency(lag, last.scale, 0.02);
                return this_week && lag >= 0 ? tail * (1 + 4.0 * 7.0 / named * std::exp(-lag / 2.0)) : tail;
            },
            1);
        // With several weekdays named one of them would fit by chance.
        const auto past = std::count_if(weekdays_.begin(), weekdays_.end(), [](const auto& day) { return !day.second; });
        clues_.back().telling = this_week && past == 1;
    }

    struct Newest {
        DateRange range;
        Span span;
        int scale = 20;  // days
    };

    void newest(const Newest& candidate) {
        if (candidate.range.start && (!newest_.range.start || *candidate.range.start > *newest_.range.start)) newest_ = candidate;
    }

    bool on_named_weekday(const DateRange& range) const {
        if (!range.end || *range.end - *range.start > 2) return false;
        for (const auto& [number, to_come] : weekdays_) {
            for (Day day = *range.start; day <= *range.end; day = day + 1) {
                if (!to_come && weekday(day) == number) return true;
            }
        }
        return false;
    }

    // A dated expression that is told as past.
    bool told(std::size_t i) const {
        const Timex& timex = timexes_[i];
        if (!timex.date.known() || !timex.date.range.start || timex.type > TimexType::time) return false;
        const Op op = meaning(i).op;
        if (op == Op::anniversary || *timex.date.range.start > horizon() + 400) return false;
        // A bare year may be a goal as well as a memory: only a verb in the past makes it one.
        if (timex.date.precision >= Precision::year)
            return tenor_of(timex.span, in_.matches.found[i].sentence, in_) == Tenor::past;
        return !ahead(i);
    }

    bool ahead(std::size_t i) const {
        const std::uint32_t start = timexes_[i].span.start;
        const std::string before =
            lower_copy(in_.document.text.substr(start > 12 ? start - 12 : 0, std::min<std::uint32_t>(start, 12)));
        for (const char* word : {" by ", " until ", " till ", " from "}) {
            if (before.ends_with(word)) return true;
        }
        return tenor_of(timexes_[i].span, in_.matches.found[i].sentence, in_) == Tenor::future;
    }

    // ------------------------------------------------------------------------------------------------------- expressions
    void expressions() {
        for (std::size_t i = 0; i < timexes_.size() && clues_.size() < 2 * most_clues; ++i) {
            const Meaning& m = meaning(i);
            const Timex& timex = timexes_[i];
            if (m.op == Op::anniversary) {
                anniversary(i, m);
            } else if (m.op == Op::duration) {
                length(i, m);
            } else if (m.op == Op::calendar && !m.has(Field::year) && !m.has(Field::yy) && !m.has(Field::base)) {
                if (m.has(Field::month)) {
                    without_year(i, m);
                } else if (m.has(Field::weekday)) {
                    weekday_clue(i, m[Field::weekday], false);
                }
            } else if (m.op == Op::relative && m.has(Field::weekday) && m[Field::rel] == static_cast<std::int32_t>(Rel::this_)) {
                weekday_clue(i, m[Field::weekday], true);
            } else if (told(i)) {
                dated(timex);
            } else if (timex.date.known() && timex.type <= TimexType::time && timex.date.range.end &&
                       timex.date.precision <= Precision::month && ahead(i)) {
                const Day end = *timex.date.range.end;
                clue(
                    timex.span, {std::nullopt, end}, "still to come", [end](Day day) { return day > end ? 0.1 : 1.0; }, 1);
            }
        }
    }

    void dated(const Timex& timex) {
        const Day start = *timex.date.range.start;
        bound(start);
        const double before = timex.date.precision == Precision::day     ? 1e-3
                              : timex.date.precision == Precision::month ? 5e-3
                                                                         : 0.05;
        clue(
            timex.span, {start, std::nullopt}, "\"" + words(timex.span) + "\" is past",
            [start, before](Day day) { return day < start ? before : 1.0; }, 1);
    }

    void anniversary(std::size_t i, const Meaning& m) {
        const Timex& timex = timexes_[i];
        const Group* group = group_after(timex.span, in_.matches.found[i].sentence);
        if (!group && timex.date.known()) {
            near_day(timex.span, *timex.date.range.start, "the anniversary");
            return;
        }
        if (!group) return;
        const int years = m.has(Field::ordinal) ? m[Field::ordinal] : m.has(Field::amount) ? m[Field::amount] / 100 : 0;
        const auto fits = [years](const DateRange& range, Day day) {
            const Civil event = to_civil(*range.start);
            for (int year = years ? event.year + years : event.year + 1; year <= (years ? event.year + years : event.year + 60);
                 ++year) {
                const Day then = to_day({year, event.month, std::min(event.day, days_in_month(year, event.month))});
                const int lag = day - then;
                if (lag == 0) return 1.0;
                if (lag >= -7 && lag <= 7) return lag == 1 || lag == -1 ? 0.25 : 0.06;
            }
            return 1e-4;
        };
        std::optional<Day> then;
        if (years && group->landmarks.size() == 1) {
            const Civil event = to_civil(*days(group->landmarks.front()).start);
            if (event.year + years <= 9999)
                then = to_day(
                    {event.year + years, event.month, std::min(event.day, days_in_month(event.year + years, event.month))});
        }
        if (then) {
            high_ = high_ ? std::max(*high_, *then) : *then;
            newest({{then, then}, timex.span, 20});
        }
        clue(cover(timex.span, group->span), {then, then}, "\"" + words(timex.span) + "\" of " + name(*group),
             any_of(*group, fits), 1);
        clues_.back().telling = years != 0;
    }

    void near_day(Span span, Day then, const std::string& reason) {
        bound(then - 7);
        clue(
            span, {then, then}, reason,
            [then](Day day) {
                const int lag = std::abs(day - then);
                return lag == 0 ? 1.0 : lag == 1 ? 0.25 : lag <= 7 ? 0.06 : 1e-4;
            },
            1);
        clues_.back().telling = true;
    }

    static double days_in(const Meaning& m) {
        if (!m.has(Field::amount) || m[Field::amount] < 0 || !m.has(Field::unit)) return 0;
        static constexpr std::array<double, 15> lengths = {0, 0, 0, 0, 1, 2, 7, 30.4, 91, 182, 91, 365.25, 3652.5, 36525, 365250};
        return m[Field::amount] / 100.0 * lengths[static_cast<std::size_t>(m[Field::unit])];
    }

    // "a day after the call", "the war is nearing a month", "three years of war".
    void length(std::size_t i, const Meaning& said) {
        const Timex& timex = timexes_[i];
        const Meaning& m = said.has(Field::dur) ? in_.matches.meanings[static_cast<std::size_t>(said[Field::dur])] : said;
        const std::uint32_t sentence = in_.matches.found[i].sentence;
        const double span_days = days_in(m);
        if (span_days <= 0 || span_days > 40000) return;
        const std::string after = lower_copy(in_.document.text.substr(timex.span.end, 8));
        if (after.starts_with(" after")) {
            if (const Group* group = group_after(timex.span, sentence); group && span_days <= 60)
                after_landmark(timex, *group, static_cast<int>(span_days));
            return;
        }
        if (after.starts_with(" before") || after.starts_with(" ago") || after.starts_with(" later")) return;
        const std::uint32_t start = timex.span.start;
        const std::string before =
            lower_copy(in_.document.text.substr(start > 24 ? start - 24 : 0, std::min<std::uint32_t>(start, 24)));
        const std::string own = lower_copy(words(timex.span));
        bool nearing = false;
        for (const char* word : {"nearing ", "approaching ", "nears ", "close to ", "entering "})
            nearing = nearing || before.ends_with(word) || own.starts_with(word);
        for (const char* word : {"nearly ", "almost "}) nearing = nearing || own.starts_with(word);
        bool lasting = false;
        for (const char* word : {" for ", "lasted ", "after ", " into ", "raged "}) lasting = lasting || before.ends_with(word);
        const Group* group = group_in(sentence);
        if (!group || !(nearing || lasting)) return;
        going_on(timex, *group, span_days, nearing);
    }

    void after_landmark(const Timex& timex, const Group& group, int length) {
        const auto fits = [length](const DateRange& range, Day day) {
            const int lag = day - (*range.end + length);
            return lag < 0 ? (lag == -1 ? 0.05 : 1e-3) : by_lag(lag, {1.0, 0.35, 0.1, 0.05, 0.04, 0.03, 0.03, 0.02}, 5e-4);
        };
        const DateRange& event = days(group.landmarks.front());
        DateRange shown{*event.end + length, *event.end + (length + 1)};
        if (group.landmarks.size() > 1) shown = {};
        clue(cover(timex.span, group.span), shown, "\"" + words(timex.span) + "\" after " + name(group), any_of(group, fits), 1);
        clues_.back().telling = group.landmarks.size() == 1;
    }

    void going_on(const Timex& timex, const Group& group, double length, bool nearing) {
        const double from = nearing ? 0.7 * length : 0.97 * length, to = nearing ? 1.05 * length : 1.7 * length + 3;
        const auto fits = [from, to](const DateRange& range, Day day) {
            const double lag = day - *range.start;
            return lag >= from && lag <= to ? 1.0 : 2e-3;
        };
        DateRange shown;
        if (group.landmarks.size() == 1) {
            const Day start = *days(group.landmarks.front()).start;
            shown = {start + static_cast<int>(from), start + static_cast<int>(to)};
        }
        clue(cover(timex.span, group.span), shown,
             (nearing ? "nearing \"" : "lasting \"") + words(timex.span) + "\" since " + name(group), any_of(group, fits), 1);
        clues_.back().telling = nearing && group.landmarks.size() == 1;
    }

    // "February 24", "since August": the year is the one that puts them shortly before the report.
    void without_year(std::size_t i, const Meaning& m) {
        const Timex& timex = timexes_[i];
        const int month = m[Field::month], day = m.has(Field::day) ? m[Field::day] : 0;
        if (const Group* group = of_landmark(month, day, in_.matches.found[i].sentence)) {
            // "the invasion on February 24", "in power since August": the year would stand there a year later.
            const auto within = [](const DateRange& range, Day report) {
                return report - *range.start >= 0 && report - *range.start <= 330 ? 1.0 : 0.02;
            };
            const Day start = *days(group->landmarks.front()).start;
            clue(cover(timex.span, group->span), {start, start + 330},
                 "\"" + words(timex.span) + "\" without its year: within the year after " + name(*group), any_of(*group, within),
                 1);
            return;
        }
        const int wanted = m.has(Field::weekday) ? m[Field::weekday] : 0;
        const bool to_come = ahead(i);
        // By days between the two: those of a weekday's date, of a day's, of a month's.
        static const std::array<LagWeights, 3> tables = {lag_weights(4.0, -1.5), lag_weights(25.0, -1.0),
                                                         lag_weights(90.0, -1.0)};
        const LagWeights& by_days = tables[wanted ? 0 : day ? 1 : 2];
        const auto weight = [day, wanted, to_come, &by_days, near = NearYears(month, day)](Day report) mutable {
            double best = wanted ? 1e-4 : 0.01;
            for (const auto& [first, last] : near.of(report)) {
                if (wanted && weekday(first) != wanted) continue;
                const int lag = to_come ? first - report : report - first;
                const int reach = to_come ? 300 : 330;
                if (to_come ? (last < report || lag > reach) : (lag < 0 || lag > reach)) continue;
                best = std::max(best, by_days[static_cast<std::size_t>(std::max(lag, 0))]);
            }
            return best;
        };
        const std::string reason = wanted ? "\"" + words(timex.span) + "\": years in which the weekday fits"
                                          : "\"" + words(timex.span) + "\" within the year";
        clue(timex.span, {}, reason, weight, wanted ? 1.0 : 0.7);
        clues_.back().telling = wanted != 0;
    }

    // The landmark of the sentence whose month (and day) this is.
    const Group* of_landmark(int month, int day, std::uint32_t sentence) const {
        for (const Group& group : groups_) {
            if (group.sentence != sentence) continue;
            for (const std::uint32_t id : group.landmarks) {
                const Civil start = to_civil(*days(id).start);
                if (start.month == month && (day == 0 || start.day == day) && !in_.rules.landmarks[id].named_by_date)
                    return &group;
            }
        }
        return nullptr;
    }

    void weekday_clue(std::size_t i, int number, bool today) {
        const Timex& timex = timexes_[i];
        for (const auto& [seen, to_come] : weekdays_) {
            if (seen == number) return;  // said again
        }
        const bool to_come = ahead(i);
        weekdays_.emplace_back(number, to_come);
        const auto weight = [number, to_come, today](Day report) {
            const int lag = to_come ? (number - weekday(report) + 7) % 7 : (weekday(report) - number + 7) % 7;
            if (to_come) return by_lag(lag, {0.15, 1.0, 0.7, 0.4, 0.3, 0.2, 0.15}, 0.1);
            if (today) return by_lag(lag, {1.0, 0.15, 0.05, 0.03, 0.03, 0.03, 0.03}, 0.03);
            return by_lag(lag, {1.0, 0.5, 0.16, 0.09, 0.07, 0.06, 0.05}, 0.05);
        };
        const double strength = in_.matches.found[i].sentence < 4 ? 1.0 : 0.5;
        clue(timex.span, {}, std::string(to_come ? "shortly before a " : "on or shortly after a ") + words(timex.span), weight,
             strength);
    }

    void dateline() {
        if (!in_.document.dateline || !in_.document.dateline->date) return;
        const Span span = *in_.document.dateline->date;
        for (std::size_t i = 0; i < timexes_.size(); ++i) {
            const Meaning& m = meaning(i);
            if (!timexes_[i].span.overlaps(span) || !m.has(Field::month) || !m.has(Field::day)) continue;
            const int month = m[Field::month], day = m[Field::day];
            clue(
                span, {}, "dateline",
                [month, day](Day report) {
                    for (int back = 0; back < 4; ++back) {
                        const Civil date = to_civil(report - back);
                        if (date.month == month && date.day == day) return back == 0 ? 1.0 : 0.25 / back;
                    }
                    return 1e-3;
                },
                1);
            clues_.back().telling = true;
        }
    }

    // ------------------------------------------------------------------------------------------------------- the sum of it
    DateGuess weigh() {
        DateGuess out;
        // What is only after old things is not dated by them: reports speak of landmarks for years, and words that name one may
        // mean another. So the weights are drawn together, and the share of true answers, not the weight, is what is claimed.
        const bool told = std::any_of(clues_.begin(), clues_.end(), [](const Clue& clue) { return clue.telling; });
        const double sharpness = told ? 1.0 : 0.6;
        if (low_ && high_) {
            const Day from = *low_ - 40, to = std::max(*high_, horizon()) + 400;
            std::vector<double> weights(static_cast<std::size_t>(to - from + 1));
            for (const Clue& clue : clues_) add_logs(clue, from, weights);
            const double top = *std::max_element(weights.begin(), weights.end());
            double total = 0;
            for (double& weight : weights) total += weight = std::exp(sharpness * (weight - top));
            choose(weights, total, from, told, out);
            out.probability *= told ? borne_out_told : borne_out_after;
        }
        for (Clue& clue : clues_) {
            if (out.range.start) {
                double best = 0;
                for (Day day = *out.range.start; day <= *out.range.end; day = day + 1) best = std::max(best, clue.weight(day));
                clue.evidence.contradicts = best < 0.05;
            }
            out.evidence.push_back(std::move(clue.evidence));
        }
        std::stable_sort(out.evidence.begin(), out.evidence.end(),
                         [](const Evidence& a, const Evidence& b) { return a.span < b.span; });
        return out;
    }

    // Most clues give long runs of days the same weight: its logarithm is taken once a run.
    static void add_logs(const Clue& clue, Day from, std::vector<double>& sums) {
        double weight = 1, log = 0;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const double here = std::max(clue.weight(from + static_cast<int>(i)), 1e-6);
            if (here != weight) {
                weight = here;
                log = clue.strength * std::log(here);
            }
            sums[i] += log;
        }
    }

    // No clock here: the last landmark known stands for today.
    Day horizon() const {
        Day last{0};
        for (const Landmark& landmark : in_.rules.landmarks) last = std::max(last, *landmark.days.end);
        return last;
    }

    // The likeliest day if it alone is likelier than not; else the shortest run of days with enough of the weight.
    static void choose(const std::vector<double>& weights, double total, Day from, bool told, DateGuess& out) {
        const std::size_t best = static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
        if (told && weights[best] >= 0.5 * total) {
            const Day day = from + static_cast<int>(best);
            out.range = {day, day};
            out.probability = weights[best] / total;
            return;
        }
        std::size_t first = 0, best_first = 0, best_last = weights.size() - 1;
        double sum = 0;
        for (std::size_t last = 0; last < weights.size(); ++last) {
            sum += weights[last];
            while (sum - weights[first] >= enough * total) sum -= weights[first++];
            if (sum >= enough * total && last - first < best_last - best_first) {
                best_first = first;
                best_last = last;
            }
        }
        if (best_last - best_first > static_cast<std::size_t>(longest_interval)) return;
        double mass = 0;
        for (std::size_t i = best_first; i <= best_last; ++i) mass += weights[i];
        out.range = {from + static_cast<int>(best_first), from + static_cast<int>(best_last)};
        out.probability = mass / total;
    }

    const Reading& in_;
    const std::vector<DateConstraint>& constraints_;
    std::vector<Timex> timexes_;
    std::vector<Group> groups_;
    std::vector<Clue> clues_;
    std::vector<std::pair<int, bool>> weekdays_;
    Newest newest_;
    std::optional<Day> low_, high_;
};

}  // namespace

DateGuess guess(const Reading& reading, const std::vector<DateConstraint>& constraints) {
    return Guesser(reading, constraints).run();
}

}  // namespace readout::timing
