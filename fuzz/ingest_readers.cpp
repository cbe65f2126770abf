// Every row of the table of readers: the first byte picks the row, the rest is the input.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/utf8.h"
#include "ingest/formats.h"

namespace {

class Memory : public readout::ByteStream {
public:
    explicit Memory(std::string_view bytes) : bytes_(bytes) {}
    readout::Result<std::size_t> read(char* out, std::size_t size) override {
        const std::size_t n = bytes_.copy(out, size);
        bytes_.remove_prefix(n);
        return n;
    }

private:
    std::string_view bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    readout::IngestOptions options;
    options.max_report_bytes = 4096;
    const std::function<bool(readout::Result<readout::Report>)> take = [&](readout::Result<readout::Report> report) {
        if (report) {
            if (readout::first_invalid_utf8(report->text) || report->text.size() > options.max_report_bytes) std::abort();
            if (readout::first_invalid_utf8(report->source.id) || report->source.id.empty()) std::abort();
            if (report->source.title && readout::first_invalid_utf8(*report->source.title)) std::abort();
        } else if (report.fault().what.empty()) {
            std::abort();
        }
        return true;
    };
    readout::Sink sink(options, take);
    const auto& formats = readout::formats();
    Memory bytes({reinterpret_cast<const char*>(data) + 1, size - 1});
    formats[data[0] % formats.size()].read(bytes, {"fuzz", "fuzz", "fuzz", {}}, sink);
    return 0;
}
