// Plain text: the whole input is one report.
#include <algorithm>

#include "ingest/charset.h"
#include "ingest/fields.h"
#include "ingest/formats.h"

namespace readout {
namespace {

bool begins_with_tag(std::string_view text, std::string_view tag) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text.size() - start < tag.size()) return false;
    return std::equal(tag.begin(), tag.end(), text.begin() + static_cast<std::ptrdiff_t>(start),
                      [](char a, char b) { return a == ((b >= 'A' && b <= 'Z') ? static_cast<char>(b | 0x20) : b); });
}

}  // namespace

void read_text(ByteStream& bytes, const Input& input, Sink& sink) {
    auto all = read_all(bytes, sink.options().max_report_bytes, input.where);
    if (!all) {
        sink.put(all.fault());
        return;
    }
    auto text = decode_text(std::move(*all), input.charset, input.where);
    if (!text) {
        sink.put(text.fault());
        return;
    }
    for (const std::string_view tag : {"<!doctype html", "<html", "<?xml"}) {
        if (begins_with_tag(*text, tag)) {
            sink.put(Fault{FaultKind::unsupported, "is a web page or XML, not plain text", input.where,
                           "take the text out of it first"});
            return;
        }
    }
    Fields fields;
    fields.set({Field::text, 0}, std::move(*text));
    std::vector<Fault> notices;
    sink.put(report_from(std::move(fields), {input.where, input.name}, sink.options(), notices));
}

}  // namespace readout
