#include "time/resolve.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace readout::timing {
namespace {

using namespace calendar;

constexpr std::array<const char*, 8> daypart_names = {"", "MO", "AF", "EV", "NI", "MI", "DT", "DA"};

std::string two(int n) { return n < 10 ? "0" + std::to_string(n) : std::to_string(n); }

Unit unit_of(const Meaning& m) { return m.has(Field::unit) ? static_cast<Unit>(m[Field::unit]) : Unit::none; }

// ---------------------------------------------------------------------------------------------------------------- durations
std::string trimmed(double amount) {
    std::string out = std::to_string(amount);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
}

std::string duration_value(std::int32_t hundredths, Unit unit) {
    struct Form {
        const char* before;
        int times;
        const char* letter;
        const char* half;  // half a unit more
    };
    Form form{"P", 1, "D", nullptr};
    switch (unit) {
        case Unit::second:
            form = {"PT", 1, "S", nullptr};
            break;
        case Unit::minute:
            form = {"PT", 1, "M", "30S"};
            break;
        case Unit::hour:
            form = {"PT", 1, "H", "30M"};
            break;
        case Unit::day:
            break;
        case Unit::weekend:
            form = {"P", 1, "WE", nullptr};
            break;
        case Unit::week:
            form = {"P", 1, "W", nullptr};
            break;
        case Unit::month:
            form = {"P", 1, "M", nullptr};
            break;
        case Unit::quarter:
            form = {"P", 1, "Q", nullptr};
            break;
        case Unit::half:
            form = {"P", 6, "M", nullptr};
            break;
        case Unit::season:
            form = {"P", 1, "SN", nullptr};
            break;
        case Unit::year:
            form = {"P", 1, "Y", "6M"};
            break;
        case Unit::decade:
            form = {"P", 10, "Y", nullptr};
            break;
        case Unit::century:
            form = {"P", 100, "Y", nullptr};
            break;
        case Unit::millennium:
            form = {"P", 1000, "Y", nullptr};
            break;
        case Unit::none:
            return "PXX";
    }
    if (hundredths == vague_amount) {
        const char* letter = unit == Unit::decade       ? "DE"
                             : unit == Unit::century    ? "CE"
                             : unit == Unit::millennium ? "ML"
                                                        : form.letter;
        return std::string(form.before) + "X" + letter;
    }
    const double amount = hundredths / 100.0 * form.times;
    if (form.half && hundredths % 100 == 50) return form.before + std::to_string(hundredths / 100) + form.letter + form.half;
    return form.before + trimmed(amount) + form.letter;
}

// -------------------------------------------------------------------------------------------------------------- the resolver
class Resolver {
public:
    Resolver(const Reading& reading, const Anchor& anchor) : in_(reading), anchor_(anchor) {
        if (anchor.report) report_ = of_day(*anchor.report);
    }

    std::vector<Timex> run() {
        std::vector<Timex> out;
        out.reserve(in_.matches.found.size());
        for (const Found& found : in_.matches.found) out.push_back(resolve_one(found));
        return out;
    }

private:
    const Meaning& meaning(std::int32_t index) const { return in_.matches.meanings[static_cast<std::size_t>(index)]; }
    bool narrative() const { return anchor_.mode == Mode::narrative; }

    Timex resolve_one(const Found& found) {
        const Meaning& m = meaning(found.meaning);
        const Row& row = in_.rules.rows[m.row];
        here_ = &found;
        used_report_ = used_current_ = used_landmark_ = written_year_ = false;
        why_.clear();
        tenor_.reset();
        Timex out;
        out.span = found.span;
        std::tie(out.first, out.last) = tokens_of(found.span, found.sentence, in_.document);
        out.type = static_cast<TimexType>(row.type);
        out.rule = row.name;
        out.confidence = row.confidence;
        Stretch s;
        switch (m.op) {
            case Op::duration:
                out.value = duration(m, out.date);
                break;
            case Op::set:
                out.value = set(m);
                break;
            case Op::ref:
                out.value = reference(m, out.date);
                break;
            default: {
                s = eval(found.meaning, 0);
                out.value = value_of(s);
                if (out.value.empty()) out.value = open_value(m);
                if (out.type == TimexType::date && !s.clock.empty()) out.type = TimexType::time;
            }
        }
        if (s.known()) {
            out.date.range = days_of(s);
            out.date.precision = precision_of(s);
            basis(out);
            remember(s, found);
        }
        if (out.explanation.empty()) out.explanation = why_;
        return out;
    }

    void basis(Timex& out) const {
        if (!out.date.known()) return;
        out.date.basis = used_landmark_ ? "anchor" : used_report_ || used_current_ ? "relative" : "explicit";
        out.date.evidence.push_back(out.span);
        if (used_current_ && current_.found && !(current_.found->span == out.span))
            out.date.evidence.push_back(current_.found->span);
        std::sort(out.date.evidence.begin(), out.date.evidence.end());
    }

    // ------------------------------------------------------------------------------------------------------ anchors
    struct Mention {
        Stretch stretch;
        const Found* found = nullptr;
        bool written_year = false;
    };

    void remember(const Stretch& s, const Found& found) {
        if (!s.dated() || s.grain > Grain::century) return;
        Mention mention{s, &found, written_year_};
        mention.stretch.part = Part::whole;
        if (s.grain == Grain::quarter && s.number && meaning(found.meaning).op == Op::calendar) quarter_ = mention;
        if (narrative() && !moves_on(mention)) return;
        if (s.grain <= Grain::year) {
            current_ = mention;
            if (s.grain == Grain::day && s.day) current_day_ = mention;
        } else if (!current_.found) {
            current_ = mention;
        }
    }

    // A history's thread is not broken by what it looks back on or names in passing ("the funding of 1976", "a decade earlier").
    bool moves_on(const Mention& mention) {
        const Meaning& m = meaning(mention.found->meaning);
        const bool fine = mention.stretch.grain < Grain::year;
        if (!current_.found) return true;
        if (!mention.written_year) {
            const bool looks_back =
                (m.op == Op::relative && m.has(Field::rel) && direction(static_cast<Rel>(m[Field::rel])) < 0) ||
                (m.op == Op::shift && static_cast<Dir>(m[Field::dir]) != Dir::later &&
                 static_cast<Dir>(m[Field::dir]) != Dir::after);
            return mention.stretch.grain != Grain::season && !(looks_back && !fine);
        }
        const int jump = std::abs(mention.stretch.year - current_.stretch.year);
        if (jump == 0) return fine || current_.stretch.grain >= Grain::year;
        if ((fine && jump <= 1) || leads(*mention.found) || opens_paragraph(*mention.found)) return true;
        const bool said_again = fine && aside_.found && std::abs(aside_.stretch.year - mention.stretch.year) <= 1;
        aside_ = mention;
        return said_again;
    }

    // Does the expression open its sentence, as what moves the thread on mostly does?
    bool leads(const Found& found) const {
        const auto [first, last] = tokens_of(found.span, found.sentence, in_.document);
        return first < in_.document.sentences[found.sentence].first + lead_tokens;
    }
    static constexpr std::uint32_t lead_tokens = 7;

    bool opens_paragraph(const Found& found) const {
        const auto& sentences = in_.document.sentences;
        return found.sentence == 0 || sentences[found.sentence].paragraph != sentences[found.sentence - 1].paragraph;
    }

    Stretch report() {
        if (report_.known()) {
            used_report_ = true;
            note("report of " + value_of(report_) + " (" + anchor_.basis + ")");
        }
        return report_;
    }

    // The day in hand: the last one told of; in news, the report's where none was.
    Stretch current(Unit unit = Unit::none) {
        const bool fine = unit == Unit::day || unit == Unit::hour || unit == Unit::minute || unit == Unit::second;
        const Mention& mention =
            fine && current_day_.found && (narrative() || current_.stretch.grain > Grain::month) ? current_day_ : current_;
        if (mention.found) {
            used_current_ = true;
            note("after \"" + std::string(slice(in_.document.text, mention.found->span)) + "\" (" + value_of(mention.stretch) +
                 ")");
            return mention.stretch;
        }
        return narrative() ? Stretch{} : report();
    }

    Stretch deictic() { return narrative() && current_.found ? current() : report(); }

    void note(const std::string& what) {
        if (why_.find(what) != std::string::npos) return;
        if (!why_.empty()) why_ += "; ";
        why_ += what;
    }

    Tenor tenor() {
        if (!tenor_) tenor_ = tenor_of(here_->span, here_->sentence, in_);
        return *tenor_;
    }

    // ------------------------------------------------------------------------------------------------------ evaluation
    Stretch eval(std::int32_t index, int depth) {
        if (index < 0 || depth > 8) return {};
        const Meaning& m = meaning(index);
        switch (m.op) {
            case Op::calendar:
                return calendar_date(m, depth);
            case Op::offset:
                return offset(m);
            case Op::relative:
                return relative(m, depth);
            case Op::shift:
                return shift(m, depth);
            case Op::clock:
                return clock(m, depth);
            case Op::within:
                return within(m, depth);
            case Op::part: {
                Stretch s = eval(m[Field::base], depth + 1);
                s.part = static_cast<Part>(m[Field::mod]);
                return s;
            }
            case Op::holiday:
                return holiday(m);
            case Op::anniversary:
                return anniversary(m, depth);
            case Op::stretch_of: {
                Stretch s = eval(m[Field::base], depth + 1);
                return m.has(Field::unit) ? widen(s, grain_of(unit_of(m))) : s;
            }
            case Op::year_ago:
                return year_ago(m);
            default:
                return {};
        }
    }

    // Company reports compare with the same quarter of the year before.
    Stretch year_ago(const Meaning& m) {
        Stretch s = quarter_in_hand();
        if (m.has(Field::quarter)) s.number = m[Field::quarter];
        if (s.dated()) s.year -= 1;
        return s;
    }

    // Is a report's quarter the matter in hand, so that "a year ago" means that quarter's fore-runner?
    bool quarter_is_near() const {
        return !narrative() && quarter_.found && report_.known() && quarter_.stretch.year >= report_.year - 1 &&
               here_->sentence - quarter_.found->sentence <= 2;
    }

    // The last quarter told of in the report's year or the one before, else the last that was over.
    Stretch quarter_in_hand() {
        if (quarter_.found && report_.known() && quarter_.stretch.year >= report_.year - 1) {
            used_current_ = true;
            note("after \"" + std::string(slice(in_.document.text, quarter_.found->span)) + "\"");
            return quarter_.stretch;
        }
        return report_.known() ? step(report(), -1, Unit::quarter) : Stretch{};
    }

    Part part_of(const Meaning& m) const { return m.has(Field::mod) ? static_cast<Part>(m[Field::mod]) : Part::whole; }

    int full_year(const Meaning& m) const {
        if (m.has(Field::year) && m.has(Field::yy)) return m[Field::year] / 100 * 100 + m[Field::yy];
        if (m.has(Field::year)) return m.has(Field::bc) ? -m[Field::year] : m[Field::year];
        if (!m.has(Field::yy)) return unknown_year;
        const int pivot = report_.known() ? report_.year + 10 : 2035;
        const int yy = m[Field::yy];
        // In a history the century is the one being told of.
        if (narrative() && current_.found && current_.stretch.year > 0) {
            const int year = current_.stretch.year / 100 * 100 + yy;
            return year > current_.stretch.year + 10 ? year - 100 : year;
        }
        const int year = pivot / 100 * 100 + yy;
        return year > pivot ? year - 100 : year;
    }

    Stretch calendar_date(const Meaning& m, int depth) {
        Stretch s;
        s.part = part_of(m);
        s.year = full_year(m);
        if (m.has(Field::base)) {  // "June last year", "Friday of that week"
            const Stretch base = eval(m[Field::base], depth + 1);
            if (m.has(Field::weekday) && !m.has(Field::month)) return weekday_in(base, m[Field::weekday]);
            if (base.dated()) s.year = base.year;
        }
        written_year_ = s.year != unknown_year;
        if (m.has(Field::decade)) {
            s.grain = Grain::decade;
            s.year = m.has(Field::bc) ? -m[Field::decade] : m[Field::decade];
            return s;
        }
        if (m.has(Field::decade2)) {
            s.grain = Grain::decade;
            const int year = report_.known() ? report_.year : 2025;
            s.year = year / 100 * 100 + m[Field::decade2];
            if (narrative() && current_.found && current_.stretch.year > 0)
                s.year = current_.stretch.year / 100 * 100 + m[Field::decade2];
            if (s.year > year) s.year -= 100;
            return s;
        }
        if (m.has(Field::century)) {
            s.grain = Grain::century;
            s.year = (m[Field::century] - 1) * 100;
            if (m.has(Field::bc)) s.year = std::min(-1, -(m[Field::century] - 1) * 100);  // the 5th century BC is "BC04"
            return s;
        }
        if (m.has(Field::weekday) && !m.has(Field::month) && !m.has(Field::day)) return weekday(m[Field::weekday]);
        if (m.has(Field::month)) {
            s.grain = m.has(Field::day) ? Grain::day : Grain::month;
            s.month = m[Field::month];
            s.day = m.has(Field::day) ? m[Field::day] : 0;
            return dated(s);
        }
        if (m.has(Field::day)) return day_of_month(m[Field::day], s);
        for (const auto& [field, grain] :
             {std::pair{Field::quarter, Grain::quarter}, {Field::half, Grain::half}, {Field::season, Grain::season}}) {
            if (!m.has(field)) continue;
            s.grain = grain;
            s.number = m[field];
            const int most = grain == Grain::half ? 2 : 4;
            if (s.number < 1 || s.number > most) return {};
            return dated(s);
        }
        if (s.year != unknown_year) s.grain = Grain::year;
        if (s.year == 0 || std::abs(s.year) > 9999) return {};
        return s;
    }

    static bool real(const Stretch& s) {
        if (s.grain != Grain::day || s.year == unknown_year) return true;
        return is_valid({s.year < 0 ? 4 : s.year, s.month, s.day});
    }

    // Gives a part of a year its year: by tense from the report's day, in a history from the day in hand.
    Stretch dated(Stretch s) {
        s.loose = s.year != unknown_year && s.grain == Grain::season;
        if (s.year != unknown_year) return real(s) ? s : Stretch{};
        const bool told = current_.found && (narrative() || told_here());
        if (told) {
            s.year = year_near(s, current_.stretch);
            if (s.year != unknown_year) {
                used_current_ = true;
                note("year of \"" + std::string(slice(in_.document.text, current_.found->span)) + "\"");
            }
        } else if (report_.known()) {
            if (this_year_here(s)) {
                s.year = report().year;
            } else {
                s.year = year_by_tense(s);
            }
        }
        if (!real(s)) s.year = unknown_year;
        return s;
    }

    // "The second call this year, after one in January."
    bool this_year_here(Stretch s) const {
        if (!current_.found || current_.written_year || current_.found->sentence != here_->sentence) return false;
        if (current_.stretch.grain != Grain::year || current_.stretch.year != report_.year) return false;
        s.year = report_.year;
        const auto start = first_day(s);
        return start && *start <= *anchor_.report;
    }

    // In news, a sentence that has named a past year goes on in it: "in 1996 … in March".
    bool told_here() {
        if (!current_.found || !current_.written_year || !report_.known()) return false;
        return current_.found->sentence == here_->sentence && current_.stretch.year < report_.year - 1 && tenor() == Tenor::past;
    }

    static int middle_month(const Stretch& s) {
        switch (s.grain) {
            case Grain::quarter:
                return s.number * 3 - 1;
            case Grain::half:
                return s.number * 6 - 3;
            case Grain::season:
                return s.number == 4 ? 1 : s.number * 3 + 1;
            case Grain::week:
                return std::max(1, s.number * 12 / 53 + 1);
            case Grain::year:
                return 0;
            default:
                return s.month;
        }
    }

    static int year_near(const Stretch& s, const Stretch& near) {
        if (!near.dated()) return unknown_year;
        if (near.year < 0) {
            const bool wintering = s.grain == Grain::season && s.number == 4 && middle_month(near) >= 9;
            return near.grain > Grain::year ? unknown_year : wintering && near.year < -1 ? near.year + 1 : near.year;
        }
        if (near.grain > Grain::year) return unknown_year;
        const int there = middle_month(near), here = middle_month(s);
        if (there == 0 || here == 0) return near.year;
        const int ahead = here - there;
        // A history goes forward: a little back stays in the year, far back is the next year.
        if (s.grain == Grain::season && s.number == 4)
            return there >= 9 ? near.year + 1 : near.year;  // winters bear the year they end in
        if (ahead <= -8) return near.year + 1;
        if (ahead >= 9) return near.year - 1;
        return near.year;
    }

    int year_by_tense(const Stretch& s) {
        const Day today = *anchor_.report;
        const auto with = [&](int year) {
            Stretch candidate = s;
            candidate.year = year;
            return candidate;
        };
        const int year = report_.year;
        used_report_ = true;
        const Tenor speaks = tenor();
        note(std::string(speaks == Tenor::future ? "next"
                         : speaks == Tenor::past ? "last"
                                                 : "nearest") +
             " to the report of " + value_of(report_) + " (" + anchor_.basis + ")");
        if (!real(with(year))) return real(with(year - 1)) ? year - 1 : year + 1;
        const DateRange this_year = days_of(with(year));
        if (!this_year.known()) return year;
        if (speaks == Tenor::past) {
            // A day eleven months back would bear its year: "extended to Nov. 20" in October looks ahead.
            const bool just_ahead = *this_year.start > today && *this_year.start - today < 75 && s.grain <= Grain::month;
            const DateRange last_year = days_of(with(year - 1));
            if (just_ahead && last_year.known() && today - *last_year.end > 270) return year;
            return *this_year.start <= today ? year : year - 1;
        }
        if (speaks == Tenor::future) {
            // Companies "expect to report" on the quarter that is just over.
            if (s.grain == Grain::quarter && *this_year.end < today && today - *this_year.end < 75) return year;
            const bool just_over = s.grain == Grain::day && *this_year.end < today && today - *this_year.end <= 14;
            return *this_year.end >= today || just_over ? year : year + 1;
        }
        int best = year;
        long best_distance = -1;
        for (const int candidate : {year, year - 1, year + 1}) {
            const DateRange days = days_of(with(candidate));
            if (!days.known()) continue;
            const long before = today - *days.end, after = *days.start - today;
            const long distance = std::max<long>({before, after, 0}) + (after > 0 ? 60 : 0);
            if (best_distance < 0 || distance < best_distance) {
                best = candidate;
                best_distance = distance;
            }
        }
        return best;
    }

    Stretch open_weekday(int number) const {
        Stretch s;
        s.grain = Grain::day;
        s.weekday = number;
        return s;
    }

    Stretch weekday(int number) {
        if (narrative()) {
            const Stretch base = current(Unit::day);
            if (base.grain == Grain::day) {
                if (const auto day = first_day(base)) return of_day(*day + (number - readout::weekday(*day) + 7) % 7);
            }
            return open_weekday(number);
        }
        if (!report_.known()) return open_weekday(number);
        const Day today = *anchor_.report;
        const bool ahead = tenor() == Tenor::future;
        used_report_ = true;
        note(std::string(ahead ? "weekday after" : "weekday before") + " " + value_of(report_) + " (" + anchor_.basis + ")");
        const int difference = number - readout::weekday(today);
        return of_day(today + (ahead ? (difference + 7) % 7 : -((7 - difference) % 7)));
    }

    Stretch weekday_in(const Stretch& base, int number) {
        const auto day = first_day(base);
        if (!day) return open_weekday(number);
        return of_day(*day + (number - readout::weekday(*day) + 7) % 7);
    }

    // "the 15th": of the month in hand.
    Stretch day_of_month(int number, Stretch s) {
        Stretch base = current_.found && current_.stretch.grain <= Grain::month &&
                               (narrative() || current_.found->sentence == here_->sentence)
                           ? current()
                           : deictic();
        s.grain = Grain::day;
        s.day = number;
        if (base.dated() && base.grain <= Grain::month && base.grain != Grain::week) {
            s.year = base.year;
            s.month = base.month;
        }
        if (s.month && !real(s)) return {};
        return s;
    }

    Stretch offset(const Meaning& m) {
        // "today" is the report's day also in a history; so is "yesterday".
        const Stretch base = report();
        Stretch s = base.known() ? step(base, m[Field::amount] / 100, unit_of(m)) : open_stretch(grain_of(unit_of(m)));
        if (m.has(Field::daypart)) s.clock = "T" + std::string(daypart_names[static_cast<std::size_t>(m[Field::daypart])]);
        s.part = part_of(m);
        return s;
    }

    static Stretch open_stretch(Grain grain) {
        Stretch s;
        s.grain = grain;
        return s;
    }

    // ------------------------------------------------------------------------------------------------------ last, this, next
    static int direction(Rel rel) {
        switch (rel) {
            case Rel::last:
            case Rel::previous:
            case Rel::past:
                return -1;
            case Rel::next:
            case Rel::following:
            case Rel::coming:
                return 1;
            default:
                return 0;
        }
    }

    Stretch base_for(Rel rel, Unit unit) {
        switch (rel) {
            case Rel::that:
            case Rel::same:
            case Rel::previous:
            case Rel::following:
                return current(unit);
            default:
                return deictic();
        }
    }

    Stretch relative(const Meaning& m, int depth) {
        const Rel rel = m.has(Field::rel) ? static_cast<Rel>(m[Field::rel]) : Rel::this_;
        const int way = direction(rel);
        Stretch out;
        if (m.has(Field::weekday)) {
            out = relative_weekday(rel, way, m[Field::weekday]);
            if (m.has(Field::daypart)) out.clock = "T" + std::string(daypart_names[static_cast<std::size_t>(m[Field::daypart])]);
        } else if (m.has(Field::month) || m.has(Field::season) || m.has(Field::quarter) || m.has(Field::base)) {
            out = relative_part(m, rel, way, depth);
        } else if (m.has(Field::daypart)) {
            const Stretch base = base_for(rel, Unit::day);
            out = base.known() ? step(base, way, Unit::day) : open_stretch(Grain::day);
            if (out.grain == Grain::none) out = open_stretch(Grain::day);
            out.clock = "T" + std::string(daypart_names[static_cast<std::size_t>(m[Field::daypart])]);
        } else {
            const Unit unit = unit_of(m);
            if (unit == Unit::quarter && rel == Rel::that && report_.known() && !narrative()) return quarter_in_hand();
            const Stretch base = base_for(rel, unit);
            // "the weekend" of a weekday's report is the one before, unless the clause looks ahead.
            const bool weekday_report =
                unit == Unit::weekend && !narrative() && anchor_.report && readout::weekday(*anchor_.report) < 6;
            const bool gone = weekday_report &&
                              ((rel == Rel::recent && tenor() != Tenor::future) || (rel == Rel::this_ && tenor() == Tenor::past));
            out = base.known() ? step(base, gone ? -1 : way, unit) : Stretch{};
            if (!out.known()) out = open_stretch(grain_of(unit));
        }
        out.part = part_of(m);
        return out;
    }

    Stretch relative_weekday(Rel rel, int way, int number) {
        const Stretch base = base_for(rel, Unit::day);
        const auto day = base.grain == Grain::day ? first_day(base) : std::nullopt;
        if (!day) return open_weekday(number);
        const int difference = number - readout::weekday(*day);
        if (way < 0) return of_day(*day - ((7 - difference) % 7 == 0 ? 7 : (7 - difference) % 7));
        if (way > 0) return of_day(*day + ((difference + 7) % 7 == 0 ? 7 : (difference + 7) % 7));
        if (difference == 0) return of_day(*day);
        const Tenor speaks = tenor();
        if (speaks == Tenor::future) return of_day(*day + (difference + 7) % 7);
        if (speaks == Tenor::past) return of_day(*day - (7 - difference) % 7);
        return of_day(*day + difference);
    }

    // "last April", "next summer", "last Thanksgiving": the nearest on that side that does not hold the day.
    Stretch relative_part(const Meaning& m, Rel rel, int way, int depth) {
        const Stretch base = base_for(rel, Unit::year);
        Stretch s;
        if (m.has(Field::month)) {
            s.grain = m.has(Field::day) ? Grain::day : Grain::month;
            s.month = m[Field::month];
            s.day = m.has(Field::day) ? m[Field::day] : 0;
        } else if (m.has(Field::season)) {
            s.grain = Grain::season;
            s.number = m[Field::season];
        } else if (m.has(Field::quarter)) {
            s.grain = Grain::quarter;
            s.number = m[Field::quarter];
        } else {
            return relative_holiday(m, base, way, depth);
        }
        if (!base.dated()) return s;
        const auto day = first_day(base);
        if (!day || base.grain >= Grain::year) {
            s.year = base.year + (base.grain >= Grain::year ? 0 : way);
            return s;
        }
        for (const int year : way<0 ? std::array{base.year, base.year - 1, base.year - 2} : way> 0
                                  ? std::array{base.year, base.year + 1, base.year + 2}
                                  : std::array{base.year, base.year - 1, base.year + 1}) {
            s.year = year;
            const DateRange days = days_of(s);
            if (!days.known()) continue;
            if (way < 0 && *days.end < *day) break;
            if (way > 0 && *days.start > *day) break;
            if (way == 0) break;
        }
        return s;
    }

    Stretch relative_holiday(const Meaning& m, const Stretch& base, int way, int depth) {
        const Meaning& named = meaning(m[Field::base]);
        if (named.op != Op::holiday) {
            Stretch s = eval(m[Field::base], depth + 1);
            return way == 0 ? s : Stretch{};
        }
        const auto day = first_day(base);
        if (!day) return {};
        const Holiday& holiday = in_.rules.holidays[static_cast<std::size_t>(named[Field::holiday])];
        std::optional<DateRange> best;
        const int year = to_civil(*day).year;
        for (int y = year - 1; y <= year + 1; ++y) {
            for (const DateRange& days : holiday_days(holiday, y)) {
                if (way < 0 && *days.end < *day) best = days;
                if (way > 0 && *days.start > *day && !best) best = days;
                if (way == 0 && y == year) best = days;
            }
        }
        if (!best) return {};
        return of_holiday(*best);
    }

    static Stretch of_holiday(const DateRange& days) {
        return *days.end - *days.start > 20 ? of_month(to_civil(*days.start + 10).year, to_civil(*days.start + 10).month)
                                            : of_day(*days.start);
    }

    // ------------------------------------------------------------------------------------------------------ shifts
    struct Length {
        std::int32_t hundredths = vague_amount;
        Unit unit = Unit::none;
    };

    Length length_of(const Meaning& m) const {
        const Meaning& d = m.has(Field::dur) ? meaning(m[Field::dur]) : m;
        Length out;
        out.hundredths = d.has(Field::amount) ? d[Field::amount] : 100;
        out.unit = unit_of(d);
        return out;
    }

    Stretch shift(const Meaning& m, int depth) {
        const Length length = length_of(m);
        const Dir dir = static_cast<Dir>(m[Field::dir]);
        const bool back = dir == Dir::ago || dir == Dir::earlier || dir == Dir::before;
        if (length.hundredths == vague_amount) return {};
        if (length.unit == Unit::year && length.hundredths == 100 && (dir == Dir::ago || dir == Dir::earlier) &&
            quarter_is_near())
            return year_ago(m);
        Stretch base = m.has(Field::base) ? eval(m[Field::base], depth + 1) : shift_base(dir, length.unit);
        const bool bound = !m.has(Field::base) && (dir == Dir::before || dir == Dir::after);
        const std::int32_t landmark = !bound ? -1 : landmark_after(m.span, here_->sentence, in_, anchor_.report);
        if (landmark >= 0) {
            used_landmark_ = true;
            const Landmark& event = in_.rules.landmarks[static_cast<std::size_t>(landmark)];
            note(event.name + " (" + event.id + ")");
            base = of_day(back ? *event.days.start : *event.days.end);
        }
        if (!base.dated()) return open_stretch(grain_of(length.unit));
        return moved(base, length, back ? -1 : 1);
    }

    Stretch shift_base(Dir dir, Unit unit) { return dir == Dir::ago || dir == Dir::hence ? deictic() : current(unit); }

    Stretch moved(const Stretch& base, const Length& length, int sign) {
        int amount = length.hundredths / 100;
        Unit unit = length.unit;
        if (length.hundredths % 100 != 0) {
            if (unit == Unit::year) {
                amount = length.hundredths * 12 / 100;
                unit = Unit::month;
            } else if (unit == Unit::decade) {
                amount = length.hundredths / 10;
                unit = Unit::year;
            } else if (unit == Unit::week) {
                amount = length.hundredths * 7 / 100;
                unit = Unit::day;
            }
        }
        if (unit == Unit::second || unit == Unit::minute || unit == Unit::hour) return by_hours(base, amount * sign, unit);
        if (unit == Unit::decade) {
            amount *= 10;
            unit = Unit::year;
        }
        if (unit == Unit::century) {
            amount *= 100;
            unit = Unit::year;
        }
        // "a year earlier" of a quarter is a quarter.
        if (unit == Unit::year && (base.grain == Grain::quarter || base.grain == Grain::season || base.grain == Grain::half)) {
            Stretch s = base;
            s.year += amount * sign;
            return s;
        }
        const Stretch s = step(base, amount * sign, unit);
        return s.known() ? s : open_stretch(grain_of(unit));
    }

    Stretch by_hours(const Stretch& base, int amount, Unit unit) {
        const auto day = first_day(base);
        if (!day || base.grain != Grain::day) return open_stretch(Grain::day);
        const int hours = unit == Unit::hour ? amount : 0;
        Stretch s = of_day(*day + hours / 24);
        s.clock = "TXX";
        return s;
    }

    // ------------------------------------------------------------------------------------------------------ times of day
    Stretch clock(const Meaning& m, int depth) {
        Stretch s;
        if (m.has(Field::base)) {
            s = eval(m[Field::base], depth + 1);
        } else if (current_day_.found && here_->sentence - current_day_.found->sentence <= (narrative() ? 2u : 0u)) {
            s = current(Unit::day);
        } else {
            s = narrative() ? Stretch{} : report();
        }
        if (s.grain != Grain::day) s = open_stretch(Grain::day);
        s.part = Part::whole;
        std::string time = clock_text(m.has(Field::clock) ? meaning(m[Field::clock]) : m);
        if (time.empty()) return {};
        s.clock = std::move(time);
        return s;
    }

    std::string clock_text(const Meaning& m) const {
        if (!m.has(Field::hour))
            return m.has(Field::daypart) ? "T" + std::string(daypart_names[static_cast<std::size_t>(m[Field::daypart])])
                                         : std::string();
        int hour = m[Field::hour];
        int minute = m.has(Field::minute) ? m[Field::minute] : 0;
        if (hour >= 100) {  // "1430"
            minute = hour % 100;
            hour /= 100;
        }
        if (m.has(Field::meridiem)) {
            if (hour > 12) return {};
            if (m[Field::meridiem] == 1 && hour == 12) hour = 0;
            if (m[Field::meridiem] == 2 && hour < 12) hour += 12;
        } else if (m.has(Field::daypart) && hour < 12 && m[Field::daypart] != 1 && !(m[Field::daypart] == 4 && hour < 5)) {
            hour += 12;
        }
        if (hour > 24 || minute > 59) return {};
        std::string out = "T" + two(hour) + ":" + two(minute);
        if (m.has(Field::zone) && m[Field::zone] == 0) out += "Z";
        return out;
    }

    // ------------------------------------------------------------------------------------------------------ parts of others
    Stretch within(const Meaning& m, int depth) {
        const Stretch base = eval(m[Field::base], depth + 1);
        const Unit unit = unit_of(m);
        const int n = m.has(Field::ordinal) ? m[Field::ordinal] : 1;
        const auto first = first_day(base), last = last_day(base);
        if (unit == Unit::half && base.grain == Grain::year) {
            Stretch s = open_stretch(Grain::half);
            s.year = base.year;
            s.number = n < 0 ? 2 : std::min(n, 2);
            return s;
        }
        if (unit == Unit::quarter && base.grain == Grain::year && n <= 4) {
            Stretch s = open_stretch(Grain::quarter);
            s.year = base.year;
            s.number = n < 0 ? 4 : n;
            return s;
        }
        if (unit == Unit::half || unit == Unit::quarter) {
            Stretch s = base;
            s.part = n == 1 ? Part::start : Part::end;
            return s;
        }
        if (!first || !last || grain_of(unit) >= base.grain) return open_stretch(grain_of(unit));
        if (m.has(Field::weekday)) {
            const int to = (m[Field::weekday] - readout::weekday(*first) + 7) % 7;
            const Day day = n < 0 ? *last - (readout::weekday(*last) - m[Field::weekday] + 7) % 7 : *first + to + 7 * (n - 1);
            return day <= *last ? of_day(day) : open_stretch(Grain::day);
        }
        if (n < 0) return widen(of_day(*last), grain_of(unit));
        // The n-th week of a month is its n-th seven days; its value the ISO week that holds most of them.
        if (unit == Unit::week) return n <= 6 ? of_week(std::min(*first + 7 * (n - 1) + 3, *last)) : open_stretch(Grain::week);
        const Stretch s = step(widen(of_day(*first), grain_of(unit)), n - 1, unit);
        const auto start = first_day(s);
        return start && *start <= *last ? s : open_stretch(grain_of(unit));
    }

    Stretch holiday(const Meaning& m) {
        const Holiday& holiday = in_.rules.holidays[static_cast<std::size_t>(m[Field::holiday])];
        int year = full_year(m);
        written_year_ = year != unknown_year;
        if (year != unknown_year) {
            const auto days = holiday_days(holiday, year);
            return days.empty() ? open_stretch(Grain::day) : of_holiday(days.front());
        }
        if (narrative() && current_.found) {
            const auto days = holiday_days(holiday, current().year);
            return days.empty() ? open_stretch(Grain::day) : of_holiday(days.front());
        }
        if (!report_.known()) return open_holiday(holiday);
        const Stretch base = report();
        std::optional<DateRange> best;
        long best_distance = 0;
        const Tenor speaks = tenor();
        for (int y = base.year - 1; y <= base.year + 1; ++y) {
            for (const DateRange& days : holiday_days(holiday, y)) {
                const long before = *anchor_.report - *days.end, after = *days.start - *anchor_.report;
                const long distance = std::max<long>({before, after, 0}) + (speaks == Tenor::past && after > 0 ? 400 : 0) +
                                      (speaks == Tenor::future && before > 0 ? 400 : 0);
                if (!best || distance < best_distance) {
                    best = days;
                    best_distance = distance;
                }
            }
        }
        return best ? of_holiday(*best) : open_stretch(Grain::day);
    }

    static Stretch open_holiday(const Holiday& holiday) {
        Stretch s = open_stretch(Grain::day);
        if (holiday.kind == Holiday::Kind::fixed) {
            s.month = holiday.month;
            s.day = holiday.day;
        }
        return s;
    }

    Stretch anniversary(const Meaning& m, int depth) {
        Stretch base;
        if (m.has(Field::base)) {
            base = eval(m[Field::base], depth + 1);
        } else if (const std::int32_t landmark = landmark_after(m.span, here_->sentence, in_, anchor_.report); landmark >= 0) {
            const Landmark& event = in_.rules.landmarks[static_cast<std::size_t>(landmark)];
            used_landmark_ = true;
            note(event.name + " (" + event.id + ")");
            base = of_day(*event.days.start);
        }
        if (!base.dated() || base.grain != Grain::day) return open_stretch(Grain::day);
        int years = m.has(Field::ordinal) ? m[Field::ordinal] : 0;
        if (!m.has(Field::ordinal)) {
            if (!report_.known()) return open_stretch(Grain::day);
            years = report().year - base.year;
        }
        Stretch s = base;
        s.year += years;
        if (s.year > 9999) return open_stretch(Grain::day);
        if (!real(s)) s.day = 28;
        return s;
    }

    // ------------------------------------------------------------------------------------------------------ the rest
    std::string duration(const Meaning& m, DateValue& date) {
        const Length length = length_of(m);
        if (length.hundredths != vague_amount && (m.has(Field::dir))) duration_days(m, length, date);
        return duration_value(length.hundredths, length.unit);
    }

    // "20 days before the invasion": the length stands as TIMEX3 wants it; the day meant is kept beside it.
    void duration_days(const Meaning& m, const Length& length, DateValue& date) {
        const std::int32_t landmark = m.has(Field::base) ? -1 : landmark_after(m.span, here_->sentence, in_, anchor_.report);
        const bool back = static_cast<Dir>(m[Field::dir]) == Dir::before;
        Stretch base;
        if (m.has(Field::base)) {
            base = eval(m[Field::base], 1);
        } else if (landmark >= 0) {
            const Landmark& event = in_.rules.landmarks[static_cast<std::size_t>(landmark)];
            used_landmark_ = true;
            note(event.name + " (" + event.id + ")");
            base = of_day(back ? *event.days.start : *event.days.end);
        }
        if (!base.dated()) return;
        const Stretch s = moved(base, length, back ? -1 : 1);
        date.range = days_of(s);
        date.precision = precision_of(s);
        if (!date.known()) return;
        date.basis = used_landmark_ ? "anchor" : "relative";
        date.evidence.push_back(here_->span);
    }

    std::string set(const Meaning& m) const {
        const std::string part =
            m.has(Field::daypart) ? "T" + std::string(daypart_names[static_cast<std::size_t>(m[Field::daypart])]) : std::string();
        if (m.has(Field::weekday)) return "XXXX-WXX-" + std::to_string(m[Field::weekday]) + part;
        if (m.has(Field::month)) return "XXXX-" + two(m[Field::month]);
        if (m.has(Field::season))
            return std::string("XXXX-") + std::array{"", "SP", "SU", "FA", "WI"}[static_cast<std::size_t>(m[Field::season])];
        if (m.has(Field::quarter)) return "XXXX-Q" + std::to_string(m[Field::quarter]);
        if (m.has(Field::daypart)) return "XXXX-XX-XX" + part;
        return duration_value(m.has(Field::amount) ? m[Field::amount] : 100, unit_of(m));
    }

    std::string reference(const Meaning& m, DateValue& date) {
        switch (static_cast<Ref>(m[Field::ref])) {
            case Ref::past:
                return "PAST_REF";
            case Ref::future:
                return "FUTURE_REF";
            case Ref::present:
                break;
        }
        (void)date;
        return "PRESENT_REF";
    }

    std::string open_value(const Meaning& m) const {
        if (m.op == Op::shift) {
            const Dir dir = static_cast<Dir>(m[Field::dir]);
            return dir == Dir::ago || dir == Dir::earlier || dir == Dir::before ? "PAST_REF" : "FUTURE_REF";
        }
        return {};
    }

    const Reading& in_;
    const Anchor& anchor_;
    Stretch report_;
    Mention current_, current_day_, quarter_, aside_;
    const Found* here_ = nullptr;
    bool used_report_ = false, used_current_ = false, used_landmark_ = false, written_year_ = false;
    std::optional<Tenor> tenor_;
    std::string why_;
};

}  // namespace

std::pair<std::uint32_t, std::uint32_t> tokens_of(Span span, std::uint32_t sentence, const Document& document) {
    if (sentence >= document.sentences.size()) return {0, 0};
    const Sentence& s = document.sentences[sentence];
    const auto begin = document.tokens.begin() + s.first, end = document.tokens.begin() + s.last;
    const auto first =
        std::lower_bound(begin, end, span.start, [](const Token& token, std::uint32_t at) { return token.span.end <= at; });
    const auto last =
        std::lower_bound(first, end, span.end, [](const Token& token, std::uint32_t at) { return token.span.start < at; });
    return {static_cast<std::uint32_t>(first - document.tokens.begin()),
            static_cast<std::uint32_t>(last - document.tokens.begin())};
}

// Does the expression point from the day of writing: "yesterday", "Monday", "June last year", "three weeks ago"?
bool points(const Meaning& m, const Matches& matches) {
    if (m.op == Op::offset) return true;
    if (m.op == Op::calendar && m.has(Field::weekday) && !m.has(Field::month)) return true;
    if (m.op == Op::relative && m.has(Field::rel) && m[Field::rel] <= static_cast<std::int32_t>(Rel::next)) return true;
    if (m.op == Op::shift && m[Field::dir] == static_cast<std::int32_t>(Dir::ago)) return true;
    return m.has(Field::base) && points(matches.meanings[static_cast<std::size_t>(m[Field::base])], matches);
}

// A history names years before it drops them, and does not point from the day of writing; news does both.
Mode mode_of(const Matches& matches, const TimeRules::Inside& rules, std::optional<Day> report) {
    int old = 0, near = 0, open = 0;
    for (const Found& found : matches.found) {
        const Meaning& m = matches.meanings[static_cast<std::size_t>(found.meaning)];
        if (rules.rows[m.row].type > 1) continue;
        const bool year = m.op == Op::calendar && m.has(Field::year);
        if (year && (!report || m.has(Field::bc) || m[Field::year] < to_civil(*report).year - 1)) ++old;
        if (points(m, matches)) ++near;
        if (old == 0 && m.op == Op::calendar && m.has(Field::month) && !m.has(Field::year)) ++open;
    }
    if (!report && open > 0) return Mode::news;
    return (old >= 4 && near == 0) || (old >= 10 && old > 4 * near) ? Mode::narrative : Mode::news;
}

std::vector<DateRange> holiday_days(const Holiday& holiday, int year) {
    if (year < 1 || year > 9999) return {};
    const auto days = [&](Day first) { return DateRange{first, first + (holiday.length - 1)}; };
    switch (holiday.kind) {
        case Holiday::Kind::fixed:
            return is_valid({year, holiday.month, holiday.day}) ? std::vector{days(to_day({year, holiday.month, holiday.day}))}
                                                                : std::vector<DateRange>{};
        case Holiday::Kind::nth_weekday: {
            const Day first = to_day({year, holiday.month, 1});
            const Day last = to_day({year, holiday.month, days_in_month(year, holiday.month)});
            if (holiday.nth < 0) return {days(last - (readout::weekday(last) - holiday.weekday + 7) % 7)};
            return {days(first + (holiday.weekday - readout::weekday(first) + 7) % 7 + 7 * (holiday.nth - 1))};
        }
        case Holiday::Kind::easter:
            return {days(easter(year) + holiday.offset)};
        case Holiday::Kind::orthodox:
            return {days(orthodox_easter(year) + holiday.offset)};
        case Holiday::Kind::table: {
            std::vector<DateRange> out;
            if (const auto at = holiday.table.find(year); at != holiday.table.end()) {
                for (const Day day : at->second) out.push_back(days(day));
            }
            return out;
        }
    }
    return {};
}

std::vector<Timex> resolve(const Reading& reading, const Anchor& anchor) { return Resolver(reading, anchor).run(); }

std::int32_t landmark_at(Span head, const Reading& reading, std::optional<Day> report) {
    std::int32_t best = -1;
    bool several = false;
    const auto& all = reading.matches.landmarks;
    auto at = std::lower_bound(all.begin(), all.end(), head,
                               [](const LandmarkFound& found, Span wanted) { return found.head.start < wanted.start; });
    for (; at != all.end() && at->head == head; ++at) {
        const LandmarkFound& found = *at;
        const DateRange& days = reading.rules.landmarks[found.landmark].days;
        if (report && *days.start > *report + 3) continue;  // a report does not look back on what is to come
        if (best < 0) {
            best = static_cast<std::int32_t>(found.landmark);
            continue;
        }
        const DateRange& other = reading.rules.landmarks[static_cast<std::size_t>(best)].days;
        several = several || other.start != days.start;
        if (report && *days.start > *other.start) best = static_cast<std::int32_t>(found.landmark);
    }
    return several && !report ? -1 : best;
}

std::int32_t landmark_after(Span words, std::uint32_t sentence, const Reading& reading, std::optional<Day> report) {
    constexpr std::uint32_t reach = 80;  // bytes between the expression and the event it leans on
    std::uint32_t nearest = reach;
    Span head;
    const auto& all = reading.matches.landmarks;
    auto at = std::lower_bound(all.begin(), all.end(), words.end,
                               [](const LandmarkFound& found, std::uint32_t end) { return found.head.end <= end; });
    for (; at != all.end() && at->sentence == sentence && at->head.start < words.end + 4 * reach; ++at) {
        const LandmarkFound& found = *at;
        const std::uint32_t start = std::max(found.span.start, words.end);
        const std::string_view between = slice(reading.document.text, {words.end, start});
        if (between.find(',') != std::string_view::npos && start - words.end > 30) continue;
        if (start - words.end < nearest) {
            nearest = start - words.end;
            head = found.head;
        }
    }
    return head.empty() ? -1 : landmark_at(head, reading, report);
}

}  // namespace readout::timing
