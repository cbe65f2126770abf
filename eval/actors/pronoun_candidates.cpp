// Candidates and features for every "he" and "she" of plain texts, for training and scoring the pronoun scorer:
// pronoun_candidates JSONL  (one {"id", "text"} a line)  ->  one JSON object a line. Offsets are code points.
// pronoun_candidates --blind JSONL  reads them without the gender of names, which is then told beside each candidate
// pronoun_candidates --features  lists the features' names.
#include <cstdio>
#include <string>
#include <vector>

#include "actors/casting.h"
#include "actors/pronouns.h"
#include "base/file.h"
#include "base/utf8.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "text/text.h"

using namespace readout;
using namespace readout::actors;

namespace {

// Where a candidate is named: all mentions of its entity but pronouns.
std::string spans_of(const CodePoints& points, const Casting& c, const PronounTrace& trace, const PronounCandidate& x) {
    std::string out;
    const std::uint32_t body = c.document.body, before = static_cast<std::uint32_t>(points.at_byte(body));
    const auto add = [&](Span span) {
        if (span.start < body) return;
        Span s = points.to_code_points(span);
        s.start -= before, s.end -= before;
        out += (out.empty() ? "[" : ", [") + std::to_string(s.start) + ", " + std::to_string(s.end) + "]";
    };
    if (x.kind == CandidateKind::unnamed && x.entity == nothing) add(c.cast.mentions[x.mention].span);
    for (const Mention& m : c.cast.mentions) {
        if (x.entity == nothing || m.kind == MentionKind::pronoun || m.entities.size() != 1 || m.entities[0] != x.entity)
            continue;
        add(m.span);
    }
    if (x.kind == CandidateKind::doubtful) {
        for (const Span span : trace.doubtful[x.mention]) add(span);
    }
    return "[" + out + "]";
}

std::string candidates_of(const CodePoints& points, const Casting& c, const PronounTrace& trace) {
    std::string out;
    for (const PronounCandidate& x : trace.candidates) {
        out += (out.empty() ? "" : ", ") + std::string("{\"score\": ") + std::to_string(x.score / pronoun_unit) +
               ", \"clash\": " + (x.clash ? "true" : "false") +
               (x.gender != 0 ? std::string(", \"gender\": \"") + x.gender + "\"" : std::string()) +
               ", \"named\": " + (x.kind == CandidateKind::unnamed ? "false" : "true") +
               ", \"spans\": " + spans_of(points, c, trace, x) + ", \"x\": [";
        for (std::size_t f = 0; f < x.asks.size(); ++f) out += (f ? ", " : "") + std::to_string(x.asks[f]);
        out += "]}";
    }
    return "[" + out + "]";
}

void print(const Document& document, const Casting& c, const std::vector<PronounTrace>& all) {
    const CodePoints points(document.text);
    std::string out = "{\"id\": \"" + document.source.id + "\", \"pronouns\": [";
    for (std::size_t p = 0; p < all.size(); ++p) {
        out += (p ? ", " : "") + std::string("{\"start\": ") +
               std::to_string(points.at_byte(document.tokens[all[p].token].span.start) - points.at_byte(document.body)) +
               ", \"gender\": \"" + all[p].gender + "\", \"candidates\": " + candidates_of(points, c, all[p]) + "}";
    }
    out += "]}";
    std::puts(out.c_str());
}

// The features' names, one a line.
int print_features() {
    for (std::size_t f = 0; f < pronoun_features; ++f) std::puts(pronoun_feature_name(f).c_str());
    return 0;
}

int fail(const Fault& fault) {
    std::fprintf(stderr, "%s\n", fault.line().c_str());
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count == 2 && std::string_view(arguments[1]) == "--features") return print_features();
    const bool blind = count > 2 && std::string_view(arguments[1]) == "--blind";
    auto folder = data_folder();
    if (!folder) return fail(folder.fault());
    auto knowledge = Knowledge::load(*folder);
    if (!knowledge) return fail(knowledge.fault());
    auto model = Model::load();
    if (!model) return fail(model.fault());
    auto scratch = model->scratch();
    read_reports({arguments + 1 + blind, arguments + count}, {}, [&](Result<Report> report) {
        if (!report) return true;
        std::string id = report->source.id;
        // A title stands before the text, as in every report; offsets are of the text.
        const std::string title = report->source.title ? *report->source.title + "\n\n" : "";
        Document document = segment_running_text(title + report->text);
        document.body = static_cast<std::uint32_t>(title.size());
        if (!title.empty() && !document.paragraphs.empty()) document.paragraphs[0].kind = ParagraphKind::title;
        document.source.id = id;
        const Parse parse = model->parse(document, *scratch);
        const Tree tree(document, parse);
        TimeRefs times;
        Casting c(document, parse, tree, times, knowledge->inside());
        std::vector<PronounTrace> trace;
        find_cast(c, &trace, blind);
        print(document, c, trace);
        return true;
    });
    return 0;
}
