// Re-reads the spans of a record's JSON against the words they claim.
#include <simdjson.h>

#include "base/utf8.h"
#include "record/record.h"

namespace readout {
namespace {

class Verifier {
public:
    explicit Verifier(DocumentText own)
        : text_(own.text),
          title_(own.title),
          text_map_(own.text),
          title_map_(own.title),
          text_size_(count_code_points(own.text)),
          title_size_(count_code_points(own.title)) {}

    std::vector<std::string> faults;

    void walk(const simdjson::dom::element& element, const std::string& path) {
        if (element.is_array()) {
            std::size_t i = 0;
            for (const auto item : simdjson::dom::array(element)) walk(item, path + "[" + std::to_string(i++) + "]");
        } else if (element.is_object()) {
            const simdjson::dom::object object(element);
            check(object, path);
            for (const auto field : object) walk(field.value, path + "." + std::string(field.key));
        }
    }

private:
    // A span is an object whose start and end are numbers; dates have strings there.
    void check(const simdjson::dom::object& object, const std::string& path) {
        std::int64_t start = 0, end = 0;
        if (object["start"].get(start) || object["end"].get(end)) return;
        std::string_view other;
        if (path != "$" && !object["document"].get(other)) return;  // a span in another document
        std::string_view field;
        const bool in_title = !object["field"].get(field) && field == "title";
        const auto size = static_cast<std::int64_t>(in_title ? title_size_ : text_size_);
        const std::string shown = path + " [" + std::to_string(start) + "," + std::to_string(end) + ")";
        if (start < 0 || end < start || end > size) {
            faults.push_back(shown + " lies outside the " + (in_title ? "title" : "text") + " of " + std::to_string(size));
            return;
        }
        std::string_view claimed;
        if (object["text"].get(claimed)) return;
        const Span code_points{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        const std::string_view found =
            in_title ? slice(title_, title_map_.to_bytes(code_points)) : slice(text_, text_map_.to_bytes(code_points));
        if (found != claimed) {
            faults.push_back(shown + " says '" + std::string(claimed) + "' where the document has '" + std::string(found) + "'");
        }
    }

    std::string_view text_, title_;
    CodePoints text_map_, title_map_;
    std::size_t text_size_, title_size_;
};

}  // namespace

std::vector<std::string> untrue_spans(std::string_view record_json, DocumentText own) {
    simdjson::dom::parser parser;
    simdjson::dom::element element;
    if (const auto error = parser.parse(record_json.data(), record_json.size()).get(element)) {
        return {std::string("not JSON: ") + simdjson::error_message(error)};
    }
    Verifier verifier(own);
    verifier.walk(element, "$");
    return std::move(verifier.faults);
}

}  // namespace readout
