// Streams of bytes: files, pipes, and what gzip and zstd hold. Nothing is read that is not asked for.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace readout {

class ByteStream {
public:
    virtual ~ByteStream() = default;
    // Up to `size` bytes into `out`; 0 at the end. After a fault or the end nothing more may be asked.
    virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
};

// A file, a pipe ("/dev/fd/63") or, for "-", standard input. `where` names it in faults.
Result<std::unique_ptr<ByteStream>> open_bytes(const std::string& path, const std::string& where);

// What is inside gzip or zstd (told by their first bytes; several members count as one), or the bytes themselves.
// Faults on damaged data, on archives we do not read (zip, xz, bzip2), and on bombs.
Result<std::unique_ptr<ByteStream>> decompressed(std::unique_ptr<ByteStream> bytes, const std::string& where);

// A stream with the first bytes looked at beforehand.
class PeekedStream : public ByteStream {
public:
    explicit PeekedStream(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)) {}
    // At least `size` bytes if the stream has them; they are read again afterwards.
    Result<std::string_view> peek(std::size_t size);
    Result<std::size_t> read(char* out, std::size_t size) override;

private:
    std::unique_ptr<ByteStream> bytes_;
    std::string head_;
    std::size_t used_ = 0;
    bool ended_ = false;
};

// A stream that belongs to somebody else.
class BorrowedStream : public ByteStream {
public:
    explicit BorrowedStream(ByteStream& inner) : inner_(inner) {}
    Result<std::size_t> read(char* out, std::size_t size) override { return inner_.read(out, size); }

private:
    ByteStream& inner_;
};

// All that is left, or a fault if it is more than `limit` bytes.
Result<std::string> read_all(ByteStream& bytes, std::size_t limit, const std::string& where);

}  // namespace readout
