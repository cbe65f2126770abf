#include <algorithm>

#include "time/guess.h"
#include "time/resolve.h"
#include "time/time.h"

namespace readout {
namespace {

using namespace timing;

Matches match_document(const Document& document, const TimeRules::Inside& rules) {
    Matches matches;
    MatchScratch scratch;
    const LoweredText text(document.text);
    for (std::uint32_t i = 0; i < document.sentences.size(); ++i)
        match_sentence(text, document.sentences[i].span, i, rules, scratch, matches);
    keep_landmarks(rules, matches);
    return matches;
}

}  // namespace

std::string_view name_of(TimexType type) {
    switch (type) {
        case TimexType::date:
            return "DATE";
        case TimexType::time:
            return "TIME";
        case TimexType::duration:
            return "DURATION";
        case TimexType::set:
            return "SET";
    }
    return "DATE";
}

namespace {

// Given by the caller, else in the report's header.
Anchor written_day(const Document& document) {
    Anchor anchor;
    if (document.source.published) {
        anchor.report = document.source.published;
        anchor.basis = "given";
    } else if (document.header_date) {
        anchor.report = document.header_date->day;
        anchor.basis = "header";
    }
    return anchor;
}

Precision precision_for(const DateRange& range) {
    const int days = *range.end - *range.start + 1;
    if (days == 1) return Precision::day;
    if (days <= 7) return Precision::week;
    if (days <= 31) return Precision::month;
    if (days <= 92) return Precision::quarter;
    return days <= 366 ? Precision::year : Precision::unknown;
}

// "May" as a person's name, where the parse says so.
bool is_person(const Found& found, const Reading& reading) {
    const Meaning& m = reading.matches.meanings[static_cast<std::size_t>(found.meaning)];
    if (m.op != Op::calendar || !m.has(Field::month) || m.has(Field::day) || m.has(Field::year) || reading.parse.names.empty())
        return false;
    const auto [first, last] = tokens_of(found.span, found.sentence, reading.document);
    const auto& names = reading.parse.names;
    const auto at = std::lower_bound(names.begin(), names.end(), first,
                                     [](const Name& name, std::uint32_t token) { return name.last <= token; });
    return at != names.end() && at->type == NameType::PER && at->first <= first && last <= at->last;
}

std::string percent(double probability) { return std::to_string(static_cast<int>(probability * 100 + 0.5)) + " %"; }

// A day that the words give away stands in for one that is not written; `anchor` takes it if it is one day.
void infer(const Reading& reading, Anchor& anchor, TimeRefs& out) {
    const DateGuess found = guess(reading, {});
    // A wrong day would lead the whole reading astray: only a narrow answer anchors it.
    if (!found.range.start || *found.range.end - *found.range.start > 30 || found.probability < 0.4) return;
    out.published.range = found.range;
    out.published.precision = precision_for(found.range);
    out.published.basis = reading.document.dateline && reading.document.dateline->date ? "dateline" : "inferred";
    out.published_explanation = percent(found.probability);
    for (const DateGuess::Evidence& evidence : found.evidence) {
        if (evidence.contradicts) continue;
        out.published.evidence.push_back(evidence.span);
        out.published_explanation += "; " + evidence.reason;
    }
    std::sort(out.published.evidence.begin(), out.published.evidence.end());
    out.published.evidence.erase(std::unique(out.published.evidence.begin(), out.published.evidence.end()),
                                 out.published.evidence.end());
    if (found.range.start == found.range.end) {
        anchor.report = found.range.start;
        anchor.basis = out.published.basis;
    }
}

}  // namespace

TimeRefs find_times(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules) {
    TimeRefs out;
    Matches matches = match_document(document, rules.inside());
    const Reading reading{document, parse, tree, rules.inside(), matches};
    Anchor anchor = written_day(document);
    if (anchor.report) {
        out.published.range = {anchor.report, anchor.report};
        out.published.precision = Precision::day;
        out.published.basis = anchor.basis;
        if (anchor.basis == "header") out.published.evidence.push_back(document.header_date->span);
        out.published_explanation = anchor.basis;
    } else {
        infer(reading, anchor, out);
    }
    std::erase_if(matches.found, [&](const Found& found) { return is_person(found, reading); });
    anchor.mode = mode_of(matches, rules.inside(), anchor.report);
    if (anchor.mode == Mode::news) {
        std::erase_if(matches.found, [&](const Found& found) {
            return rules.inside().rows[matches.meanings[static_cast<std::size_t>(found.meaning)].row].history_only;
        });
    }
    out.timexes = resolve(reading, anchor);
    for (const LandmarkFound& found : matches.landmarks) {
        if (landmark_at(found.head, reading, anchor.report) != static_cast<std::int32_t>(found.landmark)) continue;
        const Landmark& landmark = rules.inside().landmarks[found.landmark];
        const auto [first, last] = tokens_of(found.span, found.sentence, document);
        out.landmarks.push_back({found.span, first, last, landmark.id, landmark.name, landmark.days});
    }
    return out;
}

DateGuess guess_date(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules,
                     const std::vector<DateConstraint>& constraints) {
    const Anchor written = written_day(document);
    if (written.report) {
        DateGuess out;
        out.range = {written.report, written.report};
        out.probability = 0.99;
        const Span span = document.header_date ? document.header_date->span : Span{};
        out.evidence.push_back(
            {span, out.range, written.basis == "given" ? "given with the report" : "the report's header", false});
        return out;
    }
    const Matches matches = match_document(document, rules.inside());
    return guess(Reading{document, parse, tree, rules.inside(), matches}, constraints);
}

DateGuess guess_date(const Document& document, const Parse& parse, const Tree& tree, const TimeRules& rules) {
    return guess_date(document, parse, tree, rules, {});
}

}  // namespace readout
