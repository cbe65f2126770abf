// Looking things up: a Query becomes one SQL statement. Every word of the caller's is a bound value; only texts of this file are
// SQL.
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <variant>

#include "base/tsv.h"
#include "base/utf8.h"
#include "record/json.h"
#include "store/inside.h"

namespace readout {

using sqlite::Database;
using sqlite::Sql;
using sqlite::Use;

namespace {

// A field, and the SQL that gives it. `list`: an SQL that gives its several values as `value`.
struct FieldSql {
    Field field;
    const char* sql;
    bool list = false;
    bool name = false;  // compared folded
};

#define READOUT_LINK(key) "(SELECT value FROM links WHERE record = r.id AND key = '" key "')"
#define READOUT_LIST(key) "SELECT value FROM json_each(r.json, '$." key "')"

const std::vector<FieldSql>& field_table() {
    static const std::vector<FieldSql> table = {
        {{"document", "source_id", "text", "the caller's id"}, "d.source_id"},
        {{"document", "title", "text", "headline"}, "d.title", false, true},
        {{"document", "outlet", "text", "who published it"}, "d.outlet", false, true},
        {{"document", "origin", "text", "the agency it credits"}, "d.origin", false, true},
        {{"document", "published", "date", "day of publication"}, "d.published"},
        {{"document", "language", "text", "ISO 639-1"}, "json_extract(r.json, '$.language')"},
        {{"document", "story", "text", "story it belongs to"}, READOUT_LINK("story")},
        {{"document", "near_duplicate_of", "text", "the report it repeats"}, READOUT_LINK("near_duplicate_of")},
        {{"statement", "document", "text", "id of its report"}, "d.id"},
        {{"statement", "source_id", "text", "the caller's id of its report"}, "d.source_id"},
        {{"statement", "outlet", "text", "who published it"}, "d.outlet", false, true},
        {{"statement", "origin", "text", "the agency its report credits"}, "d.origin", false, true},
        {{"statement", "published", "date", "day of publication of its report"}, "d.published"},
        {{"statement", "date", "date", "when it was said"}, "r.date"},
        {{"statement", "voice", "text", "direct, indirect or mixed"}, "json_extract(r.json, '$.voice')"},
        {{"statement", "form", "text", "verb, nominal, according_to, headline, continued or thought"}, "r.category"},
        {{"statement", "polarity", "text", "affirmed or negated"}, "json_extract(r.json, '$.polarity')"},
        {{"statement", "confidence", "number", "0 to 1"}, "r.confidence"},
        {{"statement", "rule", "text", "what decided"}, "json_extract(r.json, '$.rule')"},
        {{"statement", "utterance", "text", "id of the utterance it reports"}, READOUT_LINK("utterance")},
        {{"event", "document", "text", "id of its report"}, "d.id"},
        {{"event", "source_id", "text", "the caller's id of its report"}, "d.source_id"},
        {{"event", "outlet", "text", "who published it"}, "d.outlet", false, true},
        {{"event", "origin", "text", "the agency its report credits"}, "d.origin", false, true},
        {{"event", "published", "date", "day of publication of its report"}, "d.published"},
        {{"event", "date", "date", "when it happened"}, "r.date"},
        {{"event", "event", "text", "PLOVER category"}, "r.category"},
        {{"event", "mode", "text", "PLOVER mode"}, READOUT_LIST("mode"), true},
        {{"event", "context", "text", "PLOVER context"}, READOUT_LIST("context"), true},
        {{"event", "auxiliary", "text", "plain, negation, hypothetical, future or historical"},
         "iif(r.auxiliary = '', 'plain', r.auxiliary)"},
        {{"event", "quad_code", "number", "1 verbal cooperation to 4 material conflict"}, "json_extract(r.json, '$.quad_code')"},
        {{"event", "event_scale", "number", "-10 conflict to 10 cooperation"}, "json_extract(r.json, '$.event_scale')"},
        {{"event", "cameo", "text", "nearest CAMEO code"}, "json_extract(r.json, '$.cameo')"},
        {{"event", "country", "text", "where it happened"}, "json_extract(r.json, '$.location.country')"},
        {{"event", "statement", "text", "id of the statement that asserts it"}, "json_extract(r.json, '$.statement')"},
        {{"event", "confidence", "number", "0 to 1"}, "r.confidence"},
        {{"event", "rule", "text", "what decided"}, "json_extract(r.json, '$.rule')"},
        {{"event", "happening", "text", "id of the happening it reports"}, READOUT_LINK("happening")},
        {{"happening", "event", "text", "PLOVER category"}, "r.category"},
        {{"happening", "date", "date", "when it happened"}, "r.date"},
        {{"utterance", "date", "date", "first seen"}, "r.date"},
        {{"dispute", "slot", "text", "what reports differ on"}, "r.category"},
    };
    return table;
}

#undef READOUT_LINK
#undef READOUT_LIST

const FieldSql* field_of(std::string_view kind, std::string_view name) {
    for (const FieldSql& one : field_table())
        if (one.field.name == name && (kind.empty() || one.field.kind == kind)) return &one;
    return nullptr;
}

Fault usage(std::string what, std::string hint = {}) { return {FaultKind::usage, std::move(what), {}, std::move(hint)}; }

bool is_separator(char32_t letter) {
    if (letter < 0x80)
        return !((letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'));
    return (letter >= 0x80 && letter <= 0xBF && letter != 0xAA && letter != 0xB5 && letter != 0xBA) ||
           (letter >= 0x2000 && letter <= 0x206F) || (letter >= 0x3000 && letter <= 0x303F) || letter == 0xFFFD;
}

// " the words of a text " folded, with one space between, before and after them.
std::string plain_words(std::string_view text) {
    const std::string folded = fold_name(text);
    std::string out = " ";
    for (std::size_t at = 0; at < folded.size();) {
        const CodePoint letter = decode(folded, at);
        if (!is_separator(letter.value)) {
            out.append(folded, at, letter.size);
        } else if (out.back() != ' ') {
            out += ' ';
        }
        at += letter.size;
    }
    if (out.back() != ' ') out += ' ';
    return out;
}

struct Phrase {
    std::string words;    // " wang yi " as plain_words gives it
    bool prefix = false;  // the last word may go on
};

// What somebody typed: words, "phrases in quotes", and word* for a beginning. No other sign means anything.
std::vector<Phrase> phrases_of(std::string_view typed) {
    std::vector<Phrase> out;
    const auto add = [&](std::string_view piece) {
        const bool prefix = piece.ends_with('*');
        Phrase phrase{plain_words(piece), prefix};
        if (phrase.words.size() > 2) out.push_back(std::move(phrase));
    };
    while (!typed.empty()) {
        const bool quoted = typed.front() == '"';
        if (quoted) typed.remove_prefix(1);
        const std::size_t end = quoted ? typed.find('"') : typed.find_first_of(" \t\r\n\"");
        add(typed.substr(0, end));
        if (end == std::string_view::npos) break;
        typed.remove_prefix(typed[end] == '"' && !quoted ? end : end + 1);
    }
    return out;
}

std::string full_text_query(const std::vector<Phrase>& phrases) {
    std::string out;
    for (const Phrase& phrase : phrases) {
        if (!out.empty()) out += " AND ";
        // Only letters, digits and spaces are left in it: nothing can end the quotes.
        out += "\"" + phrase.words.substr(1, phrase.words.size() - 2) + "\"";
        if (phrase.prefix) out += " *";
    }
    return out;
}

bool says(std::string_view words, const std::vector<Phrase>& phrases) {
    return std::all_of(phrases.begin(), phrases.end(), [&](const Phrase& phrase) {
        const std::string_view wanted = phrase.words;
        return words.find(phrase.prefix ? wanted.substr(0, wanted.size() - 1) : wanted) != std::string_view::npos;
    });
}

void gather_words(const simdjson::dom::element& element, std::string& out) {
    if (element.is_array()) {
        for (const auto item : simdjson::dom::array(element)) gather_words(item, out);
    } else if (element.is_object()) {
        const simdjson::dom::object object(element);
        std::string_view text;
        for (const std::string_view key : {std::string_view("text"), std::string_view("name")})
            if (!object[key].get(text)) out.append(text).append(" \n ");
        for (const auto field : object) gather_words(field.value, out);
    }
}

// SQL: says(json, typed) — are the words in the record's own words?
void says_function(sqlite3_context* context, int, sqlite3_value** values) {
    const auto view = [&](int i) {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[i]));
        return bytes == nullptr ? std::string_view{}
                                : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[i])));
    };
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element element;
    const std::string_view json = view(0);
    if (parser.parse(json.data(), json.size()).get(element)) {
        sqlite3_result_int(context, 0);
        return;
    }
    std::string words;
    gather_words(element, words);
    sqlite3_result_int(context, says(plain_words(words), phrases_of(view(1))) ? 1 : 0);
}

void fold_function(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (bytes == nullptr) {
        sqlite3_result_null(context);
        return;
    }
    const std::string folded = fold_name({bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
    sqlite3_result_text(context, folded.data(), static_cast<int>(folded.size()), SQLITE_TRANSIENT);
}

constexpr const char* day_of_record = "iif(r.document IS NULL, coalesce(r.date_start, r.date_end), d.published)";

// A WHERE and ORDER BY under construction, with its values in order.
class Search {
public:
    explicit Search(Database& database) : database_(database) {}

    Result<void> build(const Query& query) {
        if (!query.kind.empty()) test("r.kind = ?", query.kind);
        if (!query.document.empty()) test("d.id = ?", query.document);
        if (!query.outlet.empty()) test("fold(d.outlet) = fold(?)", query.outlet);
        if (!query.event.empty()) one_of("r.category", query.event, true);
        for (const auto& [role, who] : {std::pair<const char*, const std::string&>{"actor", query.actor},
                                        {"recipient", query.recipient},
                                        {"speaker", query.speaker},
                                        {"about", query.about}})
            if (!who.empty())
                if (auto done = takes_part(query.kind, role, {who}); !done) return done;
        if (!query.named.empty())
            if (auto done = takes_part(query.kind, "", query.named); !done) return done;
        if (query.from) test("coalesce(r.date_end, r.date_start) >= ?", std::int64_t{query.from->number});
        if (query.to) test("coalesce(r.date_start, r.date_end) <= ?", std::int64_t{query.to->number});
        if (!query.text.empty())
            if (auto done = in_words(query); !done) return done;
        for (const Condition& one : query.where)
            if (auto done = condition(query.kind, one); !done) return done;
        return {};
    }

    Result<void> place_after(const Query& query) {
        if (query.after.empty()) return {};
        const std::size_t colon = query.after.find(':');
        std::int64_t number = 0, day = 0;
        const bool dated = colon != std::string::npos && query.after.substr(0, colon) != "-";
        if (!whole(query.after.substr(colon == std::string::npos ? 0 : colon + 1), number) ||
            (dated && !whole(query.after.substr(0, colon), day)))
            return usage("not a cursor: '" + query.after + "'", "take `next` of the page before, unchanged");
        if (query.order == Order::reading) {
            test("r.n > ?", number);
        } else if (!dated) {
            test(std::string(day_of_record) + " IS NULL AND r.n > ?", number);
        } else {
            const std::string compare = query.order == Order::newest ? " < ?" : " > ?";
            const std::string expression = day_of_record;
            where_ += " AND (" + expression + compare + " OR (" + expression + " = ? AND r.n > ?) OR " + expression + " IS NULL)";
            values_.insert(values_.end(), {day, day, number});
        }
        return {};
    }

    std::unique_ptr<Sql> prepare(const std::string& columns, const std::string& tail) {
        auto sql = database_.prepare_once("SELECT " + columns + " FROM records r LEFT JOIN documents d ON d.n = r.document" +
                                          extra_from + " WHERE " + where_ + tail);
        if (sql == nullptr) return sql;
        for (const auto& value : values_) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                sql->bind(*number);
            } else if (const auto* decimal = std::get_if<double>(&value)) {
                sql->bind(*decimal);
            } else {
                sql->bind(std::string_view(std::get<std::string>(value)));
            }
        }
        return sql;
    }

    static std::string order_by(Order order) {
        if (order == Order::reading) return " ORDER BY r.n";
        return std::string(" ORDER BY ") + day_of_record + (order == Order::newest ? " DESC" : " ASC") + " NULLS LAST, r.n";
    }

    std::string extra_from;

private:
    using Value = std::variant<std::int64_t, double, std::string>;

    static bool whole(std::string_view text, std::int64_t& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        return error == std::errc{} && end == text.data() + text.size();
    }

    void test(const std::string& sql, Value value) {
        where_ += " AND " + sql;
        values_.push_back(std::move(value));
    }

    void one_of(const std::string& sql, const std::string& list, bool upper) {
        std::string marks;
        for (const std::string_view item : split(list, ',')) {
            std::string value(item);
            if (upper) std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::toupper(c); });
            marks += marks.empty() ? "?" : ", ?";
            values_.emplace_back(std::move(value));
        }
        where_ += " AND " + sql + " IN (" + marks + ")";
    }

    Result<void> takes_part(const std::string& kind, const std::string& role, const std::vector<std::string>& whom) {
        std::string all;
        for (const std::string& who : whom) {
            const auto parties = parties_named(who);
            if (!parties) return parties.fault();
            if (!parties->empty()) all += (all.empty() ? "" : ",") + *parties;
        }
        std::string records = "SELECT record FROM entities WHERE party IN (SELECT value FROM json_each(?))";
        if (!role.empty()) records += " AND role = '" + role + "'";
        if (kind == "document") {
            test("r.document IN (SELECT document FROM records WHERE n IN (" + records + "))", "[" + all + "]");
        } else {
            test("r.n IN (" + records + ")", "[" + all + "]");
        }
        return {};
    }

    // The parties that `who` stands for, as numbers between commas.
    Result<std::string> parties_named(const std::string& who) {
        const bool code = who.size() == 3 && std::all_of(who.begin(), who.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        const bool body = who.size() == 7 && who[3] == ':';
        const std::string key = fold_name(who);
        std::vector<std::pair<const char*, std::vector<std::string>>> steps;
        if (code) steps.push_back({"SELECT n FROM parties WHERE code = ?", {who}});
        if (body) steps.push_back({"SELECT n FROM parties WHERE code = ? AND sector = ?", {who.substr(0, 3), who.substr(4)}});
        // Those called so, and all other names of the same actors. A mention stands for its actor where it is part of the name.
        steps.push_back(
            {"WITH hit AS (SELECT n, actor, name_key, name_key = ?1 OR actor = ?2 OR instr(' ' || name_key || ' ', ' ' || ?1 || "
             "' ') > 0 AS own "
             "FROM parties WHERE name_key = ?1 OR text_key = ?1 OR actor = ?2) "
             "SELECT n FROM hit UNION SELECT n FROM parties WHERE actor <> '' AND actor IN (SELECT actor FROM hit WHERE own) "
             "UNION SELECT n FROM parties WHERE name_key <> '' AND name_key IN (SELECT name_key FROM hit WHERE own AND actor = "
             "'')",
             {key, who}});
        steps.push_back(
            {"SELECT n FROM parties WHERE ?1 <> '' AND (instr(' ' || name_key || ' ', ' ' || ?1 || ' ') > 0 OR "
             "instr(' ' || text_key || ' ', ' ' || ?1 || ' ') > 0)",
             {key}});
        std::string list;
        for (const auto& [text, values] : steps) {
            const auto sql = database_.prepare_once(text);
            if (sql == nullptr) return database_.fault();
            for (const std::string& value : values) sql->bind(std::string_view(value));
            while (sql->row()) list += (list.empty() ? "" : ",") + std::to_string(sql->integer(0));
            if (sql->failed()) return database_.fault();
            if (!list.empty()) break;
        }
        return list;
    }

    Result<void> in_words(const Query& query) {
        const auto phrases = phrases_of(query.text);
        if (phrases.empty()) return usage("no word to look for in '" + query.text + "'");
        test("r.document IN (SELECT rowid FROM words WHERE words MATCH ?)", full_text_query(phrases));
        if (query.kind != "document") test("(r.kind = 'document' OR says(r.json, ?))", query.text);
        return {};
    }

    Result<void> condition(const std::string& kind, const Condition& one) {
        const FieldSql* field = field_of(kind, one.field);
        if (field == nullptr)
            return usage("no field '" + one.field + "'" + (kind.empty() ? "" : " in a " + kind), "see the table of fields");
        if (field->field.type == "date") return on_date(*field, one);
        if (field->field.type == "number") return on_number(*field, one);
        return on_text(*field, one);
    }

    static const char* sign(Condition::Op op) {
        switch (op) {
            case Condition::Op::unequal:
                return " IS NOT ";
            case Condition::Op::less:
                return " < ";
            case Condition::Op::at_most:
                return " <= ";
            case Condition::Op::greater:
                return " > ";
            case Condition::Op::at_least:
                return " >= ";
            default:
                return " IS ";
        }
    }

    Result<void> on_number(const FieldSql& field, const Condition& one) {
        double value = 0;
        const auto [end, error] = std::from_chars(one.value.data(), one.value.data() + one.value.size(), value);
        if (error != std::errc{} || end != one.value.data() + one.value.size())
            return usage("'" + one.value + "' is no number", one.field + " is one");
        if (one.op == Condition::Op::contains || one.op == Condition::Op::one_of)
            return usage(one.field + " is a number", "use lt, lte, gt, gte or =");
        test(std::string("CAST(") + field.sql + " AS REAL)" + sign(one.op) + "?", value);
        return {};
    }

    // A range is before a day when its end is, after it when its start is; it is on the day when it covers it.
    Result<void> on_date(const FieldSql& field, const Condition& one) {
        const auto day = parse_day(one.value);
        if (!day) return usage("'" + one.value + "' is no day", "YYYY-MM-DD");
        const std::string own = field.sql;
        const std::string first = own == "r.date" ? "coalesce(r.date_start, r.date_end)" : own;
        const std::string last = own == "r.date" ? "coalesce(r.date_end, r.date_start)" : own;
        const std::int64_t number = day->number;
        switch (one.op) {
            case Condition::Op::less:
                test(first + " < ?", number);
                break;
            case Condition::Op::at_most:
                test(first + " <= ?", number);
                break;
            case Condition::Op::greater:
                test(last + " > ?", number);
                break;
            case Condition::Op::at_least:
                test(last + " >= ?", number);
                break;
            case Condition::Op::equal:
                test(first + " <= ?", number);
                test(last + " >= ?", number);
                break;
            default:
                return usage(one.field + " is a date", "use lt, lte, gt, gte or =");
        }
        return {};
    }

    Result<void> on_text(const FieldSql& field, const Condition& one) {
        const auto wrap = [&](const std::string& sql) {
            return field.name || one.op == Condition::Op::contains ? "fold(" + sql + ")" : sql;
        };
        const std::string value = field.name || one.op == Condition::Op::contains ? fold_name(one.value) : one.value;
        const std::string own = wrap(field.list ? "value" : field.sql);
        std::string comparison;
        std::vector<Value> values{value};
        switch (one.op) {
            case Condition::Op::equal:
            case Condition::Op::unequal:
                comparison = own + " IS ?";
                break;
            case Condition::Op::contains:
                comparison = "instr(" + own + ", ?) > 0";
                break;
            case Condition::Op::one_of: {
                values.clear();
                for (const std::string_view item : split(one.value, ','))
                    values.emplace_back(field.name ? fold_name(item) : std::string(item));
                for (std::size_t i = 0; i < values.size(); ++i) comparison += i == 0 ? "?" : ", ?";
                comparison = own + " IN (" + comparison + ")";
                break;
            }
            default:
                return usage(one.field + " is a text", "use =, not, contains or in");
        }
        if (field.list) comparison = std::string("EXISTS (") + field.sql + " WHERE " + comparison + ")";
        where_ += one.op == Condition::Op::unequal ? " AND NOT (" + comparison + ")" : " AND " + comparison;
        values_.insert(values_.end(), values.begin(), values.end());
        return {};
    }

    Database& database_;
    std::string where_ = "1";
    std::vector<Value> values_;
};

std::string cursor(const Sql& sql, Order order) {
    const std::string number = std::to_string(sql.integer(0));
    if (order == Order::reading) return number;
    return (sql.is_null(1) ? std::string("-") : std::to_string(sql.integer(1))) + ":" + number;
}

Result<void> search(Database& database, const Query& query, const std::function<bool(std::string, std::string cursor)>& take) {
    Search one(database);
    if (auto done = one.build(query); !done) return done;
    if (auto done = one.place_after(query); !done) return done;
    const auto sql = one.prepare(std::string("r.n, ") + day_of_record + ", " + restore_columns, Search::order_by(query.order));
    if (sql == nullptr) return database.fault();
    std::uint64_t taken = 0;
    while ((query.limit == 0 || taken < query.limit) && sql->row()) {
        ++taken;
        if (!take(restore_json(*sql, 2, query.without_text), cursor(*sql, query.order))) return {};
    }
    if (sql->failed()) return database.fault();
    return {};
}

}  // namespace

std::optional<Condition::Op> parse_op(std::string_view name) {
    using Op = Condition::Op;
    static constexpr std::pair<std::string_view, Op> names[] = {
        {"", Op::equal},     {"eq", Op::equal},     {"not", Op::unequal},       {"lt", Op::less},  {"lte", Op::at_most},
        {"gt", Op::greater}, {"gte", Op::at_least}, {"contains", Op::contains}, {"in", Op::one_of}};
    for (const auto& [known, op] : names)
        if (known == name) return op;
    return std::nullopt;
}

const std::vector<Field>& all_fields() {
    static const std::vector<Field> fields = [] {
        std::vector<Field> out;
        for (const FieldSql& one : field_table()) out.push_back(one.field);
        return out;
    }();
    return fields;
}

Result<void> add_functions(Database& database) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    const int a =
        sqlite3_create_function_v2(database.handle(), "fold", 1, flags, nullptr, fold_function, nullptr, nullptr, nullptr);
    const int b =
        sqlite3_create_function_v2(database.handle(), "says", 2, flags, nullptr, says_function, nullptr, nullptr, nullptr);
    if (a != SQLITE_OK || b != SQLITE_OK) return database.fault();
    return {};
}

Result<void> Store::find(const Query& query, const std::function<bool(const std::string& json)>& take) {
    inside_->begin_query();
    return search(*inside_->database, query, [&](const std::string& json, const std::string&) { return take(json); });
}

Result<Page> Store::page(const Query& query) {
    inside_->begin_query();
    Page page;
    Query one_more = query;
    if (query.limit != 0) one_more.limit = query.limit + 1;
    std::string last;
    const auto done = search(*inside_->database, one_more, [&](std::string json, std::string place) {
        if (query.limit != 0 && page.items.size() == query.limit) {
            page.next = last;
            return false;
        }
        page.items.push_back(std::move(json));
        last = std::move(place);
        return true;
    });
    if (!done) return done.fault();
    const auto total = count(query);
    if (!total) return total.fault();
    page.total = *total;
    return page;
}

Result<std::uint64_t> Store::count(const Query& query) {
    inside_->begin_query();
    Search one(*inside_->database);
    if (auto done = one.build(query); !done) return done.fault();
    const auto sql = one.prepare("count(*)", "");
    if (sql == nullptr || !sql->row()) return inside_->database->fault();
    return static_cast<std::uint64_t>(sql->integer(0));
}

Result<std::vector<Facet>> Store::facet(const Query& query, std::string_view field, std::size_t most) {
    inside_->begin_query();
    Database& database = *inside_->database;
    Search one(database);
    if (auto done = one.build(query); !done) return done.fault();
    std::string value;
    if (const FieldSql* known = field_of(query.kind, field)) {
        value = known->list ? "f.value" : known->sql;
        if (value == "r.date") return usage("a date has too many values to list");
        if (known->list) one.extra_from = std::string(" JOIN json_each(r.json, '$.") + std::string(known->field.name) + "') f";
    } else {
        // Who takes part, by name; the words where there is none.
        static constexpr std::string_view roles[] = {"actor", "recipient", "speaker", "addressee", "about", "relay"};
        const auto role = std::find(std::begin(roles), std::end(roles), field);
        if (role == std::end(roles)) return usage("no field '" + std::string(field) + "'");
        value = "iif(f.name = '', f.text, f.name)";
        one.extra_from =
            " JOIN entities e ON e.record = r.n AND e.role = '" + std::string(*role) + "' JOIN parties f ON f.n = e.party";
    }
    const auto sql = one.prepare(value + ", count(DISTINCT r.n)", " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + std::to_string(most));
    if (sql == nullptr) return database.fault();
    std::vector<Facet> out;
    while (sql->row())
        if (!sql->text(0).empty()) out.push_back({std::string(sql->text(0)), static_cast<std::uint64_t>(sql->integer(1))});
    if (sql->failed()) return database.fault();
    return out;
}

Result<std::vector<Coverage>> Store::coverage(const Query& query, std::string_view by) {
    inside_->begin_query();
    Database& database = *inside_->database;
    static constexpr std::pair<std::string_view, const char*> formats[] = {
        {"day", "%Y-%m-%d"}, {"month", "%Y-%m"}, {"year", "%Y"}, {"all", "all"}};
    const auto* format = std::find_if(std::begin(formats), std::end(formats), [&](const auto& one) { return one.first == by; });
    if (format == std::end(formats)) return usage("no period '" + std::string(by) + "'", "day, month, year or all");
    Query documents = query;
    documents.kind = "document";
    Search one(database);
    if (auto done = one.build(documents); !done) return done.fault();
    const std::string period =
        "iif(d.published IS NULL, '', strftime('" + std::string(format->second) + "', d.published * 86400, 'unixepoch'))";
    const auto sql = one.prepare(period +
                                     ", count(*), count(DISTINCT nullif(fold(d.outlet), '')), "
                                     "count(DISTINCT nullif(fold(iif(d.origin = '', d.outlet, d.origin)), ''))",
                                 " GROUP BY 1 ORDER BY 1 = '', 1");
    if (sql == nullptr) return database.fault();
    std::vector<Coverage> out;
    const auto number = [&](int column) { return static_cast<std::uint64_t>(sql->integer(column)); };
    while (sql->row()) out.push_back({std::string(sql->text(0)), number(1), number(2), number(3)});
    if (sql->failed()) return database.fault();
    return out;
}

Result<StoreCounts> Store::counts() {
    inside_->begin_query();
    Database& database = *inside_->database;
    Sql* sql = database.prepare(
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM records WHERE kind = 'statement'), "
        "(SELECT count(*) FROM records WHERE kind = 'event'), (SELECT count(DISTINCT outlet) FROM documents WHERE outlet <> ''), "
        "(SELECT count(DISTINCT fold(origin)) FROM documents WHERE origin <> ''), min(published), max(published) FROM documents");
    if (sql == nullptr) return database.fault();
    Use use(*sql);
    if (!use->row()) return database.fault();
    const auto number = [&](int column) { return static_cast<std::uint64_t>(use->integer(column)); };
    return StoreCounts{number(0), number(1), number(2), number(3), number(4), use->day(5), use->day(6)};
}

Result<std::string> Store::record(std::string_view id) {
    inside_->begin_query();
    Database& database = *inside_->database;
    const auto sql =
        database.prepare_once(std::string("SELECT ") + restore_columns + " FROM records r WHERE r.id = ? ORDER BY r.n LIMIT 1");
    if (sql == nullptr) return database.fault();
    sql->bind(id);
    if (sql->row()) return restore_json(*sql, 0);
    if (sql->failed()) return database.fault();
    return Fault{FaultKind::not_found, "no record '" + std::string(id) + "'", database.path(),
                 "`readout show events` lists their ids"};
}

Result<std::string> Store::document_text(std::string_view id) {
    inside_->begin_query();
    Database& database = *inside_->database;
    Sql* sql = database.prepare("SELECT text FROM documents WHERE id = ?");
    if (sql == nullptr) return database.fault();
    Use use(*sql);
    use->bind(id);
    if (use->row()) return std::string(use->text(0));
    if (use->failed()) return database.fault();
    return Fault{FaultKind::not_found, "no report '" + std::string(id) + "'", database.path(), {}};
}

Result<std::vector<std::string>> Store::runs() {
    inside_->begin_query();
    Database& database = *inside_->database;
    Sql* sql = database.prepare("SELECT json FROM runs ORDER BY n");
    if (sql == nullptr) return database.fault();
    Use use(*sql);
    std::vector<std::string> out;
    while (use->row()) out.emplace_back(use->text(0));
    if (use->failed()) return database.fault();
    return out;
}

Result<void> Store::each_document(const std::function<bool(const StoredDocument&)>& take) {
    inside_->begin_query();
    Database& database = *inside_->database;
    const auto sql =
        database.prepare_once("SELECT id, source_id, title, text, outlet, origin, published FROM documents ORDER BY n");
    if (sql == nullptr) return database.fault();
    while (sql->row()) {
        const auto text = [&](int column) { return std::string(sql->text(column)); };
        if (!take({text(0), text(1), text(2), text(3), text(4), text(5), sql->day(6)})) return {};
    }
    if (sql->failed()) return database.fault();
    return {};
}

Result<void> Store::each_record(const std::function<bool(const StoredRecord&)>& take) {
    inside_->begin_query();
    Database& database = *inside_->database;
    const auto sql = database.prepare_once(std::string("SELECT r.id, r.kind, r.document, ") + restore_columns +
                                           " FROM records r ORDER BY r.n");
    Sql* words = database.prepare("SELECT text, title FROM documents WHERE n = ?");
    if (sql == nullptr || words == nullptr) return database.fault();
    std::int64_t document = 0;
    std::string text, title;
    while (sql->row()) {
        if (sql->integer(2) != document) {
            document = sql->integer(2);
            Use use(*words);
            use->bind(document);
            const bool found = use->row();
            text = found ? use->text(0) : "";
            title = found ? use->text(1) : "";
        }
        if (!take({std::string(sql->text(0)), std::string(sql->text(1)), restore_json(*sql, 3), text, title})) return {};
    }
    if (sql->failed()) return database.fault();
    return {};
}

Result<void> Store::each_report(const std::function<bool(ReportRows)>& take) {
    inside_->begin_query();
    Database& database = *inside_->database;
    const auto documents =
        database.prepare_once("SELECT n, id, source_id, title, text, outlet, origin, published FROM documents ORDER BY n");
    Sql* records = database.prepare(
        "SELECT n, kind, id, json, category, auxiliary, date_start, date_end, confidence FROM records "
        "WHERE document = ? AND kind IN ('statement', 'event') ORDER BY place");
    Sql* entities = database.prepare(
        "SELECT e.role, p.name, p.actor, p.code, p.sector, p.text FROM entities e JOIN parties p ON p.n = e.party WHERE e.record "
        "= ? ORDER BY e.place");
    if (documents == nullptr || records == nullptr || entities == nullptr) return database.fault();
    while (documents->row()) {
        const auto text = [](const Sql& sql, int column) { return std::string(sql.text(column)); };
        ReportRows report;
        report.document_id = text(*documents, 1);
        report.source_id = text(*documents, 2);
        report.title = text(*documents, 3);
        report.text = text(*documents, 4);
        report.outlet = text(*documents, 5);
        report.origin = text(*documents, 6);
        report.published = documents->day(7);
        Use one(*records);
        one->bind(documents->integer(0));
        while (one->row()) {
            Row row;
            row.kind = text(*one, 1);
            row.id = text(*one, 2);
            row.json = text(*one, 3);
            row.category = text(*one, 4);
            row.auxiliary = text(*one, 5);
            row.date = {one->day(6), one->day(7)};
            row.confidence = one->decimal(8);
            Use who(*entities);
            who->bind(one->integer(0));
            while (who->row())
                row.entities.push_back(
                    {text(*who, 0), text(*who, 1), text(*who, 2), text(*who, 3), text(*who, 4), text(*who, 5)});
            if (who->failed()) return database.fault();
            report.rows.push_back(std::move(row));
        }
        if (one->failed()) return database.fault();
        if (!take(std::move(report))) return {};
    }
    if (documents->failed()) return database.fault();
    return {};
}

Result<std::string> Store::version() {
    inside_->begin_query();
    const auto sql = inside_->database->prepare_once("SELECT n FROM changes");
    if (sql == nullptr || !sql->row()) return inside_->database->fault();
    return std::to_string(sql->integer(0));
}

}  // namespace readout
