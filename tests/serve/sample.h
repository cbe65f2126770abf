// tests/serve/sample: a store with a few reports, their records as the record room writes them. The reports were written for
// this.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/utf8.h"
#include "record/json.h"
#include "store/store.h"

namespace readout::test {

struct Who {
    std::string words, name, code, sector;
};

class SampleReport {
public:
    SampleReport(std::string source_id, std::string outlet, std::string published, std::string title, std::string text) {
        rows_.source_id = std::move(source_id);
        rows_.input = "sample.jsonl";
        rows_.title = std::move(title);
        rows_.text = std::move(text);
        rows_.outlet = std::move(outlet);
        rows_.published = parse_day(published);
        rows_.document_id = ContentId().add(rows_.source_id).add(rows_.text).finish("doc_");
        JsonWriter json;
        json.begin_object()
            .key("kind")
            .string("document")
            .key("id")
            .string(rows_.document_id)
            .key("document")
            .string(rows_.document_id);
        json.key("document_source_id").string(rows_.source_id).key("source_id").string(rows_.source_id);
        json.key("title").string_or_null(rows_.title).key("text").string(rows_.text).key("language").string("en");
        json.key("outlet")
            .begin_object()
            .key("name")
            .string_or_null(rows_.outlet)
            .key("country")
            .null()
            .key("type")
            .string("press")
            .end_object();
        json.key("url").null();
        date(json.key("published"), published, "", "given");
        json.key("boilerplate")
            .begin_array()
            .end_array()
            .key("near_duplicate_of")
            .null()
            .key("origin")
            .null()
            .key("story")
            .null()
            .end_object();
        Row row = made("document", rows_.document_id, json.take());
        row.date = {rows_.published, rows_.published};
        rows_.rows.push_back(std::move(row));
    }

    SampleReport& statement(const Who& speaker, const std::string& cue, const std::string& content, const std::string& voice) {
        const std::string id = ContentId().add(rows_.document_id).add(cue).add(content).finish("st_");
        JsonWriter json = begin("statement", id);
        json.key("voice").string(voice).key("form").string("verb");
        spans(json.key("content"), content), spans(json.key("cue"), cue), spans(json.key("source"), speaker.words);
        entities(json.key("speakers"), {speaker});
        json.key("addressees").begin_array().end_array().key("relays").begin_array().end_array();
        json.key("date")
            .begin_object()
            .key("start")
            .null()
            .key("end")
            .string(format_day(*rows_.published))
            .key("precision")
            .string("unknown");
        json.key("basis").null().key("evidence").begin_array().end_array().end_object();
        json.key("polarity")
            .string("affirmed")
            .key("hedge")
            .null()
            .key("about")
            .begin_array()
            .end_array()
            .key("utterance")
            .null();
        json.key("confidence").decimal(0.93, 2).key("rule").string("verb.quote").end_object();
        Row row = made("statement", id, json.take());
        row.category = "verb";
        row.date = {std::nullopt, rows_.published};
        row.entities = {entity("speaker", speaker)};
        rows_.rows.push_back(std::move(row));
        last_statement_ = id;
        return *this;
    }

    SampleReport& event(const std::string& category, int quad, const std::string& trigger, const Who& actor, const Who& recipient,
                        const std::string& day, const std::string& day_words, const std::string& auxiliary = {}) {
        const std::string id = ContentId().add(rows_.document_id).add(category).add(trigger).finish("ev_");
        JsonWriter json = begin("event", id);
        json.key("event").string(category).key("mode").begin_array().end_array().key("context").begin_array().end_array();
        entities(json.key("actor"), {actor}), entities(json.key("recipient"), {recipient});
        date(json.key("date"), day, day_words, "relative");
        json.key("location")
            .null()
            .key("sizes")
            .begin_array()
            .end_array()
            .key("quad_code")
            .number(quad)
            .key("event_scale")
            .decimal(quad > 2 ? -5 : 5, 1);
        spans(json.key("event_text"), trigger);
        json.key("auxiliary").string_or_null(auxiliary).key("asserted_by").begin_array();
        if (!last_statement_.empty())
            json.begin_object().key("statement").string(last_statement_).key("stance").string("asserts").end_object();
        json.end_array().key("statement").string_or_null(last_statement_).key("happening").null();
        json.key("confidence")
            .decimal(0.81, 2)
            .key("rule")
            .string("pattern." + trigger)
            .key("explanation")
            .string("events.tsv:12")
            .end_object();
        Row row = made("event", id, json.take());
        row.category = category;
        row.auxiliary = auxiliary;
        row.date = {parse_day(day), parse_day(day)};
        row.entities = {entity("actor", actor), entity("recipient", recipient)};
        rows_.rows.push_back(std::move(row));
        return *this;
    }

    const ReportRows& rows() const { return rows_; }

private:
    JsonWriter begin(const char* kind, const std::string& id) {
        JsonWriter json;
        json.begin_object().key("kind").string(kind).key("id").string(id).key("document").string(rows_.document_id);
        json.key("document_source_id").string(rows_.source_id).key("sentences").begin_array().number(0).end_array();
        return json;
    }

    static Row made(const char* kind, std::string id, std::string json) {
        Row row;
        row.kind = kind;
        row.id = std::move(id);
        row.json = std::move(json);
        row.confidence = 0.9;
        return row;
    }

    void span_keys(JsonWriter& json, const std::string& words) {
        const std::size_t at = rows_.text.find(words);
        EXPECT_NE(at, std::string::npos) << words;
        const auto start = static_cast<std::int64_t>(count_code_points(std::string_view(rows_.text).substr(0, at)));
        json.key("start")
            .number(start)
            .key("end")
            .number(start + static_cast<std::int64_t>(count_code_points(words)))
            .key("text")
            .string(words);
    }

    void spans(JsonWriter& json, const std::string& words) {
        json.begin_array();
        if (!words.empty()) {
            json.begin_object();
            span_keys(json, words);
            json.end_object();
        }
        json.end_array();
    }

    void entities(JsonWriter& json, const std::vector<Who>& all) {
        json.begin_array();
        for (const Who& who : all) {
            if (who.words.empty()) continue;
            json.begin_object();
            span_keys(json, who.words);
            json.key("name").string_or_null(who.name).key("actor").string_or_null(who.name).key("code").string_or_null(who.code);
            json.key("sector")
                .string_or_null(who.sector)
                .key("metonym")
                .boolean(false)
                .key("antecedent")
                .null()
                .key("rule")
                .string("name");
            json.key("explanation").string("actors.tsv:3").end_object();
        }
        json.end_array();
    }

    void date(JsonWriter& json, const std::string& day, const std::string& words, const std::string& basis) {
        json.begin_object()
            .key("start")
            .string_or_null(day)
            .key("end")
            .string_or_null(day)
            .key("precision")
            .string(day.empty() ? "unknown" : "day");
        json.key("basis").string_or_null(day.empty() ? "" : basis);
        spans(json.key("evidence"), words);
        json.end_object();
    }

    static EntityRow entity(const char* role, const Who& who) {
        return {role, who.name, who.name, who.code, who.sector, who.words};
    }

    ReportRows rows_;
    std::string last_statement_;
};

inline std::vector<SampleReport> sample_reports() {
    const Who ruritania{"Ruritania", "Ruritania", "RUR", "GOV"}, graustark{"Graustark", "Graustark", "GRA", "GOV"};
    std::vector<SampleReport> out;
    out.push_back(
        SampleReport(
            "r1", "Harbour Post", "2022-03-30", "Ferry talks to resume",
            "😀 Ruritania and Graustark will meet on Friday to talk about the ferry line.\n\n“We want the boats to sail again "
            "before summer,” "
            "foreign minister Anna Lang said in Zenda.\n\nLast week Ruritania closed its harbour to boats from Graustark.")
            .statement({"Anna Lang", "Anna Lang", "GRA", "GOV"}, "said", "“We want the boats to sail again before summer,”",
                       "direct")
            .event("AGREE", 1, "will meet", ruritania, graustark, "2022-04-01", "on Friday", "future")
            .event("SANCTION", 4, "closed", {"Ruritania", "Ruritania", "RUR", "GOV"}, graustark, "", "Last week"));
    out.push_back(SampleReport("r2", "Évening Star", "2022-04-02", "",
                               "Ruritania’s king praised Graustark for its patience, the palace said on Saturday.")
                      .statement({"the palace", "", "RUR", "GOV"}, "said", "Ruritania’s king praised Graustark for its patience",
                                 "indirect")
                      .event("SUPPORT", 1, "praised", {"Ruritania’s king", "Rudolf V", "RUR", "GOV"}, graustark, "2022-04-02",
                             "on Saturday"));
    out.push_back(SampleReport("r3", "Harbour Post", "", "<script>alert(1)</script> & the weather",
                               "It rained. <b>Nobody</b> said \"a word\", not even 'one'."));
    return out;
}

inline void fill(Store& store) {
    for (const SampleReport& one : sample_reports()) {
        const auto put = store.put(one.rows());
        EXPECT_TRUE(put.ok()) << put.fault().line();
    }
}

}  // namespace readout::test
