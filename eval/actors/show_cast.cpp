// Prints the cast of reports, one JSON object a line: show_cast [--conllu | --parse] FILE…  For evaluation and for looking.
//
// FILE: any input `readout read` takes; with --conllu: CoNLL-U with gold trees. Offsets are code points of the document's text.
#include <cstdio>
#include <string>
#include <vector>

#include "actors/actors.h"
#include "base/file.h"
#include "base/utf8.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "text/text.h"
#include "time/time.h"

using namespace readout;

namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\', out += c;
        else if (static_cast<unsigned char>(c) < 0x20) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
            out += buffer;
        } else
            out += c;
    }
    return out + "\"";
}

const char* name_of_kind(MentionKind kind) {
    static const char* names[] = {"name", "office", "agent", "pronoun", "description", "metonym", "place"};
    return names[static_cast<int>(kind)];
}

struct Rules {
    Knowledge knowledge;
    TimeRules times;
};

void show(const Document& document, const Parse& parse, const Rules& rules) {
    const Tree tree(document, parse);
    const TimeRefs times = find_times(document, parse, tree, rules.times);
    const Cast cast = find_actors(document, parse, tree, times, rules.knowledge);
    const CodePoints points(document.text);
    const std::uint32_t base = document.body == 0 ? 0 : points.at_byte(document.body);
    std::string out = "{\"id\": " + quoted(document.source.id) + ", \"mentions\": [";
    bool first = true;
    for (const Mention& m : cast.mentions) {
        const Span s = points.to_code_points(m.span);
        if (!first) out += ",\n  ";
        first = false;
        out += "{\"start\": " + std::to_string(static_cast<long>(s.start) - static_cast<long>(base)) +
               ", \"end\": " + std::to_string(static_cast<long>(s.end) - static_cast<long>(base)) +
               ", \"text\": " + quoted(slice(document.text, m.span)) + ", \"kind\": \"" + name_of_kind(m.kind) +
               "\", \"rule\": " + quoted(m.rule) + ", \"confidence\": " + std::to_string(m.confidence) + ", \"entities\": [";
        for (std::size_t e = 0; e < m.entities.size(); ++e) {
            const Entity& x = cast.entities[m.entities[e]];
            if (e) out += ", ";
            std::string more;
            for (const std::string& sector : x.sectors) more += " " + sector;
            out += "{\"index\": " + std::to_string(m.entities[e]) + ", \"name\": " + quoted(x.name) +
                   ", \"actor\": " + quoted(x.actor) + ", \"code\": " + quoted(x.code) + ", \"sector\": " + quoted(x.sector) +
                   ", \"sectors\": " + quoted(more) + ", \"office\": " + quoted(x.office) + "}";
        }
        out += "]";
        if (m.antecedent != no_index) {
            const Span a = points.to_code_points(cast.mentions[static_cast<std::size_t>(m.antecedent)].span);
            out += ", \"antecedent\": [" + std::to_string(static_cast<long>(a.start) - static_cast<long>(base)) + ", " +
                   std::to_string(static_cast<long>(a.end) - static_cast<long>(base)) + "]";
        }
        out += "}";
    }
    out += "], \"places\": [";
    first = true;
    for (const PlaceMention& p : cast.places) {
        const Span s = points.to_code_points(p.span);
        if (!first) out += ", ";
        first = false;
        out += "{\"start\": " + std::to_string(static_cast<long>(s.start) - static_cast<long>(base)) +
               ", \"end\": " + std::to_string(static_cast<long>(s.end) - static_cast<long>(base)) +
               ", \"text\": " + quoted(slice(document.text, p.span)) + ", \"name\": " + quoted(p.place.name) +
               ", \"country\": " + quoted(p.place.country) + ", \"precision\": " + quoted(p.place.precision) + "}";
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
    std::vector<std::string> inputs;
    bool conllu = false, parse_only = false;
    for (int i = 1; i < count; ++i) {
        if (std::string(arguments[i]) == "--conllu")
            conllu = true;
        else if (std::string(arguments[i]) == "--parse")
            parse_only = true;
        else
            inputs.push_back(arguments[i]);
    }
    auto folder = data_folder();
    if (!folder) return fail(folder.fault());
    auto knowledge = Knowledge::load(*folder);
    if (!knowledge) return fail(knowledge.fault());
    auto times = TimeRules::load(*folder);
    if (!times) return fail(times.fault());
    const Rules rules{std::move(*knowledge), std::move(*times)};
    if (conllu) {
        for (const std::string& path : inputs) {
            auto bytes = read_file(path);
            if (!bytes) return fail(bytes.fault());
            auto parsed = read_conllu(*bytes, path);
            if (!parsed) return fail(parsed.fault());
            show(parsed->document, parsed->parse, rules);
        }
        return 0;
    }
    auto model = Model::load();
    if (!model) return fail(model.fault());
    auto scratch = model->scratch();
    read_reports(inputs, {}, [&](Result<Report> report) {
        if (!report) {
            std::fprintf(stderr, "%s\n", report.fault().line().c_str());
            return true;
        }
        const Document document = segment(std::move(*report));
        const Parse parse = model->parse(document, *scratch);
        if (parse_only)
            std::fputs(to_conllu(document, parse).c_str(), stdout);
        else
            show(document, parse, rules);
        return true;
    });
    return 0;
}
