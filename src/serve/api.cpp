// The API: a table of routes, and what each of them answers.
#include "serve/api.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/ids.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "record/json.h"
#include "record/read_json.h"
#include "relations/relations.h"
#include "serve/assets.h"
#include "serve/serve.h"
#include "serve/target.h"

namespace readout {

const std::vector<ListRoute>& list_routes() {
    static const std::vector<ListRoute> routes = {
        {"documents", "document", "the reports"},
        {"statements", "statement", "who is reported to have said what"},
        {"events", "event", "who did what to whom"},
        {"happenings", "happening", "events of the world, across reports"},
        {"utterances", "utterance", "things said, across reports"},
        {"disputes", "dispute", "what reports differ on"},
        {"stories", "story", "reports that belong together"},
    };
    return routes;
}

const std::vector<Parameter>& list_parameters() {
    static const std::vector<Parameter> parameters = {
        {"text", "words, \"phrases in quotes\", beginnings*: all must be there"},
        {"actor", "who acts: country code, actor id, name, or mention"},
        {"recipient", "to whom"},
        {"speaker", "who is said to have said it"},
        {"about", "whom it speaks about"},
        {"document", "id of a report"},
        {"from", "not before this day, YYYY-MM-DD"},
        {"to", "not after it"},
        {"order", "reading (default), newest or oldest"},
        {"limit", "items a page, 1 to 1000 (default 50); .csv: to 100000 (default all of them)"},
        {"after", "the `next` of the page before"},
    };
    return parameters;
}

namespace {

constexpr std::uint64_t page_limit = 1000, csv_limit = 100000;

struct StatusName {
    int status;
    std::string_view title;
};
constexpr StatusName status_names[] = {{400, "Bad request"},
                                       {404, "Not found"},
                                       {405, "Method not allowed"},
                                       {413, "Content too large"},
                                       {415, "Unsupported media type"},
                                       {422, "Cannot be read"},
                                       {500, "Internal error"},
                                       {503, "Not now"}};

std::string_view title_of(int status) {
    for (const StatusName& one : status_names)
        if (one.status == status) return one.title;
    return "Problem";
}

HttpResponse refuse(int status, const std::string& detail) { return problem(status, title_of(status), detail); }

HttpResponse refuse(const Fault& fault) {
    const std::string detail = fault.what + (fault.hint.empty() ? "" : " (" + fault.hint + ")");
    switch (fault.kind) {
        case FaultKind::usage:
            return refuse(400, detail);
        case FaultKind::not_found:
            return refuse(404, detail);
        case FaultKind::too_large:
            return refuse(413, detail);
        case FaultKind::malformed:
        case FaultKind::unsupported:
            return refuse(422, detail);
        case FaultKind::busy:
        case FaultKind::interrupted:
            return refuse(503, detail);
        default:
            return refuse(500, detail);
    }
}

HttpResponse json_response(std::string body) {
    HttpResponse response;
    response.body = std::move(body);
    return response;
}

void csv_row(const std::vector<std::string>& cells, std::string& out) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
            out += cells[i];
            continue;
        }
        out += '"';
        for (const char c : cells[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
    }
    out += "\r\n";
}

Result<std::uint64_t> whole_number(const std::string& name, const std::string& text, std::uint64_t least, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return Fault{
            FaultKind::usage, name + " is a whole number from " + std::to_string(least) + " to " + std::to_string(most), {}, {}};
    return value;
}

Result<Day> day_of(const std::string& name, const std::string& text) {
    const auto day = parse_day(text);
    if (!day) return Fault{FaultKind::usage, name + " is a day, YYYY-MM-DD", {}, {}};
    return *day;
}

bool is_field(std::string_view kind, std::string_view name) {
    return std::any_of(all_fields().begin(), all_fields().end(),
                       [&](const Field& field) { return field.kind == kind && field.name == name; });
}

// What a list is asked for, from the parameters of its address.
class QueryReader {
public:
    explicit QueryReader(std::string_view kind, std::uint64_t most, std::uint64_t standard) : most_(most) {
        query.kind = kind;
        query.limit = standard;
    }

    Query query;

    Result<void> read(const Target& target) {
        for (const auto& [name, value] : target.parameters)
            if (auto done = one(name, value); !done) return done;
        return {};
    }

private:
    Result<void> one(const std::string& name, const std::string& value) {
        const std::pair<std::string_view, std::string*> texts[] = {
            {"text", &query.text},   {"actor", &query.actor},       {"recipient", &query.recipient}, {"speaker", &query.speaker},
            {"about", &query.about}, {"document", &query.document}, {"after", &query.after}};
        for (const auto& [known, place] : texts) {
            if (name != known) continue;
            if (auto single = once(name); !single) return single;
            *place = value;
            return {};
        }
        if (name == "from" || name == "to" || name == "limit" || name == "order") {
            if (auto single = once(name); !single) return single;
            return value.empty() ? Result<void>() : special(name, value);
        }
        return condition(name, value);
    }

    Result<void> once(const std::string& name) {
        if (!given_.insert(name).second) return Fault{FaultKind::usage, "'" + name + "' is given twice", {}, {}};
        return {};
    }

    Result<void> special(const std::string& name, const std::string& value) {
        if (name == "order") {
            if (value != "reading" && value != "newest" && value != "oldest")
                return Fault{FaultKind::usage, "order is reading, newest or oldest", {}, {}};
            query.order = value == "newest" ? Order::newest : value == "oldest" ? Order::oldest : Order::reading;
            return {};
        }
        if (name == "limit") {
            const auto number = whole_number(name, value, 1, most_);
            if (!number) return number.fault();
            query.limit = *number;
            return {};
        }
        const auto day = day_of(name, value);
        if (!day) return day.fault();
        (name == "from" ? query.from : query.to) = *day;
        return {};
    }

    // field=value and field__op=value; an empty value asks for nothing, as an empty box of a form does.
    Result<void> condition(const std::string& name, const std::string& value) {
        const std::size_t under = name.find("__");
        const std::string field = name.substr(0, under);
        const auto op = parse_op(under == std::string::npos ? "" : std::string_view(name).substr(under + 2));
        if (!is_field(query.kind, field))
            return Fault{FaultKind::usage, "there is no parameter '" + name + "'", {}, "/openapi.json lists them"};
        if (!op)
            return Fault{
                FaultKind::usage, "there is no operator '" + name.substr(under + 2) + "'", {}, "lt lte gt gte not contains in"};
        if (value.empty()) return {};
        const bool list = field == "event" && *op == Condition::Op::equal;
        query.where.push_back({field, list ? Condition::Op::one_of : *op, value});
        return {};
    }

    std::uint64_t most_;
    std::set<std::string> given_;
};

}  // namespace

HttpResponse problem(int status, std::string_view title, std::string_view detail) {
    HttpResponse response;
    response.status = status;
    response.type = "application/problem+json";
    JsonWriter json;
    json.begin_object().key("type").string("about:blank").key("title").string(title).key("status").number(status);
    json.key("detail").string(detail).end_object();
    response.body = json.take();
    return response;
}

struct Responder::Inside {
    Store store;
    const ServeOptions options;

    HttpResponse answer(const HttpRequest& request, const Target& target);
    HttpResponse api(const HttpRequest& request, const Target& target, std::string_view rest);
    HttpResponse overview();
    HttpResponse list(const ListRoute& route, const Target& target);
    HttpResponse list_csv(const ListRoute& route, const Target& target);
    HttpResponse relations_between(const Target& target);
    HttpResponse record(std::string_view id);
    HttpResponse explanation(std::string_view id);
    HttpResponse facets(std::string_view kinds, const Target& target);
    HttpResponse extract(const HttpRequest& request);
    std::string with_counts(std::string json);
};

Result<Responder> Responder::open(const ServeOptions& options) {
    StoreOptions store_options;
    store_options.wait = std::chrono::milliseconds(2000);
    store_options.query_time = options.query_time;
    auto store = Store::open(options.store, Store::Mode::read, store_options);
    if (!store) return store.fault();
    return Responder(std::unique_ptr<Inside>(new Inside{std::move(*store), options}));
}

Responder::Responder(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Responder::Responder(Responder&&) noexcept = default;
Responder& Responder::operator=(Responder&&) noexcept = default;
Responder::~Responder() = default;

namespace {

const ListRoute* list_named(std::string_view name) {
    for (const ListRoute& one : list_routes())
        if (one.name == name) return &one;
    return nullptr;
}

HttpResponse page_of(const Asset& asset) {
    HttpResponse response;
    response.type = asset.type;
    response.body = asset.bytes;
    return response;
}

// Does If-None-Match name this tag?
bool names_tag(std::string_view header, const std::string& tag) {
    return header == "*" || header.find(tag) != std::string_view::npos;
}

// The pages' own addresses: the program in the page finds its way from there.
bool is_page(std::string_view path) {
    if (path == "/") return true;
    const std::string_view first = split(path.substr(1), '/')[0];
    return first == "try" || list_named(first) != nullptr;
}

}  // namespace

HttpResponse Responder::respond(const HttpRequest& request) {
    const bool reading = request.method == "GET" || request.method == "HEAD";
    const auto target = Target::parse(request.target);
    HttpResponse response = target ? inside_->answer(request, *target) : refuse(target.fault());
    if (response.status != 200 || !reading) return response;
    // The tag stands for the bytes that were sent, whatever the store did meanwhile.
    const std::string tag = "\"" + sha256_hex(response.body).substr(0, 20) + "\"";
    response.headers.emplace_back("ETag", tag);
    if (names_tag(request.if_none_match, tag)) {
        response.status = 304;
        response.body.clear();
    }
    return response;
}

HttpResponse Responder::Inside::answer(const HttpRequest& request, const Target& target) {
    const bool posts = target.path == "/api/v1/extract";
    if (posts ? request.method != "POST" : request.method != "GET" && request.method != "HEAD") {
        HttpResponse response = refuse(405, request.method + " is not for this address");
        response.headers.emplace_back("Allow", posts ? "POST" : "GET, HEAD");
        return response;
    }
    constexpr std::string_view root = "/api/v1";
    if (target.path == root) return overview();
    if (target.path.starts_with("/api/v1/")) return api(request, target, std::string_view(target.path).substr(root.size() + 1));
    if (target.path == "/openapi.json") return json_response(openapi());
    if (target.path.starts_with("/assets/"))
        if (const Asset* asset = find_asset(std::string_view(target.path).substr(8))) return page_of(*asset);
    if (target.path == "/favicon.ico")
        if (const Asset* asset = find_asset("icon.svg")) return page_of(*asset);
    if (target.path.size() > 1 && is_page(target.path)) {
        // Every page has its data: /events.json, /documents/ID.json
        const auto parts = split(std::string_view(target.path).substr(1), '/');
        if (!target.suffix.empty() && parts.size() == 1) return api(request, target, parts[0]);
        if (target.suffix == "json" && parts.size() == 2) return record(parts[1]);
        if (!target.suffix.empty()) return refuse(404, "there is no such page");
    }
    if (is_page(target.path))
        if (const Asset* asset = find_asset("index.html")) return page_of(*asset);
    return refuse(404, "there is nothing at " + target.path);
}

HttpResponse Responder::Inside::api(const HttpRequest& request, const Target& target, std::string_view rest) {
    const auto parts = split(rest, '/');
    if (parts.size() == 1) {
        if (const ListRoute* route = list_named(parts[0]))
            return target.suffix == "csv" ? list_csv(*route, target) : list(*route, target);
        if (parts[0] == "extract") return extract(request);
        if (parts[0] == "relations") return relations_between(target);
    }
    if (target.suffix == "csv") return refuse(404, "only lists have a .csv");
    if (parts.size() == 2 && parts[0] == "records") return record(parts[1]);
    if (parts.size() == 3 && parts[0] == "records" && parts[2] == "explanation") return explanation(parts[1]);
    if (parts.size() == 2 && parts[0] == "facets") return facets(parts[1], target);
    return refuse(404, "there is nothing at " + target.path);
}

HttpResponse Responder::Inside::overview() {
    const auto counts = store.counts();
    if (!counts) return refuse(counts.fault());
    const auto runs = store.runs();
    if (!runs) return refuse(runs.fault());
    const auto day = [](const std::optional<Day>& one) { return one ? format_day(*one) : std::string(); };
    JsonWriter json;
    json.begin_object().key("readout").string(program_version()).key("schema_version").number(schema_version);
    json.key("documents").number(static_cast<std::int64_t>(counts->documents));
    json.key("outlets").number(static_cast<std::int64_t>(counts->outlets));
    json.key("origins").number(static_cast<std::int64_t>(counts->origins));
    json.key("statements").number(static_cast<std::int64_t>(counts->statements));
    json.key("events").number(static_cast<std::int64_t>(counts->events));
    json.key("first").string_or_null(day(counts->first)).key("last").string_or_null(day(counts->last));
    json.key("extracts").boolean(options.extract != nullptr);
    json.key("runs").begin_array();
    for (const std::string& run : *runs) json.raw(run);
    json.end_array().end_object();
    return json_response(json.take());
}

// The first words of a text, cut between words.
namespace {

std::string opening_of(std::string_view text) {
    constexpr std::size_t most = 160;
    std::string out;
    std::size_t letters = 0, last_space = 0;
    for (std::size_t at = 0; at < text.size(); ++letters) {
        const CodePoint letter = decode(text, at);
        at += letter.size;
        const bool space = letter.value == ' ' || letter.value == '\n' || letter.value == '\t' || letter.value == '\r';
        if (space && (out.empty() || out.back() == ' ')) continue;
        if (letters >= most) return out.substr(0, last_space > 0 ? last_space : out.size()) + " …";
        if (space) last_space = out.size();
        space ? out += ' ' : out.append(text, at - letter.size, letter.size);
    }
    return out;
}

}  // namespace

// A document in a list: without its text, with its first words and the number of its records.
std::string Responder::Inside::with_counts(std::string json) {
    simdjson::dom::parser parser;
    JsonValue document;
    if (parser.parse(json).get(document)) return json;
    Query query;
    query.document = json_text(document, "id");
    std::string counts;
    for (const char* kind : {"statement", "event"}) {
        query.kind = kind;
        const auto count = store.count(query);
        counts += std::string(",\"") + kind + "s\":" + std::to_string(count ? *count : 0);
    }
    if (const auto text = store.document_text(query.document))
        counts += ",\"opening\":" + JsonWriter().string(opening_of(*text)).text();
    const std::string empty = "\"text\":\"\",";
    if (const std::size_t at = json.find(empty); at != std::string::npos) json.erase(at, empty.size());
    return json.insert(json.size() - 1, counts);
}

HttpResponse Responder::Inside::list(const ListRoute& route, const Target& target) {
    QueryReader reader(route.kind, page_limit, 50);
    if (auto done = reader.read(target); !done) return refuse(done.fault());
    reader.query.without_text = true;
    const auto page = store.page(reader.query);
    if (!page) return refuse(page.fault());
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const std::string& item : page->items) json.raw(route.kind == "document" ? with_counts(item) : item);
    json.end_array()
        .key("next")
        .string_or_null(page->next)
        .key("total")
        .number(static_cast<std::int64_t>(page->total))
        .end_object();
    return json_response(json.take());
}

HttpResponse Responder::Inside::list_csv(const ListRoute& route, const Target& target) {
    QueryReader reader(route.kind, csv_limit, csv_limit);
    if (auto done = reader.read(target); !done) return refuse(done.fault());
    reader.query.without_text = true;
    HttpResponse response;
    response.type = "text/csv; charset=utf-8; header=present";
    std::vector<std::string> header;
    for (const std::string_view name : flat_columns(route.kind)) header.emplace_back(name);
    csv_row(header, response.body);
    const auto done = store.find(reader.query, [&](const std::string& item) {
        csv_row(flat_cells(route.kind, item), response.body);
        return true;
    });
    if (!done) return refuse(done.fault());
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(route.name) + ".csv\"");
    return response;
}

HttpResponse Responder::Inside::relations_between(const Target& target) {
    RelationQuery query;
    for (const auto& [name, value] : target.parameters) {
        if (value.empty()) continue;
        if (name == "a") {
            query.a = value;
        } else if (name == "b") {
            query.b = value;
        } else if (name == "by") {
            query.by = value;
        } else if (name == "mood") {
            query.moods.clear();
            for (const std::string_view mood : split(value, ',')) query.moods.emplace_back(mood);
        } else if (name == "from" || name == "to") {
            const auto day = day_of(name, value);
            if (!day) return refuse(day.fault());
            (name == "from" ? query.from : query.to) = *day;
        } else {
            return refuse(400, "there is no parameter '" + name + "'");
        }
    }
    const auto rows = relations(store, query);
    if (!rows) return refuse(rows.fault());
    if (target.suffix == "csv") {
        HttpResponse response;
        response.type = "text/csv; charset=utf-8; header=present";
        csv_row(relation_columns(), response.body);
        for (const RelationRow& row : *rows) csv_row(relation_cells(row), response.body);
        return response;
    }
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const RelationRow& row : *rows) json.raw(relation_json(row, query));
    json.end_array().key("next").null().key("total").number(static_cast<std::int64_t>(rows->size())).end_object();
    return json_response(json.take());
}

HttpResponse Responder::Inside::record(std::string_view id) {
    auto json = store.record(id);
    return json ? json_response(std::move(*json)) : refuse(json.fault());
}

HttpResponse Responder::Inside::explanation(std::string_view id) {
    const auto why = explain(store, id);
    if (!why) return refuse(why.fault());
    JsonWriter json;
    json.begin_object().key("id").string(why->id).key("kind").string(why->kind).key("headline").string(why->headline);
    json.key("document").string_or_null(why->document).key("sentence").string_or_null(why->sentence);
    json.key("reasons").begin_array();
    for (const Reason& one : why->reasons) {
        json.begin_object().key("about").string(one.about).key("words").string_or_null(one.words);
        json.key("start"), one.start ? json.number(*one.start) : json.null();
        json.key("end"), one.end ? json.number(*one.end) : json.null();
        json.key("says").string(one.says).end_object();
    }
    json.end_array().end_object();
    return json_response(json.take());
}

// How often each value of a field occurs: what the page offers to choose from.
HttpResponse Responder::Inside::facets(std::string_view name, const Target& target) {
    const ListRoute* route = list_named(name);
    if (route == nullptr) return refuse(404, "there is nothing at " + target.path);
    Target rest = target;
    std::string field;
    std::erase_if(rest.parameters, [&](const auto& parameter) {
        if (parameter.first != "field") return false;
        field = parameter.second;
        return true;
    });
    if (field.empty()) return refuse(400, "field=… says which");
    QueryReader reader(route->kind, page_limit, 100);
    if (auto done = reader.read(rest); !done) return refuse(done.fault());
    const auto values = store.facet(reader.query, field, reader.query.limit);
    if (!values) return refuse(values.fault());
    JsonWriter json;
    json.begin_object().key("field").string(field).key("items").begin_array();
    for (const Facet& one : *values)
        json.begin_object().key("value").string(one.value).key("count").number(static_cast<std::int64_t>(one.count)).end_object();
    json.end_array().end_object();
    return json_response(json.take());
}

namespace {

Result<ExtractRequest> extract_request(const HttpRequest& request) {
    ExtractRequest out;
    const std::string type = request.content_type.substr(0, request.content_type.find(';'));
    if (first_invalid_utf8(request.body)) return Fault{FaultKind::malformed, "the body is not UTF-8", {}, {}};
    if (type == "text/plain") {
        out.text = request.body;
        return out;
    }
    simdjson::dom::parser parser;
    JsonValue body;
    if (parser.parse(request.body).get(body) || !body.is_object())
        return Fault{FaultKind::usage, "the body is no JSON object", {}, {}};
    const std::pair<std::string_view, std::string*> keys[] = {{"id", &out.id},         {"title", &out.title},
                                                              {"text", &out.text},     {"published", &out.published},
                                                              {"outlet", &out.outlet}, {"url", &out.url}};
    for (const auto field : simdjson::dom::object(body)) {
        const auto* known =
            std::find_if(std::begin(keys), std::end(keys), [&](const auto& key) { return key.first == field.key; });
        std::string_view text;
        if (known == std::end(keys)) continue;
        if (field.value.is_null()) continue;
        if (field.value.get(text)) return Fault{FaultKind::usage, std::string(field.key) + " is no text", {}, {}};
        *known->second = text;
        out.has_title |= field.key == "title";
    }
    if (out.text.empty() && out.title.empty()) return Fault{FaultKind::usage, "`text` or `title` is required", {}, {}};
    if (!out.published.empty() && !parse_day(out.published))
        return Fault{FaultKind::usage, "published is a day, YYYY-MM-DD", {}, {}};
    return out;
}

}  // namespace

HttpResponse Responder::Inside::extract(const HttpRequest& request) {
    if (!options.extract) return refuse(404, "this server does not extract");
    if (!request.content_type.starts_with("application/json") && !request.content_type.starts_with("text/plain"))
        return refuse(415, "text/plain, or application/json with the keys of an input line");
    const auto asked = extract_request(request);
    if (!asked) return refuse(asked.fault());
    const auto rows = options.extract(*asked);
    if (!rows) return refuse(rows.fault());
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const std::string& row : *rows) json.raw(row);
    json.end_array().key("next").null().key("total").number(static_cast<std::int64_t>(rows->size())).end_object();
    return json_response(json.take());
}

}  // namespace readout
