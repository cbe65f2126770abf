// gzip and zstd: damaged data is a fault, and a stream ends.
#include <cstdint>
#include <string_view>

#include "ingest/bytes.h"

namespace {

class Memory : public readout::ByteStream {
public:
    explicit Memory(std::string_view bytes) : bytes_(bytes) {}
    readout::Result<std::size_t> read(char* out, std::size_t size) override {
        const std::size_t n = bytes_.copy(out, size < 7 ? size : 7);  // short reads, as pipes give them
        bytes_.remove_prefix(n);
        return n;
    }

private:
    std::string_view bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto bytes =
        readout::decompressed(std::make_unique<Memory>(std::string_view(reinterpret_cast<const char*>(data), size)), "fuzz");
    if (bytes) (void)readout::read_all(**bytes, 1u << 20, "fuzz").ok();
    return 0;
}
