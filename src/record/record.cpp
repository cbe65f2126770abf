#include "record/record.h"

#include <array>
#include <set>
#include <utility>

#include "base/ids.h"
#include "base/utf8.h"
#include "record/json.h"

namespace readout {
namespace {

// Writes the parts that all records share, for one reading: spans in code points, dates, people, places.
class Pen {
public:
    explicit Pen(const Reading& reading)
        : reading_(reading),
          text_(reading.document.text),
          body_(reading.document.body),
          title_map_(text_.substr(0, body_)),
          body_map_(text_.substr(body_)) {}

    bool in_title(Span span) const { return span.start < body_; }

    Span code_points(Span span) const {
        return in_title(span) ? title_map_.to_code_points(span)
                              : body_map_.to_code_points({span.start - body_, span.end - body_});
    }

    void span_keys(JsonWriter& json, Span span) const {
        const Span shown = code_points(span);
        json.key("start").number(shown.start).key("end").number(shown.end).key("text").string(slice(text_, span));
        if (in_title(span)) json.key("field").string("title");
    }

    void span(JsonWriter& json, Span one) const {
        json.begin_object();
        span_keys(json, one);
        json.end_object();
    }

    void span_or_null(JsonWriter& json, const std::optional<Span>& one) const {
        if (one) {
            span(json, *one);
        } else {
            json.null();
        }
    }

    void spans(JsonWriter& json, const std::vector<Span>& all) const {
        json.begin_array();
        for (const Span one : all) span(json, one);
        json.end_array();
    }

    void date(JsonWriter& json, const DateValue& value) const {
        json.begin_object();
        day(json.key("start"), value.range.start);
        day(json.key("end"), value.range.end);
        json.key("precision").string(name_of(value.precision)).key("basis").string_or_null(value.basis);
        spans(json.key("evidence"), value.evidence);
        json.end_object();
    }

    void participant(JsonWriter& json, const Participant& who) const {
        static const Entity unknown;
        const Entity& entity = who.entity == no_index ? unknown : reading_.cast.entities[static_cast<std::size_t>(who.entity)];
        json.begin_object();
        span_keys(json, who.span);
        json.key("name").string_or_null(entity.name).key("actor").string_or_null(entity.actor);
        json.key("code").string_or_null(entity.code.empty() ? who.code : entity.code);
        json.key("sector").string_or_null(who.sector.empty() ? entity.sector : who.sector);
        strings(json.key("sectors"), entity.sectors);
        number_or_null(json.key("ccode"), entity.ccode);
        number_or_null(json.key("gwcode"), entity.gwcode);
        json.key("wikidata").string_or_null(entity.wikidata).key("office").string_or_null(entity.office);
        json.key("metonym").boolean(who.metonym);
        span_or_null(json.key("antecedent"), who.antecedent);
        std::string_view rule;
        if (who.mention != no_index) rule = reading_.cast.mentions[static_cast<std::size_t>(who.mention)].rule;
        json.key("rule").string_or_null(rule).key("explanation").string_or_null(entity.explanation);
        json.end_object();
    }

    void participants(JsonWriter& json, const std::vector<Participant>& all) const {
        json.begin_array();
        for (const Participant& one : all) participant(json, one);
        json.end_array();
    }

    void place(JsonWriter& json, const std::optional<PlaceMention>& where) const {
        if (!where) {
            json.null();
            return;
        }
        json.begin_object();
        span_keys(json, where->span);
        json.key("name").string_or_null(where->place.name).key("country").string_or_null(where->place.country);
        coordinate(json.key("latitude"), where->place.latitude);
        coordinate(json.key("longitude"), where->place.longitude);
        number_or_null(json.key("geonameid"), where->place.geonameid);
        json.key("precision").string_or_null(where->place.precision);
        json.end_object();
    }

    static void strings(JsonWriter& json, const std::vector<std::string>& all) {
        json.begin_array();
        for (const std::string& one : all) json.string(one);
        json.end_array();
    }

    static void day(JsonWriter& json, const std::optional<Day>& value) { json.string_or_null(value ? format_day(*value) : ""); }

    static void number_or_null(JsonWriter& json, std::int64_t value) {
        if (value == 0) {
            json.null();
        } else {
            json.number(value);
        }
    }

    EntityRow row(std::string role, const Participant& who) const {
        EntityRow out;
        out.role = std::move(role);
        out.text = slice(text_, who.span);
        if (who.entity != no_index) {
            const Entity& entity = reading_.cast.entities[static_cast<std::size_t>(who.entity)];
            out.name = entity.name;
            out.actor = entity.actor;
            out.code = entity.code.empty() ? who.code : entity.code;
            out.sector = who.sector.empty() ? entity.sector : who.sector;
        } else {
            out.code = who.code;
            out.sector = who.sector;
        }
        return out;
    }

private:
    static void coordinate(JsonWriter& json, const std::optional<double>& value) {
        if (value) {
            json.decimal(*value, 5);
        } else {
            json.null();
        }
    }

    const Reading& reading_;
    std::string_view text_;
    std::uint32_t body_;
    CodePoints title_map_, body_map_;
};

// Adds what `st_` and `ev_` ids are made of: places in the text, in code points.
void add_spans(ContentId& id, const Pen& pen, const std::vector<Span>& spans) {
    for (const Span span : spans) {
        const Span shown = pen.code_points(span);
        id.add(pen.in_title(span) ? "title" : "text").add(shown.start).add(shown.end);
    }
}

void add_spans(ContentId& id, const Pen& pen, const std::vector<Participant>& people) {
    for (const Participant& who : people) add_spans(id, pen, std::vector<Span>{who.span});
}

class Rows {
public:
    Rows(const Reading& reading, const RowOptions& options) : reading_(reading), options_(options), pen_(reading) {}

    ReportRows write() {
        out_.source_id = document().source.id;
        out_.input = document().source.input;
        out_.document_id = document_id(document().source, std::string_view(document().text).substr(document().body));
        out_.title = title();
        out_.text = document().text.substr(document().body);
        out_.outlet = reading_.outlet.name;
        out_.published = reading_.times.published.range.start;
        out_.origin = credited_agency();
        name_records();
        write_document();
        if (options_.sentences) write_sentences();
        if (options_.tokens) write_tokens();
        if (options_.times) write_times();
        for (std::size_t i = 0; i < reading_.statements.size(); ++i) write_statement(i);
        for (std::size_t i = 0; i < reading_.events.size(); ++i) write_event(i);
        return std::move(out_);
    }

private:
    const Document& document() const { return reading_.document; }

    std::string title() const {
        if (document().source.title) return *document().source.title;
        for (const Paragraph& paragraph : document().paragraphs)
            if (paragraph.kind == ParagraphKind::title) return std::string(document().words(paragraph.span));
        return {};
    }

    std::string credited_agency() const {
        if (document().byline_agency) return std::string(document().words(*document().byline_agency));
        if (document().dateline && document().dateline->agency)
            return std::string(document().words(*document().dateline->agency));
        return {};
    }

    // Two records of one kind and place (a verb that is two events) are told apart by their order.
    std::string unique(ContentId id, std::string_view prefix) {
        for (int turn = 1;; ++turn) {
            std::string name = id.finish(prefix);
            if (used_.insert(name).second) return name;
            id.add(turn);
        }
    }

    void name_records() {
        for (const Statement& one : reading_.statements) {
            ContentId id;
            id.add(out_.document_id).add("statement").add(name_of(one.form));
            add_spans(id, pen_, one.cue.empty() ? one.content : one.cue);
            add_spans(id, pen_, one.speakers);
            statement_ids_.push_back(unique(id, "st_"));
        }
        for (const Event& one : reading_.events) {
            ContentId id;
            id.add(out_.document_id).add("event").add(one.category);
            add_spans(id, pen_, one.trigger);
            add_spans(id, pen_, one.actor);
            add_spans(id, pen_, one.recipient);
            event_ids_.push_back(unique(id, "ev_"));
        }
    }

    void begin(JsonWriter& json, std::string_view kind, std::string_view id) const {
        json.begin_object().key("kind").string(kind).key("id").string(id);
        json.key("document").string(out_.document_id).key("document_source_id").string(out_.source_id);
    }

    Row& add(std::string kind, std::string id, JsonWriter& json) {
        json.end_object();
        Row row;
        row.kind = std::move(kind);
        row.id = std::move(id);
        row.json = json.take();
        out_.rows.push_back(std::move(row));
        return out_.rows.back();
    }

    void write_document() {
        const Source& source = document().source;
        JsonWriter json;
        begin(json, "document", out_.document_id);
        json.key("source_id").string(source.id);
        json.key("title").string_or_null(out_.title).key("text").string(out_.text);
        json.key("language").string_or_null(source.language).key("translated_from").null();
        json.key("outlet").begin_object();
        json.key("name").string_or_null(reading_.outlet.name).key("domain").string_or_null(reading_.outlet.domain);
        json.key("country").string_or_null(reading_.outlet.country).key("type").string_or_null(reading_.outlet.type);
        json.key("affiliation").string_or_null(reading_.outlet.affiliation).end_object();
        json.key("url").string_or_null(source.url).key("retrieved_at").string_or_null(source.retrieved_at);
        pen_.date(json.key("published"), reading_.times.published);
        pen_.spans(json.key("boilerplate"), document().boilerplate);
        json.key("near_duplicate_of").null().key("origin").string_or_null(out_.origin).key("story").null();
        Row& row = add("document", out_.document_id, json);
        row.date = reading_.times.published.range;
        row.confidence = 1;
    }

    void write_sentences() {
        for (std::size_t i = 0; i < document().sentences.size(); ++i) {
            const Sentence& one = document().sentences[i];
            JsonWriter json;
            std::string id = out_.document_id + ":s" + std::to_string(i);
            begin(json, "sentence", id);
            json.key("index").number(static_cast<std::int64_t>(i));
            pen_.span_keys(json, one.span);
            json.key("paragraph").number(one.paragraph);
            add("sentence", std::move(id), json);
        }
    }

    void write_tokens() {
        const Parse& parse = reading_.parse;
        for (std::size_t s = 0; s < document().sentences.size(); ++s) {
            const Sentence& sentence = document().sentences[s];
            for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
                JsonWriter json;
                std::string id = out_.document_id + ":t" + std::to_string(t);
                begin(json, "token", id);
                json.key("index").number(t).key("sentence").number(static_cast<std::int64_t>(s));
                pen_.span_keys(json, document().tokens[t].span);
                json.key("id").number(t - sentence.first + 1).key("form").string(document().word(t));
                json.key("lemma").string_or_null(parse.lemma[t]).key("upos").string(name_of(parse.upos[t]));
                json.key("xpos").string_or_null(parse.xpos[t]).key("feats").string_or_null(parse.feats[t]);
                const std::int32_t head = parse.head[t];
                json.key("head").number(head == no_head ? 0 : head - static_cast<std::int32_t>(sentence.first) + 1);
                json.key("deprel").string(name_of(parse.relation[t]));
                json.key("misc").string_or_null(document().tokens[t].space_after ? "" : "SpaceAfter=No");
                add("token", std::move(id), json);
            }
        }
    }

    void write_times() {
        for (const Timex& one : reading_.times.timexes) {
            ContentId made;
            made.add(out_.document_id).add("timex");
            add_spans(made, pen_, std::vector<Span>{one.span});
            std::string id = unique(made, "tx_");
            JsonWriter json;
            begin(json, "timex", id);
            pen_.span_keys(json, one.span);
            json.key("type").string(name_of(one.type)).key("value").string_or_null(one.value);
            pen_.date(json.key("date"), one.date);
            finish(json, one.confidence, one.rule, one.explanation);
            Row& row = add("timex", std::move(id), json);
            row.date = one.date.range;
            row.confidence = one.confidence;
        }
    }

    // A statement that a dated report tells of was made on that day or before; that much is known without a word for it.
    DateValue said_by(DateValue date) const {
        if (!date.known()) date.range.end = reading_.times.published.range.end;
        return date;
    }

    void write_statement(std::size_t index) {
        const Statement& one = reading_.statements[index];
        JsonWriter json;
        begin(json, "statement", statement_ids_[index]);
        sentences(json, one.sentences);
        json.key("voice").string(name_of(one.voice)).key("form").string(name_of(one.form));
        pen_.spans(json.key("content"), one.content);
        pen_.spans(json.key("cue"), one.cue);
        pen_.spans(json.key("source"), one.source);
        pen_.participants(json.key("speakers"), one.speakers);
        pen_.participants(json.key("addressees"), one.addressees);
        json.key("relays").begin_array();
        for (const Relay& relay : one.relays) {
            json.begin_object();
            pen_.participant(json.key("entity"), relay.who);
            pen_.spans(json.key("cue"), relay.cue);
            json.end_object();
        }
        json.end_array();
        const DateValue date = said_by(one.date);
        pen_.date(json.key("date"), date);
        pen_.place(json.key("place"), one.place);
        json.key("polarity").string(one.negated ? "negated" : "affirmed");
        pen_.span_or_null(json.key("hedge"), one.hedge);
        pen_.participants(json.key("about"), one.about);
        json.key("parent").string_or_null(one.parent == no_index ? "" : statement_ids_[static_cast<std::size_t>(one.parent)]);
        json.key("utterance").null();
        finish(json, one.confidence, one.rule, {});
        Row& row = add("statement", statement_ids_[index], json);
        row.category = name_of(one.form);
        row.date = date.range;
        row.confidence = one.confidence;
        people(row, "speaker", one.speakers);
        people(row, "addressee", one.addressees);
        people(row, "about", one.about);
        for (const Relay& relay : one.relays) row.entities.push_back(pen_.row("relay", relay.who));
    }

    void write_event(std::size_t index) {
        const Event& one = reading_.events[index];
        JsonWriter json;
        begin(json, "event", event_ids_[index]);
        sentences(json, one.sentences);
        json.key("event").string(one.category);
        Pen::strings(json.key("mode"), one.modes);
        Pen::strings(json.key("context"), one.contexts);
        pen_.participants(json.key("actor"), one.actor);
        pen_.participants(json.key("recipient"), one.recipient);
        pen_.date(json.key("date"), one.date);
        pen_.place(json.key("location"), one.location);
        sizes(json.key("sizes"), one.sizes);
        Pen::number_or_null(json.key("quad_code"), one.quad_code);
        json.key("event_scale").decimal(one.scale, 1).key("cameo").string_or_null(one.cameo);
        pen_.spans(json.key("event_text"), one.trigger);
        json.key("auxiliary").string_or_null(auxiliary_name(one.auxiliary()));
        json.key("auxiliaries").begin_array();
        for (const Auxiliary auxiliary : one.auxiliaries) json.string(name_of(auxiliary));
        json.end_array();
        assertions(json, one);
        content_event(json.key("content_event"), one.content);
        json.key("happening").null();
        finish(json, one.confidence, one.rule, one.explanation);
        Row& row = add("event", event_ids_[index], json);
        row.category = one.category;
        row.auxiliary = auxiliary_name(one.auxiliary());
        row.date = one.date.range;
        row.confidence = one.confidence;
        people(row, "actor", one.actor);
        people(row, "recipient", one.recipient);
    }

    static std::string_view auxiliary_name(Auxiliary auxiliary) {
        return auxiliary == Auxiliary::none ? std::string_view() : name_of(auxiliary);
    }

    void assertions(JsonWriter& json, const Event& event) const {
        std::string first;
        json.key("asserted_by").begin_array();
        for (const Assertion& one : event.asserted_by) {
            json.begin_object();
            if (one.statement == no_index) {
                json.key("outlet").string_or_null(reading_.outlet.name);
            } else {
                const std::string& id = statement_ids_[static_cast<std::size_t>(one.statement)];
                if (first.empty()) first = id;
                json.key("statement").string(id);
            }
            json.key("stance").string(one.stance).end_object();
        }
        json.end_array().key("statement").string_or_null(first);
    }

    void content_event(JsonWriter& json, const std::optional<ContentEvent>& content) const {
        if (!content) {
            json.null();
            return;
        }
        json.begin_object().key("event").string_or_null(content->event);
        pen_.participants(json.key("actor"), content->actor);
        pen_.participants(json.key("recipient"), content->recipient);
        pen_.date(json.key("date"), content->date);
        json.end_object();
    }

    void sizes(JsonWriter& json, const std::vector<Size>& all) const {
        const auto amount = [&](const std::optional<double>& value) {
            if (!value) {
                json.null();
            } else if (*value == static_cast<double>(static_cast<std::int64_t>(*value))) {
                json.number(static_cast<std::int64_t>(*value));
            } else {
                json.decimal(*value, 2);
            }
        };
        json.begin_array();
        for (const Size& one : all) {
            json.begin_object().key("what").string(one.what);
            json.key("min");
            amount(one.min);
            json.key("max");
            amount(one.max);
            json.key("unit").string_or_null(one.unit);
            Pen::day(json.key("cumulative_since"), one.cumulative_since);
            pen_.span(json.key("span"), one.span);
            json.end_object();
        }
        json.end_array();
    }

    static void sentences(JsonWriter& json, const std::vector<std::uint32_t>& all) {
        json.key("sentences").begin_array();
        for (const std::uint32_t one : all) json.number(one);
        json.end_array();
    }

    static void finish(JsonWriter& json, double confidence, std::string_view rule, std::string_view explanation) {
        json.key("confidence").decimal(confidence, 2).key("rule").string_or_null(rule);
        json.key("explanation").string_or_null(explanation);
    }

    void people(Row& row, const char* role, const std::vector<Participant>& all) const {
        for (const Participant& who : all) row.entities.push_back(pen_.row(role, who));
    }

    const Reading& reading_;
    const RowOptions& options_;
    Pen pen_;
    ReportRows out_;
    std::vector<std::string> statement_ids_, event_ids_;
    std::set<std::string> used_;
};

}  // namespace

ReportRows to_rows(const Reading& reading, const RowOptions& options) { return Rows(reading, options).write(); }

}  // namespace readout
