// Any valid UTF-8 gives a whole document: tokens cover every visible character outside boilerplate, sentences partition them.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/text.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const readout::Document& document) {
    std::string covered(document.text.size(), '\0');
    const auto mark = [&](readout::Span span) {
        require(span.start < span.end && span.end <= document.text.size());
        for (std::uint32_t at = span.start; at < span.end; ++at) {
            require(covered[at] == '\0');
            covered[at] = 1;
        }
    };
    for (const readout::Span span : document.boilerplate) mark(span);
    std::uint32_t next = 0;
    for (const readout::Sentence& sentence : document.sentences) {
        require(sentence.first == next && sentence.first < sentence.last && sentence.paragraph < document.paragraphs.size());
        next = sentence.last;
        for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
            require(sentence.span.contains(document.tokens[t].span));
            mark(document.tokens[t].span);
        }
    }
    require(next == document.tokens.size());
    for (std::size_t at = 0; at < document.text.size();) {
        const readout::Character c = readout::character_at(document.text, at);
        require(c.kind == readout::Kind::space || covered[at] != '\0');
        at += c.size;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    if (readout::first_invalid_utf8(text)) return 0;
    check(readout::segment_running_text(text));
    const readout::NormalForm form = readout::normal_form(text);
    require(form.map.size() == form.text.size() + 1);
    readout::Report report;
    if (const std::size_t cut = text.find('\x1e'); cut != std::string::npos) {
        report.source.title = text.substr(0, cut);
        text.erase(0, cut + 1);
    }
    report.text = std::move(text);
    check(readout::segment(std::move(report)));
    return 0;
}
