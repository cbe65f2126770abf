// What belongs to which part of a statement: subjects, cue groups, noun phrases as people mark them.
#include <algorithm>

#include "statements/draft.h"

namespace readout {

std::vector<Range> words_below(const Parse& parse, const Tree& tree) {
    const auto n = static_cast<std::uint32_t>(parse.size());
    std::vector<std::uint32_t> order;  // every token after its head
    order.reserve(n);
    for (std::uint32_t t = 0; t < n; ++t)
        if (parse.head[t] == no_head) order.push_back(t);
    for (std::size_t at = 0; at < order.size(); ++at)
        for (const std::uint32_t below : tree.children(order[at])) order.push_back(below);
    std::vector<Range> ranges(n);
    for (std::uint32_t t = 0; t < n; ++t) ranges[t] = {t, t + 1};
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        if (parse.head[*at] == no_head || (parse.upos[*at] == Upos::PUNCT && tree.children(*at).empty())) continue;
        Range& above = ranges[static_cast<std::size_t>(parse.head[*at])];
        above = {std::min(above.first, ranges[*at].first), std::max(above.last, ranges[*at].last)};
    }
    return ranges;
}

Range View::subtree(std::uint32_t t) const {
    Range range = words[t];
    for (int marks = 0; marks < 3 && range.first > tree.left(t) && is_punct(range.first - 1); ++marks) --range.first;
    for (int marks = 0; marks < 3 && range.last < tree.right(t) && is_punct(range.last); ++marks) ++range.last;
    return range;
}

std::string_view View::case_of(std::uint32_t t) const {
    for (const std::uint32_t below : tree.children(t))
        if (rel(below) == Rel::case_) return lemma(below);
    return {};
}

std::string_view View::mark_of(std::uint32_t t) const {
    for (const std::uint32_t below : tree.children(t))
        if (rel(below) == Rel::mark) return lemma(below);
    return {};
}

bool View::is_time(std::uint32_t nominal) const {
    if (lexicon.weekday.contains(document.word(nominal))) return true;
    const auto& timexes = times.timexes;
    const auto after = std::upper_bound(timexes.begin(), timexes.end(), nominal,
                                        [](std::uint32_t at, const Timex& timex) { return at < timex.first; });
    return after != timexes.begin() && (after - 1)->last > nominal;
}

bool View::is_passive(std::uint32_t verb) const {
    for (const std::uint32_t below : tree.children(verb))
        if ((rel(below) == Rel::nsubj || rel(below) == Rel::aux || rel(below) == Rel::csubj) && sub(below) == Sub::pass)
            return true;
    return parse.features[verb].passive && child(verb, Rel::nsubj) < 0;
}

bool View::is_participle(std::uint32_t verb) const {
    if (parse.xpos[verb] == "VBG") return true;
    const Features& features = parse.features[verb];
    return features.verb_form == VerbForm::gerund ||
           (features.verb_form == VerbForm::participle && features.tense == Tense::present);
}

bool View::is_infinitive(std::uint32_t verb) const {
    for (const std::uint32_t below : tree.children(verb))
        if (rel(below) == Rel::mark && lemma(below) == "to") return true;
    return false;
}

bool View::is_question(std::uint32_t clause) const {
    const std::uint32_t first = tree.left(clause);
    for (std::uint32_t t = first; t < std::min(first + 3, tree.right(clause)); ++t) {
        if (is_punct(t)) continue;
        const std::string_view word = lemma(t);
        if (word == "whether" || word == "if") return true;
        return parse.xpos[t].starts_with("W") && word != "that";
    }
    return false;
}

namespace {

bool is_predicate(const View& view, std::uint32_t t) {
    return view.upos(t) == Upos::VERB || view.upos(t) == Upos::AUX || view.child(t, Rel::cop) >= 0 ||
           view.child(t, Rel::nsubj) >= 0;
}

// "in a later interview said …", "on Monday said …": a time or a phrase with a preposition is no subject, whatever the tree says.
bool speaks(const View& view, std::uint32_t nominal) {
    const std::string_view marker = view.case_of(nominal);
    if (view.rel(nominal) != Rel::nsubj) return true;
    if (view.upos(nominal) == Upos::PROPN || view.upos(nominal) == Upos::NOUN)
        if (view.lexicon.weekday.contains(view.document.word(nominal))) return false;
    return marker != "in" && marker != "on" && marker != "at" && marker != "during" && marker != "after" && marker != "before";
}

std::int32_t subject_child(const View& view, std::uint32_t verb, bool passive_too) {
    for (const std::uint32_t below : view.tree.children(verb)) {
        if (view.rel(below) != Rel::nsubj && view.rel(below) != Rel::csubj) continue;
        if (view.sub(below) == Sub::pass && !passive_too) continue;
        if (!speaks(view, below)) continue;
        return static_cast<std::int32_t>(below);
    }
    return no_token;
}

std::int32_t agent(const View& view, std::uint32_t verb) {
    for (const std::uint32_t below : view.tree.children(verb))
        if (view.rel(below) == Rel::obl && view.case_of(below) == "by" && below > verb) return static_cast<std::int32_t>(below);
    return no_token;
}

std::int32_t controller(const View& view, std::uint32_t verb, int depth) {
    if (depth > 6) return no_token;
    if (const std::int32_t own = subject_child(view, verb, true); own != no_token) return own;
    return find_source(view, verb, depth + 1);
}

}  // namespace

// The head of the phrase that names who speaks: the subject, the agent of a passive, or whoever controls the verb.
std::int32_t find_source(const View& view, std::uint32_t verb, int depth) {
    if (depth > 6) return no_token;
    if (view.is_passive(verb)) return agent(view, verb);
    if (const std::int32_t own = subject_child(view, verb, false); own != no_token) return own;
    const std::int32_t above = view.head(verb);
    if (above == no_head) return no_token;
    const auto up = static_cast<std::uint32_t>(above);
    switch (view.rel(verb)) {
        case Rel::conj:
            return is_predicate(view, up) ? controller(view, up, depth + 1) : no_token;
        case Rel::xcomp: {
            const std::int32_t object = view.child(up, Rel::obj);
            if (object >= 0 && view.is_infinitive(verb) && static_cast<std::uint32_t>(object) < verb) return object;
            return controller(view, up, depth + 1);
        }
        case Rel::advcl:
            return view.is_participle(verb) || view.is_infinitive(verb) ? controller(view, up, depth + 1) : no_token;
        case Rel::acl:
            if (view.is_participle(verb) && view.sub(verb) != Sub::relcl) return above;
            return no_token;
        case Rel::parataxis:
            return view.is_participle(verb) ? controller(view, up, depth + 1) : no_token;
        default:
            return no_token;
    }
}

// The words of a source: the whole phrase with title and apposition, but before the cue without a relative clause set off by
// commas.
Range source_range(const View& view, std::uint32_t head, std::uint32_t cue) {
    Range range = view.subtree(head);
    const bool before = head < cue;
    for (const std::uint32_t below : view.tree.children(head)) {
        const Range part = view.subtree(below);
        const Rel rel = view.rel(below);
        if (below == cue || part.contains(cue)) {
            if (part.first > head) range.last = std::min(range.last, part.first);
            if (part.first < head) range.first = std::max(range.first, std::min(part.last, head));
            continue;
        }
        if (below < head) {
            if (rel == Rel::case_ || rel == Rel::mark || rel == Rel::cc || rel == Rel::advmod ||
                (rel == Rel::punct && below == range.first))
                if (part.first == range.first && !(rel == Rel::advmod && view.upos(head) == Upos::NOUN && before))
                    range.first = part.last;
            continue;
        }
        const bool after_comma = part.first > 0 && view.is_punct(part.first - 1) && view.document.word(part.first - 1) == ",";
        const bool loose =
            rel == Rel::parataxis || rel == Rel::advcl || rel == Rel::discourse || rel == Rel::dep || rel == Rel::ccomp;
        const bool aside = (before && rel == Rel::acl && after_comma) ||
                           ((rel == Rel::nmod || rel == Rel::obl) && view.is_time(below) && !view.case_of(below).empty());
        if (loose || aside) range.last = std::min(range.last, part.first);
    }
    trim(view, range);
    return range;
}

// Tokens of the verb group around a cue: auxiliaries, negation and adverbs next to it, particle, day, medium.
Range cue_range(const View& view, std::uint32_t head) {
    Range range{head, head + 1};
    const auto belongs = [&](std::uint32_t t) {
        if (view.head(t) != static_cast<std::int32_t>(head)) return false;
        const Rel rel = view.rel(t);
        if (rel == Rel::aux || rel == Rel::cop) return true;
        if (rel == Rel::mark) return view.lemma(t) == "to" && view.rel(head) != Rel::xcomp;
        return rel == Rel::advmod && view.tree.right(t) - view.tree.left(t) == 1 &&
               !view.lexicon.manner.contains(view.lemma(t)) && !view.parse.xpos[t].starts_with("W");
    };
    while (range.first > 0 && belongs(range.first - 1)) --range.first;
    while (range.last < view.size() && view.head(range.last) == static_cast<std::int32_t>(head) &&
           view.rel(range.last) == Rel::compound && view.sub(range.last) == Sub::prt)
        ++range.last;
    if (range.last >= view.size() || view.head(range.last) == no_head) return range;
    const std::uint32_t next = range.last;
    if (view.head(next) == static_cast<std::int32_t>(head) && view.lexicon.weekday.contains(view.document.word(next)) &&
        view.tree.right(next) - view.tree.left(next) == 1) {
        ++range.last;
    } else if (view.rel(next) == Rel::case_ && view.lemma(next) == "in") {
        const auto object = static_cast<std::uint32_t>(view.head(next));
        if (view.head(object) == static_cast<std::int32_t>(head) && view.rel(object) == Rel::obl &&
            view.lexicon.medium.contains(view.lemma(object)) && view.tree.right(object) - view.tree.left(object) <= 4 &&
            view.tree.right(object) == object + 1)
            range.last = view.tree.right(object);
    }
    return range;
}

// Takes commas, dashes, full stops and stray marks off the ends; quotation marks that close inside stay.
void trim(const View& view, Range& range) {
    const auto in_region = [&](std::uint32_t t) {
        const std::int32_t region = view.quotes.outer_at[t];
        return region != no_region && view.quotes.regions[static_cast<std::size_t>(region)].first >= range.first &&
               view.quotes.regions[static_cast<std::size_t>(region)].last <= range.last;
    };
    const auto bracket = [&](std::uint32_t t) {
        const std::string_view word = view.document.word(t);
        return word == "(" || word == "[";
    };
    while (!range.empty() && view.is_punct(range.first) && !in_region(range.first) && !bracket(range.first)) ++range.first;
    while (!range.empty() && view.is_punct(range.last - 1) && !in_region(range.last - 1)) {
        const std::string_view word = view.document.word(range.last - 1);
        if (word == ")" || word == "]") {
            bool opened = false;
            for (std::uint32_t t = range.first; t + 1 < range.last; ++t) opened = opened || bracket(t);
            if (opened) break;
        }
        --range.last;
    }
    if (!range.empty() && bracket(range.first)) {  // an opening bracket whose partner lies outside
        bool closed = false;
        for (std::uint32_t t = range.first; t < range.last; ++t)
            closed = closed || view.document.word(t) == ")" || view.document.word(t) == "]";
        if (!closed) ++range.first;
    }
}

std::vector<std::uint32_t> joint_heads(const View& view, std::uint32_t head) {
    std::vector<std::uint32_t> heads{head};
    bool joined = false;  // "A, B and C": one of them has the conjunction
    for (const std::uint32_t below : view.tree.children(head))
        joined = joined || (view.rel(below) == Rel::conj && view.child(below, Rel::cc) >= 0);
    if (!joined) return heads;
    for (const std::uint32_t below : view.tree.children(head))
        if (view.rel(below) == Rel::conj &&
            (view.upos(below) == Upos::NOUN || view.upos(below) == Upos::PROPN || view.upos(below) == Upos::PRON))
            heads.push_back(below);
    return heads;
}

std::vector<Range> without(Range range, const std::vector<Range>& holes) {
    std::vector<Range> parts{range};
    for (const Range& hole : holes) {
        std::vector<Range> left;
        for (const Range& part : parts) {
            if (hole.last <= part.first || part.last <= hole.first) {
                left.push_back(part);
                continue;
            }
            if (part.first < hole.first) left.push_back({part.first, hole.first});
            if (hole.last < part.last) left.push_back({hole.last, part.last});
        }
        parts = std::move(left);
    }
    return parts;
}

}  // namespace readout
