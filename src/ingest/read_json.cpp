// JSON: a report a line, or whole files of one object or an array.
#include <simdjson.h>

#include "ingest/charset.h"
#include "ingest/fields.h"
#include "ingest/formats.h"
#include "ingest/lines.h"

namespace readout {
namespace {

namespace dom = simdjson::dom;

// Escapes take up to six bytes a character; more than that is no report within the limit.
std::size_t line_limit(const IngestOptions& options) { return options.max_report_bytes * 6 + (64u << 10); }

Fault not_json(simdjson::error_code error, const std::string& where) {
    if (error == simdjson::UTF8_ERROR)
        return {FaultKind::malformed, "not valid UTF-8", where, "convert it to UTF-8, or name the charset"};
    if (error == simdjson::DEPTH_ERROR) return {FaultKind::malformed, "JSON nested too deep", where, {}};
    if (error == simdjson::CAPACITY || error == simdjson::MEMALLOC) return {FaultKind::too_large, "JSON too large", where, {}};
    return {FaultKind::malformed, std::string("not JSON: ") + simdjson::error_message(error), where, "one JSON object a line"};
}

// A value as the text of a field: strings, numbers and, for an outlet, {"name": …}. Null and the rest are no value.
std::optional<std::string> value_text(const dom::element& value, bool with_name) {
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) return std::string(text);
    if (value.is_int64() || value.is_uint64() || value.is_double()) return simdjson::minify(value);
    dom::element name;
    if (with_name && value.is_object() && value["name"].get(name) == simdjson::SUCCESS) return value_text(name, false);
    return std::nullopt;
}

void put_object(const dom::object& object, const Place& at, Sink& sink) {
    Fields fields;
    for (const auto member : object) {
        const auto place = field_named(member.key);
        if (!place) continue;
        const bool is_words = place->field == Field::text || place->field == Field::title;
        if (is_words && !member.value.is_string()) {
            // Some other "article" or "head": only under the contract's own name must it be words.
            if (place->rank == 0 && !member.value.is_null()) {
                sink.put(Fault{FaultKind::malformed, "`" + std::string(member.key) + "` is not a string", at.where, {}});
                return;
            }
            continue;
        }
        if (auto text = value_text(member.value, place->field == Field::outlet)) fields.set(*place, std::move(*text));
    }
    const bool id_is_given = fields[Field::id].has_value();
    std::vector<Fault> notices;
    auto report = report_from(std::move(fields), at, sink.options(), notices);
    for (const Fault& notice : notices)
        if (!sink.notice(notice)) return;
    sink.put(std::move(report), id_is_given);
}

void put_element(const dom::element& element, const Place& at, Sink& sink) {
    dom::object object;
    if (element.get(object) == simdjson::SUCCESS) return put_object(object, at, sink);
    sink.put(Fault{FaultKind::malformed, "not a JSON object", at.where, "one object a report: {\"text\": …}"});
}

void put_line(dom::parser& parser, const std::string& line, const Place& at, Sink& sink) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    dom::element element;
    if (const auto error = parser.parse(line).get(element)) {
        sink.put(not_json(error, at.where));
        return;
    }
    put_element(element, at, sink);
}

// The reports of a whole document: the elements of an array, or of the one array of objects inside an object.
bool put_array(const dom::element& element, const Input& input, Sink& sink) {
    dom::array array;
    if (element.get(array) != simdjson::SUCCESS) return false;
    std::size_t number = 0;
    for (const dom::element one : array) {
        if (sink.stopped()) break;
        const std::string at = ":" + std::to_string(++number);
        put_element(one, {input.where + at, input.name + at}, sink);
    }
    return true;
}

bool is_report(const dom::object& object) {
    for (const auto member : object) {
        const auto place = field_named(member.key);
        if (place && (place->field == Field::text || place->field == Field::title) && member.value.is_string()) return true;
    }
    return false;
}

void put_document(const dom::element& element, const Input& input, Sink& sink) {
    if (put_array(element, input, sink)) return;
    dom::object object;
    if (element.get(object) == simdjson::SUCCESS && !is_report(object)) {
        for (const auto member : object) {
            const bool is_list = member.key == "articles" || member.key == "reports" || member.key == "documents" ||
                                 member.key == "items" || member.key == "results" || member.key == "data";
            if (is_list && put_array(member.value, input, sink)) return;
        }
    }
    put_element(element, {input.where, input.name}, sink);
}

void read_lines(ByteStream& bytes, const Input& input, Sink& sink) {
    LineReader lines(bytes, line_limit(sink.options()));
    dom::parser parser;
    std::string line;
    while (!sink.stopped()) {
        const auto got = lines.next(line);
        const std::string number = ":" + std::to_string(lines.number());
        if (!got) {
            sink.put(got.fault());
            return;
        }
        if (*got == LineReader::Got::end) return;
        if (*got == LineReader::Got::too_long) {
            sink.put(Fault{FaultKind::too_large,
                           "the line is longer than " + std::to_string(line_limit(sink.options()) >> 20) + " MB",
                           input.where + number, "split it, or raise the limit"});
            continue;
        }
        put_line(parser, line, {input.where + number, input.name + number}, sink);
        if (line.capacity() > (16u << 20)) {  // one huge line must not hold its memory to the end
            line = {};
            parser = dom::parser();
        }
    }
}

class MemoryStream : public ByteStream {
public:
    explicit MemoryStream(std::string_view text) : text_(text) {}
    Result<std::size_t> read(char* out, std::size_t size) override {
        const std::size_t n = text_.copy(out, size);
        text_.remove_prefix(n);
        return n;
    }

private:
    std::string_view text_;
};

}  // namespace

void read_jsonl(ByteStream& bytes, const Input& input, Sink& sink) {
    auto text = decoded(std::make_unique<BorrowedStream>(bytes), input.charset, false, input.where);
    if (!text) {
        sink.put(text.fault());
        return;
    }
    read_lines(**text, input, sink);
}

void read_json(ByteStream& bytes, const Input& input, Sink& sink) {
    auto all = read_all(bytes, line_limit(sink.options()), input.where);
    if (!all) {
        sink.put(all.fault());
        return;
    }
    auto text = decode_text(std::move(*all), input.charset, input.where);
    if (!text) {
        sink.put(text.fault());
        return;
    }
    if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
        sink.put(Fault{FaultKind::malformed, "the file is empty", input.where, {}});
        return;
    }
    dom::parser parser;
    dom::element element;
    const auto error = parser.parse(*text).get(element);
    if (error == simdjson::SUCCESS) return put_document(element, input, sink);
    // Several objects, one a line, under the wrong name.
    const std::size_t first_line = text->find('\n');
    dom::element head;
    if (first_line != std::string::npos && parser.parse(text->substr(0, first_line)).get(head) == simdjson::SUCCESS &&
        head.is_object()) {
        MemoryStream lines(*text);
        return read_lines(lines, input, sink);
    }
    sink.put(not_json(error, input.where));
}

}  // namespace readout
