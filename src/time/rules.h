// time/rules (inside the room): the tables of data/time/ compiled for matching.
//
// A sentence becomes items (words, numbers, marks); each item bears symbols (a literal word, or a class such as MONTH). Rows of
// patterns.tsv are sequences of symbols, kept in one trie a layer. A layer replaces the longest match at each place by one item,
// which bears the row's class, so that later layers build on it ("two days" -> DUR; DUR before DATE -> DATE).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/span.h"
#include "base/word_map.h"
#include "time/calendar.h"
#include "time/time.h"

namespace readout::timing {

using Symbol = std::uint16_t;
constexpr Symbol no_symbol = 0;

// What a match knows; set by slots ("MONTH:month") and constants ("dir=before") of its row.
enum class Field : std::uint8_t {
    year,
    yy,
    month,
    day,
    weekday,
    quarter,
    half,
    season,
    decade,
    decade2,
    century,
    bc,
    hour,
    minute,
    meridiem,
    daypart,
    zone,
    amount,   // in hundredths; vague_amount: "several"
    amount2,  // "two to three weeks"
    unit,
    rel,
    dir,
    mod,
    ordinal,
    ref,
    holiday,   // index into Rules::holidays
    landmark,  // index into Rules::landmarks
    base,      // another meaning
    dur,       // another meaning
    clock,     // another meaning, a time of day
    count,     // number of fields
};
constexpr std::size_t field_count = static_cast<std::size_t>(Field::count);
constexpr std::int32_t unset = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t vague_amount = -1;

enum class Op : std::uint8_t {
    calendar,  // explicit parts of a date
    offset,    // today, yesterday: from the report's day
    relative,  // last week, next May, that year
    shift,     // a duration before or after something
    duration,
    set,
    ref,
    clock,   // a time of day, of a base or of the day in hand
    within,  // the first week of a base
    part,    // early, late, the end of a base
    holiday,
    landmark,
    anniversary,  // the third anniversary of a base or landmark
    year_ago,     // "the year-earlier quarter": of the quarter or year in hand
    stretch_of,   // a base said again in other words ("the month of May", "the week of March 6")
};

enum class Rel : std::uint8_t { last, this_, next, previous, following, same, that, past, recent, coming };
enum class Dir : std::uint8_t { ago, earlier, later, before, after, hence, since };
enum class Ref : std::uint8_t { past, present, future };

struct Meaning {
    Op op = Op::calendar;
    std::array<std::int32_t, field_count> fields = [] {
        std::array<std::int32_t, field_count> all{};
        all.fill(unset);
        return all;
    }();
    std::uint32_t row = 0;
    Span span;

    std::int32_t operator[](Field field) const { return fields[static_cast<std::size_t>(field)]; }
    std::int32_t& operator[](Field field) { return fields[static_cast<std::size_t>(field)]; }
    bool has(Field field) const { return (*this)[field] != unset; }
};

struct Tag {
    Symbol symbol = no_symbol;
    std::int32_t value = 0;
};

// One word, number, mark or matched expression of a sentence.
struct Item {
    Span span;
    std::uint32_t first_tag = 0;      // into Line::tags
    std::uint32_t landmark_word = 0;  // its number among the words that landmarks are known by; 0: none of them
    std::int32_t meaning = -1;
    std::uint8_t tag_count = 0;
    bool capital = false;
    bool glued = false;  // no white space before it
};

// A sentence as items. What each may be stands in one list, which only grows until the sentence is done.
struct Line {
    static constexpr std::uint8_t most_tags = 14;  // of an item
    std::vector<Item> items;
    std::vector<Tag> tags;

    void clear() {
        items.clear();
        tags.clear();
    }
    std::span<const Tag> tags_of(const Item& item) const { return {tags.data() + item.first_tag, item.tag_count}; }
    const Tag* find(const Item& item, Symbol symbol) const {
        for (const Tag& tag : tags_of(item)) {
            if (tag.symbol == symbol) return &tag;
        }
        return nullptr;
    }
    // Of an item without tags, or the one tagged last.
    void tag(Item& item, Symbol symbol, std::int32_t value = 0) {
        if (item.tag_count == 0) item.first_tag = static_cast<std::uint32_t>(tags.size());
        if (item.tag_count == most_tags) return;
        ++item.tag_count;
        tags.push_back({symbol, value});
    }
    // All that `other` may be, too.
    void tag_like(Item& item, const Item& other) {
        for (std::uint32_t i = 0; i < other.tag_count; ++i) {
            const Tag tag_of_other = tags[other.first_tag + i];
            tag(item, tag_of_other.symbol, tag_of_other.value);
        }
    }
};

struct Element {
    std::vector<Symbol> symbols;
    std::int8_t field = -1;  // slot, as a Field
    std::int8_t group = -1;  // which <…> it lies in; -1: context only
};

enum class Guard : std::uint8_t { capital, glued, spaced, year, next_is, next_not, prev_is, prev_not, lower, at_end };
struct GuardUse {
    Guard guard{};
    std::vector<std::string> words;
};

struct Row {
    std::string name, pattern, example;
    std::uint8_t layer = 1;
    std::vector<Symbol> classes;
    bool history_only = false;  // class HISTORY: an expression in histories, none in news
    int type = -1;              // TimexType, or -1: a part of others, no expression by itself
    Op op = Op::calendar;
    std::vector<std::pair<Field, std::int32_t>> constants;
    std::vector<GuardUse> guards;
    double confidence = 0.9;
    std::uint32_t line = 0;
};

struct Sequence {
    std::uint32_t row = 0;
    std::vector<Element> elements;
    int groups = 1;
};

class Trie {
public:
    Trie() : growing_(1) {}
    // False where the row's alternatives are too many.
    bool insert(const Sequence& sequence, std::uint32_t id);
    void finish();  // lays it out for look-up; nothing is inserted after
    // Sequences that end at a node, in row order.
    std::span<const std::uint32_t> accepts(std::uint32_t node) const {
        return {accepts_.data() + nodes_[node].first_accept, nodes_[node + 1].first_accept - nodes_[node].first_accept};
    }
    std::int32_t begin(Symbol symbol) const { return symbol < roots_.size() ? roots_[symbol] : -1; }  // from the root
    std::int32_t follow(std::uint32_t node, Symbol symbol) const;                                     // -1: no way

private:
    struct Growing {
        std::vector<std::pair<Symbol, std::uint32_t>> edges;
        std::vector<std::uint32_t> accepts;
    };
    struct Node {  // its edges and accepts end where those of the next node begin
        std::uint32_t first_edge = 0, first_accept = 0;
    };
    bool insert_from(const Sequence& sequence, std::size_t at, std::uint32_t node, std::uint32_t id);
    std::vector<Growing> growing_;
    std::vector<Node> nodes_;
    std::vector<std::pair<Symbol, std::uint32_t>> edges_;
    std::vector<std::uint32_t> accepts_;
    std::vector<std::int32_t> roots_;  // by symbol
};

struct Holiday {
    std::string name;
    enum class Kind : std::uint8_t { fixed, nth_weekday, easter, orthodox, table } kind = Kind::fixed;
    int month = 0, day = 0;    // fixed; month of nth_weekday
    int nth = 0, weekday = 0;  // -1: the last
    int offset = 0;            // days from Easter
    int length = 1;
    std::unordered_map<int, std::vector<Day>> table;  // by Gregorian year: first days (two Ramadans may begin in one year)
};

struct Landmark {
    std::string id, name, source;
    DateRange days;
    int told_for = 300;  // days for which reports commonly go on telling of it
    std::vector<std::vector<std::uint32_t>> near_groups,
        far_groups;              // words (numbers, see landmark_words) that must stand near the head, or anywhere in the report
    bool named_by_date = false;  // "September 11" is a name, not a day of this year
};

constexpr std::size_t layer_count = 4;

struct Symbols {  // the classes code refers to
    Symbol not_year_before, not_year_after, integer, num, dd, mm, hh, mi, yy, year, hhmm, ord, decade, decade2, year2, yearw, qty,
        numw, tens, scale, ordw, ordtens;
    Symbol hyphen, slash, a, and_, half;  // words of which numbers are made
};

}  // namespace readout::timing

namespace readout {

struct TimeRules::Inside {
    WordMap<timing::Symbol> symbols;
    std::vector<std::string> symbol_names;
    struct Word {
        std::vector<timing::Tag> tags;
        std::vector<timing::Tag> capital_tags;  // only where the word is capitalised
        std::uint32_t landmark_word = 0;        // into landmark_heads; 0: no landmark is known by it
    };
    WordMap<Word> words;
    std::vector<timing::Row> rows;
    std::vector<timing::Sequence> sequences;
    std::array<timing::Trie, timing::layer_count + 1> tries;
    std::vector<bool> triggers;  // by symbol; a sentence none of whose items bears one of them holds no expression
    std::vector<timing::Holiday> holidays;
    std::vector<timing::Landmark> landmarks;
    std::vector<std::vector<std::uint32_t>> landmark_heads;  // by number of a word: landmarks whose head it is
    timing::Symbols known{};
};

}  // namespace readout
