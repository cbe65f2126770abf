#include "text/segment.h"

#include <algorithm>

#include "text/boilerplate.h"
#include "text/layout.h"
#include "text/sentences.h"
#include "text/text.h"
#include "text/tokens.h"

namespace readout {
namespace {

void read_words(std::uint32_t paragraph, Ending ending, const SplitModel& model, Document& document,
                SplitObserver* observer = nullptr) {
    const Span span = document.paragraphs[paragraph].span;
    const auto cut = [&](Span stretch) {
        if (stretch.empty()) return;
        const auto first = static_cast<std::uint32_t>(document.tokens.size());
        append_tokens(stretch, model, document, observer);
        append_sentences(first, paragraph, ending, model, document, observer);
    };
    if (document.dateline && span.contains(document.dateline->span)) {  // a dateline is a sentence of its own
        cut({span.start, document.dateline->span.end});
        cut({document.dateline->span.end, span.end});
    } else {
        cut(span);
    }
}

// "(Reporting by …; editing by …)", "Read more: …" as the last sentences of a paragraph: marked, and their words given back.
void cut_tail(std::uint32_t paragraph, Document& document) {
    std::size_t left = 0;
    for (std::size_t s = document.sentences.size(); s > 0 && document.sentences[s - 1].paragraph == paragraph && left < 4; --s)
        ++left;
    while (left-- > 1) {
        const Sentence tail = document.sentences.back();
        if (!match_boilerplate(document.words(tail.span), Place::middle)) return;
        document.boilerplate.push_back(tail.span);
        document.sentences.pop_back();
        document.tokens.resize(tail.first);
        while (!document.multiwords.empty() && document.multiwords.back().first >= tail.first) document.multiwords.pop_back();
    }
}

}  // namespace

std::uint32_t Document::sentence_of(std::uint32_t token) const {
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), token,
                                        [](std::uint32_t t, const Sentence& sentence) { return t < sentence.first; });
    return static_cast<std::uint32_t>(after - sentences.begin()) - 1;
}

Document segment(Report report) {
    Document document;
    document.source = std::move(report.source);
    if (document.source.title && !document.source.title->empty()) {
        document.text = *document.source.title + "\n\n";
        document.body = static_cast<std::uint32_t>(document.text.size());
    }
    document.text += report.text;
    document.tokens.reserve(document.text.size() / 6);
    read_layout(document);
    for (std::uint32_t i = 0; i < document.paragraphs.size(); ++i) {
        if (document.paragraphs[i].kind == ParagraphKind::boilerplate) continue;
        read_words(i, Ending::at_marks, SplitModel::shipped(), document);
        if (document.paragraphs[i].kind == ParagraphKind::prose) cut_tail(i, document);
    }
    std::sort(document.boilerplate.begin(), document.boilerplate.end());
    return document;
}

Document segment_running_text(std::string text) { return segment_running_text(std::move(text), SplitModel::shipped(), nullptr); }

Document segment_running_text(std::string text, const SplitModel& model, SplitObserver* observer) {
    Document document;
    document.text = std::move(text);
    document.tokens.reserve(document.text.size() / 6);
    for (const Span block : blank_line_blocks(document.text)) {
        document.paragraphs.push_back({block, ParagraphKind::prose});
        read_words(static_cast<std::uint32_t>(document.paragraphs.size()) - 1, Ending::anywhere, model, document, observer);
    }
    return document;
}

}  // namespace readout
