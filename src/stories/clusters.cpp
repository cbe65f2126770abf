// Reports that tell one story: TF-IDF vectors of their openings, average linkage.
#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <unordered_map>

#include "stories/stories.h"
#include "stories/words.h"

namespace readout {
namespace {

constexpr std::size_t opening = 800;   // bytes of text that count: news tells the most first
constexpr double names_weigh = 2;      // words mostly written with a capital
constexpr double cut = 0.20;           // average similarity of two groups that are one story
constexpr double edge = 0.08;          // pairs below are taken for unlike
constexpr std::size_t largest = 3000;  // reports clustered together at once
constexpr int near_days = 7, far_days = 30;

bool is_function_word(std::string_view word) {
    static constexpr std::string_view list[] = {
        "a",    "about", "after", "also", "an",   "and",  "are",   "as",   "at",   "be",   "been",  "but",   "by",
        "for",  "from",  "had",   "has",  "have", "he",   "her",   "his",  "in",   "is",   "it",    "its",   "more",
        "not",  "of",    "on",    "or",   "over", "said", "say",   "says", "she",  "that", "the",   "their", "they",
        "this", "to",    "was",   "we",   "were", "when", "which", "who",  "will", "with", "would", "i",     "you"};
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// "talks" and "talk" are one word here.
std::string stem(std::string word) {
    if (word.size() > 4 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
    return word;
}

struct Term {
    std::uint32_t word;
    float weight;
};
using Vector = std::vector<Term>;  // by word, length 1

class Space {
public:
    explicit Space(const std::vector<ReportRows>& reports) {
        std::vector<std::map<std::uint32_t, double>> counts;
        for (const ReportRows& report : reports) counts.push_back(count(report));
        const double n = static_cast<double>(reports.size());
        for (const auto& terms : counts) {
            Vector vector;
            double square = 0;
            for (const auto& [word, weight] : terms) {
                if (frequency_[word] < 2) continue;  // nobody to share it with
                const double own = weight * std::log((n + 1) / frequency_[word]);
                vector.push_back({word, static_cast<float>(own)});
                square += own * own;
            }
            for (Term& term : vector) term.weight /= static_cast<float>(std::sqrt(square) + 1e-9);
            vectors_.push_back(std::move(vector));
        }
    }

    const std::vector<Vector>& vectors() const { return vectors_; }
    std::size_t words() const { return frequency_.size(); }

private:
    std::map<std::uint32_t, double> count(const ReportRows& report) {
        const std::string head = report.title + "\n" + report.text.substr(0, opening);
        std::map<std::uint32_t, std::pair<int, int>> seen;  // times, of them with a capital
        for (Word& word : words_of(head)) {
            if (word.text.size() < 2 || is_function_word(word.text)) continue;
            auto& one = seen[number(stem(std::move(word.text)))];
            ++one.first;
            one.second += word.capital;
        }
        std::map<std::uint32_t, double> out;
        for (const auto& [word, times] : seen) {
            ++frequency_[word];
            out[word] = (1 + std::log(times.first)) * (2 * times.second > times.first ? names_weigh : 1);
        }
        return out;
    }

    std::uint32_t number(const std::string& word) {
        const auto [at, fresh] = numbers_.try_emplace(word, static_cast<std::uint32_t>(frequency_.size()));
        if (fresh) frequency_.push_back(0);
        return at->second;
    }

    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<double> frequency_;
    std::vector<Vector> vectors_;
};

double product(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i].word == b[j].word)
            sum += static_cast<double>(a[i++].weight) * static_cast<double>(b[j++].weight);
        else if (a[i].word < b[j].word)
            ++i;
        else
            ++j;
    }
    return sum;
}

double by_date(const ReportRows& a, const ReportRows& b) {
    if (!a.published || !b.published) return 1;
    const int apart = std::abs(*a.published - *b.published);
    if (apart <= near_days) return 1;
    return apart >= far_days ? 0 : static_cast<double>(far_days - apart) / (far_days - near_days);
}

// Reports joined by any pair that is alike at all, in parts no larger than can be clustered: rarer words decide in larger sets.
std::vector<std::vector<std::size_t>> parts_of(const std::vector<ReportRows>& reports, const Space& space) {
    std::vector<std::vector<std::uint32_t>> holders(space.words());
    std::vector<std::vector<std::pair<std::size_t, double>>> near(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) {
        std::unordered_map<std::uint32_t, double> sums;
        for (const Term& term : space.vectors()[i])
            if (holders[term.word].size() < 2000)
                for (const std::uint32_t other : holders[term.word]) sums[other] += 1;
        for (const auto& [other, shared] : sums) {
            if (shared < 2) continue;
            const double alike = product(space.vectors()[i], space.vectors()[other]) * by_date(reports[i], reports[other]);
            if (alike >= edge) near[i].emplace_back(other, alike);
        }
        for (const Term& term : space.vectors()[i]) holders[term.word].push_back(static_cast<std::uint32_t>(i));
    }
    for (double least = edge;; least += 0.04) {
        Groups groups(reports.size());
        for (std::size_t i = 0; i < reports.size(); ++i)
            for (const auto& [other, alike] : near[i])
                if (alike >= least) groups.join(i, other);
        std::map<std::size_t, std::vector<std::size_t>> parts;
        std::size_t most = 0;
        for (std::size_t i = 0; i < reports.size(); ++i) {
            auto& part = parts[groups.of(i)];
            part.push_back(i);
            most = std::max(most, part.size());
        }
        if (most > largest && least < 0.9) continue;
        std::vector<std::vector<std::size_t>> out;
        for (auto& [first, part] : parts) out.push_back(std::move(part));
        return out;
    }
}

// Average linkage of one part; joins what is alike at `cut` in `groups`. The closest pair first, of equals the earliest.
void cluster(const std::vector<ReportRows>& reports, const Space& space, const std::vector<std::size_t>& part, Groups& groups) {
    const std::size_t n = part.size();
    std::vector<float> alike(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j)
            alike[i * n + j] = alike[j * n + i] = static_cast<float>(product(space.vectors()[part[i]], space.vectors()[part[j]]) *
                                                                     by_date(reports[part[i]], reports[part[j]]));
    std::vector<std::size_t> size(n, 1);  // 0: gone into another
    std::vector<std::size_t> best(n, 0);
    const auto find_best = [&](std::size_t i) {
        best[i] = i;
        for (std::size_t j = 0; j < n; ++j)
            if (j != i && size[j] > 0 && (best[i] == i || alike[i * n + j] > alike[i * n + best[i]])) best[i] = j;
    };
    for (std::size_t i = 0; i < n; ++i) find_best(i);
    for (;;) {
        std::size_t a = n;
        for (std::size_t i = 0; i < n; ++i)
            if (size[i] > 0 && best[i] != i && (a == n || alike[i * n + best[i]] > alike[a * n + best[a]])) a = i;
        if (a == n || alike[a * n + best[a]] < static_cast<float>(cut)) return;
        const std::size_t b = best[a];
        groups.join(part[a], part[b]);
        const auto wa = static_cast<float>(size[a]), wb = static_cast<float>(size[b]);
        for (std::size_t j = 0; j < n; ++j)
            if (j != a && j != b && size[j] > 0)
                alike[a * n + j] = alike[j * n + a] = (alike[a * n + j] * wa + alike[b * n + j] * wb) / (wa + wb);
        size[a] += size[b];
        size[b] = 0;
        for (std::size_t i = 0; i < n; ++i)
            if (size[i] > 0 && (i == a || best[i] == a || best[i] == b))
                find_best(i);
            else if (size[i] > 0 && alike[i * n + a] > alike[i * n + best[i]])
                best[i] = a;
    }
}

}  // namespace

std::vector<std::size_t> group_stories(const std::vector<ReportRows>& reports) {
    const Space space(reports);
    Groups groups(reports.size());
    for (const auto& part : parts_of(reports, space)) cluster(reports, space, part, groups);
    std::vector<std::size_t> out(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) out[i] = groups.of(i);
    return out;
}

}  // namespace readout
