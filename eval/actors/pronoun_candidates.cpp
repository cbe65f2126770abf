// Candidates and features for every "he" and "she" of plain texts, for training and scoring the pronoun scorer:
// pronoun_candidates JSONL  (one {"id", "text"} a line)  ->  one JSON object a line. Offsets are code points.
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

void print(const Document& document, const Casting& c, const std::vector<PronounTrace>& trace) {
    const CodePoints points(document.text);
    std::string out = "{\"id\": \"" + document.source.id + "\", \"pronouns\": [";
    for (std::size_t p = 0; p < trace.size(); ++p) {
        out += (p ? ", " : "") + std::string("{\"start\": ") +
               std::to_string(points.at_byte(document.tokens[trace[p].token].span.start)) + ", \"candidates\": [";
        for (std::size_t i = 0; i < trace[p].candidates.size(); ++i) {
            const PronounCandidate& x = trace[p].candidates[i];
            out += (i ? ", " : "") + std::string("{\"score\": ") + std::to_string(x.score) + ", \"spans\": [";
            bool first = true;
            for (const Mention& m : c.cast.mentions) {
                if (m.kind == MentionKind::pronoun || m.entities.size() != 1 || m.entities[0] != x.entity) continue;
                const Span s = points.to_code_points(m.span);
                out += (first ? "[" : ", [") + std::to_string(s.start) + ", " + std::to_string(s.end) + "]";
                first = false;
            }
            out += "], \"x\": [";
            for (std::size_t f = 0; f < pronoun_features; ++f) out += (f ? ", " : "") + std::to_string(x.x[f]);
            out += "]}";
        }
        out += "]}";
    }
    out += "]}";
    std::puts(out.c_str());
}

int fail(const Fault& fault) {
    std::fprintf(stderr, "%s\n", fault.line().c_str());
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    auto folder = data_folder();
    if (!folder) return fail(folder.fault());
    auto knowledge = Knowledge::load(*folder);
    if (!knowledge) return fail(knowledge.fault());
    auto model = Model::load();
    if (!model) return fail(model.fault());
    auto scratch = model->scratch();
    read_reports({arguments + 1, arguments + count}, {}, [&](Result<Report> report) {
        if (!report) return true;
        std::string id = report->source.id;
        Document document = segment_running_text(std::move(report->text));
        document.source.id = id;
        const Parse parse = model->parse(document, *scratch);
        const Tree tree(document, parse);
        TimeRefs times;
        Casting c(document, parse, tree, times, knowledge->inside());
        std::vector<PronounTrace> trace;
        find_cast(c, &trace);
        print(document, c, trace);
        return true;
    });
    return 0;
}
