// readout parse: running text or CoNLL-U in, trees out, without any reading of layout.
#include <algorithm>
#include <iostream>
#include <iterator>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "language/language.h"
#include "text/text.h"

namespace readout::cli {
namespace {

constexpr std::size_t chunk_bytes = 1u << 20;  // what is read before it is printed; memory stays bounded on any input
constexpr std::size_t most_bytes = 8u << 20;   // a paragraph longer than this is cut at white space

Result<std::string> input_of(std::string_view path) {
    if (path != "-") return read_file(std::string(path));
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

// How much of `text` to read next: up to a blank line after `chunk_bytes`, so that no paragraph or sentence is cut.
std::size_t next_chunk(std::string_view text) {
    if (text.size() <= chunk_bytes) return text.size();
    const std::size_t blank = text.find("\n\n", chunk_bytes);
    if (blank != std::string_view::npos && blank < most_bytes) return blank + 2;
    if (text.size() <= most_bytes) return text.size();
    std::size_t cut = text.find_last_of("\n ", most_bytes);
    if (cut == std::string_view::npos || cut == 0) cut = most_bytes - 1;
    ++cut;
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) ++cut;
    return cut;
}

struct Request {
    const Model& model;
    Model::Scratch& scratch;
    std::string name;
    bool tree = false;
};

Result<void> parse_running(std::string_view text, const Request& request, Console& console) {
    std::size_t sentences = 0;
    while (!text.empty()) {
        const std::size_t size = next_chunk(text);
        const Document document = segment_running_text(std::string(text.substr(0, size)));
        text.remove_prefix(size);
        const Parse parse = request.model.parse(document, request.scratch);
        console.out << (request.tree ? to_tree_text(document, parse) : to_conllu(document, parse, sentences + 1));
        sentences += document.sentences.size();
    }
    return {};
}

Result<void> parse_pretokenised(std::string_view conllu, const Request& request, Console& console) {
    std::size_t lines = 0;
    while (!conllu.empty()) {
        const std::string_view chunk = conllu.substr(0, next_chunk(conllu));
        conllu.remove_prefix(chunk.size());
        const auto parsed = read_conllu(chunk, request.name, lines);
        if (!parsed.ok()) return parsed.fault();
        lines += static_cast<std::size_t>(std::count(chunk.begin(), chunk.end(), '\n'));
        const Parse parse = request.model.parse(parsed->document, request.scratch);
        console.out << (request.tree ? to_tree_text(parsed->document, parse) : annotate_conllu(chunk, parse));
    }
    return {};
}

int run_parse(const Arguments& arguments, Console& console) {
    const std::string path = arguments.operands.empty() ? "-" : arguments.operands[0];
    const std::string_view format = arguments.text("format", "conllu");
    if (format != "conllu" && format != "tree")
        return report_fault({FaultKind::usage, "there is no format '" + std::string(format) + "'", "--format", "conllu or tree"},
                            console);
    const auto text = input_of(path);
    if (!text.ok()) return report_fault(text.fault(), console);
    const std::string name = path == "-" ? "standard input" : path;
    if (const auto bad = first_invalid_utf8(*text))
        return report_fault(
            {FaultKind::malformed, "not valid UTF-8 at byte " + std::to_string(*bad), name, "convert it with iconv"}, console);
    const auto model = Model::load(std::string(arguments.text("model")));
    if (!model.ok()) return report_fault(model.fault(), console);
    const auto scratch = model->scratch();
    const Request request{*model, *scratch, name, format == "tree"};
    const auto done =
        arguments.on("pretokenised") ? parse_pretokenised(*text, request, console) : parse_running(*text, request, console);
    return done.ok() ? exit_done : report_fault(done.fault(), console);
}

}  // namespace

const Command parse_command{
    "parse",
    "sentences, tags, lemmas, trees and names of running text, as CoNLL-U",
    "[FILE]",
    {{"pretokenised", "", "the input is CoNLL-U: keep its sentences, words, ids, ranges and comments"},
     {"format", "FORMAT", "conllu (default) or tree, one word a line below its head"},
     model_flag},
    {{"readout parse report.txt", "Universal Dependencies in ten columns; names as NE=B-PER in the last"},
     {"echo 'Talks began in Lima.' | readout parse --format tree", "for the eye"},
     {"readout parse --pretokenised gold.conllu > system.conllu", "other people's words, our trees"}},
    "A blank line ends a paragraph; no header, dateline or boilerplate is looked for. Without FILE, or with -, standard input is "
    "read.",
    run_parse,
};

}  // namespace readout::cli
