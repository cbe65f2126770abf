// Where marks hang, after the words have found their heads (Universal Dependencies' rules for punctuation).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "language/language.h"

namespace readout::language {

// Quotation marks and brackets of a pair hang together on the top of what they enclose; a comma on the unit that it opens or
// closes, as high as it can without crossing; another mark where the network put it, if that crosses nothing. Words never hang on
// marks.
class Punctuation {
public:
    struct Sentence {
        std::span<const Token> tokens;
        std::string_view text;
        std::span<const Upos> upos;
    };
    // heads[i] is -1 for the root. A sentence whose root is a mark is left as it is.
    void attach(const Sentence& sentence, std::span<std::int32_t> heads);

private:
    void free_words(std::span<std::int32_t> heads);
    void find_pairs(const Sentence& sentence);
    void find_depths(std::span<const std::int32_t> heads);  // how far each word lies from the root
    bool enclose(std::int32_t open, std::int32_t close, std::span<std::int32_t> heads);
    std::int32_t place(const Sentence& sentence, std::int32_t mark, std::span<const std::int32_t> heads);
    void climb(std::int32_t from, std::int32_t mark, std::span<const std::int32_t> heads, std::vector<std::int32_t>& path);

    std::vector<bool> is_mark_;
    std::vector<std::int32_t> partner_, depth_;
    std::vector<std::int32_t> left_path_, right_path_;
    std::vector<std::int32_t> open_;
};

}  // namespace readout::language
