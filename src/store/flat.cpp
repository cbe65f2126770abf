// Records as rows of a flat table.
#include <algorithm>
#include <map>

#include "record/read_json.h"
#include "store/store.h"

namespace readout {
namespace {

using Cells = std::vector<std::string>;

void join(std::string& out, std::string_view more) {
    if (more.empty()) return;
    if (!out.empty()) out += "; ";
    out += more;
}

// One key of each item of a list; of plain strings the strings themselves.
std::string each(JsonValue record, std::string_view list, std::string_view key) {
    std::string out;
    for (const JsonValue item : json_items(record, list)) {
        std::string_view text;
        join(out, item.get(text) ? json_text(item, key) : text);
    }
    return out;
}

std::string names(JsonValue record, std::string_view list) {
    std::string out;
    for (const JsonValue item : json_items(record, list)) {
        const std::string_view name = json_text(item, "name");
        join(out, name.empty() ? json_text(item, "text") : name);
    }
    return out;
}

std::string inner(JsonValue record, std::string_view key, std::string_view part) {
    const auto found = json_at(record, key);
    return found ? std::string(json_text(*found, part)) : std::string();
}

std::string number(JsonValue record, std::string_view key) {
    const auto value = json_at(record, key);
    return value ? std::string(simdjson::minify(*value)) : std::string();
}

std::string inner_number(JsonValue record, std::string_view key, std::string_view part) {
    const auto found = json_at(record, key);
    return found ? number(*found, part) : std::string();
}

std::string text(JsonValue record, std::string_view key) { return std::string(json_text(record, key)); }

std::string relays(JsonValue record) {
    std::string out;
    for (const JsonValue relay : json_items(record, "relays"))
        if (const auto entity = json_at(relay, "entity")) {
            const std::string_view name = json_text(*entity, "name");
            join(out, name.empty() ? json_text(*entity, "text") : name);
        }
    return out;
}

std::string sizes(JsonValue record) {
    std::string out;
    for (const JsonValue size : json_items(record, "sizes")) {
        const std::string least = number(size, "min"), most = number(size, "max");
        join(out, std::string(json_text(size, "what")) + " " + (least == most ? least : least + "-" + most));
    }
    return out;
}

std::string lists(JsonValue record, std::string_view key) {
    const auto items = json_items(record, key);
    return std::to_string(items.size());
}

struct Column {
    std::string_view name;
    std::string (*cell)(JsonValue record);
};

// clang-format off
const std::vector<Column>& document_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"source_id", [](JsonValue r) { return text(r, "source_id"); }},
        {"published", [](JsonValue r) { return inner(r, "published", "start"); }},
        {"published_basis", [](JsonValue r) { return inner(r, "published", "basis"); }},
        {"outlet", [](JsonValue r) { return inner(r, "outlet", "name"); }},
        {"outlet_country", [](JsonValue r) { return inner(r, "outlet", "country"); }},
        {"outlet_type", [](JsonValue r) { return inner(r, "outlet", "type"); }},
        {"outlet_affiliation", [](JsonValue r) { return inner(r, "outlet", "affiliation"); }},
        {"origin", [](JsonValue r) { return text(r, "origin"); }},
        {"title", [](JsonValue r) { return text(r, "title"); }},
        {"language", [](JsonValue r) { return text(r, "language"); }},
        {"url", [](JsonValue r) { return text(r, "url"); }},
        {"near_duplicate_of", [](JsonValue r) { return text(r, "near_duplicate_of"); }},
        {"story", [](JsonValue r) { return text(r, "story"); }},
    };
    return table;
}

const std::vector<Column>& statement_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"date_start", [](JsonValue r) { return inner(r, "date", "start"); }},
        {"date_end", [](JsonValue r) { return inner(r, "date", "end"); }},
        {"date_precision", [](JsonValue r) { return inner(r, "date", "precision"); }},
        {"speaker", [](JsonValue r) { return names(r, "speakers"); }},
        {"speaker_code", [](JsonValue r) { return each(r, "speakers", "code"); }},
        {"speaker_sector", [](JsonValue r) { return each(r, "speakers", "sector"); }},
        {"relay", [](JsonValue r) { return relays(r); }},
        {"addressee", [](JsonValue r) { return names(r, "addressees"); }},
        {"cue", [](JsonValue r) { return each(r, "cue", "text"); }},
        {"content", [](JsonValue r) { return each(r, "content", "text"); }},
        {"about", [](JsonValue r) { return names(r, "about"); }},
        {"voice", [](JsonValue r) { return text(r, "voice"); }},
        {"form", [](JsonValue r) { return text(r, "form"); }},
        {"polarity", [](JsonValue r) { return text(r, "polarity"); }},
        {"hedge", [](JsonValue r) { return inner(r, "hedge", "text"); }},
        {"place", [](JsonValue r) { return inner(r, "place", "name"); }},
        {"parent", [](JsonValue r) { return text(r, "parent"); }},
        {"utterance", [](JsonValue r) { return text(r, "utterance"); }},
        {"confidence", [](JsonValue r) { return number(r, "confidence"); }},
        {"rule", [](JsonValue r) { return text(r, "rule"); }},
        {"document", [](JsonValue r) { return text(r, "document"); }},
        {"source_id", [](JsonValue r) { return text(r, "document_source_id"); }},
    };
    return table;
}

const std::vector<Column>& event_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"date_start", [](JsonValue r) { return inner(r, "date", "start"); }},
        {"date_end", [](JsonValue r) { return inner(r, "date", "end"); }},
        {"date_precision", [](JsonValue r) { return inner(r, "date", "precision"); }},
        {"actor", [](JsonValue r) { return names(r, "actor"); }},
        {"actor_code", [](JsonValue r) { return each(r, "actor", "code"); }},
        {"actor_sector", [](JsonValue r) { return each(r, "actor", "sector"); }},
        {"event", [](JsonValue r) { return text(r, "event"); }},
        {"mode", [](JsonValue r) { return each(r, "mode", ""); }},
        {"context", [](JsonValue r) { return each(r, "context", ""); }},
        {"recipient", [](JsonValue r) { return names(r, "recipient"); }},
        {"recipient_code", [](JsonValue r) { return each(r, "recipient", "code"); }},
        {"recipient_sector", [](JsonValue r) { return each(r, "recipient", "sector"); }},
        {"auxiliary", [](JsonValue r) { return text(r, "auxiliary"); }},
        {"event_text", [](JsonValue r) { return each(r, "event_text", "text"); }},
        {"location", [](JsonValue r) { return inner(r, "location", "name"); }},
        {"country", [](JsonValue r) { return inner(r, "location", "country"); }},
        {"latitude", [](JsonValue r) { return inner_number(r, "location", "latitude"); }},
        {"longitude", [](JsonValue r) { return inner_number(r, "location", "longitude"); }},
        {"geonameid", [](JsonValue r) { return inner_number(r, "location", "geonameid"); }},
        {"sizes", [](JsonValue r) { return sizes(r); }},
        {"quad_code", [](JsonValue r) { return number(r, "quad_code"); }},
        {"event_scale", [](JsonValue r) { return number(r, "event_scale"); }},
        {"cameo", [](JsonValue r) { return text(r, "cameo"); }},
        {"stance", [](JsonValue r) { return each(r, "asserted_by", "stance"); }},
        {"statement", [](JsonValue r) { return text(r, "statement"); }},
        {"content_event", [](JsonValue r) { return inner(r, "content_event", "event"); }},
        {"happening", [](JsonValue r) { return text(r, "happening"); }},
        {"confidence", [](JsonValue r) { return number(r, "confidence"); }},
        {"rule", [](JsonValue r) { return text(r, "rule"); }},
        {"document", [](JsonValue r) { return text(r, "document"); }},
        {"source_id", [](JsonValue r) { return text(r, "document_source_id"); }},
    };
    return table;
}

const std::vector<Column>& happening_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"date_start", [](JsonValue r) { return inner(r, "date", "start"); }},
        {"date_end", [](JsonValue r) { return inner(r, "date", "end"); }},
        {"actor", [](JsonValue r) { return names(r, "actor"); }},
        {"actor_code", [](JsonValue r) { return each(r, "actor", "code"); }},
        {"event", [](JsonValue r) { return text(r, "event"); }},
        {"recipient", [](JsonValue r) { return names(r, "recipient"); }},
        {"recipient_code", [](JsonValue r) { return each(r, "recipient", "code"); }},
        {"location", [](JsonValue r) { return inner(r, "location", "name"); }},
        {"events", [](JsonValue r) { return lists(r, "events"); }},
        {"documents", [](JsonValue r) { return number(r, "documents"); }},
        {"outlets", [](JsonValue r) { return number(r, "outlets"); }},
        {"origins", [](JsonValue r) { return number(r, "origins"); }},
        {"disputes", [](JsonValue r) { return lists(r, "disputes"); }},
    };
    return table;
}

const std::vector<Column>& utterance_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"first_seen", [](JsonValue r) { return text(r, "first_seen"); }},
        {"speaker", [](JsonValue r) { return names(r, "speakers"); }},
        {"wording", [](JsonValue r) { const auto all = json_items(r, "wordings"); return all.empty() ? std::string() : text(all[0], "text"); }},
        {"wordings", [](JsonValue r) { return lists(r, "wordings"); }},
        {"relations", [](JsonValue r) { return each(r, "wordings", "relation"); }},
        {"statements", [](JsonValue r) { return lists(r, "statements"); }},
    };
    return table;
}

const std::vector<Column>& dispute_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"of", [](JsonValue r) { const std::string of = text(r, "happening"); return of.empty() ? text(r, "utterance") : of; }},
        {"slot", [](JsonValue r) { return text(r, "slot"); }},
        {"values", [](JsonValue r) { return each(r, "values", "value"); }},
    };
    return table;
}

const std::vector<Column>& story_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"first", [](JsonValue r) { return text(r, "first"); }},
        {"last", [](JsonValue r) { return text(r, "last"); }},
        {"title", [](JsonValue r) { return text(r, "title"); }},
        {"documents", [](JsonValue r) { return lists(r, "documents"); }},
    };
    return table;
}

const std::vector<Column>& plain_table() {
    static const std::vector<Column> table = {
        {"id", [](JsonValue r) { return text(r, "id"); }},
        {"json", [](JsonValue r) { return std::string(simdjson::minify(r)); }},
    };
    return table;
}
// clang-format on

const std::vector<Column>& table_of(std::string_view kind) {
    if (kind == "document") return document_table();
    if (kind == "statement") return statement_table();
    if (kind == "event") return event_table();
    if (kind == "happening") return happening_table();
    if (kind == "utterance") return utterance_table();
    if (kind == "dispute") return dispute_table();
    if (kind == "story") return story_table();
    return plain_table();
}

}  // namespace

const std::vector<std::string_view>& flat_columns(std::string_view kind) {
    static const auto headers = [] {
        std::map<std::string_view, std::vector<std::string_view>> out;
        for (const std::string_view one : {"document", "statement", "event", "happening", "utterance", "dispute", "story", ""})
            for (const Column& column : table_of(one)) out[one].push_back(column.name);
        return out;
    }();
    const auto found = headers.find(kind);
    return found == headers.end() ? headers.at("") : found->second;
}

std::vector<std::string> flat_cells(std::string_view kind, std::string_view json) {
    const std::vector<Column>& table = table_of(kind);
    std::vector<std::string> cells(table.size());
    simdjson::dom::parser parser;
    JsonValue record;
    if (parser.parse(json.data(), json.size()).get(record)) return cells;
    for (std::size_t i = 0; i < table.size(); ++i) cells[i] = table[i].cell(record);
    return cells;
}

}  // namespace readout
