// serve: a store in, the page and its HTTP API out, on this machine unless told otherwise.
//
// Reading only: nothing that comes in over HTTP changes a store. REST under /api/v1, described at /openapi.json; lists are
// {"items", "next", "total"}; faults are problem documents (RFC 9457); every list also as .csv. The page (web/) is in the binary,
// asks nobody else for anything, and says so in its Content-Security-Policy.
// Everything from outside is hostile: sizes of target, header and body are bounded, slow clients are cut off, connections are
// counted, queries are timed, and a Host that is not ours is refused (DNS rebinding). Thread rule: serve() runs its own threads
// and returns when stopped; `respond` belongs to one thread (a Store each). Weak spots: no TLS and no accounts; put a proxy in
// front of it before it leaves the machine. See docs/http.md.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace readout {

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/";  // path and query, as sent
    std::string if_none_match, content_type, body;
};

struct HttpResponse {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

// What POST /api/v1/extract is asked: a report, as a line of JSONL has it.
struct ExtractRequest {
    std::string id = "posted", title, text, published, outlet, url;
    bool has_title = false;
};
// The rows of one report; nothing is kept. Null: this server does not extract.
using Extract = std::function<Result<std::vector<std::string>>(const ExtractRequest&)>;

struct ServeOptions {
    std::string store;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    unsigned threads = 4;
    std::vector<std::string> hosts;  // further names this server answers to
    std::size_t connections = 256;
    std::chrono::seconds patience{15};  // for a request to arrive, and for the next one
    std::chrono::milliseconds query_time{10000};
    Extract extract;
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const std::string& url)> ready;  // called once it listens
};

// Serves until `stop` is set.
Result<void> serve(const ServeOptions& options);

// The API and the page without the network: one request in, one response out.
class Responder {
public:
    static Result<Responder> open(const ServeOptions& options);
    HttpResponse respond(const HttpRequest& request);
    Responder(Responder&&) noexcept;
    Responder& operator=(Responder&&) noexcept;
    ~Responder();

private:
    struct Inside;
    explicit Responder(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// A problem document.
HttpResponse problem(int status, std::string_view title, std::string_view detail);

// The description of the API (OpenAPI 3.1), from the same tables that answer it.
std::string openapi();

}  // namespace readout
