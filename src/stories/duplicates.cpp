// Reports that repeat one another's text.
#include <algorithm>
#include <unordered_map>

#include "stories/stories.h"
#include "stories/words.h"

namespace readout {
namespace {

constexpr std::size_t shingle = 5;
constexpr std::size_t least_shingles = 20;  // some 25 words: shorter ones repeat by chance
constexpr std::size_t common = 200;         // a shingle in more reports than this says nothing of any
constexpr double contained = 0.8;

std::vector<std::uint64_t> shingles_of(const std::string& text) {
    const std::vector<Word> words = words_of(text);
    std::vector<std::uint64_t> out;
    for (std::size_t i = 0; i + shingle <= words.size(); ++i) out.push_back(hash_words(words, i, shingle));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

// Of a long text every fourth shingle by value: enough to find who shares many.
bool sampled(std::uint64_t hash, std::size_t of) { return of < 200 || hash % 4 == 0; }

double containment(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    std::size_t shared = 0, i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i] == b[j])
            ++shared, ++i, ++j;
        else if (a[i] < b[j])
            ++i;
        else
            ++j;
    }
    return static_cast<double>(shared) / static_cast<double>(std::min(a.size(), b.size()));
}

// Does report `a` come before `b`? The earlier published, then the earlier read.
bool before(const std::vector<ReportRows>& reports, std::size_t a, std::size_t b) {
    const Day last{INT32_MAX};
    const Day da = reports[a].published.value_or(last), db = reports[b].published.value_or(last);
    return da != db ? da < db : a < b;
}

}  // namespace

std::vector<std::size_t> near_duplicates(const std::vector<ReportRows>& reports) {
    std::vector<std::vector<std::uint64_t>> shingles;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> holders;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        shingles.push_back(shingles_of(reports[i].text));
        for (const std::uint64_t hash : shingles[i])
            if (sampled(hash, shingles[i].size())) holders[hash].push_back(static_cast<std::uint32_t>(i));
    }
    Groups groups(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (shingles[i].size() < least_shingles) continue;
        std::unordered_map<std::uint32_t, std::size_t> shared;
        for (const std::uint64_t hash : shingles[i]) {
            const auto found = holders.find(hash);
            if (found == holders.end() || found->second.size() > common) continue;
            for (const std::uint32_t other : found->second)
                if (other < i) ++shared[other];
        }
        for (const auto& [other, n] : shared) {
            if (n < 4 || shingles[other].size() < least_shingles || groups.of(other) == groups.of(i)) continue;
            if (containment(shingles[i], shingles[other]) >= contained) groups.join(i, other);
        }
    }
    std::vector<std::size_t> first(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) first[i] = i;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        std::size_t& best = first[groups.of(i)];
        if (before(reports, i, best)) best = i;
    }
    std::vector<std::size_t> out(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) out[i] = first[groups.of(i)];
    return out;
}

}  // namespace readout
