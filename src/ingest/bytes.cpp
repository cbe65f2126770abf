#include "ingest/bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

namespace readout {
namespace {

constexpr std::size_t block = 256u << 10;
// A bomb: far more out than text can give for what went in. English text packs 3 to 10 times, logs 50.
constexpr std::uint64_t bomb_floor = 256u << 20;
constexpr std::uint64_t bomb_ratio = 500;

class FileStream : public ByteStream {
public:
    FileStream(int handle, std::string where) : handle_(handle), where_(std::move(where)) {}
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;
    ~FileStream() override {
        if (handle_ > STDERR_FILENO) ::close(handle_);
    }

    Result<std::size_t> read(char* out, std::size_t size) override {
        while (true) {
            const ssize_t got = ::read(handle_, out, size);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return Fault{FaultKind::unreadable, std::strerror(errno), where_, {}};
        }
    }

private:
    int handle_;
    std::string where_;
};

// Input of a decompressor: a block of packed bytes, and how much went in and came out.
class PackedInput {
public:
    explicit PackedInput(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)), buffer_(block) {}

    std::string_view left() const { return {buffer_.data() + at_, end_ - at_}; }
    void use(std::size_t size) { at_ += size; }

    // False at the end.
    Result<bool> refill() {
        if (at_ < end_) return true;
        auto got = bytes_->read(buffer_.data(), buffer_.size());
        if (!got) return got.fault();
        at_ = 0;
        end_ = *got;
        in_ += *got;
        return *got > 0;
    }

    bool is_bomb(std::size_t more) {
        out_ += more;
        return out_ > bomb_floor && out_ / bomb_ratio > in_;
    }

private:
    std::unique_ptr<ByteStream> bytes_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::uint64_t in_ = 0;
    std::uint64_t out_ = 0;
};

Fault bomb(const std::string& where) {
    return {FaultKind::too_large, "unpacks to more than 500 times its size", where, "unpack it by hand if it is meant"};
}

class GzipStream : public ByteStream {
public:
    GzipStream(std::unique_ptr<ByteStream> bytes, std::string where) : input_(std::move(bytes)), where_(std::move(where)) {
        ready_ = inflateInit2(&state_, 15 + 16) == Z_OK;
    }
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;
    ~GzipStream() override { inflateEnd(&state_); }

    Result<std::size_t> read(char* out, std::size_t size) override {
        if (!ready_) return damaged("cannot be unpacked");
        size = std::min<std::size_t>(size, 1u << 30);
        while (!ended_) {
            auto more = input_.refill();
            if (!more) return more.fault();
            if (!*more) return between_members_ ? Result<std::size_t>(0) : damaged("is cut short");
            if (between_members_) {
                // Zero padding after the last member is allowed (tar, block devices).
                if (input_.left().front() == '\0') {
                    input_.use(1);
                    continue;
                }
                if (inflateReset(&state_) != Z_OK) return damaged("cannot be unpacked");
                between_members_ = false;
            }
            const std::string_view left = input_.left();
            state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left.data()));
            state_.avail_in = static_cast<uInt>(left.size());
            state_.next_out = reinterpret_cast<Bytef*>(out);
            state_.avail_out = static_cast<uInt>(size);
            const int status = ::inflate(&state_, Z_NO_FLUSH);
            input_.use(left.size() - state_.avail_in);
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return damaged("is damaged");
            if (status == Z_STREAM_END) between_members_ = true;
            const std::size_t got = size - state_.avail_out;
            if (input_.is_bomb(got)) return bomb(where_);
            if (got > 0) return got;
        }
        return std::size_t{0};
    }

private:
    Fault damaged(const std::string& how) const {
        return {FaultKind::malformed, "gzip data " + how, where_, "test it with gzip -t"};
    }

    PackedInput input_;
    std::string where_;
    z_stream state_{};
    bool ready_ = false;
    bool between_members_ = false;
    bool ended_ = false;
};

class ZstdStream : public ByteStream {
public:
    ZstdStream(std::unique_ptr<ByteStream> bytes, std::string where)
        : input_(std::move(bytes)), where_(std::move(where)), state_(ZSTD_createDStream(), &ZSTD_freeDStream) {}

    Result<std::size_t> read(char* out, std::size_t size) override {
        if (!state_) return damaged("cannot be unpacked");
        while (true) {
            auto more = input_.refill();
            if (!more) return more.fault();
            if (!*more) return between_frames_ ? Result<std::size_t>(0) : damaged("is cut short");
            const std::string_view left = input_.left();
            ZSTD_inBuffer in{left.data(), left.size(), 0};
            ZSTD_outBuffer target{out, size, 0};
            const std::size_t status = ZSTD_decompressStream(state_.get(), &target, &in);
            if (ZSTD_isError(status)) return damaged(std::string("is damaged: ") + ZSTD_getErrorName(status));
            input_.use(in.pos);
            between_frames_ = status == 0;
            if (input_.is_bomb(target.pos)) return bomb(where_);
            if (target.pos > 0) return target.pos;
        }
    }

private:
    Fault damaged(const std::string& how) const {
        return {FaultKind::malformed, "zstd data " + how, where_, "test it with zstd -t"};
    }

    PackedInput input_;
    std::string where_;
    std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> state_;
    bool between_frames_ = true;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_bytes(const std::string& path, const std::string& where) {
    if (path == "-") return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(STDIN_FILENO, where));
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (handle < 0) {
        const FaultKind kind = errno == ENOENT ? FaultKind::not_found : FaultKind::unreadable;
        return Fault{kind, std::strerror(errno), where, {}};
    }
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(handle, where));
}

Result<std::unique_ptr<ByteStream>> decompressed(std::unique_ptr<ByteStream> bytes, const std::string& where) {
    auto peeked = std::make_unique<PeekedStream>(std::move(bytes));
    const auto head = peeked->peek(6);
    if (!head) return head.fault();
    using namespace std::string_view_literals;
    if (head->starts_with("\x1f\x8b\x08"sv)) {
        return std::unique_ptr<ByteStream>(std::make_unique<GzipStream>(std::move(peeked), where));
    }
    if (head->starts_with("\x28\xb5\x2f\xfd"sv)) {
        return std::unique_ptr<ByteStream>(std::make_unique<ZstdStream>(std::move(peeked), where));
    }
    for (const auto& [magic, name] :
         {std::pair{"PK\x03\x04"sv, "a zip archive"},
          std::pair{"\xfd"sv
                    "7zXZ"sv,
                    "xz data"},
          std::pair{"BZh"sv, "bzip2 data"}, std::pair{"7z\xbc\xaf"sv, "a 7-Zip archive"}, std::pair{"Rar!"sv, "a RAR archive"}}) {
        if (head->starts_with(magic)) {
            return Fault{FaultKind::unsupported, std::string("is ") + name, where,
                         "unpack it first; gzip and zstd are read as they are"};
        }
    }
    return std::unique_ptr<ByteStream>(std::move(peeked));
}

Result<std::string_view> PeekedStream::peek(std::size_t size) {
    while (!ended_ && head_.size() - used_ < size) {
        std::array<char, 16384> buffer;
        auto got = bytes_->read(buffer.data(), std::min(buffer.size(), size));
        if (!got) return got.fault();
        if (*got == 0) ended_ = true;
        head_.append(buffer.data(), *got);
    }
    return std::string_view(head_).substr(used_);
}

Result<std::size_t> PeekedStream::read(char* out, std::size_t size) {
    if (used_ < head_.size()) {
        const std::size_t n = std::min(size, head_.size() - used_);
        std::memcpy(out, head_.data() + used_, n);
        used_ += n;
        if (used_ == head_.size()) {
            head_.clear();
            used_ = 0;
        }
        return n;
    }
    if (ended_) return std::size_t{0};
    return bytes_->read(out, size);
}

Result<std::string> read_all(ByteStream& bytes, std::size_t limit, const std::string& where) {
    std::string out;
    std::vector<char> buffer(std::min(block, limit + 1));
    while (true) {
        auto got = bytes.read(buffer.data(), buffer.size());
        if (!got) return got.fault();
        if (*got == 0) return out;
        if (out.size() + *got > limit) {
            return Fault{FaultKind::too_large, "longer than " + std::to_string(limit >> 20) + " MB", where,
                         "split it, or raise the limit"};
        }
        out.append(buffer.data(), *got);
    }
}

}  // namespace readout
