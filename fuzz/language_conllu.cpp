// CoNLL-U of any bytes: a fault, or a document and parse that can be written, read again and drawn.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "language/language.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = readout::read_conllu(text, "fuzz");
    if (!parsed.ok()) return 0;
    const std::string written = readout::to_conllu(parsed->document, parsed->parse);
    const auto again = readout::read_conllu(written, "again");
    if (!again.ok() || again->parse.size() != parsed->parse.size() || again->parse.head != parsed->parse.head) std::abort();
    if (readout::to_conllu(again->document, again->parse) != written) std::abort();
    readout::annotate_conllu(text, parsed->parse);
    readout::to_tree_text(parsed->document, parsed->parse);
    return 0;
}
