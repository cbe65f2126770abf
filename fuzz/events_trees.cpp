// Any CoNLL-U tree: events are found or not, every span lies in the text, and nothing crashes or loops.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/file.h"
#include "events/events.h"

namespace {

const readout::Ontology& ontology() {
    static const auto* const loaded = [] {
        const auto folder = readout::data_folder();
        if (!folder) std::abort();  // set READOUT_DATA
        auto result = readout::Ontology::load(*folder);
        if (!result) std::abort();
        return new readout::Ontology(std::move(*result));
    }();
    return *loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = readout::read_conllu(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    if (!parsed.ok()) return 0;
    const readout::Tree tree(parsed->document, parsed->parse);
    readout::Cast cast;
    cast.mention_at.assign(parsed->parse.size(), readout::no_index);
    for (const auto& event : readout::find_events(parsed->document, parsed->parse, tree, {}, cast, {}, ontology())) {
        for (const readout::Span span : event.trigger) {
            if (span.empty() || span.end > parsed->document.text.size()) std::abort();
        }
    }
    return 0;
}
