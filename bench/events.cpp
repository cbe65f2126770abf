// Sentences a second of the events room alone, on one core: the trees of tests/cases/events, over and over; the answers are
// checked first.
//
//   bench_events FILE.conllu    trees of any text, for instance from `readout parse`
#include "events/events.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "base/file.h"

namespace {

using namespace readout;

// Every proper noun is somebody, so that the sides are looked up as in earnest.
Cast cast_of(const Document& document, const Parse& parse) {
    Cast cast;
    cast.mention_at.assign(parse.size(), no_index);
    for (std::uint32_t token = 0; token < parse.size(); ++token) {
        if (parse.upos[token] != Upos::PROPN) continue;
        Entity entity;
        entity.name = document.word(token);
        entity.code = "XXX";
        entity.actor = entity.name;
        Mention mention;
        mention.span = document.tokens[token].span;
        mention.first = mention.head = token;
        mention.last = token + 1;
        mention.entities = {static_cast<std::uint32_t>(cast.entities.size())};
        cast.entities.push_back(entity);
        cast.mention_at[token] = static_cast<std::int32_t>(cast.mentions.size());
        cast.mentions.push_back(mention);
    }
    return cast;
}

}  // namespace

int main(int argc, char** argv) {
    const auto fail = [](const std::string& why) {
        std::fprintf(stderr, "bench_events: %s\n", why.c_str());
        return 1;
    };
    if (argc != 2) return fail("usage: bench_events FILE.conllu");
    const auto folder = data_folder();
    if (!folder) return fail(folder.fault().line());
    const auto ontology = Ontology::load(*folder);
    if (!ontology) return fail(ontology.fault().line());
    const auto bytes = read_file(argv[1]);
    if (!bytes) return fail(bytes.fault().line());
    const auto parsed = read_conllu(*bytes, argv[1]);
    if (!parsed) return fail(parsed.fault().line());
    const Tree tree(parsed->document, parsed->parse);
    const Cast cast = cast_of(parsed->document, parsed->parse);
    const TimeRefs times;
    const Statements statements;
    const auto found = [&] {
        return find_events(parsed->document, parsed->parse, tree, times, cast, statements, *ontology).size();
    };
    const std::size_t right = found();
    if (right == 0) return fail("no event in the file, nothing timed");
    double best = 0;
    for (int round = 0; round < 7; ++round) {
        const std::clock_t start = std::clock();  // of this process, so that neighbours on the machine do not count
        if (found() != right) return fail("not the same answer twice");
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        best = std::max(best, static_cast<double>(parsed->document.sentences.size()) / std::max(seconds, 1e-9));
    }
    std::printf("events: %.0f sentences/s on one core, %zu events in %zu sentences\n", best, right,
                parsed->document.sentences.size());
    return 0;
}
