#include "text/split_model.h"

#include <cstring>

#include "text/embedded.h"

namespace readout {
namespace {

// magic, bits, two biases; the two tables of weights; the habits, two bytes a slot.
constexpr std::string_view magic = "RDSPLIT2";
constexpr std::size_t table_size = std::size_t{1} << SplitModel::bits;
constexpr std::size_t head_size = 8 + 4 + 4 + 4;

std::int32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    return static_cast<std::int32_t>(value);
}

}  // namespace

Result<SplitModel> SplitModel::open(std::string_view bytes) {
    const auto fault = [](std::string what) {
        return Fault{FaultKind::corrupt, std::move(what), "data/text/split.bin", "make it again: training/text.py"};
    };
    if (bytes.size() != head_size + 4 * table_size || !bytes.starts_with(magic)) return fault("no table of splits");
    if (number_at(bytes, 8) != static_cast<std::int32_t>(bits)) return fault("a table of another size");
    SplitModel model;
    for (std::size_t task = 0; task < 2; ++task) {
        model.bias_[task] = number_at(bytes, 12 + 4 * task);
        model.weights_[task] = reinterpret_cast<const std::int8_t*>(bytes.data() + head_size + task * table_size);
    }
    model.habits_ = reinterpret_cast<const std::uint8_t*>(bytes.data() + head_size + 2 * table_size);
    return model;
}

const SplitModel& SplitModel::shipped() {
    static const SplitModel model = [] {
        auto opened = open(embedded_split_model());
        if (opened) return *opened;
        SplitModel empty;  // cuts nowhere; a test makes sure that this does not ship
        static const std::array<std::int8_t, 2 * table_size> nothing{};
        empty.weights_ = {nothing.data(), nothing.data()};
        empty.habits_ = reinterpret_cast<const std::uint8_t*>(nothing.data());
        return empty;
    }();
    return model;
}

}  // namespace readout
