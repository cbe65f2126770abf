// Why is this record as it is? Every part of it with its words, and what decided on them.
#include <algorithm>

#include "base/utf8.h"
#include "record/read_json.h"
#include "store/store.h"

namespace readout {
namespace {

void add(std::string& out, std::string_view more, std::string_view between = ", ") {
    if (more.empty()) return;
    if (!out.empty()) out += between;
    out += more;
}

class Explainer {
public:
    Explainer(Store& store, JsonValue record) : store_(store), record_(record) {}

    Result<Explanation> run(std::string_view id) {
        out_.id = id;
        out_.kind = json_text(record_, "kind");
        if (out_.kind == "document") {
            document();
        } else if (out_.kind == "statement") {
            statement();
        } else if (out_.kind == "event") {
            event();
        } else {
            other();
        }
        decision();
        if (auto done = report(); !done) return done.fault();
        auto runs = store_.runs();
        if (!runs) return runs.fault();
        out_.runs = std::move(*runs);
        return std::move(out_);
    }

private:
    std::string text(std::string_view key) const { return std::string(json_text(record_, key)); }

    Reason& reason(std::string about, std::optional<JsonValue> span, std::string says) {
        Reason one{std::move(about), {}, std::move(says), {}, {}};
        if (span) {
            one.words = json_text(*span, "text");
            const auto start = json_number(*span, "start"), end = json_number(*span, "end");
            const bool in_title = json_text(*span, "field") == "title";
            if (in_title) one.about += " (title)";
            if (start && end && !in_title) {
                one.start = static_cast<std::uint32_t>(*start);
                one.end = static_cast<std::uint32_t>(*end);
                first_ = std::min(first_, *one.start);
                last_ = std::max(last_, *one.end);
            }
        }
        out_.reasons.push_back(std::move(one));
        return out_.reasons.back();
    }

    void spans(std::string_view key, const std::string& about, const std::string& says) {
        for (const JsonValue span : json_items(record_, key)) reason(about, span, says);
    }

    static std::string who(JsonValue entity) {
        std::string says(json_text(entity, "name"));
        std::string code(json_text(entity, "code"));
        add(code, json_text(entity, "sector"), " ");
        add(says, code);
        add(says, json_text(entity, "office"));
        if (says.empty()) says = "not identified";
        bool metonym = false;
        if (const auto found = json_at(entity, "metonym"); found && !found->get(metonym) && metonym)
            add(says, "the place stands for its government");
        if (const auto antecedent = json_at(entity, "antecedent"))
            add(says, "stands for “" + std::string(json_text(*antecedent, "text")) + "”");
        add(says, json_text(entity, "rule"), " · ");
        add(says, json_text(entity, "explanation"), " · ");
        return says;
    }

    void entities(std::string_view key, const std::string& about) {
        for (const JsonValue entity : json_items(record_, key)) reason(about, entity, who(entity));
    }

    void date(std::string_view key, const std::string& about) {
        const auto value = json_at(record_, key);
        if (!value) return;
        const std::string start(json_text(*value, "start")), end(json_text(*value, "end"));
        std::string says;
        if (start.empty() && end.empty()) {
            says = "unknown";
        } else {
            says = start == end ? start : (start.empty() ? "…" : start) + " to " + (end.empty() ? "…" : end);
            add(says, json_text(*value, "precision"));
            add(says, json_text(*value, "basis"));
        }
        const auto evidence = json_items(*value, "evidence");
        if (evidence.empty()) reason(about, std::nullopt, says);
        for (const JsonValue span : evidence) reason(about, span, says);
    }

    void place(std::string_view key) {
        const auto value = json_at(record_, key);
        if (!value) return;
        std::string says(json_text(*value, "name"));
        add(says, json_text(*value, "country"));
        add(says, json_text(*value, "precision"));
        if (const auto id = json_number(*value, "geonameid"))
            add(says, "GeoNames " + std::to_string(static_cast<long long>(*id)));
        reason("place", *value, says);
    }

    void statement() {
        std::string speakers;
        for (const JsonValue entity : json_items(record_, "speakers")) {
            const std::string_view name = json_text(entity, "name");
            add(speakers, name.empty() ? json_text(entity, "text") : name);
        }
        out_.headline = (speakers.empty() ? "somebody" : speakers) + ": " + text("voice") + " statement, " + text("form");
        if (text("polarity") == "negated") out_.headline += ", negated";
        spans("content", "content", "what is said");
        spans("cue", "cue", "says that it is said");
        spans("source", "source", "whose words these are");
        entities("speakers", "speaker");
        entities("addressees", "addressee");
        for (const JsonValue relay : json_items(record_, "relays")) {
            if (const auto entity = json_at(relay, "entity")) reason("relay", *entity, who(*entity));
            for (const JsonValue cue : json_items(relay, "cue")) reason("relay cue", cue, "says that it was passed on");
        }
        entities("about", "about");
        if (const auto hedge = json_at(record_, "hedge")) reason("hedge", *hedge, "not vouched for");
        date("date", "date");
        place("place");
        if (const std::string parent = text("parent"); !parent.empty()) reason("nested in", std::nullopt, parent);
    }

    void event() {
        out_.headline = text("event");
        std::string modes;
        for (const JsonValue mode : json_items(record_, "mode")) {
            std::string_view name;
            if (!mode.get(name)) add(modes, name);
        }
        if (!modes.empty()) out_.headline += " (" + modes + ")";
        const std::string auxiliary = text("auxiliary");
        out_.headline += auxiliary.empty() ? ", plain" : ", " + auxiliary;
        spans("event_text", "trigger", text("event"));
        entities("actor", "actor");
        entities("recipient", "recipient");
        date("date", "date");
        place("location");
        for (const JsonValue size : json_items(record_, "sizes"))
            if (const auto span = json_at(size, "span")) reason("size", *span, std::string(json_text(size, "what")));
        for (const JsonValue assertion : json_items(record_, "asserted_by")) asserted(assertion);
        if (const auto content = json_at(record_, "content_event"))
            reason("content", std::nullopt, std::string(json_text(*content, "event")));
    }

    void asserted(JsonValue assertion) {
        const std::string stance(json_text(assertion, "stance"));
        const std::string_view id = json_text(assertion, "statement");
        if (id.empty()) {
            reason("asserted by", std::nullopt, "the outlet in its own voice, " + stance);
            return;
        }
        std::string says = std::string(id) + " " + stance;
        simdjson::dom::parser parser;
        if (const auto json = store_.record(id)) {
            JsonValue statement;
            if (!parser.parse(*json).get(statement)) {
                std::string speakers;
                for (const JsonValue entity : json_items(statement, "speakers")) {
                    const std::string_view name = json_text(entity, "name");
                    add(speakers, name.empty() ? json_text(entity, "text") : name);
                }
                says = (speakers.empty() ? std::string("somebody") : speakers) + ", " + stance + " (" + std::string(id) + ")";
                for (const JsonValue cue : json_items(statement, "cue")) {
                    reason("asserted by", cue, says);
                    return;
                }
            }
        }
        reason("asserted by", std::nullopt, says);
    }

    void document() {
        out_.headline = text("title").empty() ? "a report without a title" : text("title");
        if (const auto outlet = json_at(record_, "outlet")) {
            std::string says(json_text(*outlet, "name"));
            for (const std::string_view key : {"type", "country", "affiliation"}) add(says, json_text(*outlet, key));
            reason("outlet", std::nullopt, says.empty() ? "unknown" : says);
        }
        date("published", "published");
        if (const std::string origin = text("origin"); !origin.empty())
            reason("origin", std::nullopt, origin + ", the agency it credits");
        spans("boilerplate", "boilerplate", "no part of the report: not read");
    }

    void other() {
        out_.headline = out_.kind;
        for (const std::string_view list : {"events", "statements", "documents"})
            for (const JsonValue id : json_items(record_, list)) {
                std::string_view name;
                if (!id.get(name)) reason(std::string(list), std::nullopt, std::string(name));
            }
    }

    void decision() {
        std::string says = text("rule");
        if (says.empty()) return;
        add(says, text("explanation"), " · ");
        if (const auto confidence = json_number(record_, "confidence")) {
            char number[16];
            std::snprintf(number, sizeof number, "%.2f", *confidence);
            add(says, std::string("confidence ") + number, " · ");
        }
        reason("rule", std::nullopt, says);
    }

    Result<void> report() {
        out_.document = out_.kind == "document" ? out_.id : text("document");
        if (out_.document.empty()) return {};
        const auto json = store_.record(out_.document);
        if (!json) return json.fault();
        simdjson::dom::parser parser;
        JsonValue document;
        if (parser.parse(*json).get(document))
            return Fault{FaultKind::corrupt, "a report's JSON cannot be read", out_.document, {}};
        out_.source_id = json_text(document, "source_id");
        if (const auto outlet = json_at(document, "outlet")) out_.outlet = json_text(*outlet, "name");
        if (const auto published = json_at(document, "published")) out_.published = json_text(*published, "start");
        if (first_ < last_ && out_.kind != "document") out_.sentence = around(json_text(document, "text"));
        return {};
    }

    // The paragraph(s) the record's words stand in, at most some 600 bytes.
    std::string around(std::string_view words) const {
        const CodePoints map(words);
        const std::size_t all = count_code_points(words);
        std::size_t start = map.to_byte(static_cast<std::uint32_t>(std::min<std::size_t>(first_, all)));
        std::size_t end = map.to_byte(static_cast<std::uint32_t>(std::min<std::size_t>(last_, all)));
        constexpr std::size_t most = 300;
        for (std::size_t back = 0; start > 0 && back < most && words[start - 1] != '\n'; ++back) --start;
        for (std::size_t on = 0; end < words.size() && on < most && words[end] != '\n'; ++on) ++end;
        while (start < end && (static_cast<unsigned char>(words[start]) & 0xC0) == 0x80) ++start;
        while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) ++end;
        return std::string(words.substr(start, end - start));
    }

    Store& store_;
    JsonValue record_;
    Explanation out_;
    std::uint32_t first_ = UINT32_MAX, last_ = 0;
};

}  // namespace

Result<Explanation> explain(Store& store, std::string_view id) {
    const auto json = store.record(id);
    if (!json) return json.fault();
    simdjson::dom::parser parser;
    JsonValue record;
    if (parser.parse(*json).get(record))
        return Fault{FaultKind::corrupt, "the record's JSON cannot be read", std::string(id), {}};
    return Explainer(store, record).run(id);
}

}  // namespace readout
