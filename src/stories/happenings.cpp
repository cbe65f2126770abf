// Events of several reports that are one event of the world, and the numbers on which they differ.
#include "stories/happenings.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ids.h"
#include "record/json.h"
#include "record/read_json.h"
#include "stories/words.h"

namespace readout {
namespace {

struct Size {
    std::string what;
    double min = 0, max = 0;
};

struct Told {
    std::size_t report = 0;
    const Row* row = nullptr;
    std::set<std::string> actors, recipients, modes;  // who is identified, by actor id or name
    std::size_t recipient_count = 0;
    std::string trigger;
    std::string place, country;  // place: only where it is a city or finer
    std::vector<Size> sizes;
};

std::string key_of(const EntityRow& entity) { return entity.actor.empty() ? entity.name : entity.actor; }

Told told_by(std::size_t report, const Row& row, simdjson::dom::parser& parser) {
    Told out;
    out.report = report;
    out.row = &row;
    for (const EntityRow& entity : row.entities) {
        const std::string key = key_of(entity);
        if (entity.role == "recipient") ++out.recipient_count;
        if (key.empty()) continue;
        if (entity.role == "actor") out.actors.insert(key);
        if (entity.role == "recipient") out.recipients.insert(key);
    }
    JsonValue event;
    if (parser.parse(row.json).get(event)) return out;
    for (const JsonValue mode : json_items(event, "mode")) {
        std::string_view name;
        if (!mode.get(name)) out.modes.insert(std::string(name));
    }
    for (const JsonValue span : json_items(event, "event_text"))
        for (const Word& word : words_of(json_text(span, "text"))) out.trigger += word.text.substr(0, 5) + " ";
    if (const auto location = json_at(event, "location")) {
        out.country = json_text(*location, "country");
        const std::string_view precision = json_text(*location, "precision");
        if (precision == "city" || precision == "point") out.place = json_text(*location, "name");
    }
    for (const JsonValue size : json_items(event, "sizes")) {
        const auto least = json_number(size, "min"), most = json_number(size, "max");
        if ((least || most) && !json_at(size, "cumulative_since"))
            out.sizes.push_back({std::string(json_text(size, "what")), least.value_or(most.value_or(0)), most.value_or(1e300)});
    }
    return out;
}

bool within(const std::set<std::string>& small, const std::set<std::string>& large) {
    return std::includes(large.begin(), large.end(), small.begin(), small.end());
}

bool agree(const std::set<std::string>& a, const std::set<std::string>& b) { return within(a, b) || within(b, a); }

bool known(const DateRange& date) { return date.start && date.end; }

bool overlap(const DateRange& a, const DateRange& b) { return *a.start <= *b.end && *b.start <= *a.end; }

bool published_within(const ReportRows& a, const ReportRows& b, int days) {
    return a.published && b.published && std::abs(*a.published - *b.published) <= days;
}

// Is there nothing against, and enough for, the two being one?
bool are_one(const Told& a, const Told& b, const std::vector<ReportRows>& reports, bool one_story) {
    if (a.actors.empty() || b.actors.empty() || !agree(a.actors, b.actors)) return false;
    if (a.recipients.empty() != b.recipients.empty() || !agree(a.recipients, b.recipients)) return false;
    if ((a.recipient_count > 0) != (b.recipient_count > 0)) return false;
    if (!a.modes.empty() && !b.modes.empty() && !agree(a.modes, b.modes)) return false;
    if (!a.place.empty() && !b.place.empty() && a.place != b.place) return false;
    if (!a.country.empty() && !b.country.empty() && a.country != b.country) return false;
    const bool both_sides = !a.recipients.empty();
    const bool same_word = !a.trigger.empty() && a.trigger == b.trigger;
    const DateRange &da = a.row->date, &db = b.row->date;
    const ReportRows &ra = reports[a.report], &rb = reports[b.report];
    if (known(da) && known(db)) {
        if (!overlap(da, db)) return false;
        const bool same_day = *da.start == *da.end && *db.start == *db.end;
        return one_story ? both_sides || same_word : same_day && both_sides && same_word && published_within(ra, rb, 3);
    }
    // A day is missing: the same report of the same day in other words, or nothing.
    return one_story && both_sides && same_word && published_within(ra, rb, 2);
}

class Happenings {
public:
    Happenings(const std::vector<ReportRows>& reports, const std::vector<std::size_t>& copies,
               const std::vector<std::size_t>& stories, Linked& out)
        : reports_(reports), copies_(copies), stories_(stories), out_(out) {}

    void find() {
        simdjson::dom::parser parser;
        for (std::size_t i = 0; i < reports_.size(); ++i)
            for (const Row& row : reports_[i].rows)
                if (row.kind == "event" && row.auxiliary.empty()) told_.push_back(told_by(i, row, parser));
        Groups groups(told_.size());
        join(groups);
        std::map<std::size_t, std::vector<std::size_t>> members;
        for (std::size_t i = 0; i < told_.size(); ++i) members[groups.of(i)].push_back(i);
        for (const auto& [first, group] : members)
            if (group.size() > 1) write(group);
    }

private:
    // Candidates share a category and an actor. A group's days and places must agree among all of its members.
    void join(Groups& groups) {
        std::map<std::string, std::vector<std::size_t>> by_actor;
        std::map<std::size_t, std::vector<std::size_t>> members;
        for (std::size_t i = 0; i < told_.size(); ++i) {
            members[i] = {i};
            std::set<std::size_t> tried;
            for (const std::string& actor : told_[i].actors) {
                auto& others = by_actor[told_[i].row->category + " " + actor];
                const std::size_t from = others.size() > 400 ? others.size() - 400 : 0;  // the latest read
                for (std::size_t k = from; k < others.size(); ++k) {
                    const std::size_t j = others[k];
                    if (!tried.insert(j).second || told_[i].report == told_[j].report || groups.of(i) == groups.of(j)) continue;
                    if (!one(i, j) || !all_agree(members[groups.of(i)], members[groups.of(j)])) continue;
                    std::vector<std::size_t> both = members[groups.of(i)];
                    const auto& more = members[groups.of(j)];
                    both.insert(both.end(), more.begin(), more.end());
                    groups.join(i, j);
                    members[groups.of(i)] = std::move(both);
                }
                others.push_back(i);
            }
        }
    }

    bool one(std::size_t i, std::size_t j) const {
        return are_one(told_[i], told_[j], reports_, stories_[told_[i].report] == stories_[told_[j].report]);
    }

    bool all_agree(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) const {
        for (const std::size_t i : a)
            for (const std::size_t j : b) {
                const Told &x = told_[i], &y = told_[j];
                if (known(x.row->date) && known(y.row->date) && !overlap(x.row->date, y.row->date)) return false;
                if (!x.place.empty() && !y.place.empty() && x.place != y.place) return false;
                if (!agree(x.actors, y.actors) || !agree(x.recipients, y.recipients)) return false;
            }
        return true;
    }

    // Reprints of one text, and reports that credit one agency, are one origin.
    std::string origin_of(std::size_t report) const {
        const ReportRows& first = reports_[copies_[report]];
        if (!first.origin.empty()) return "agency " + first.origin;
        return first.outlet.empty() ? first.document_id : "outlet " + first.outlet;
    }

    void write(const std::vector<std::size_t>& group) {
        std::vector<std::string> ids;
        std::set<std::string> documents, outlets, origins;
        std::size_t fullest = group.front();
        const auto fullness = [&](std::size_t i) {
            return told_[i].actors.size() + told_[i].recipients.size() + known(told_[i].row->date) + !told_[i].place.empty();
        };
        for (const std::size_t i : group) {
            const ReportRows& report = reports_[told_[i].report];
            ids.push_back(told_[i].row->id);
            documents.insert(report.document_id);
            if (!report.outlet.empty()) outlets.insert(report.outlet);
            origins.insert(origin_of(told_[i].report));
            if (fullness(i) > fullness(fullest)) fullest = i;
        }
        std::sort(ids.begin(), ids.end());
        const std::string id = ContentId().add(ids.front()).finish("happening_");
        const std::vector<std::string> disputes = write_disputes(group, id);

        Row row = *told_[fullest].row;
        simdjson::dom::parser parser;
        JsonValue event;
        if (parser.parse(row.json).get(event)) return;
        JsonWriter json;
        json.begin_object().key("kind").string("happening").key("id").string(id).key("formerly").begin_array().end_array();
        json.key("event").string(row.category);
        for (const std::string_view key : {"actor", "recipient", "date", "location"}) {
            const auto value = json_at(event, key);
            json.key(key).raw(value ? plain(*value, reports_[told_[fullest].report].document_id) : "null");
        }
        json.key("events").begin_array();
        for (const std::string& one : ids) json.string(one);
        json.end_array().key("documents").number(static_cast<std::int64_t>(documents.size()));
        json.key("outlets")
            .number(static_cast<std::int64_t>(outlets.size()))
            .key("origins")
            .number(static_cast<std::int64_t>(origins.size()));
        json.key("disputes").begin_array();
        for (const std::string& one : disputes) json.string(one);
        json.end_array().end_object();
        row.kind = "happening";
        row.id = id;
        row.json = json.take();
        for (const std::string& one : ids) out_.links.push_back({one, "happening", id});
        out_.records.push_back(std::move(row));
    }

    // A part of a single record in a record across reports: its spans say which document they lie in.
    static std::string plain(JsonValue value, const std::string& document) {
        std::string json = simdjson::minify(value);
        const std::string mark = "{\"start\":";
        for (std::size_t at = json.find(mark); at != std::string::npos; at = json.find(mark, at + 1)) {
            const char next = json[at + mark.size()];
            if (next >= '0' && next <= '9') json.insert(at + 1, "\"document\":\"" + document + "\",");
        }
        return json;
    }

    std::vector<std::string> write_disputes(const std::vector<std::size_t>& group, const std::string& happening) {
        std::map<std::string, std::vector<std::pair<Size, std::string>>> sizes;  // what: value, event
        for (const std::size_t i : group)
            for (const Size& size : told_[i].sizes) sizes[size.what].emplace_back(size, told_[i].row->id);
        std::vector<std::string> out;
        for (const auto& [what, values] : sizes) {
            const auto& told = values;  // clang 14 captures no structured binding
            const bool differ = std::any_of(told.begin(), told.end(), [&](const auto& a) {
                return std::any_of(told.begin(), told.end(), [&](const auto& b) { return a.first.max < b.first.min; });
            });
            if (!differ) continue;
            std::map<std::string, std::vector<std::string>> by_value;
            for (const auto& [size, event] : values) by_value[range(size)].push_back(event);
            Row row;
            row.kind = "dispute";
            row.id = ContentId().add(happening).add("number").add(what).finish("dispute_");
            row.category = "number";
            row.confidence = 1;
            JsonWriter json;
            json.begin_object()
                .key("kind")
                .string("dispute")
                .key("id")
                .string(row.id)
                .key("happening")
                .string(happening)
                .key("utterance")
                .null();
            json.key("slot").string("number").key("what").string(what).key("values").begin_array();
            for (const auto& [value, events] : by_value) {
                json.begin_object().key("value").string(value).key("records").begin_array();
                for (const std::string& one : events) json.string(one);
                json.end_array().end_object();
            }
            json.end_array().end_object();
            row.json = json.take();
            out.push_back(row.id);
            out_.records.push_back(std::move(row));
        }
        return out;
    }

    static std::string range(const Size& size) {
        const auto number = [](double value) { return std::to_string(static_cast<long long>(value)); };
        if (size.max > 1e299) return number(size.min) + " or more";
        return size.min == size.max ? number(size.min) : number(size.min) + " to " + number(size.max);
    }

    const std::vector<ReportRows>& reports_;
    const std::vector<std::size_t>& copies_;
    const std::vector<std::size_t>& stories_;
    Linked& out_;
    std::vector<Told> told_;
};

}  // namespace

void find_happenings(const std::vector<ReportRows>& reports, const std::vector<std::size_t>& copies,
                     const std::vector<std::size_t>& stories, Linked& out) {
    Happenings(reports, copies, stories, out).find();
}

}  // namespace readout
