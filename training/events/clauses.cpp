// What training/events/clauses.py needs of the program: every clause that may tell of an event with its features, what a pattern
// made of it, and everybody in the sentence who may be a side.
//
//   event_clauses REPORTS.jsonl > OUT     reports as `readout read` takes them
//
//   T <report> <start> <end> <category or -> <row or -> feature…   offsets of the trigger's word in bytes of the text; !:
//   filtered out R <report> <start> <end> <start> <end> <start> <end> <code or -> <A|R|-|?> feature…   a party: its words, its
//   whole phrase; its
//                                                                                         role as the pattern has it
#include <cstdio>
#include <string>

#include "engine/engine.h"
#include "events/features.h"
#include "events/phrase.h"

namespace {

using namespace readout;

class Printer : public Watcher {
public:
    explicit Printer(std::string report) : report_(std::move(report)) {}

    void clause(const Text& text, const Clause& clause, const Told& told, const FeatureList& features) override {
        const Span span = text.document.tokens[clause.trigger].span;
        const char* sign = told.worthy ? "" : "!";
        std::printf("T\t%s\t%u\t%u\t%s%s\t%s", report_.c_str(), span.start, span.end, sign,
                    told.frame == nullptr ? "-" : text.ontology.categories[told.frame->category].name.c_str(),
                    told.frame == nullptr ? "-" : std::string(told.row).c_str());
        print(features);
    }

    void party(const Text& text, const Clause& clause, const Side& side, char role, const FeatureList& features) override {
        const Span trigger = text.document.tokens[clause.trigger].span;
        const std::string& code =
            side.who.entity == no_index ? side.who.code : text.cast.entities[static_cast<std::size_t>(side.who.entity)].code;
        const Span whole = whole_phrase(text, side.who.span, clause.trigger);
        std::printf("R\t%s\t%u\t%u\t%u\t%u\t%u\t%u\t%s\t%c", report_.c_str(), trigger.start, trigger.end, side.who.span.start,
                    side.who.span.end, whole.start, whole.end, !side.named || code.empty() ? "-" : code.c_str(), role);
        print(features);
    }

private:
    static void print(const FeatureList& features) {
        for (std::string name : features.names()) {
            for (char& c : name) {
                if (c == '\t' || c == '\n' || c == '\r') c = ' ';
            }
            std::printf("\t%s", name.c_str());
        }
        std::printf("\n");
    }
    std::string report_;
};

}  // namespace

int main(int count, char** arguments) {
    using namespace readout;
    if (count != 2) {
        std::fprintf(stderr, "event_clauses REPORTS.jsonl\n");
        return 2;
    }
    auto resources = Resources::load();
    if (!resources) {
        std::fprintf(stderr, "event_clauses: %s\n", resources.fault().line().c_str());
        return 1;
    }
    const auto scratch = resources->model.scratch();
    read_reports({arguments[1]}, {}, [&](Result<Report> report) {
        if (!report) return true;
        Printer printer(report->source.id);
        const Reading reading = read_report(std::move(*report), *resources, *scratch);
        const Tree tree(reading.document, reading.parse);
        find_events(reading.document, reading.parse, tree, reading.times, reading.cast, reading.statements, resources->ontology,
                    &printer);
        return true;
    });
    return 0;
}
