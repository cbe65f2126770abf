// base/file: whole files in memory, and where the program's own data lies.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace readout {

Result<std::string> read_file(const std::string& path);

// Writes to a temporary name beside `path` and renames it, so that a reader never sees half a file.
Result<void> write_file(const std::string& path, std::string_view bytes);

// A file mapped read-only; the bytes live as long as the object, and do not move when it is moved.
class MappedFile {
public:
    static Result<MappedFile> open(const std::string& path);
    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(address_), size_}; }
    std::string_view text() const { return {static_cast<const char*>(address_), size_}; }

private:
    void* address_ = nullptr;
    std::size_t size_ = 0;
};

// The folder with models and tables: $READOUT_DATA, else "data" beside the program, else ../share/readout.
Result<std::string> data_folder();

}  // namespace readout
