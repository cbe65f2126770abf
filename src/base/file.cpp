#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace readout {
namespace {

Fault system_fault(const std::string& path) {
    const int error = errno;
    const FaultKind kind = error == ENOENT ? FaultKind::not_found : FaultKind::unreadable;
    return {kind, std::strerror(error), path, {}};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
    auto file = MappedFile::open(path);
    if (!file) return file.fault();
    return std::string(file->text());
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    const std::string temporary = path + ".part" + std::to_string(::getpid());
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.flush();
        if (!out) {
            Fault fault = system_fault(temporary);
            std::error_code ignored;
            std::filesystem::remove(temporary, ignored);
            return fault;
        }
    }
    std::error_code error;
    std::filesystem::rename(temporary, path, error);
    if (error) return Fault{FaultKind::unreadable, error.message(), path, {}};
    return {};
}

Result<MappedFile> MappedFile::open(const std::string& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) return system_fault(path);
    struct stat status {};
    MappedFile file;
    if (::fstat(handle, &status) != 0) {
        Fault fault = system_fault(path);
        ::close(handle);
        return fault;
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(handle);
        return Fault{FaultKind::unreadable, "not a regular file", path, {}};
    }
    file.size_ = static_cast<std::size_t>(status.st_size);
    if (file.size_ > 0) {
        void* address = ::mmap(nullptr, file.size_, PROT_READ, MAP_PRIVATE, handle, 0);
        if (address == MAP_FAILED) {
            file.size_ = 0;
            Fault fault = system_fault(path);
            ::close(handle);
            return fault;
        }
        file.address_ = address;
    }
    ::close(handle);
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(address_, other.address_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile() {
    if (address_ != nullptr) ::munmap(address_, size_);
}

Result<std::string> data_folder() {
    namespace fs = std::filesystem;
    if (const char* given = std::getenv("READOUT_DATA"); given != nullptr && *given != '\0') return std::string(given);
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& folder : {program / "data", program.parent_path() / "share" / "readout"}) {
        if (fs::is_directory(folder, error)) return folder.string();
    }
    return Fault{FaultKind::not_found, "the folder with models and tables was not found", program.string(),
                 "set READOUT_DATA to it"};
}

}  // namespace readout
