// What made a stream or a store, and what a report is called.
#include "base/ids.h"
#include "record/json.h"
#include "record/record.h"

namespace readout {

std::string_view program_version() { return READOUT_VERSION; }

std::string document_id(const Source& source, std::string_view text) {
    ContentId id;
    id.add(source.id).add(source.outlet).add(source.url).add(source.published ? format_day(*source.published) : "");
    id.add(source.title.value_or("")).add(text);
    return id.finish("doc_");
}

Row run_row(const Run& run) {
    JsonWriter json;
    ContentId made;
    made.add(schema_version).add(program_version()).add(run.model).add(run.knowledge_version).add(run.ontology).add(run.options);
    Row row;
    row.kind = "run";
    row.id = made.finish("run_");
    json.begin_object().key("kind").string("run").key("id").string(row.id);
    json.key("schema_version").number(schema_version).key("readout").string(program_version());
    json.key("model").string_or_null(run.model);
    json.key("knowledge").begin_object().key("version").string_or_null(run.knowledge_version);
    json.key("as_of").string_or_null(run.knowledge_as_of).end_object();
    json.key("ontology").string_or_null(run.ontology);
    json.key("options").raw(run.options.empty() ? "{}" : run.options).end_object();
    row.json = json.take();
    return row;
}

}  // namespace readout
