// Every candidate of the statements room with the features it is judged by, kept or not, for training/statements.py:
// statement_candidates FILE…  (any input `readout read` takes)  ->  one JSON object a report. Offsets are code points of the
// caller's text. Needs the data folder as the program does (READOUT_DATA or beside the executable).
#include <cstdio>
#include <string>
#include <vector>

#include "actors/actors.h"
#include "base/file.h"
#include "base/utf8.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "statements/statements.h"
#include "text/text.h"
#include "time/time.h"

using namespace readout;

namespace {

struct Resources {
    Model model;
    Knowledge knowledge;
    TimeRules times;
    CueLexicon cues;
};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\', out += c;
        else
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + "\"";
}

std::string spans(const std::vector<Span>& parts, const CodePoints& points, std::uint32_t base) {
    std::string out = "[";
    for (const Span& part : parts) {
        const Span s = points.to_code_points(part);
        if (out.size() > 1) out += ", ";
        out += "[" + std::to_string(s.start - base) + ", " + std::to_string(s.end - base) + "]";
    }
    return out + "]";
}

void print(const Document& document, const std::vector<StatementCandidate>& candidates) {
    const CodePoints points(document.text);
    const std::uint32_t base = document.body == 0 ? 0 : points.at_byte(document.body);
    std::string out = "{\"id\": " + quoted(document.source.id) + ", \"candidates\": [";
    bool first = true;
    for (const StatementCandidate& one : candidates) {
        if (!first) out += ", ";
        first = false;
        out += "{\"kept\": " + std::string(one.kept ? "true" : "false") + ", \"rule\": " + quoted(one.statement.rule) +
               ", \"form\": " + quoted(name_of(one.statement.form)) + ", \"voice\": " + quoted(name_of(one.statement.voice)) +
               ", \"confidence\": " + std::to_string(static_cast<int>(one.statement.confidence * 100 + 0.5)) +
               ", \"cue\": " + spans(one.statement.cue, points, base) +
               ", \"source\": " + spans(one.statement.source, points, base) +
               ", \"content\": " + spans(one.statement.content, points, base) + ", \"features\": [";
        for (std::size_t i = 0; i < one.features.size(); ++i) out += (i ? ", " : "") + quoted(one.features[i]);
        out += "]}";
    }
    std::puts((out + "]}").c_str());
}

int fail(const Fault& fault) {
    std::fprintf(stderr, "%s\n", fault.line().c_str());
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> inputs(arguments + 1, arguments + count);
    auto folder = data_folder();
    if (!folder) return fail(folder.fault());
    auto knowledge = Knowledge::load(*folder);
    if (!knowledge) return fail(knowledge.fault());
    auto times = TimeRules::load(*folder);
    if (!times) return fail(times.fault());
    auto cues = CueLexicon::load(*folder);
    if (!cues) return fail(cues.fault());
    auto model = Model::load();
    if (!model) return fail(model.fault());
    const Resources with{std::move(*model), std::move(*knowledge), std::move(*times), std::move(*cues)};
    auto scratch = with.model.scratch();
    read_reports(inputs, {}, [&](Result<Report> report) {
        if (!report) {
            std::fprintf(stderr, "%s\n", report.fault().line().c_str());
            return true;
        }
        const Document document = segment(std::move(*report));
        const Parse parse = with.model.parse(document, *scratch);
        const Tree tree(document, parse);
        const TimeRefs refs = find_times(document, parse, tree, with.times);
        const Cast cast = find_actors(document, parse, tree, refs, with.knowledge);
        print(document, find_candidates(document, parse, tree, refs, cast, with.cues));
        return true;
    });
    return 0;
}
