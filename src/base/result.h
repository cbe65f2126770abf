// base/result: a value, or a fault that says what went wrong, where, and what to do about it.
//
// Nothing is thrown across rooms. A fault is data: it is counted, named on stderr by the command line, and the run goes on.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace readout {

enum class FaultKind {
    usage,        // the caller asked for something that cannot be
    not_found,    // no such file, record, table
    unreadable,   // the system would not let us read or write
    malformed,    // bytes that are not what they claim to be
    too_large,    // over a stated limit
    unsupported,  // a format or language we do not have
    corrupt,      // one of our own files is damaged
    busy,         // another process holds it
    interrupted,  // stopped by the user
    internal,     // a mistake of ours
};

// The word used for a kind in messages and JSON, e.g. "not-found".
std::string_view name_of(FaultKind kind);

struct Fault {
    FaultKind kind = FaultKind::internal;
    std::string what;   // "not valid UTF-8"
    std::string where;  // "news.jsonl:17", may be empty
    std::string hint;   // "convert it with iconv", may be empty

    // "news.jsonl:17: not valid UTF-8 (convert it with iconv)"
    std::string line() const;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Fault fault) : state_(std::in_place_index<1>, std::move(fault)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Fault& fault() const { return std::get<1>(state_); }

private:
    std::variant<T, Fault> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Fault fault) : fault_(std::move(fault)), ok_(false) {}

    bool ok() const { return ok_; }
    explicit operator bool() const { return ok_; }
    const Fault& fault() const { return fault_; }

private:
    Fault fault_;
    bool ok_ = true;
};

}  // namespace readout
