#include "events/relevance.h"

#include <cmath>
#include <optional>

namespace readout {

namespace {

// "2-1", "6–4": the result of a match.
bool is_number(std::string_view word) {
    return !word.empty() && word.size() <= 3 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

// … or in three tokens.
bool is_split_score(const Text& text, std::uint32_t token) {
    const std::string& dash = text.form[token];
    return (dash == "-" || dash == "–") && token > 0 && token + 1 < text.form.size() && is_number(text.form[token - 1]) &&
           is_number(text.form[token + 1]);
}

// Of "group stage", "quarter-finals" (three tokens).
struct Pair {
    double weight = 0;
    bool other_page = false;
};

std::optional<Pair> weight_of_pair(const Text& text, std::uint32_t token, std::uint32_t end) {
    if (token + 1 >= end || !text.ontology.relevance_pairs.contains(text.form[token])) return std::nullopt;
    const bool hyphen = token + 2 < end && text.form[token + 1] == "-";
    const std::string both = text.form[token] + (hyphen ? "-" : "_") + text.form[token + (hyphen ? 2 : 1)];
    const auto at = text.ontology.relevance.find(both);
    if (at == text.ontology.relevance.end()) return std::nullopt;
    return Pair{static_cast<double>(at->second), text.ontology.other_pages.contains(both)};
}

bool is_score(std::string_view word) {
    if (word.empty() || word.front() < '0' || word.front() > '9') return false;
    const std::size_t dash = word.find_first_of("-\xe2");
    if (dash == std::string_view::npos || dash == 0 || dash > 3) return false;
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 3 && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const std::string_view rest = word.substr(word[dash] == '-' ? dash + 1 : std::min(dash + 3, word.size()));
    return digits(word.substr(0, dash)) && digits(rest);
}

}  // namespace

Relevance relevance_of(const Text& text) {
    Relevance out;
    const auto& weights = text.ontology.relevance;
    if (weights.empty()) return out;
    out.known = true;
    double all = 0;
    std::size_t counted_all = 0;
    out.sentence.reserve(text.document.sentences.size());
    // Weights were learned on the sum over the square root of the number of words: long texts do not run away.
    const auto scaled = [](double sum, std::size_t count) {
        return count == 0 ? 0.0 : sum / std::sqrt(static_cast<double>(count));
    };
    for (const Sentence& sentence : text.document.sentences) {
        double sum = 0;
        std::size_t counted = 0;
        bool elsewhere = false;
        for (std::uint32_t token = sentence.first; token < sentence.last; ++token) {
            if (const auto pair = weight_of_pair(text, token, sentence.last); pair) {
                elsewhere = elsewhere || pair->other_page;
                sum += pair->weight;
                ++counted;
            }
            const auto at =
                weights.find(is_score(text.form[token]) || is_split_score(text, token) ? std::string_view("(score)")
                                                                                       : std::string_view(text.form[token]));
            if (at == weights.end()) continue;
            elsewhere = elsewhere || text.ontology.other_pages.contains(text.form[token]);
            sum += static_cast<double>(at->second);
            ++counted;
        }
        out.sentence.push_back(static_cast<double>(text.ontology.relevance_bias) + scaled(sum, counted));
        out.elsewhere.push_back(elsewhere);
        all += sum;
        counted_all += counted;
    }
    out.document = static_cast<double>(text.ontology.relevance_bias) + scaled(all, counted_all);
    return out;
}

}  // namespace readout
