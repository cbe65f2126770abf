// All findings across reports, as records and as links of the single records.
#include <algorithm>
#include <map>
#include <set>

#include "base/ids.h"
#include "record/json.h"
#include "record/read_json.h"
#include "stories/happenings.h"
#include "stories/stories.h"

namespace readout {
namespace {

// Reports of one group, in reading order.
std::map<std::size_t, std::vector<std::size_t>> members_of(const std::vector<std::size_t>& group) {
    std::map<std::size_t, std::vector<std::size_t>> out;
    for (std::size_t i = 0; i < group.size(); ++i) out[group[i]].push_back(i);
    return out;
}

void add_story(const std::vector<ReportRows>& reports, const std::vector<std::size_t>& members, Linked& out) {
    std::vector<std::string> ids;
    std::optional<Day> first, last;
    std::string title;
    std::optional<Day> titled;
    for (const std::size_t i : members) {
        const ReportRows& report = reports[i];
        ids.push_back(report.document_id);
        if (report.published && (!first || *report.published < *first)) first = report.published;
        if (report.published && (!last || *last < *report.published)) last = report.published;
        if (!report.title.empty() && (title.empty() || (report.published && (!titled || *report.published < *titled)))) {
            title = report.title;
            titled = report.published;
        }
    }
    std::sort(ids.begin(), ids.end());
    Row row;
    row.kind = "story";
    row.id = ContentId().add(ids.front()).finish("story_");
    row.date = {first, last};
    row.confidence = 1;
    JsonWriter json;
    json.begin_object()
        .key("kind")
        .string("story")
        .key("id")
        .string(row.id)
        .key("formerly")
        .begin_array()
        .end_array()
        .key("documents")
        .begin_array();
    for (const std::string& id : ids) json.string(id);
    json.end_array()
        .key("first")
        .string_or_null(first ? format_day(*first) : "")
        .key("last")
        .string_or_null(last ? format_day(*last) : "");
    json.key("title").string_or_null(title).end_object();
    row.json = json.take();
    for (const std::string& id : ids) out.links.push_back({id, "story", row.id});
    out.records.push_back(std::move(row));
}

}  // namespace

Linked link_reports(const std::vector<ReportRows>& reports) {
    Linked out;
    const std::vector<std::size_t> copies = near_duplicates(reports);
    std::vector<std::size_t> stories = group_stories(reports);
    for (std::size_t i = 0; i < reports.size(); ++i)
        if (copies[i] != i) out.links.push_back({reports[i].document_id, "near_duplicate_of", reports[copies[i]].document_id});
    for (const auto& [first, members] : members_of(stories))
        if (members.size() > 1) add_story(reports, members, out);
    find_utterances(reports, out);
    find_happenings(reports, copies, stories, out);
    sort_links(out.links);
    return out;
}

void sort_links(std::vector<Link>& links) {
    std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.record < b.record; });
}

std::string with_links(std::string json, std::string_view id, const std::vector<Link>& links) {
    auto at = std::lower_bound(links.begin(), links.end(), id,
                               [](const Link& one, std::string_view wanted) { return one.record < wanted; });
    for (; at != links.end() && at->record == id; ++at) {
        // An unescaped quote cannot stand inside a JSON string: this is a key, and the last of its name is the record's own.
        const std::string key = "\"" + at->key + "\":";
        const std::size_t place = json.rfind(key + "null");
        if (place != std::string::npos) json.replace(place + key.size(), 4, JsonWriter().string(at->value).take());
    }
    return json;
}

}  // namespace readout
