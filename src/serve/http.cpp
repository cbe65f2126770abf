// The network: connections, limits, time-outs. What a request means is Responder's.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "serve/serve.h"

namespace readout {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t target_limit = 8192, header_limit = 16384, body_limit = 1 << 20;

// A Responder for each thread that works at once; a store is one thread's.
class Responders {
public:
    explicit Responders(const ServeOptions& options) : options_(options) {}

    HttpResponse respond(const HttpRequest& request) {
        auto own = take();
        if (!own) return problem(503, "Not now", own.fault().what);
        HttpResponse response = own->respond(request);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(*own));
        return response;
    }

    Result<Responder> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                Responder own = std::move(idle_.front());
                idle_.pop_front();
                return own;
            }
        }
        return Responder::open(options_);
    }

private:
    const ServeOptions& options_;
    std::mutex mutex_;
    std::deque<Responder> idle_;
};

// What all connections share.
struct House {
    const ServeOptions& options;
    Responders responders;
    std::vector<std::string> hosts;
    bool any_host = false;
    std::atomic<std::size_t> connections{0};

    // Does the Host header name this server? A page of another site that points its name here does not get in.
    bool is_ours(std::string_view host) const {
        if (any_host) return true;
        if (!host.empty() && host.front() == '[') {
            host = host.substr(0, host.find(']') + 1);
        } else {
            host = host.substr(0, host.find(':'));
        }
        std::string lower(host);
        for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        for (const std::string& known : hosts)
            if (lower == known) return true;
        return false;
    }
};

void set_safe_headers(http::fields& fields) {
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("X-Frame-Options", "DENY");
    fields.set("Referrer-Policy", "no-referrer");
    fields.set("Cross-Origin-Resource-Policy", "same-origin");
    fields.set("Cross-Origin-Opener-Policy", "same-origin");
    fields.set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'");
    fields.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    fields.set(http::field::cache_control, "no-cache");
}

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, House& house) : stream_(std::move(socket)), house_(house) { ++house_.connections; }
    ~Connection() { --house_.connections; }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void read() {
        parser_.emplace();
        parser_->header_limit(header_limit);
        parser_->body_limit(body_limit);
        // One span of patience for the whole request: a client that sends a byte now and then gains nothing by it.
        stream_.expires_after(house_.options.patience);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
    }

private:
    void on_read(beast::error_code error) {
        if (error == http::error::end_of_stream || error == beast::error::timeout || error == asio::error::connection_reset ||
            error == asio::error::operation_aborted)
            return close();
        if (error) return refuse(error);
        const auto& request = parser_->get();
        head_only_ = request.method() == http::verb::head;
        version_ = request.version();
        keep_alive_ = request.keep_alive();
        send(answer(request));
    }

    HttpResponse answer(const http::request<http::string_body>& request) {
        const auto view = [](beast::string_view text) { return std::string(text.data(), text.size()); };
        if (request.target().size() > target_limit) return problem(414, "Address too long", "at most 8192 bytes");
        if (request.count(http::field::host) != 1) return problem(400, "Bad request", "one Host header is needed");
        if (!house_.is_ours(view(request[http::field::host])))
            return problem(421, "Misdirected request",
                           "this server does not answer to that name; `readout serve --host NAME` lets it");
        if (!request.target().starts_with('/')) return problem(400, "Bad request", "the address begins with /");
        if (request.method() == http::verb::post &&
            !same_origin(view(request[http::field::origin]), view(request[http::field::host])))
            return problem(403, "Forbidden", "another site's page may not post here");
        HttpRequest own;
        own.method = view(request.method_string());
        own.target = view(request.target());
        own.if_none_match = view(request[http::field::if_none_match]);
        own.content_type = view(request[http::field::content_type]);
        own.body = request.body();
        return house_.responders.respond(own);
    }

    static bool same_origin(const std::string& origin, const std::string& host) {
        return origin.empty() || origin == "http://" + host || origin == "https://" + host;
    }

    void refuse(beast::error_code error) {
        keep_alive_ = false;
        if (error == http::error::header_limit) return send(problem(431, "Header too large", "at most 16384 bytes"));
        if (error == http::error::body_limit) return send(problem(413, "Content too large", "at most 1048576 bytes"));
        if (error.category() == http::make_error_code(http::error::bad_method).category())
            return send(problem(400, "Bad request", "not HTTP/1.1: " + error.message()));
        close();
    }

    void send(HttpResponse answer) {
        response_ = {};
        response_.version(version_);
        response_.result(static_cast<unsigned>(answer.status));
        set_safe_headers(response_);
        if (answer.status != 304) response_.set(http::field::content_type, answer.type);
        for (const auto& [name, value] : answer.headers) response_.set(name, value);
        response_.keep_alive(keep_alive_);
        const std::size_t size = answer.body.size();
        if (!head_only_) response_.body() = std::move(answer.body);
        if (answer.status != 304) response_.content_length(size);
        serializer_.emplace(response_);
        stream_.expires_after(house_.options.patience * 2);
        const auto sent = [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error || !self->keep_alive_ || self->stopping()) return self->close();
            self->read();
        };
        if (head_only_ || answer.status == 304) {
            http::async_write_header(stream_, *serializer_, sent);
        } else {
            http::async_write(stream_, *serializer_, sent);
        }
    }

    bool stopping() const { return house_.options.stop != nullptr && house_.options.stop->load(); }

    void close() {
        beast::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    House& house_;
    beast::flat_buffer buffer_{header_limit + body_limit + 4096};
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
    std::optional<http::response_serializer<http::string_body>> serializer_;
    unsigned version_ = 11;
    bool head_only_ = false, keep_alive_ = true;
};

// Takes connections while there is room for more.
class Door {
public:
    Door(asio::io_context& context, tcp::acceptor acceptor, House& house)
        : context_(context), acceptor_(std::move(acceptor)), timer_(acceptor_.get_executor()), house_(house) {}

    void open() {
        if (house_.connections >= house_.options.connections) return wait([this] { open(); });
        acceptor_.async_accept(asio::make_strand(context_), [this](beast::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                std::make_shared<Connection>(std::move(socket), house_)->read();
                open();
            } else {
                wait([this] { open(); });  // no file handles left, say: later
            }
        });
    }

    void close() {
        beast::error_code ignored;
        acceptor_.close(ignored);
        timer_.cancel();
    }

private:
    template <class Then>
    void wait(Then then) {
        timer_.expires_after(std::chrono::milliseconds(50));
        timer_.async_wait([then](beast::error_code error) {
            if (!error) then();
        });
    }

    asio::io_context& context_;
    tcp::acceptor acceptor_;
    asio::steady_timer timer_;
    House& house_;
};

Result<tcp::acceptor> listen(asio::io_context& context, const ServeOptions& options) {
    const std::string where = options.address + ":" + std::to_string(options.port);
    beast::error_code error;
    const auto address = asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
    if (error)
        return Fault{FaultKind::usage, "not an address", options.address, "127.0.0.1 for this machine only, 0.0.0.0 for all"};
    const tcp::endpoint endpoint(address, options.port);
    tcp::acceptor acceptor(asio::make_strand(context));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error == asio::error::address_in_use)
        return Fault{FaultKind::busy, "another program listens there", where, "give another --port"};
    if (error) return Fault{FaultKind::unreadable, error.message(), where, "give another --port, above 1023"};
    return acceptor;
}

}  // namespace

Result<void> serve(const ServeOptions& options) {
    House house{options, Responders(options), options.hosts};
    // A store that cannot be read is said before the door opens.
    if (auto first = house.responders.take(); !first) return first.fault();
    asio::io_context context(static_cast<int>(options.threads));
    auto acceptor = listen(context, options);
    if (!acceptor) return acceptor.fault();
    const tcp::endpoint endpoint = acceptor->local_endpoint();
    house.any_host = !endpoint.address().is_loopback() && options.hosts.empty();
    for (const char* own : {"localhost", "127.0.0.1", "[::1]"}) house.hosts.emplace_back(own);
    house.hosts.push_back(options.address);

    Door door(context, std::move(*acceptor), house);
    door.open();
    asio::steady_timer watch(context);
    std::function<void()> look = [&] {
        if (options.stop != nullptr && options.stop->load()) {
            door.close();
            context.stop();
            return;
        }
        watch.expires_after(std::chrono::milliseconds(100));
        watch.async_wait([&](beast::error_code) { look(); });
    };
    look();
    if (options.ready) {
        const std::string host =
            endpoint.address().is_v6() ? "[" + endpoint.address().to_string() + "]" : endpoint.address().to_string();
        options.ready("http://" + host + ":" + std::to_string(endpoint.port()));
    }
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back([&] { context.run(); });
    context.run();
    for (std::thread& thread : threads) thread.join();
    return {};
}

}  // namespace readout
