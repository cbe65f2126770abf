// The API's description, OpenAPI 3.1, from the tables that answer it.
#include <set>

#include "record/json.h"
#include "record/record.h"
#include "serve/api.h"
#include "serve/serve.h"

namespace readout {
namespace {

void parameter(JsonWriter& json, std::string_view name, std::string_view in, std::string_view note, bool required,
               std::string_view type) {
    json.begin_object().key("name").string(name).key("in").string(in).key("description").string(note);
    json.key("required").boolean(required).key("schema").begin_object().key("type").string(type).end_object().end_object();
}

void response(JsonWriter& json, std::string_view status, std::string_view note, std::string_view type, std::string_view schema) {
    json.key(status).begin_object().key("description").string(note);
    if (!schema.empty()) {
        json.key("content").begin_object().key(type).begin_object().key("schema").begin_object();
        json.key("$ref").string("#/components/schemas/" + std::string(schema)).end_object().end_object().end_object();
    }
    json.end_object();
}

void problems(JsonWriter& json, std::initializer_list<std::string_view> statuses) {
    for (const std::string_view status : statuses)
        response(json, status, "a problem document", "application/problem+json", "Problem");
}

void list_path(JsonWriter& json, const ListRoute& route) {
    json.key("/api/v1/" + std::string(route.name)).begin_object().key("get").begin_object();
    json.key("operationId").string("list_" + std::string(route.name)).key("summary").string(route.summary);
    json.key("description")
        .string("Also as /" + std::string(route.name) +
                ".json and .csv. A field takes an operator: field__lt, __lte, __gt, __gte, "
                "__not, __contains, __in.");
    json.key("parameters").begin_array();
    std::set<std::string_view> named;
    for (const Parameter& one : list_parameters()) {
        named.insert(one.name);
        parameter(json, one.name, "query", one.note, false, one.name == "limit" ? "integer" : "string");
    }
    for (const Field& field : all_fields())
        if (field.kind == route.kind && named.insert(field.name).second)
            parameter(json, field.name, "query", field.note, false, field.type == "number" ? "number" : "string");
    json.end_array().key("responses").begin_object();
    response(json, "200", "a page of the list", "application/json", "List");
    problems(json, {"400", "503"});
    json.end_object().end_object().end_object();
}

struct SinglePath {
    std::string_view path, id, summary, parameter, note, schema;
};
constexpr SinglePath single_paths[] = {
    {"/api/v1", "overview", "what the store holds, and what made it", "", "", "Overview"},
    {"/api/v1/records/{id}", "record", "one record, whole", "id", "id of any record", "Record"},
    {"/api/v1/records/{id}/explanation", "explanation", "why it is as it is: words, rules, knowledge, anchors", "id",
     "id of any record", "Explanation"},
};

void single_path(JsonWriter& json, const SinglePath& one) {
    json.key(one.path)
        .begin_object()
        .key("get")
        .begin_object()
        .key("operationId")
        .string(one.id)
        .key("summary")
        .string(one.summary);
    json.key("parameters").begin_array();
    if (!one.parameter.empty()) parameter(json, one.parameter, "path", one.note, true, "string");
    json.end_array().key("responses").begin_object();
    response(json, "200", one.summary, "application/json", one.schema);
    problems(json, {"404"});
    json.end_object().end_object().end_object();
}

void facets_path(JsonWriter& json) {
    json.key("/api/v1/facets/{list}").begin_object().key("get").begin_object().key("operationId").string("facets");
    json.key("summary")
        .string("how often each value of a field occurs, over what a list with these parameters holds")
        .key("parameters")
        .begin_array();
    parameter(json, "list", "path", "documents, statements, events …", true, "string");
    parameter(json, "field", "query", "a field of the kind, or a role: speaker, actor, recipient, about, relay, addressee", true,
              "string");
    json.end_array().key("responses").begin_object();
    response(json, "200", "values and counts", "application/json", "Facets");
    problems(json, {"400", "404"});
    json.end_object().end_object().end_object();
}

void relations_path(JsonWriter& json) {
    json.key("/api/v1/relations").begin_object().key("get").begin_object().key("operationId").string("relations");
    json.key("summary")
        .string("what the events between two actors add up to, period by period; also as .csv")
        .key("parameters")
        .begin_array();
    parameter(json, "a", "query", "one side: code, actor id or name", true, "string");
    parameter(json, "b", "query", "the other", true, "string");
    parameter(json, "by", "query", "day, month (default), year or all", false, "string");
    parameter(json, "mood", "query",
              "which events count, between commas: plain (default), negation, hypothetical, future, historical", false, "string");
    parameter(json, "from", "query", "not before this day, YYYY-MM-DD", false, "string");
    parameter(json, "to", "query", "not after it", false, "string");
    json.end_array().key("responses").begin_object();
    response(json, "200", "a row for each direction and period", "application/json", "List");
    problems(json, {"400"});
    json.end_object().end_object().end_object();
}

void extract_path(JsonWriter& json) {
    json.key("/api/v1/extract").begin_object().key("post").begin_object().key("operationId").string("extract");
    json.key("summary")
        .string("a report in, its records out; nothing is kept")
        .key("requestBody")
        .begin_object()
        .key("required")
        .boolean(true);
    json.key("content").begin_object();
    json.key("text/plain").begin_object().key("schema").begin_object().key("type").string("string").end_object().end_object();
    json.key("application/json")
        .begin_object()
        .key("schema")
        .begin_object()
        .key("$ref")
        .string("#/components/schemas/Report")
        .end_object()
        .end_object();
    json.end_object().end_object().key("responses").begin_object();
    response(json, "200", "the records", "application/json", "List");
    problems(json, {"400", "404", "413", "415", "422"});
    json.end_object().end_object().end_object();
}

// Schemas as written: JSON in JSON needs no table.
constexpr std::string_view schemas =
    R"({"Record":{"type":"object","required":["kind","id"],"properties":{"kind":{"type":"string"},"id":{"type":"string"},)"
    R"("document":{"type":"string"},"document_source_id":{"type":"string"}},"additionalProperties":true,)"
    R"("description":"docs/records.md; a document in a list comes without its text; with its opening words and the number of its statements and events"},)"
    R"("List":{"type":"object","required":["items","next","total"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},)"
    R"("next":{"type":["string","null"]},"total":{"type":"integer"}}},)"
    R"("Overview":{"type":"object","required":["documents","statements","events"],"additionalProperties":true},)"
    R"("Explanation":{"type":"object","required":["id","kind","headline","reasons"],"properties":{"reasons":{"type":"array","items":{"type":"object",)"
    R"("properties":{"about":{"type":"string"},"words":{"type":["string","null"]},"start":{"type":["integer","null"]},"end":{"type":["integer","null"]},)"
    R"("says":{"type":"string"}}}}},"additionalProperties":true},)"
    R"("Facets":{"type":"object","properties":{"field":{"type":"string"},"items":{"type":"array","items":{"type":"object","properties":)"
    R"({"value":{"type":"string"},"count":{"type":"integer"}}}}}},)"
    R"("Report":{"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"text":{"type":"string"},)"
    R"("published":{"type":"string","format":"date"},"outlet":{"type":"string"},"url":{"type":"string"}}},)"
    R"("Problem":{"type":"object","required":["title","status"],"properties":{"type":{"type":"string"},"title":{"type":"string"},)"
    R"("status":{"type":"integer"},"detail":{"type":"string"}}}})";

}  // namespace

std::string openapi() {
    JsonWriter json;
    json.begin_object().key("openapi").string("3.1.0").key("info").begin_object().key("title").string("Readout");
    json.key("version")
        .string(program_version())
        .key("summary")
        .string("News reports as records: who said what, who did what to whom, when, where");
    json.key("license")
        .begin_object()
        .key("name")
        .string("Apache-2.0")
        .key("identifier")
        .string("Apache-2.0")
        .end_object()
        .end_object();
    json.key("paths").begin_object();
    for (const SinglePath& one : single_paths) single_path(json, one);
    for (const ListRoute& route : list_routes()) list_path(json, route);
    facets_path(json);
    relations_path(json);
    extract_path(json);
    json.end_object().key("components").begin_object().key("schemas").raw(schemas).end_object().end_object();
    return json.take();
}

}  // namespace readout
