#include "serve/target.h"

#include "base/tsv.h"
#include "base/utf8.h"

namespace readout {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Result<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
            if (high < 0 || low < 0) return Fault{FaultKind::usage, "a broken %-escape in the address", {}, {}};
            out += static_cast<char>(high * 16 + low);
            at += 2;
        } else {
            out += text[at] == '+' && plus_is_space ? ' ' : text[at];
        }
    }
    if (first_invalid_utf8(out)) return Fault{FaultKind::usage, "the address is not UTF-8", {}, {}};
    return out;
}

}  // namespace

Result<Target> Target::parse(std::string_view target) {
    Target out;
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    auto path = decoded(target.substr(0, question), false);
    if (!path) return path.fault();
    out.path = std::move(*path);
    for (const std::string_view suffix : {"json", "csv"}) {
        if (out.path.size() > suffix.size() + 1 && out.path.ends_with("." + std::string(suffix)) && out.path != "/openapi.json") {
            out.suffix = suffix;
            out.path.resize(out.path.size() - suffix.size() - 1);
            break;
        }
    }
    if (out.path.size() > 1 && out.path.ends_with('/')) out.path.pop_back();
    if (question == std::string_view::npos) return out;
    for (const std::string_view piece : split(target.substr(question + 1), '&')) {
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        auto name = decoded(piece.substr(0, equals), true);
        auto value = decoded(equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1), true);
        if (!name) return name.fault();
        if (!value) return value.fault();
        if (out.parameters.size() == 100) return Fault{FaultKind::usage, "more than 100 parameters", {}, {}};
        out.parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

}  // namespace readout
