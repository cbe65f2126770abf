// How sure a statement is, and which candidates are dropped.
#include <algorithm>
#include <cmath>

#include "statements/draft.h"

namespace readout {
namespace {

// Statement in whose content a cue stands, if any: the smallest.
void find_parents(std::vector<Draft>& drafts) {
    constexpr std::size_t near = 40;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        std::uint32_t best = 0;
        for (std::size_t j = i > near ? i - near : 0; j < std::min(drafts.size(), i + near); ++j) {
            if (i == j || drafts[j].dropped) continue;
            for (const Range& part : drafts[j].content) {
                const std::uint32_t size = part.last - part.first;
                if (!part.contains(drafts[i].head) || (drafts[i].parent != no_index && size >= best)) continue;
                drafts[i].parent = static_cast<std::int32_t>(j);
                best = size;
            }
        }
    }
}

bool is_speech_clause(const Draft& draft) {
    return draft.entry != nullptr && !draft.entry->thought &&
           (draft.frame == Frame::that || draft.frame == Frame::told || draft.frame == Frame::quote);
}

double points(const View& view, const Draft& draft) {
    double sum = draft.entry == nullptr ? 8 : draft.entry->weight;
    if (draft.direct) sum += 1.5;
    if (draft.weak) sum -= 3;
    if (draft.by_prep) sum -= 1;
    if (draft.frame == Frame::obj || draft.frame == Frame::ing) sum -= 1;
    const bool nobody = draft.frame == Frame::seem || draft.frame == Frame::passive_inf || draft.frame == Frame::obj_as ||
                        draft.frame == Frame::wh;
    if (draft.source.empty()) sum -= nobody ? 1 : 5;
    if (draft.frame == Frame::seem) sum += 1;
    if (draft.form == StatementForm::nominal) sum -= 1;
    if (draft.by_prep && draft.entry != nullptr && draft.entry->pos == CuePos::noun &&
        draft.rule == std::string_view("noun.preposition"))
        sum -= 1;
    if (draft.source_head != no_token) {
        const auto head = static_cast<std::uint32_t>(draft.source_head);
        if (view.upos(head) == Upos::PRON) {
            const std::string_view word = view.lemma(head);
            if (word == "it" || word == "this" || word == "that" || word == "which" || word == "you") sum -= 1;
        }
    }
    return sum;
}

}  // namespace

void score(const View& view, std::vector<Draft>& drafts) {
    find_parents(drafts);
    for (Draft& draft : drafts) {
        if (draft.dropped) continue;
        const double sum = points(view, draft);
        draft.confidence = 1.0 / (1.0 + std::exp(-(sum - 4.5) * 0.7));
        if (draft.confidence < 0.4) draft.dropped = true;
        if (draft.in_quote && draft.form != StatementForm::headline) draft.dropped = true;
    }
    for (Draft& draft : drafts) {
        if (draft.dropped || draft.parent == no_index) continue;
        const Draft& outer = drafts[static_cast<std::size_t>(draft.parent)];
        if (outer.dropped) continue;
        const bool keeps = is_speech_clause(draft) && !draft.source.empty() &&
                           view.upos(static_cast<std::uint32_t>(draft.source_head)) != Upos::PRON;
        if (!keeps) draft.dropped = true;
    }
}

}  // namespace readout
