// The same quoted words in several reports.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/ids.h"
#include "record/json.h"
#include "record/read_json.h"
#include "stories/happenings.h"
#include "stories/words.h"

namespace readout {
namespace {

constexpr std::size_t least_words = 5;  // shorter quotations repeat by chance
constexpr std::size_t sure_words = 8;   // enough where one side does not say who spoke
constexpr int one_saying = 7;           // days: later the same words are said again, or quoted as known

struct Quote {
    std::size_t report = 0;
    const Row* row = nullptr;
    std::string words;  // " folded words of the quotation "
    std::size_t count = 0;
    std::string shown;               // as printed
    std::set<std::string> speakers;  // identified ones
};

// What stands between quotation marks; all of it where the voice is direct.
std::string quoted(std::string_view text, bool direct) {
    static constexpr std::string_view opening[] = {"\"", "“", "„", "«"}, closing[] = {"\"", "”", "“", "»"};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t which = std::size(opening), begin = std::string_view::npos;
        for (std::size_t i = 0; i < std::size(opening); ++i) {
            const std::size_t found = text.find(opening[i], at);
            if (found < begin) begin = found, which = i;
        }
        if (which == std::size(opening)) break;
        begin += opening[which].size();
        const std::size_t end = std::min(text.find(closing[which], begin), text.size());
        out.append(out.empty() ? "" : " … ").append(text.substr(begin, end - begin));
        at = std::min(text.size(), end + 1);
    }
    return out.empty() && direct ? std::string(text) : out;
}

std::vector<Quote> quotes_of(const std::vector<ReportRows>& reports) {
    std::vector<Quote> out;
    simdjson::dom::parser parser;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        for (const Row& row : reports[i].rows) {
            JsonValue statement;
            if (row.kind != "statement" || parser.parse(row.json).get(statement)) continue;
            const std::string_view voice = json_text(statement, "voice");
            if (voice != "direct" && voice != "mixed") continue;
            std::string text;
            for (const JsonValue span : json_items(statement, "content"))
                text.append(text.empty() ? "" : " ").append(json_text(span, "text"));
            Quote quote;
            quote.report = i;
            quote.row = &row;
            quote.shown = quoted(text, voice == "direct");
            quote.words = " ";
            for (const Word& word : words_of(quote.shown)) quote.words += word.text + " ", ++quote.count;
            for (const EntityRow& entity : row.entities)
                if (entity.role == "speaker" && !(entity.actor.empty() && entity.name.empty()))
                    quote.speakers.insert(entity.actor.empty() ? entity.name : entity.actor);
            if (quote.count >= least_words) out.push_back(std::move(quote));
        }
    }
    return out;
}

bool same_words(const Quote& a, const Quote& b) {
    return a.words.find(b.words) != std::string::npos || b.words.find(a.words) != std::string::npos;
}

bool one_occasion(const Quote& a, const Quote& b, const std::vector<ReportRows>& reports) {
    const bool both_named = !a.speakers.empty() && !b.speakers.empty();
    if (both_named && !std::includes(a.speakers.begin(), a.speakers.end(), b.speakers.begin(), b.speakers.end()) &&
        !std::includes(b.speakers.begin(), b.speakers.end(), a.speakers.begin(), a.speakers.end()))
        return false;
    if (!both_named && std::min(a.count, b.count) < sure_words) return false;
    const auto &da = reports[a.report].published, &db = reports[b.report].published;
    return !da || !db || std::abs(*da - *db) <= one_saying;
}

void write(const std::vector<const Quote*>& group, const std::set<std::string>& formulas, const std::vector<ReportRows>& reports,
           Linked& out) {
    std::vector<std::string> ids;
    std::optional<Day> first;
    const Quote* longest = group.front();
    const Quote* named = group.front();
    std::map<std::string, std::pair<const Quote*, std::set<std::string>>> wordings;
    for (const Quote* one : group) {
        ids.push_back(one->row->id);
        const auto& published = reports[one->report].published;
        if (published && (!first || *published < *first)) first = published;
        if (one->count > longest->count) longest = one;
        if (named->speakers.empty() && !one->speakers.empty()) named = one;
        auto& wording = wordings[one->words];
        if (wording.first == nullptr) wording.first = one;
        wording.second.insert(reports[one->report].document_id);
    }
    std::sort(ids.begin(), ids.end());
    Row row = *named->row;
    row.kind = "utterance";
    row.id = ContentId().add(ids.front()).finish("utterance_");
    row.category.clear();
    row.date = {first, first};
    JsonWriter json;
    json.begin_object()
        .key("kind")
        .string("utterance")
        .key("id")
        .string(row.id)
        .key("formerly")
        .begin_array()
        .end_array()
        .key("speakers")
        .begin_array();
    for (const EntityRow& entity : named->row->entities) {
        if (entity.role != "speaker") continue;
        json.begin_object()
            .key("text")
            .string(entity.text)
            .key("name")
            .string_or_null(entity.name)
            .key("actor")
            .string_or_null(entity.actor);
        json.key("code").string_or_null(entity.code).key("sector").string_or_null(entity.sector).end_object();
    }
    json.end_array().key("statements").begin_array();
    for (const std::string& id : ids) json.string(id);
    json.end_array().key("wordings").begin_array();
    for (const auto& [words, wording] : wordings) {
        json.begin_object()
            .key("text")
            .string(wording.first->shown)
            .key("documents")
            .number(static_cast<std::int64_t>(wording.second.size()));
        json.key("relation")
            .string(formulas.contains(words)  ? "formula"
                    : words == longest->words ? "same"
                                              : "shortened")
            .end_object();
    }
    json.end_array().key("first_seen").string_or_null(first ? format_day(*first) : "").end_object();
    row.json = json.take();
    std::erase_if(row.entities, [](const EntityRow& entity) { return entity.role != "speaker"; });
    for (const std::string& id : ids) out.links.push_back({id, "utterance", row.id});
    out.records.push_back(std::move(row));
}

}  // namespace

void find_utterances(const std::vector<ReportRows>& reports, Linked& out) {
    const std::vector<Quote> quotes = quotes_of(reports);
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> holders;
    Groups groups(quotes.size());
    std::set<std::string> formulas;  // words said by two people, or on two occasions
    for (std::size_t i = 0; i < quotes.size(); ++i) {
        const std::vector<Word> words = words_of(quotes[i].words);
        std::set<std::size_t> others;
        std::vector<std::uint64_t> own;
        for (std::size_t at = 0; at + least_words <= words.size(); ++at) own.push_back(hash_words(words, at, least_words));
        for (const std::uint64_t hash : own)
            if (const auto found = holders.find(hash); found != holders.end() && found->second.size() <= 500)
                others.insert(found->second.begin(), found->second.end());
        for (const std::size_t other : others) {
            if (!same_words(quotes[i], quotes[other])) continue;
            if (one_occasion(quotes[i], quotes[other], reports)) {
                groups.join(i, other);
            } else {
                formulas.insert(quotes[i].words);
                formulas.insert(quotes[other].words);
            }
        }
        for (const std::uint64_t hash : own) holders[hash].push_back(i);
    }
    std::map<std::size_t, std::vector<const Quote*>> members;
    for (std::size_t i = 0; i < quotes.size(); ++i) members[groups.of(i)].push_back(&quotes[i]);
    for (const auto& [first, group] : members)
        if (group.size() > 1) write(group, formulas, reports, out);
}

}  // namespace readout
