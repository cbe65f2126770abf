// Are all spans still true? Every record is read again against the words of its document.
#include <algorithm>

#include "store/inside.h"

namespace readout {

namespace {

// Spans in a record: objects that give "start" as a number; a date's is a string or null.
std::uint64_t count_spans(std::string_view json) {
    std::uint64_t found = 0;
    constexpr std::string_view key = "\"start\":";
    for (std::size_t at = json.find(key); at != std::string_view::npos; at = json.find(key, at + key.size())) {
        const std::size_t value = at + key.size();
        found += value < json.size() && json[value] >= '0' && json[value] <= '9';
    }
    return found;
}

}  // namespace

Result<VerifyReport> verify(Store& store, std::size_t most_lines) {
    VerifyReport report;
    std::string title, text, document;
    const auto done = store.each_record([&](const StoredRecord& one) {
        ++report.records;
        report.spans += count_spans(one.json);
        for (const std::string& line : untrue_spans(one.json, {one.document_text, one.document_title})) {
            ++report.false_spans;
            if (report.wrong.size() < most_lines) report.wrong.push_back(one.id + ": " + line);
        }
        return true;
    });
    if (!done) return done.fault();
    return report;
}

}  // namespace readout
