#include "events/learned.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/tsv.h"

namespace readout {

namespace {

// FNV-1a, 64 bits.
constexpr std::uint64_t hash_start = 0xcbf29ce484222325u;

std::uint64_t hashed(std::string_view text, std::uint64_t hash) {
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3u;
    }
    return hash;
}

constexpr std::int32_t unit = 64;
constexpr std::size_t table_size = 16 * unit;  // beyond a distance of 16 a share is nothing

// exp(-k / 64), by multiplication: no two libraries of mathematics need agree.
const std::array<double, table_size>& decay() {
    static const std::array<double, table_size> table = [] {
        std::array<double, table_size> out{};
        double value = 1;
        for (double& one : out) {
            one = value;
            value *= 0.98449643700540841;  // exp(-1 / 64)
        }
        return out;
    }();
    return table;
}

}  // namespace

void FeatureList::add(std::initializer_list<std::string_view> parts) {
    std::uint64_t hash = hash_start;
    for (const std::string_view part : parts) hash = hashed(part, hash);
    hashes_.push_back(hash);
    if (!keep_names_) return;
    names_.emplace_back();
    for (const std::string_view part : parts) names_.back() += part;
}

Result<LinearModel> LinearModel::load(const std::string& path) {
    auto table = Table::read(path, {"feature", "weights"});
    if (!table) return table.fault();
    LinearModel model;
    std::vector<std::pair<Slot, std::size_t>> features;  // and their rows in the table
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string_view feature = table->cell(row, 0);
        const std::vector<std::string_view> weights = split(table->cell(row, 1), ' ');
        if (feature == "(classes)") {
            if (weights.empty() || weights.size() > most_classes || !model.classes_.empty())
                return table->fault(row, "wrong number of classes");
            model.classes_.assign(weights.begin(), weights.end());
            model.width_ = (weights.size() + together - 1) / together * together;
            model.weights_.assign(model.width_, 0);
            continue;
        }
        if (model.classes_.empty()) return table->fault(row, "no row (classes) before the first feature");
        const std::size_t start = model.weights_.size();
        model.weights_.resize(start + model.width_, 0);
        features.push_back({{hashed(feature, hash_start), static_cast<std::uint32_t>(start)}, row});
        for (const std::string_view weight : weights) {
            const std::size_t colon = weight.rfind(':');
            const auto named = colon == std::string_view::npos
                                   ? model.classes_.end()
                                   : std::find(model.classes_.begin(), model.classes_.end(), weight.substr(0, colon));
            if (named == model.classes_.end()) return table->fault(row, "not CLASS:WEIGHT: '" + std::string(weight) + "'");
            const std::string_view digits = weight.substr(colon + 1);
            std::int16_t value = 0;
            const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            if (result.ec != std::errc() || result.ptr != digits.data() + digits.size())
                return table->fault(row, "not a whole number of 16 bits: '" + std::string(digits) + "'");
            model.weights_[start + static_cast<std::size_t>(named - model.classes_.begin())] = value;
        }
    }
    model.slots_.resize(std::bit_ceil(2 * features.size() + 1));
    for (const auto& [feature, row] : features) {
        Slot& slot = model.slots_[model.place_of(feature.hash)];
        if (slot.row != 0) return table->fault(row, "feature '" + std::string(table->cell(row, 0)) + "' stands twice");
        slot = feature;
    }
    return model;
}

std::size_t LinearModel::place_of(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (hash ^ hash >> 32) & mask;
    while (slots_[at].row != 0 && slots_[at].hash != hash) at = (at + 1) & mask;
    return at;
}

LinearModel::Scores LinearModel::score(const FeatureList& features) const {
    Scores out{};
    if (!known()) return out;
    for (const std::uint64_t hash : features.hashes()) {
        const std::uint32_t row = slots_[place_of(hash)].row;
        if (row == 0) continue;
        for (std::size_t first = 0; first < width_; first += together) {
            for (std::size_t one = first; one < first + together; ++one) out[one] += weights_[row + one];
        }
    }
    return out;
}

std::array<double, LinearModel::most_classes> LinearModel::shares(const Scores& scores) const {
    std::array<double, most_classes> out{};
    const std::int32_t highest = *std::max_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(classes_.size()));
    double sum = 0;
    for (std::size_t one = 0; one < classes_.size(); ++one) {
        const auto distance = static_cast<std::size_t>(highest - scores[one]);
        out[one] = distance < table_size ? decay()[distance] : 0;
        sum += out[one];
    }
    for (std::size_t one = 0; one < classes_.size(); ++one) out[one] /= sum;
    return out;
}

}  // namespace readout
