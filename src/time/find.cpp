#include <algorithm>

#include "time/resolve.h"
#include "time/time.h"

namespace readout {
namespace {

using namespace timing;

Matches match_document(const Document& document, const TimeRules::Inside& rules) {
    Matches matches;
    MatchScratch scratch;
    for (std::uint32_t i = 0; i < document.sentences.size(); ++i) match_sentence(document.text, document.sentences[i].span, i, rules, scratch, matches);
    return matches;
}

}  // namespace

std::string_view name_of(TimexType type) {
    switch (type) {
        case TimexType::date: return "DATE";
        case TimexType::time: return "TIME";
        case TimexType::duration: return "DURATION";
        case TimexType::set: return "SET";
    }
    return "DATE";
}

TimeRefs find_times(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules) {
    TimeRefs out;
    const Matches matches = match_document(document, rules.inside());
    const Reading reading{document, parse, tree, rules.inside(), matches};
    Anchor anchor;
    if (document.source.published) {
        anchor.report = document.source.published;
        anchor.basis = "given";
    } else if (document.header_date) {
        anchor.report = document.header_date->day;
        anchor.basis = "header";
    }
    anchor.mode = mode_of(matches, rules.inside(), anchor.report);
    out.timexes = resolve(reading, anchor);
    for (const LandmarkFound& found : matches.landmarks) {
        const Landmark& landmark = rules.inside().landmarks[found.landmark];
        if (!landmark_holds(landmark, reading)) continue;
        const auto [first, last] = tokens_of(found.span, found.sentence, document);
        out.landmarks.push_back({found.span, first, last, landmark.id, landmark.name, landmark.days});
    }
    if (anchor.report) {
        out.published.range = {anchor.report, anchor.report};
        out.published.precision = Precision::day;
        out.published.basis = anchor.basis;
        if (document.header_date && anchor.basis == "header") out.published.evidence.push_back(document.header_date->span);
        out.published_explanation = anchor.basis;
    }
    return out;
}

}  // namespace readout
