#include "text/boilerplate.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/tsv.h"
#include "text/characters.h"
#include "text/embedded.h"

namespace readout {
namespace {

constexpr std::size_t longest_line = 480;      // bytes; longer lines are prose
constexpr std::size_t longest_odd_line = 160;  // of those that match a pattern without a first word
constexpr std::size_t longest_pattern = 62;

// A pattern is a row of steps; a line matches when its words lead through all of them. The steps are a set of bits, so that a
// line costs one pass whatever the wildcards.
struct Step {
    enum class Wants : std::uint8_t { word, anything, name, number } wants = Wants::word;
    std::uint64_t word = 0;  // hash of the folded word
};

struct Pattern {
    std::vector<Step> steps;
    std::string kind;
    bool top_only = false;
    bool below_only = false;
    std::uint32_t most_words = 0;   // of the line
    std::uint64_t empty_steps = 0;  // bits of the steps that no word may take
    std::uint64_t last_word = 0;    // that a line must end with; 0: any
};

struct LineWord {
    std::uint64_t word = 0;  // hash of the folded word
    bool in_name = false;    // a capitalised word, or what stands between such
    bool is_number = false;
    bool is_trailing = false;  // a mark that may follow a line that has matched
};

struct Patterns {
    std::vector<Pattern> rows;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_start;  // hash of the first word, or of the first two
    std::vector<std::uint32_t> others;                                       // first step is a wildcard
};

// Quotes and dashes become plain, capitals small; other scripts are left as they are. 64 bits tell all words apart.
std::uint64_t folded(std::string_view word) {
    std::uint64_t h = 0xcbf29ce484222325u;
    const auto put = [&](char c) { h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u; };
    for (std::size_t at = 0; at < word.size();) {
        const Character c = character_at(word, at);
        if (c.kind == Kind::apostrophe) {
            put('\'');
        } else if (c.kind == Kind::dash || c.kind == Kind::hyphen) {
            put('-');
        } else if (is_quote(c.kind)) {
            put('"');
        } else if (c.size == 1) {
            put(c.kind == Kind::upper ? static_cast<char>(word[at] | 0x20) : word[at]);
        } else {
            for (std::size_t i = 0; i < c.size; ++i) put(word[at + i]);
        }
        at += c.size;
    }
    return h;
}

bool is_one_of(std::uint64_t word, const std::vector<std::uint64_t>& sorted) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

std::vector<std::uint64_t> sorted_hashes(std::initializer_list<std::string_view> words) {
    std::vector<std::uint64_t> out;
    for (const std::string_view word : words) out.push_back(folded(word));
    std::sort(out.begin(), out.end());
    return out;
}

bool stands_in_names(std::uint64_t word) {
    static const std::vector<std::uint64_t> words =
        sorted_hashes({".", ",", "-", "&", "and", "de", "von", "van", "der", "bin", "al", "el", "la", "da", "in", "the", "'"});
    return is_one_of(word, words);
}

bool trails(std::uint64_t word) {
    static const std::vector<std::uint64_t> words =
        sorted_hashes({".", ":", "!", "…", "|", ">", "»", "→", "-", "•", "_", ",", "*", "\"", ")", "]"});
    return is_one_of(word, words);
}

// One past the word or mark that starts at `at`: a run of letters and digits (with apostrophes inside), or one other character.
std::size_t word_end(std::string_view line, std::size_t at) {
    const Character first = character_at(line, at);
    std::size_t end = at + first.size;
    if (!is_word(first.kind)) return end;
    while (end < line.size()) {
        const Character c = character_at(line, end);
        const bool inner =
            c.kind == Kind::apostrophe && end + c.size < line.size() && is_alphabetic(character_at(line, end + c.size).kind);
        if (!is_word(c.kind) && !inner) break;
        end += c.size;
    }
    return end;
}

std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) {
    return (first ^ second * 0x9E3779B97F4A7C15u) * 0x100000001b3u;
}

// The rows whose first word, or first two, a line begins with.
struct Start {
    const std::vector<std::uint32_t>* one = nullptr;
    const std::vector<std::uint32_t>* two = nullptr;
};

// Behind bullets, brackets and dashes at the start.
std::string_view without_decoration(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size()) {
        const Character c = character_at(line, at);
        const bool decorates =
            c.kind == Kind::space || c.kind == Kind::open || c.kind == Kind::hyphen || c.kind == Kind::dash ||
            c.kind == Kind::slash ||
            (c.kind == Kind::symbol && line.substr(at, 2) != "©" && line[at] != '@' && line[at] != '#' && line[at] != '&');
        if (!decorates) break;
        at += c.size;
    }
    return line.substr(at);
}

std::vector<LineWord> line_words(std::string_view line) {
    std::vector<LineWord> words;
    for (std::size_t at = 0; at < line.size();) {
        const Kind kind = character_at(line, at).kind;
        const std::size_t end = word_end(line, at);
        if (kind != Kind::space) {
            const std::uint64_t word = folded(line.substr(at, end - at));
            words.push_back(
                {word, kind == Kind::upper || stands_in_names(word), kind == Kind::digit, !is_word(kind) && trails(word)});
        }
        at = end;
    }
    return words;
}

Step step_of(std::string_view word) {
    if (word == "*") return {Step::Wants::anything};
    if (word == "NAME") return {Step::Wants::name};
    if (word == "NUM") return {Step::Wants::number};
    return {Step::Wants::word, folded(word)};
}

Patterns read_patterns() {
    Patterns out;
    const auto table =
        Table::parse(std::string(embedded_boilerplate()), "data/text/boilerplate.tsv", {"pattern", "kind", "place", "words"});
    if (!table) return out;  // a test reads the table and names its fault
    for (std::size_t row = 0; row < table->rows(); ++row) {
        Pattern pattern;
        for (const std::string_view word : split(table->cell(row, 0), ' ')) pattern.steps.push_back(step_of(word));
        if (pattern.steps.empty() || pattern.steps.size() > longest_pattern) continue;
        pattern.kind = table->cell(row, 1);
        pattern.top_only = table->cell(row, 2) == "top";
        pattern.below_only = table->cell(row, 2) == "below";
        for (const char digit : table->cell(row, 3))
            pattern.most_words = pattern.most_words * 10 + static_cast<std::uint32_t>(digit - '0');
        for (std::size_t i = 0; i < pattern.steps.size(); ++i)
            if (pattern.steps[i].wants == Step::Wants::anything) pattern.empty_steps |= std::uint64_t{1} << i;
        const bool ends_in_word = pattern.steps.back().wants == Step::Wants::word && !trails(pattern.steps.back().word);
        if (ends_in_word) pattern.last_word = pattern.steps.back().word;
        const auto index = static_cast<std::uint32_t>(out.rows.size());
        if (pattern.steps[0].wants == Step::Wants::word) {
            const bool two = pattern.steps.size() > 1 && pattern.steps[1].wants == Step::Wants::word;
            out.by_start[two ? pair_of(pattern.steps[0].word, pattern.steps[1].word) : pattern.steps[0].word].push_back(index);
        } else {
            out.others.push_back(index);
        }
        out.rows.push_back(std::move(pattern));
    }
    return out;
}

const Patterns& patterns() {
    static const Patterns all = read_patterns();
    return all;
}

Start start_of(std::string_view line, const Patterns& all) {
    Start start;
    if (line.empty()) return start;
    const auto rows_of = [&](std::uint64_t key) {
        const auto found = all.by_start.find(key);
        return found == all.by_start.end() ? nullptr : &found->second;
    };
    const std::size_t end = word_end(line, 0);
    const std::uint64_t first = folded(line.substr(0, end));
    start.one = rows_of(first);
    if (const std::size_t next = skip_space(line, end, line.size()); next < line.size()) {
        start.two = rows_of(pair_of(first, folded(line.substr(next, word_end(line, next) - next))));
    }
    return start;
}

// Runs the pattern over the words: bit i is set while step i may take the next word.
bool matches(const Pattern& pattern, const std::vector<LineWord>& words) {
    const std::size_t n = pattern.steps.size();
    const std::uint64_t done = std::uint64_t{1} << n;
    const auto skip_empty = [&](std::uint64_t state) { return state | (state & pattern.empty_steps) << 1; };
    std::uint64_t state = skip_empty(1);
    for (std::size_t w = 0; w < words.size(); ++w) {
        bool only_trailing = (state & done) != 0;
        for (std::size_t k = w; only_trailing && k < words.size(); ++k) only_trailing = words[k].is_trailing;
        if (only_trailing) return true;
        std::uint64_t next = 0;
        for (std::uint64_t left = state & (done - 1); left != 0; left &= left - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(left));
            const Step& step = pattern.steps[i];
            const std::uint64_t here = std::uint64_t{1} << i;
            switch (step.wants) {
                case Step::Wants::word:
                    if (step.word == words[w].word) next |= here << 1;
                    break;
                case Step::Wants::number:
                    if (words[w].is_number) next |= here << 1;
                    break;
                case Step::Wants::anything:
                    next |= here | here << 1;
                    break;
                case Step::Wants::name:
                    if (words[w].in_name) next |= here | here << 1;
                    break;
            }
        }
        state = skip_empty(next);
        if (state == 0) return false;
    }
    return (state & done) != 0;
}

}  // namespace

std::optional<BoilerplateMatch> match_boilerplate(std::string_view line, Place place) {
    if (line.size() > longest_line) return std::nullopt;
    const Patterns& all = patterns();
    line = without_decoration(line);
    const Start start = start_of(line, all);
    if (line.size() > longest_odd_line && start.one == nullptr && start.two == nullptr) return std::nullopt;
    const std::vector<LineWord> words = line_words(line);
    if (words.empty()) return std::nullopt;
    std::size_t last = words.size() - 1;
    while (last > 0 && words[last].is_trailing) --last;
    const auto try_rows = [&](const std::vector<std::uint32_t>& rows) -> std::optional<BoilerplateMatch> {
        for (const std::uint32_t row : rows) {
            const Pattern& pattern = all.rows[row];
            if ((pattern.top_only && place == Place::middle) || (pattern.below_only && place == Place::first)) continue;
            if (words.size() > pattern.most_words || (pattern.last_word != 0 && pattern.last_word != words[last].word)) continue;
            if (matches(pattern, words)) return BoilerplateMatch{pattern.kind};
        }
        return std::nullopt;
    };
    for (const auto* rows : {start.one, start.two})
        if (rows != nullptr)
            if (auto match = try_rows(*rows)) return match;
    return try_rows(all.others);
}

}  // namespace readout
