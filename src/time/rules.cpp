#include "time/rules.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/tsv.h"
#include "time/time.h"

namespace readout {
namespace timing {
namespace {

// Names that the tables use for fields and values.
const std::unordered_map<std::string_view, Field> field_names = {
    {"year", Field::year},       {"yy", Field::yy},           {"month", Field::month},       {"day", Field::day},
    {"weekday", Field::weekday}, {"quarter", Field::quarter}, {"half", Field::half},         {"season", Field::season},
    {"decade", Field::decade},   {"decade2", Field::decade2}, {"century", Field::century},   {"bc", Field::bc},
    {"hour", Field::hour},       {"minute", Field::minute},   {"meridiem", Field::meridiem}, {"daypart", Field::daypart},
    {"zone", Field::zone},       {"amount", Field::amount},   {"amount2", Field::amount2},   {"unit", Field::unit},
    {"rel", Field::rel},         {"dir", Field::dir},         {"mod", Field::mod},           {"ordinal", Field::ordinal},
    {"ref", Field::ref},         {"holiday", Field::holiday}, {"landmark", Field::landmark}, {"base", Field::base},
    {"dur", Field::dur},         {"clock", Field::clock},
};

const std::unordered_map<std::string_view, Op> op_names = {
    {"calendar", Op::calendar},     {"offset", Op::offset},     {"relative", Op::relative}, {"shift", Op::shift},
    {"duration", Op::duration},     {"set", Op::set},           {"ref", Op::ref},           {"clock", Op::clock},
    {"within", Op::within},         {"part", Op::part},         {"holiday", Op::holiday},   {"anniversary", Op::anniversary},
    {"stretch_of", Op::stretch_of}, {"year_ago", Op::year_ago},
};

template <class E>
constexpr std::int32_t number(E e) {
    return static_cast<std::int32_t>(e);
}

const std::unordered_map<std::string_view, std::int32_t> value_names = {
    {"last", number(Rel::last)},
    {"this", number(Rel::this_)},
    {"next", number(Rel::next)},
    {"previous", number(Rel::previous)},
    {"following", number(Rel::following)},
    {"same", number(Rel::same)},
    {"that", number(Rel::that)},
    {"past_rel", number(Rel::past)},
    {"recent", number(Rel::recent)},
    {"coming", number(Rel::coming)},
    {"ago", number(Dir::ago)},
    {"earlier", number(Dir::earlier)},
    {"later", number(Dir::later)},
    {"before", number(Dir::before)},
    {"after", number(Dir::after)},
    {"hence", number(Dir::hence)},
    {"since", number(Dir::since)},
    {"PAST_REF", number(Ref::past)},
    {"PRESENT_REF", number(Ref::present)},
    {"FUTURE_REF", number(Ref::future)},
    {"start", number(calendar::Part::start)},
    {"middle", number(calendar::Part::middle)},
    {"end", number(calendar::Part::end)},
    {"S", number(calendar::Unit::second)},
    {"MIN", number(calendar::Unit::minute)},
    {"H", number(calendar::Unit::hour)},
    {"D", number(calendar::Unit::day)},
    {"WE", number(calendar::Unit::weekend)},
    {"W", number(calendar::Unit::week)},
    {"M", number(calendar::Unit::month)},
    {"Q", number(calendar::Unit::quarter)},
    {"HY", number(calendar::Unit::half)},
    {"SN", number(calendar::Unit::season)},
    {"Y", number(calendar::Unit::year)},
    {"DE", number(calendar::Unit::decade)},
    {"CE", number(calendar::Unit::century)},
    {"MIL", number(calendar::Unit::millennium)},
    {"vague", vague_amount},
};

bool parse_number(std::string_view text, std::int32_t& out) {
    if (const auto name = value_names.find(text); name != value_names.end()) {
        out = name->second;
        return true;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

Symbol symbol_of(TimeRules::Inside& inside, std::string_view name) {
    const auto [at, added] = inside.symbols.emplace(name, static_cast<Symbol>(inside.symbol_names.size()));
    if (added) inside.symbol_names.emplace_back(name);
    return at->second;
}

bool is_class(std::string_view name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

Result<void> load_words(TimeRules::Inside& inside, const std::string& path) {
    auto table = Table::read(path, {"word", "class", "value", "if"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string class_name(table->cell(row, 1));
        std::int32_t value = 0;
        if (!is_class(class_name)) return table->fault(row, "class '" + class_name + "' is not in capitals");
        if (!table->cell(row, 2).empty() && !parse_number(table->cell(row, 2), value)) {
            return table->fault(row,
                                "value '" + std::string(table->cell(row, 2)) + "' is neither a number nor a name the room knows");
        }
        const std::string_view when = table->cell(row, 3);
        if (!when.empty() && when != "capital")
            return table->fault(row, "condition '" + std::string(when) + "' is unknown", "leave empty or say 'capital'");
        const Tag tag{symbol_of(inside, class_name), value};
        for (const std::string_view word : split(table->cell(row, 0), '|')) {
            auto& entry = inside.words[word];
            auto& tags = when.empty() ? entry.tags : entry.capital_tags;
            // An item has room for ten tags: its literal, these, and those of numbers.
            if (entry.tags.size() + entry.capital_tags.size() >= 6)
                return table->fault(row, "'" + std::string(word) + "' is in too many classes");
            tags.push_back(tag);
        }
    }
    return {};
}

// The pattern language of patterns.tsv; see docs/time.md.
class PatternReader {
public:
    PatternReader(TimeRules::Inside& inside, std::string_view text) : inside_(inside), terms_(split(text, ' ')) {}

    // All ways through the pattern, optional parts taken and left out.
    bool read(std::vector<std::vector<Element>>& ways, std::string& problem) {
        ways = {{}};
        if (!sequence(ways, false)) {
            problem = problem_;
            return false;
        }
        if (group_ < 0) mark_all(ways);
        return true;
    }
    int groups() const { return std::max(1, group_ + 1); }

private:
    bool fail(std::string what) {
        if (problem_.empty()) problem_ = std::move(what);
        return false;
    }

    bool sequence(std::vector<std::vector<Element>>& ways, bool inner) {
        while (at_ < terms_.size()) {
            std::string_view term = terms_[at_];
            if (term.empty()) return fail("two spaces in a row");
            if (term == ")" || term == ")?" || term == "/") return inner ? true : fail("')' without '('");
            ++at_;
            if (term == "<") {
                if (open_) return fail("'<' inside '<'");
                open_ = true;
                ++group_;
            } else if (term == ">") {
                if (!open_) return fail("'>' without '<'");
                open_ = false;
            } else if (term == "(") {
                if (!alternatives(ways)) return false;
            } else {
                if (!one(ways, term)) return false;
            }
            if (ways.size() > 4096) return fail("too many ways through the pattern");
        }
        if (inner) return fail("'(' without ')'");
        return open_ ? fail("'<' without '>'") : true;
    }

    // "( a b / c )" and "( … )?".
    bool alternatives(std::vector<std::vector<Element>>& ways) {
        std::vector<std::vector<Element>> choices;
        while (true) {
            std::vector<std::vector<Element>> inner = {{}};
            if (!sequence(inner, true)) return false;
            choices.insert(choices.end(), inner.begin(), inner.end());
            const std::string_view term = terms_[at_++];
            if (term == "/") continue;
            if (term == ")?") choices.push_back({});
            break;
        }
        std::vector<std::vector<Element>> out;
        for (const auto& way : ways) {
            for (const auto& choice : choices) {
                out.push_back(way);
                out.back().insert(out.back().end(), choice.begin(), choice.end());
            }
        }
        ways = std::move(out);
        return true;
    }

    bool one(std::vector<std::vector<Element>>& ways, std::string_view term) {
        const bool optional = term.size() > 1 && term.back() == '?';
        if (optional) term.remove_suffix(1);
        Element element;
        element.group = static_cast<std::int8_t>(open_ ? group_ : -1);
        if (const std::size_t colon = term.rfind(':'); colon != std::string_view::npos && colon > 0 && colon + 1 < term.size()) {
            const auto field = field_names.find(term.substr(colon + 1));
            if (field == field_names.end()) return fail("no field '" + std::string(term.substr(colon + 1)) + "'");
            element.field = static_cast<std::int8_t>(field->second);
            term = term.substr(0, colon);
        }
        for (const std::string_view name : split(term, '|')) {
            const std::string key(name);
            if (is_class(name)) {
                if (!inside_.symbols.contains(key)) return fail("no class '" + key + "'");
            } else {
                auto& entry = inside_.words[key];
                const Symbol literal = symbol_of(inside_, key);
                const auto same = [&](const Tag& tag) { return tag.symbol == literal; };
                if (std::none_of(entry.tags.begin(), entry.tags.end(), same)) entry.tags.push_back({literal, 0});
            }
            element.symbols.push_back(symbol_of(inside_, key));
        }
        const std::size_t before = ways.size();
        if (optional) {
            const auto without = ways;
            ways.insert(ways.end(), without.begin(), without.end());
        }
        for (std::size_t i = 0; i < before; ++i) ways[i].push_back(element);
        return true;
    }

    void mark_all(std::vector<std::vector<Element>>& ways) {
        for (auto& way : ways) {
            for (Element& element : way) element.group = 0;
        }
    }

    TimeRules::Inside& inside_;
    std::vector<std::string_view> terms_;
    std::size_t at_ = 0;
    int group_ = -1;
    bool open_ = false;
    std::string problem_;
};

bool parse_meaning(std::string_view text, Row& row, std::string& problem) {
    const auto words = split(text, ' ');
    if (words.empty()) {
        problem = "no meaning";
        return false;
    }
    const auto op = op_names.find(words[0]);
    if (op == op_names.end()) {
        problem = "no meaning '" + std::string(words[0]) + "'";
        return false;
    }
    row.op = op->second;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::size_t equals = words[i].find('=');
        const auto field = field_names.find(words[i].substr(0, equals));
        std::int32_t value = 0;
        if (equals == std::string_view::npos || field == field_names.end() || !parse_number(words[i].substr(equals + 1), value)) {
            problem = "'" + std::string(words[i]) + "' is no field=value";
            return false;
        }
        row.constants.emplace_back(field->second, value);
    }
    return true;
}

const std::unordered_map<std::string_view, Guard> guard_names = {
    {"capital", Guard::capital}, {"lower", Guard::lower},   {"glued", Guard::glued},    {"spaced", Guard::spaced},
    {"year", Guard::year},       {"next", Guard::next_is},  {"next!", Guard::next_not}, {"prev", Guard::prev_is},
    {"prev!", Guard::prev_not},  {"at_end", Guard::at_end},
};

bool parse_guards(std::string_view text, Row& row, std::string& problem) {
    for (const std::string_view use : split(text, ';')) {
        const std::size_t equals = use.find('=');
        const auto guard = guard_names.find(use.substr(0, equals));
        if (guard == guard_names.end()) {
            problem = "no guard '" + std::string(use) + "'";
            return false;
        }
        GuardUse out{guard->second, {}};
        if (equals != std::string_view::npos) {
            for (const std::string_view word : split(use.substr(equals + 1), ','))
                out.words.emplace_back(word == "STOP" ? "stop" : word == "NUMBER" ? "number" : word);
        }
        row.guards.push_back(std::move(out));
    }
    return true;
}

bool parse_type(std::string_view text, Row& row) {
    static constexpr std::array<std::string_view, 4> types = {"DATE", "TIME", "DURATION", "SET"};
    if (text == "-") return true;
    const auto at = std::find(types.begin(), types.end(), text);
    if (at == types.end()) return false;
    row.type = static_cast<int>(at - types.begin());
    return true;
}

Result<void> add_row(TimeRules::Inside& inside, const Table& table, std::size_t index) {
    Row row;
    std::string problem;
    row.name = table.cell(index, 0);
    row.pattern = table.cell(index, 2);
    row.example = table.cell(index, 8);
    row.line = table.line(index);
    const std::string_view layer = table.cell(index, 1);
    if (layer.size() != 1 || layer[0] < '1' || layer[0] > static_cast<char>('0' + layer_count))
        return table.fault(index, "no layer '" + std::string(layer) + "'");
    row.layer = static_cast<std::uint8_t>(layer[0] - '0');
    for (const std::string_view name : split(table.cell(index, 3), '|'))
        row.classes.push_back(symbol_of(inside, std::string(name)));
    row.history_only = std::find(row.classes.begin(), row.classes.end(), symbol_of(inside, "HISTORY")) != row.classes.end();
    if (row.classes.size() > 6) return table.fault(index, "too many classes");
    if (!parse_type(table.cell(index, 4), row))
        return table.fault(index, "no type '" + std::string(table.cell(index, 4)) + "'", "DATE, TIME, DURATION, SET or -");
    if (!parse_meaning(table.cell(index, 5), row, problem)) return table.fault(index, problem);
    if (!parse_guards(table.cell(index, 6), row, problem)) return table.fault(index, problem);
    if (std::int32_t percent = 0; parse_number(table.cell(index, 7), percent) && percent > 0 && percent <= 100) {
        row.confidence = percent / 100.0;
    } else {
        return table.fault(index, "confidence is not a percentage");
    }
    const auto id = static_cast<std::uint32_t>(inside.rows.size());
    PatternReader reader(inside, row.pattern);
    std::vector<std::vector<Element>> ways;
    if (!reader.read(ways, problem)) return table.fault(index, problem);
    for (auto& way : ways) {
        if (way.empty()) return table.fault(index, "the pattern matches nothing at all");
        Sequence sequence{id, std::move(way), reader.groups()};
        const auto number_of = static_cast<std::uint32_t>(inside.sequences.size());
        if (!inside.tries[row.layer].insert(sequence, number_of)) return table.fault(index, "too many ways through the pattern");
        inside.sequences.push_back(std::move(sequence));
    }
    inside.rows.push_back(std::move(row));
    return {};
}

Result<void> load_patterns(TimeRules::Inside& inside, const std::string& path) {
    auto table = Table::read(path, {"name", "layer", "pattern", "class", "type", "meaning", "guard", "confidence", "example"});
    if (!table) return table.fault();
    // Classes first, so that a row may use the class of a later one (a mistyped class is still found).
    for (std::size_t row = 0; row < table->rows(); ++row) {
        for (const std::string_view name : split(table->cell(row, 3), '|')) {
            if (!is_class(name)) return table->fault(row, "class '" + std::string(name) + "' is not in capitals");
            symbol_of(inside, std::string(name));
        }
    }
    for (std::size_t row = 0; row < table->rows(); ++row) {
        if (auto added = add_row(inside, *table, row); !added) return added;
    }
    for (Trie& trie : inside.tries) trie.finish();
    return {};
}

// A holiday's name is a row of the first layer.
Result<void> add_holiday_name(TimeRules::Inside& inside, const Table& table, std::size_t index, std::string_view name,
                              std::int32_t id) {
    Row row;
    std::string problem;
    row.name = "holiday";
    row.pattern = name;
    row.classes = {symbol_of(inside, "HOLIDAY"), symbol_of(inside, "DATE")};
    row.type = static_cast<int>(TimexType::date);
    row.op = Op::holiday;
    row.constants = {{Field::holiday, id}};
    row.guards = {{Guard::capital, {}}};
    row.line = table.line(index);
    PatternReader reader(inside, row.pattern);
    std::vector<std::vector<Element>> ways;
    if (!reader.read(ways, problem)) return table.fault(index, problem);
    for (auto& way : ways) {
        Sequence sequence{static_cast<std::uint32_t>(inside.rows.size()), std::move(way), 1};
        if (!inside.tries[1].insert(sequence, static_cast<std::uint32_t>(inside.sequences.size())))
            return table.fault(index, "too many ways");
        inside.sequences.push_back(std::move(sequence));
    }
    inside.rows.push_back(std::move(row));
    return {};
}

Result<void> load_holidays(TimeRules::Inside& inside, const std::string& path) {
    auto table = Table::read(path, {"names", "kind", "a", "b", "c", "days"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        Holiday holiday;
        const auto names = split(table->cell(row, 0), '|');
        const std::string_view kind = table->cell(row, 1);
        std::int32_t a = 0, b = 0, c = 0;
        if (names.empty()) return table->fault(row, "a holiday without a name");
        for (std::size_t i = 2; i < 5; ++i) {
            std::int32_t& cell = i == 2 ? a : i == 3 ? b : c;
            if (!table->cell(row, i).empty() && !parse_number(table->cell(row, i), cell))
                return table->fault(row, "not a number");
        }
        if (!parse_number(table->cell(row, 5), holiday.length) || holiday.length < 1)
            return table->fault(row, "no length in days");
        holiday.name = names[0];
        if (kind == "fixed") {
            holiday.kind = Holiday::Kind::fixed;
            holiday.month = a;
            holiday.day = b;
            if (!is_valid({2000, a, b})) return table->fault(row, "no such day");
        } else if (kind == "weekday") {
            holiday.kind = Holiday::Kind::nth_weekday;
            holiday.month = a;
            holiday.nth = b;
            holiday.weekday = c;
            if (a < 1 || a > 12 || b < -1 || b == 0 || b > 4 || c < 1 || c > 7)
                return table->fault(row, "no such weekday of a month");
        } else if (kind == "easter" || kind == "orthodox") {
            holiday.kind = kind == "easter" ? Holiday::Kind::easter : Holiday::Kind::orthodox;
            holiday.offset = a;
        } else if (kind == "table") {
            holiday.kind = Holiday::Kind::table;
        } else {
            return table->fault(row, "no kind of holiday '" + std::string(kind) + "'");
        }
        const auto id = static_cast<std::int32_t>(inside.holidays.size());
        for (const std::string_view name : names) {
            if (auto added = add_holiday_name(inside, *table, row, name, id); !added) return added;
        }
        inside.holidays.push_back(std::move(holiday));
    }
    return {};
}

Result<void> load_holiday_table(TimeRules::Inside& inside, const std::string& path) {
    auto table = Table::read(path, {"holiday", "first_day"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto day = parse_day(table->cell(row, 1));
        if (!day) return table->fault(row, "not a day");
        const auto named = [&](const Holiday& holiday) { return holiday.name == table->cell(row, 0); };
        const auto holiday = std::find_if(inside.holidays.begin(), inside.holidays.end(), named);
        if (holiday == inside.holidays.end()) return table->fault(row, "no holiday of this name in holidays.tsv");
        holiday->table[to_civil(*day).year].push_back(*day);
    }
    return {};
}

std::uint32_t landmark_word(TimeRules::Inside& inside, std::string_view word) {
    std::uint32_t& number = inside.words[word].landmark_word;
    if (number == 0) {
        number = static_cast<std::uint32_t>(inside.landmark_heads.size());
        inside.landmark_heads.emplace_back();
    }
    return number;
}

std::vector<std::vector<std::uint32_t>> word_groups(TimeRules::Inside& inside, std::string_view text) {
    std::vector<std::vector<std::uint32_t>> out;
    for (const std::string_view group : split(text, ' ')) {
        if (group.empty()) continue;
        out.emplace_back();
        for (const std::string_view word : split(group, '|')) out.back().push_back(landmark_word(inside, word));
    }
    return out;
}

bool named_by_date(std::string_view near) {
    for (const std::string_view group : split(near, ' ')) {
        for (const std::string_view word : split(group, '|')) {
            if (word == "september" || word == "october") return true;
        }
    }
    return false;
}

Result<void> load_landmarks(TimeRules::Inside& inside, const std::string& path) {
    inside.landmark_heads.resize(1);  // 0: no word of a landmark
    auto table = Table::read(path, {"id", "name", "start", "end", "head", "near", "far", "source", "told_for"});
    if (!table) return table.fault();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        Landmark landmark;
        landmark.id = table->cell(row, 0);
        landmark.name = table->cell(row, 1);
        landmark.source = table->cell(row, 7);
        const auto start = parse_day(table->cell(row, 2));
        const auto end = table->cell(row, 3).empty() ? start : parse_day(table->cell(row, 3));
        if (!start || !end || *end < *start) return table->fault(row, "no such days");
        if (!parse_number(table->cell(row, 8), landmark.told_for) || landmark.told_for < 1)
            return table->fault(row, "told_for is no number of days");
        if (landmark.source.empty()) return table->fault(row, "a landmark without a source");
        landmark.days = {start, end};
        landmark.near_groups = word_groups(inside, table->cell(row, 5));
        landmark.far_groups = word_groups(inside, table->cell(row, 6));
        landmark.named_by_date = named_by_date(table->cell(row, 5));
        const auto heads = split(table->cell(row, 4), '|');
        if (heads.empty()) return table->fault(row, "no head word");
        const auto id = static_cast<std::uint32_t>(inside.landmarks.size());
        for (const std::string_view head : heads) inside.landmark_heads[landmark_word(inside, head)].push_back(id);
        inside.landmarks.push_back(std::move(landmark));
    }
    return {};
}

Symbols known_symbols(TimeRules::Inside& inside) {
    const auto s = [&](const char* name) { return symbol_of(inside, name); };
    return {s("NOTYEAR_BEFORE"),
            s("NOTYEAR_AFTER"),
            s("INT"),
            s("NUM"),
            s("DD"),
            s("MM"),
            s("HH"),
            s("MI"),
            s("YY"),
            s("YEAR"),
            s("HHMM"),
            s("ORD"),
            s("DECADE"),
            s("DECADE2"),
            s("YEAR2"),
            s("YEARW"),
            s("QTY"),
            s("NUMW"),
            s("TENS"),
            s("SCALE"),
            s("ORDW"),
            s("ORDTENS"),
            s("-"),
            s("slash"),
            s("a"),
            s("and"),
            s("half")};
}

// Every sequence keeps one element whose symbols are all triggers: a class where it has one, else its longest word. Numbers are
// triggers throughout, and what no item is from the start ("DATE") comes of what has been triggered before.
class Triggers {
public:
    explicit Triggers(TimeRules::Inside& inside) : inside_(inside), born_(inside.symbol_names.size(), false) {
        for (const auto& [word, entry] : inside.words) {
            for (const Tag& tag : entry.tags) born_[tag.symbol] = true;
            for (const Tag& tag : entry.capital_tags) born_[tag.symbol] = true;
        }
    }

    void find() {
        const Symbols& k = inside_.known;
        inside_.triggers.assign(inside_.symbol_names.size(), false);
        for (const Symbol number : {k.integer, k.num, k.dd, k.mm, k.hh, k.mi, k.yy, k.year, k.hhmm, k.ord, k.decade, k.decade2,
                                    k.year2, k.yearw, k.qty, k.numw, k.tens, k.scale, k.ordw}) {
            inside_.triggers[number] = born_[number] = true;
        }
        for (const Sequence& sequence : inside_.sequences) {
            if (sequence.elements.size() == 1) set(sequence.elements[0]);
        }
        for (const Sequence& sequence : inside_.sequences) {
            const auto& elements = sequence.elements;
            if (std::any_of(elements.begin(), elements.end(), [&](const Element& one) { return safe(one); })) continue;
            set(*std::max_element(elements.begin(), elements.end(),
                                  [&](const Element& a, const Element& b) { return telling(a) < telling(b); }));
        }
    }

private:
    // No sentence without a trigger has an item for it.
    bool safe(const Element& element) const {
        return std::all_of(element.symbols.begin(), element.symbols.end(),
                           [&](Symbol symbol) { return inside_.triggers[symbol] || !born_[symbol]; });
    }
    void set(const Element& element) {
        for (const Symbol symbol : element.symbols) inside_.triggers[symbol] = true;
    }
    // The shortest of its words; a class is more telling than any word.
    std::size_t telling(const Element& element) const {
        std::size_t least = std::numeric_limits<std::size_t>::max();
        for (const Symbol symbol : element.symbols) {
            const std::string& name = inside_.symbol_names[symbol];
            least = std::min(least, is_class(name) ? std::size_t{100} : name.size());
        }
        return least;
    }

    TimeRules::Inside& inside_;
    std::vector<bool> born_;  // by symbol: does a word or number bear it from the start?
};

}  // namespace

bool Trie::insert_from(const Sequence& sequence, std::size_t at, std::uint32_t node, std::uint32_t id) {
    constexpr std::size_t most = 2'000'000;
    if (at == sequence.elements.size()) {
        growing_[node].accepts.push_back(id);
        return true;
    }
    for (const Symbol symbol : sequence.elements[at].symbols) {
        auto& edges = growing_[node].edges;
        const auto same = [&](const auto& edge) { return edge.first == symbol; };
        const auto found = std::find_if(edges.begin(), edges.end(), same);
        std::uint32_t next = 0;
        if (found != edges.end()) {
            next = found->second;
        } else {
            if (growing_.size() > most) return false;
            next = static_cast<std::uint32_t>(growing_.size());
            edges.emplace_back(symbol, next);
            growing_.emplace_back();
        }
        if (!insert_from(sequence, at + 1, next, id)) return false;
    }
    return true;
}

bool Trie::insert(const Sequence& sequence, std::uint32_t id) { return insert_from(sequence, 0, 0, id); }

void Trie::finish() {
    for (Growing& node : growing_) {
        std::sort(node.edges.begin(), node.edges.end());
        std::sort(node.accepts.begin(), node.accepts.end());
        node.accepts.erase(std::unique(node.accepts.begin(), node.accepts.end()), node.accepts.end());
        nodes_.push_back({static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(accepts_.size())});
        edges_.insert(edges_.end(), node.edges.begin(), node.edges.end());
        accepts_.insert(accepts_.end(), node.accepts.begin(), node.accepts.end());
    }
    nodes_.push_back({static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(accepts_.size())});
    for (const auto& [symbol, node] : growing_[0].edges) {
        if (symbol >= roots_.size()) roots_.resize(symbol + std::size_t{1}, -1);
        roots_[symbol] = static_cast<std::int32_t>(node);
    }
    growing_ = {};
}

std::int32_t Trie::follow(std::uint32_t node, Symbol symbol) const {
    const auto begin = edges_.begin() + nodes_[node].first_edge, end = edges_.begin() + nodes_[node + 1].first_edge;
    const auto at = std::lower_bound(begin, end, symbol, [](const auto& edge, Symbol s) { return edge.first < s; });
    return at != end && at->first == symbol ? static_cast<std::int32_t>(at->second) : -1;
}

}  // namespace timing

TimeRules::TimeRules(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
TimeRules::TimeRules(TimeRules&&) noexcept = default;
TimeRules& TimeRules::operator=(TimeRules&&) noexcept = default;
TimeRules::~TimeRules() = default;

Result<TimeRules> TimeRules::load(const std::string& data_folder) {
    auto inside = std::make_unique<Inside>();
    inside->symbol_names.emplace_back("");  // no_symbol
    inside->known = timing::known_symbols(*inside);
    const std::string folder = data_folder + "/time/";
    if (auto done = timing::load_words(*inside, folder + "words.tsv"); !done) return done.fault();
    if (auto done = timing::load_holidays(*inside, folder + "holidays.tsv"); !done) return done.fault();
    if (auto done = timing::load_holiday_table(*inside, folder + "holiday_days.tsv"); !done) return done.fault();
    if (auto done = timing::load_patterns(*inside, folder + "patterns.tsv"); !done) return done.fault();
    if (auto done = timing::load_landmarks(*inside, folder + "anchors.tsv"); !done) return done.fault();
    timing::Triggers(*inside).find();
    return TimeRules(std::move(inside));
}

}  // namespace readout
