// How sure a statement is, and which candidates are dropped.
#include <algorithm>

#include "statements/draft.h"

namespace readout {
namespace {

// A candidate less likely than this is no statement.
constexpr double least_confidence = 0.32;

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

// Half points for and against a candidate; data/statements/confidence.tsv turns them into a probability.
int half_points(const View& view, const Draft& draft) {
    int sum = 2 * (draft.entry == nullptr ? 8 : draft.entry->weight);
    if (draft.direct) sum += 3;
    if (draft.weak) sum -= 6;
    if (draft.by_prep) sum -= 2;
    if (draft.frame == Frame::obj || draft.frame == Frame::ing) sum -= 2;
    const bool nobody = draft.frame == Frame::seem || draft.frame == Frame::passive_inf || draft.frame == Frame::obj_as ||
                        draft.frame == Frame::wh;
    if (draft.source.empty()) sum -= nobody ? 2 : 10;
    if (draft.frame == Frame::seem) sum += 2;
    if (draft.form == StatementForm::nominal) sum -= 2;
    if (draft.rule == std::string_view("noun.preposition")) sum -= 2;
    if (draft.source_head != no_token) {
        const auto head = static_cast<std::uint32_t>(draft.source_head);
        const std::string_view word = view.lemma(head);
        if (view.upos(head) == Upos::PRON &&
            (word == "it" || word == "this" || word == "that" || word == "which" || word == "you"))
            sum -= 2;
    }
    return sum;
}

}  // namespace

void score(const View& view, std::vector<Draft>& drafts) {
    find_parents(drafts);
    for (Draft& draft : drafts) {
        if (draft.dropped) continue;
        draft.half_points = half_points(view, draft);
        draft.confidence = view.lexicon.confidence(draft.half_points, draft.rule);
        if (draft.confidence < least_confidence) draft.dropped = true;
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
