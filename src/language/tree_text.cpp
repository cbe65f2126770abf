// A tree for the reader's eye.
#include <algorithm>

#include "language/language.h"

namespace readout {
namespace {

constexpr std::size_t deepest = 40;  // levels that are still indented

struct TreeText {
    const Document& document;
    const Parse& parse;
    const Tree& tree;
    std::vector<std::string_view> name;  // type at the first token of each name
    std::string out;

    void line(std::uint32_t token, std::size_t depth) {
        out.append(2 * std::min(depth, deepest), ' ');
        out.append(document.word(token))
            .append("  ")
            .append(name_of(parse.relation[token]))
            .append("  ")
            .append(name_of(parse.upos[token]));
        if (!name[token].empty()) out.append("  [").append(name[token]).append("]");
        out += '\n';
    }

    // Words in the order of a walk from the root: a head, then what hangs on it. Without recursion: trees may be deep.
    void below(std::uint32_t root) {
        std::vector<std::pair<std::uint32_t, std::size_t>> open{{root, 0}};
        while (!open.empty()) {
            const auto [token, depth] = open.back();
            open.pop_back();
            line(token, depth);
            const Tree::Children children = tree.children(token);
            for (const std::uint32_t* child = children.end(); child != children.begin();) open.emplace_back(*--child, depth + 1);
        }
    }
};

}  // namespace

std::string to_tree_text(const Document& document, const Parse& parse) {
    const Tree tree(document, parse);
    TreeText text{document, parse, tree, std::vector<std::string_view>(parse.size()), {}};
    for (const Name& name : parse.names) text.name[name.first] = name_of(name.type);
    for (const Sentence& sentence : document.sentences) {
        for (const char c : document.words(sentence.span)) text.out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
        text.out += '\n';
        for (std::uint32_t i = sentence.first; i < sentence.last; ++i)
            if (parse.head[i] == no_head) text.below(i);
        text.out += '\n';
    }
    return std::move(text.out);
}

}  // namespace readout
