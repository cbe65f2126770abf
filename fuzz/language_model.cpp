// A model file of any bytes: an error, or a model that parses without harm. The input patches the model that ships (whole files
// would hardly ever get past the checksum): six bytes a patch (u32 place, u8 length, u8 value), a mark first for what to do
// besides.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "base/file.h"
#include "language/language.h"
#include "language/model_file.h"

namespace {

std::string whole_model() {
    const char* path = std::getenv("READOUT_FUZZ_MODEL");
    const auto folder = readout::data_folder();
    const std::string wanted = path != nullptr ? path : folder.ok() ? *folder + "/models/en.model" : std::string();
    auto bytes = readout::read_file(wanted);
    return bytes.ok() ? std::move(*bytes) : std::string();
}

readout::Document some_document() {
    auto parsed = readout::read_conllu(
        "1\tTalks\t_\t_\t_\t_\t_\t_\t_\t_\n2\tbegan\t_\t_\t_\t_\t_\t_\t_\t_\n3\tin\t_\t_\t_\t_\t_\t_\t_\t_\n4\tLima\t_\t_\t_\t_"
        "\t_\t_\t_\t_\n\n"
        "1\t…\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
        "fuzz");
    return parsed.ok() ? std::move(parsed->document) : readout::Document{};
}

// Places below 64 Ki are taken as they are, others spread over the whole file.
std::size_t place(std::uint32_t wanted, std::size_t size) { return (wanted < 65536 ? wanted : wanted * 2654435761u) % size; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string whole = whole_model();
    static const readout::Document document = some_document();
    static const std::string path = "/tmp/readout-fuzz-" + std::to_string(::getpid()) + ".model";
    if (size < 1) return 0;
    std::string bytes = (data[0] & 1) != 0 ? std::string(reinterpret_cast<const char*>(data + 1), size - 1) : whole;
    if ((data[0] & 1) == 0 && !bytes.empty())
        for (std::size_t at = 1; at + 6 <= size; at += 6) {
            std::uint32_t wanted = 0;
            std::memcpy(&wanted, data + at, 4);
            const std::size_t from = place(wanted, bytes.size());
            for (std::size_t i = from; i < bytes.size() && i < from + 1 + data[at + 4] % 8; ++i)
                bytes[i] = static_cast<char>(data[at + 5]);
        }
    if ((data[0] & 2) != 0 && bytes.size() > 4096) bytes.resize(bytes.size() / 2 / 64 * 64);
    if ((data[0] & 4) == 0 && bytes.size() >= 64) {
        const std::uint64_t length = bytes.size(), sum = readout::language::checksum(std::as_bytes(std::span(bytes)).subspan(64));
        std::memcpy(bytes.data() + 16, &length, 8);
        std::memcpy(bytes.data() + 24, &sum, 8);
    }
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto model = readout::Model::load(path);
    if (model.ok()) {
        const readout::Parse parse = model->parse(document, *model->scratch());
        if (parse.size() != document.tokens.size()) std::abort();
        readout::to_conllu(document, parse);
    }
    return 0;
}
