#include "events/relevance.h"

#include <cmath>

namespace readout {

Relevance relevance_of(const Text& text) {
    Relevance out;
    const auto& weights = text.ontology.relevance;
    if (weights.empty()) return out;
    out.known = true;
    double all = 0;
    std::size_t counted_all = 0;
    out.sentence.reserve(text.document.sentences.size());
    // Weights were learned on the sum over the square root of the number of words: long texts do not run away.
    const auto scaled = [](double sum, std::size_t count) { return count == 0 ? 0.0 : sum / std::sqrt(static_cast<double>(count)); };
    for (const Sentence& sentence : text.document.sentences) {
        double sum = 0;
        std::size_t counted = 0;
        for (std::uint32_t token = sentence.first; token < sentence.last; ++token) {
            const auto at = weights.find(text.form[token]);
            if (at == weights.end()) continue;
            sum += static_cast<double>(at->second);
            ++counted;
        }
        out.sentence.push_back(static_cast<double>(text.ontology.relevance_bias) + scaled(sum, counted));
        all += sum;
        counted_all += counted;
    }
    out.document = static_cast<double>(text.ontology.relevance_bias) + scaled(all, counted_all);
    return out;
}

}  // namespace readout
