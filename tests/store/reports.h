// tests/store/reports: rows as a reading would give them, made by hand.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "record/json.h"
#include "record/record.h"

namespace readout::test {

inline Day day(const char* text) { return *parse_day(text); }

// {"start": …, "end": …, "text": …} of the first place where `words` stand in `text` (ASCII).
inline void span(JsonWriter& json, const std::string& text, const std::string& words) {
    const auto at = static_cast<std::int64_t>(text.find(words));
    json.begin_object().key("start").number(at).key("end").number(at + static_cast<std::int64_t>(words.size()));
    json.key("text").string(words).end_object();
}

struct Maker {
    ReportRows rows;

    Maker(std::string source_id, std::string text, std::string published = "2022-03-30", std::string outlet = "Harbour Post") {
        rows.source_id = std::move(source_id);
        rows.input = "/tmp/reports.jsonl";
        rows.text = std::move(text);
        rows.outlet = std::move(outlet);
        rows.published = parse_day(published);
        rows.document_id = ContentId().add(rows.source_id).add(rows.outlet).add(published).add(rows.text).finish("doc_");
        JsonWriter json;
        json.begin_object().key("kind").string("document").key("id").string(rows.document_id);
        json.key("source_id").string(rows.source_id).key("title").null().key("text").string(rows.text);
        json.key("outlet").begin_object().key("name").string_or_null(rows.outlet).end_object();
        json.key("near_duplicate_of").null().key("origin").null().key("story").null().end_object();
        Row row;
        row.kind = "document";
        row.id = rows.document_id;
        row.json = json.take();
        row.date = {rows.published, rows.published};
        row.confidence = 1;
        rows.rows.push_back(std::move(row));
    }

    Row& add(const char* kind, const char* id_prefix, JsonWriter& json, std::string id, std::string category) {
        (void)id_prefix;
        json.end_object();
        Row row;
        row.kind = kind;
        row.id = std::move(id);
        row.json = json.take();
        row.category = std::move(category);
        row.confidence = 0.9;
        rows.rows.push_back(std::move(row));
        return rows.rows.back();
    }

    Maker& event(const std::string& category, const std::string& trigger, EntityRow actor, EntityRow recipient,
                 const char* date = nullptr, const std::string& auxiliary = {}) {
        std::string id = ContentId().add(rows.document_id).add(category).add(trigger).finish("ev_");
        JsonWriter json;
        json.begin_object().key("kind").string("event").key("id").string(id).key("document").string(rows.document_id);
        json.key("event").string(category).key("mode").begin_array().string("explosives").end_array();
        json.key("event_text").begin_array();
        span(json, rows.text, trigger);
        json.end_array().key("auxiliary").string_or_null(auxiliary).key("quad_code").number(4).key("event_scale").decimal(-9, 1);
        json.key("happening").null();
        Row& row = add("event", "ev_", json, std::move(id), category);
        row.auxiliary = auxiliary;
        if (date != nullptr) row.date = {day(date), day(date)};
        actor.role = "actor";
        recipient.role = "recipient";
        row.entities = {actor, recipient};
        return *this;
    }

    Maker& statement(const std::string& content, EntityRow speaker) {
        std::string id = ContentId().add(rows.document_id).add(content).finish("st_");
        JsonWriter json;
        json.begin_object().key("kind").string("statement").key("id").string(id).key("document").string(rows.document_id);
        json.key("voice").string("direct").key("content").begin_array();
        span(json, rows.text, content);
        json.end_array().key("utterance").null();
        Row& row = add("statement", "st_", json, std::move(id), "verb");
        row.date = {std::nullopt, rows.published};
        speaker.role = "speaker";
        row.entities = {speaker};
        return *this;
    }
};

inline EntityRow country(const std::string& name, const std::string& code) { return {"", name, code, code, "GOV", name}; }
inline EntityRow person(const std::string& mention, const std::string& name, const std::string& actor, const std::string& code) {
    return {"", name, actor, code, "GOV", mention};
}

}  // namespace readout::test
