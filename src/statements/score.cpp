// How sure a statement is, and which candidates are dropped.
#include <algorithm>

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

// Adds up the weights of a candidate's features.
class Sum : public FeatureSink {
public:
    explicit Sum(const CueLexicon::Inside& lexicon) : lexicon_(lexicon), sum_(lexicon.base) {}
    void take(std::string_view feature) override { sum_ += lexicon_.weight_of(feature); }
    int value() const { return sum_; }

private:
    const CueLexicon::Inside& lexicon_;
    int sum_;
};

// What was judged by hand for such a rule, else what its features say.
int percent_of(const View& view, const Draft& draft) {
    if (!view.lexicon.judged.empty() && draft.form == StatementForm::headline) {
        const auto head = static_cast<std::size_t>(draft.source_head);
        const bool known = view.cast.mention_at.size() > head && view.cast.mention_at[head] != no_index;
        const auto judged = view.lexicon.judged.find(draft.rule + std::string(known ? "+known" : ""));
        if (judged != view.lexicon.judged.end()) return judged->second;
    }
    Sum sum(view.lexicon);
    features_of(view, draft, sum);
    return view.lexicon.percent_of(sum.value());
}

}  // namespace

bool is_part_of_another(const View& view, const Draft& draft) {
    if (draft.parent == no_index) return false;
    const bool clause = draft.entry != nullptr && !draft.entry->thought &&
                        (draft.frame == Frame::that || draft.frame == Frame::told || draft.frame == Frame::quote);
    return !clause || draft.source.empty() || view.upos(static_cast<std::uint32_t>(draft.source_head)) == Upos::PRON;
}

void score(const View& view, std::vector<Draft>& drafts) {
    find_parents(drafts);
    for (Draft& draft : drafts) {
        if (draft.dropped) continue;
        const int percent = percent_of(view, draft);
        draft.confidence = percent / 100.0;
        if (percent < view.lexicon.least_percent) draft.dropped = true;
        if (draft.in_quote && draft.form != StatementForm::headline) draft.dropped = true;
    }
    for (Draft& draft : drafts) {
        if (draft.dropped || !is_part_of_another(view, draft)) continue;
        if (!drafts[static_cast<std::size_t>(draft.parent)].dropped) draft.dropped = true;
    }
}

}  // namespace readout
