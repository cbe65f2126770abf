#include "ingest/walk.h"

#include <dirent.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace readout {
namespace {

constexpr std::size_t deepest = 128;  // folders in folders

// A file name is bytes; in an id or message bytes that are no UTF-8 are shown as %FF.
std::string shown(std::string_view name) {
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint point = decode(name, at);
        const auto byte = static_cast<unsigned char>(name[at]);
        if (point.size == 1 && byte >= 0x80) {
            constexpr std::string_view digits = "0123456789ABCDEF";
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += name.substr(at, point.size);
        }
        at += point.size;
    }
    return out;
}

std::string base_name(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return std::string(path.substr(path.rfind('/') + 1));
}

using FileId = std::pair<dev_t, ino_t>;

class Walk {
public:
    explicit Walk(const std::function<bool(Result<FoundFile>)>& take) : take_(take) {}

    void input(const std::string& path) {
        if (path == "-") return put(FoundFile{path, path, "standard input"});
        struct stat status {};
        if (::stat(path.c_str(), &status) == 0) return found(path, status);
        if (errno == ENOENT && path.find_first_of("*?[") != std::string::npos) return pattern(path);
        refuse(errno == ENOENT ? FaultKind::not_found : FaultKind::unreadable, std::strerror(errno), path, {});
    }

private:
    void put(Result<FoundFile> file) {
        if (!stopped_) stopped_ = !take_(std::move(file));
    }
    void refuse(FaultKind kind, std::string what, const std::string& path, std::string hint) {
        put(Fault{kind, std::move(what), shown(path), std::move(hint)});
    }

    void found(const std::string& path, const struct stat& status) {
        if (S_ISDIR(status.st_mode)) return folder(path, {}, {status.st_dev, status.st_ino});
        put(FoundFile{path, shown(base_name(path)), shown(path)});
    }

    void pattern(const std::string& text) {
        glob_t matches{};
        const int status = ::glob(text.c_str(), 0, nullptr, &matches);
        const std::unique_ptr<glob_t, void (*)(glob_t*)> freed(&matches, &::globfree);
        if (status != 0 || matches.gl_pathc == 0) return refuse(FaultKind::not_found, "no file matches", text, {});
        for (std::size_t i = 0; i < matches.gl_pathc && !stopped_; ++i) {
            const std::string path = matches.gl_pathv[i];
            struct stat match {};
            if (::stat(path.c_str(), &match) == 0) {
                found(path, match);
            } else {
                refuse(FaultKind::unreadable, std::strerror(errno), path, {});
            }
        }
    }

    // `relative` is the path from the named folder, empty or ending in "/".
    void folder(const std::string& path, const std::string& relative, FileId id) {
        if (std::find(above_.begin(), above_.end(), id) != above_.end()) {
            return refuse(FaultKind::unsupported, "a link back to a folder above it", path, {});
        }
        if (above_.size() >= deepest) return refuse(FaultKind::too_large, "folders nested too deep", path, {});
        std::vector<std::string> names;
        {
            const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), &::closedir);
            if (!directory) return refuse(FaultKind::unreadable, std::strerror(errno), path, {});
            while (const dirent* entry = ::readdir(directory.get()))
                if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
        }
        std::sort(names.begin(), names.end());
        above_.push_back(id);
        const std::string prefix = path.ends_with('/') ? path : path + "/";
        for (const std::string& name : names) {
            if (stopped_) break;
            entry(prefix + name, relative + name);
        }
        above_.pop_back();
    }

    void entry(const std::string& path, const std::string& relative) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) return refuse(FaultKind::unreadable, std::strerror(errno), path, {});
        if (S_ISDIR(status.st_mode)) return folder(path, relative + "/", {status.st_dev, status.st_ino});
        if (!S_ISREG(status.st_mode)) return refuse(FaultKind::unsupported, "not a regular file", path, {});
        put(FoundFile{path, shown(relative), shown(path)});
    }

    const std::function<bool(Result<FoundFile>)>& take_;
    std::vector<FileId> above_;  // the folders we are in
    bool stopped_ = false;
};

}  // namespace

void walk(const std::string& input, const std::function<bool(Result<FoundFile>)>& take) { Walk(take).input(input); }

}  // namespace readout
