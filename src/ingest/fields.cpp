#include "ingest/fields.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"

namespace readout {
namespace {

constexpr std::array<std::string_view, 12> months = {"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};

// Small letters and digits only: "pubDate", "pub_date" and "Pub Date" are one name.
std::string key_of(std::string_view name) {
    std::string key;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') {
            key += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
            key += c;
        }
    }
    return key;
}

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.substr(0, 1))) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.substr(text.size() - 1))) text.remove_suffix(1);
    return text;
}

// What tables write where there is nothing.
bool is_nothing(std::string_view value) {
    std::string lower(value.substr(0, 16));
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    for (const std::string_view word : {"", "-", "na", "n/a", "nan", "nat", "none", "null", "unknown", "undated"})
        if (lower == word) return true;
    return false;
}

// Numbers and words of a date, in order.
struct DatePart {
    std::string word;  // empty: a number
    int number = 0;
    std::size_t digits = 0;
};

std::vector<DatePart> parts_of(std::string_view text) {
    std::vector<DatePart> parts;
    for (std::size_t at = 0; at < text.size() && parts.size() < 8;) {
        const char c = text[at];
        if (c >= '0' && c <= '9') {
            DatePart part;
            for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && part.digits < 9; ++at, ++part.digits)
                part.number = part.number * 10 + (text[at] - '0');
            parts.push_back(std::move(part));
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            DatePart part;
            for (; at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z'); ++at)
                part.word += static_cast<char>(text[at] | 0x20);
            parts.push_back(std::move(part));
        } else {
            ++at;
        }
    }
    return parts;
}

int month_of(std::string_view word) {
    if (word.size() < 3) return 0;
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i].starts_with(word)) return static_cast<int>(i) + 1;
    return word == "sept" ? 9 : 0;
}

std::optional<Day> day_of(int year, int month, int day) {
    const Civil civil{year, month, day};
    if (year < 1000 || year > 9999 || !is_valid(civil)) return std::nullopt;
    return to_day(civil);
}

bool is_weekday(std::string_view word) {
    for (const std::string_view day : {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        if (word.size() >= 3 && day.starts_with(word)) return true;
    return word == "thurs" || word == "tues";
}

}  // namespace

std::optional<Day> parse_published(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 10 && text[4] == '-' && text[7] == '-') {
        const bool ends = text.size() == 10 || text[10] == 'T' || text[10] == 't' || text[10] == ' ';
        return ends ? parse_day(text.substr(0, 10)) : std::nullopt;
    }
    std::vector<DatePart> parts = parts_of(text.substr(0, 64));
    if (!parts.empty() && is_weekday(parts[0].word)) parts.erase(parts.begin());
    if (parts.empty()) return std::nullopt;
    if (parts[0].digits == 8 && (parts.size() == 1 || parts[1].word == "t")) {  // 20220330, 20220330T080000Z
        return day_of(parts[0].number / 10000, parts[0].number / 100 % 100, parts[0].number % 100);
    }
    if (parts[0].digits == 4 && parts.size() >= 3 && text.size() > 4 && (text[4] == '/' || text[4] == '.')) {  // 2022/03/30
        return day_of(parts[0].number, parts[1].number, parts[2].number);
    }
    if (parts.size() < 3) return std::nullopt;
    const bool ordinal =
        parts[0].digits > 0 && (parts[1].word == "st" || parts[1].word == "nd" || parts[1].word == "rd" || parts[1].word == "th");
    if (ordinal) parts.erase(parts.begin() + 1);
    if (parts.size() < 3) return std::nullopt;
    if (parts[0].digits > 0 && parts[0].digits <= 2) return day_of(parts[2].number, month_of(parts[1].word), parts[0].number);
    if (parts[1].digits > 0 && parts[1].digits <= 2) {
        const std::size_t year =
            parts.size() > 3 && parts[2].digits == 0 && parts[2].word.size() == 2 ? 3 : 2;  // "March 30th, 2022"
        return day_of(parts[year].number, month_of(parts[0].word), parts[1].number);
    }
    return std::nullopt;
}

const std::vector<FieldNames>& field_names() {
    static const std::vector<FieldNames> names = {
        {"id", {"id", "source_id", "doc_id", "document_id", "article_id", "story_id", "uuid", "guid", "_id"}},
        {"text",
         {"text", "content", "body", "article", "article_text", "full_text", "fulltext", "maintext", "plain_text", "story",
          "article_body"}},
        {"title", {"title", "headline", "head"}},
        {"published",
         {"published", "date", "published_at", "publication_date", "published_date", "date_published", "date_publish",
          "publish_date", "pub_date", "pubdate", "publishdate", "created_at", "datetime", "timestamp"}},
        {"outlet",
         {"outlet", "source", "source_name", "publisher", "publication", "news_outlet", "source_domain", "media", "site",
          "domain"}},
        {"url", {"url", "link", "uri", "href", "permalink", "web_url", "source_url"}},
        {"language", {"language", "lang", "locale"}},
        {"retrieved_at",
         {"retrieved_at", "retrieved", "date_download", "crawled_at", "fetched_at", "scraped_at", "downloaded_at"}},
    };
    return names;
}

std::optional<FieldPlace> field_named(std::string_view name) {
    static const std::unordered_map<std::string, FieldPlace> places = [] {
        std::unordered_map<std::string, FieldPlace> out;
        for (std::size_t f = 0; f < field_names().size(); ++f)
            for (std::size_t rank = 0; rank < field_names()[f].names.size(); ++rank)
                out.try_emplace(key_of(field_names()[f].names[rank]), FieldPlace{static_cast<Field>(f), rank});
        return out;
    }();
    const auto found = places.find(key_of(name));
    if (found == places.end()) return std::nullopt;
    return found->second;
}

bool Fields::set(FieldPlace place, std::string value) {
    const auto at = static_cast<std::size_t>(place.field);
    if (values_[at] && ranks_[at] <= place.rank) return false;
    values_[at] = std::move(value);
    ranks_[at] = place.rank;
    return true;
}

Result<Report> report_from(Fields fields, const Place& place, const IngestOptions& options, std::vector<Fault>& notices) {
    const auto refuse = [&](FaultKind kind, std::string what, std::string hint) {
        return Fault{kind, std::move(what), place.where, std::move(hint)};
    };
    Report report;
    const auto text = fields.take(Field::text);
    auto title = fields.take(Field::title);
    if (!text && !title) return refuse(FaultKind::malformed, "no text", "give `text` (or `title`)");
    if ((!text || is_blank(*text)) && (!title || is_blank(*title)))
        return refuse(FaultKind::malformed, "the report is empty", {});
    if (text) report.text = std::move(*text);
    if (title && !is_blank(*title)) report.source.title = std::move(*title);
    const std::size_t size = report.text.size() + (report.source.title ? report.source.title->size() : 0);
    if (size > options.max_report_bytes) {
        return refuse(FaultKind::too_large, "longer than " + std::to_string(options.max_report_bytes >> 20) + " MB",
                      "split it, or raise the limit");
    }
    for (const std::string* part : {&report.text, report.source.title ? &*report.source.title : &report.text}) {
        if (part->find('\0') != std::string::npos)
            return refuse(FaultKind::malformed, "the text holds NUL characters", "remove them");
        if (first_invalid_utf8(*part))
            return refuse(FaultKind::malformed, "the text is not valid UTF-8", "convert it to UTF-8, or name the charset");
    }
    const auto plain = [&](Field field) {
        const auto value = fields.take(field);
        std::string out(value ? trimmed(*value) : std::string_view());
        std::erase(out, '\0');
        return first_invalid_utf8(out) ? std::string() : out;
    };
    report.source.id = plain(Field::id);
    if (report.source.id.empty()) report.source.id = place.id;
    report.source.outlet = plain(Field::outlet);
    report.source.url = plain(Field::url);
    report.source.language = plain(Field::language);
    if (report.source.language.empty()) report.source.language = options.default_language;
    report.source.retrieved_at = plain(Field::retrieved_at);
    if (const std::string published = plain(Field::published); !is_nothing(published)) {
        report.source.published = parse_published(published);
        if (!report.source.published) {
            notices.push_back({FaultKind::malformed,
                               "'" + published.substr(0, 40) + "' is not a day: the report is read as undated", place.where,
                               "write it as 2022-03-30"});
        }
    }
    return report;
}

}  // namespace readout
