#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "record/read_json.h"
#include "sample.h"
#include "serve/serve.h"

namespace readout {
namespace {

namespace fs = std::filesystem;

std::string new_store(const std::string& name) {
    const fs::path folder = fs::temp_directory_path() / ("readout_serve_" + name + "_" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    const std::string path = (folder / "readout.db").string();
    auto store = Store::open(path, Store::Mode::write);
    EXPECT_TRUE(store.ok());
    test::fill(*store);
    return path;
}

class Api : public ::testing::Test {
protected:
    void SetUp() override {
        options_.store = new_store(::testing::UnitTest::GetInstance()->current_test_info()->name());
        options_.extract = [](const ExtractRequest& asked) -> Result<std::vector<std::string>> {
            return std::vector<std::string>{R"({"kind":"document","id":"doc_x","text":")" + asked.text + R"("})"};
        };
        auto opened = Responder::open(options_);
        ASSERT_TRUE(opened.ok()) << opened.fault().line();
        responder_.emplace(std::move(*opened));
    }
    void TearDown() override {
        responder_.reset();
        fs::remove_all(fs::path(options_.store).parent_path());
    }

    HttpResponse get(const std::string& target, const std::string& method = "GET") {
        HttpRequest request;
        request.method = method;
        request.target = target;
        return responder_->respond(request);
    }

    JsonValue json(const HttpResponse& response) {
        JsonValue value;
        EXPECT_FALSE(parser_.parse(response.body).get(value)) << response.body;
        return value;
    }

    double total(const std::string& target) {
        const HttpResponse response = get(target);
        EXPECT_EQ(response.status, 200) << target << "\n" << response.body;
        return json_number(json(response), "total").value_or(-1);
    }

    static std::string header(const HttpResponse& response, std::string_view name) {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }

    ServeOptions options_;
    std::optional<Responder> responder_;
    simdjson::dom::parser parser_;
};

TEST_F(Api, ListsHaveItemsNextAndTotal) {
    const HttpResponse response = get("/api/v1/events?limit=2");
    ASSERT_EQ(response.status, 200);
    const JsonValue page = json(response);
    EXPECT_EQ(json_items(page, "items").size(), 2u);
    EXPECT_EQ(json_number(page, "total"), 3);
    const std::string next(json_text(page, "next"));
    ASSERT_FALSE(next.empty());
    const HttpResponse second = get("/api/v1/events?limit=2&after=" + next);
    EXPECT_EQ(json_items(json(second), "items").size(), 1u);
    EXPECT_FALSE(json_at(json(second), "next"));
}

TEST_F(Api, FiltersByFieldAndOperator) {
    EXPECT_EQ(total("/api/v1/events"), 3);
    EXPECT_EQ(total("/api/v1/events?event=AGREE"), 1);
    EXPECT_EQ(total("/api/v1/events?event=AGREE,SANCTION"), 2);
    EXPECT_EQ(total("/api/v1/events?actor=RUR"), 3);
    EXPECT_EQ(total("/api/v1/events?actor=Rudolf%20V"), 1);
    EXPECT_EQ(total("/api/v1/events?auxiliary=plain"), 2);
    EXPECT_EQ(total("/api/v1/events?auxiliary__not=plain"), 1);
    EXPECT_EQ(total("/api/v1/events?quad_code__gte=3"), 1);
    EXPECT_EQ(total("/api/v1/events?date__gte=2022-04-02"), 1);
    EXPECT_EQ(total("/api/v1/events?from=2022-04-01&to=2022-04-01"), 1);
    EXPECT_EQ(total("/api/v1/events?outlet__contains=evening"), 1);
    EXPECT_EQ(total("/api/v1/statements?speaker=lang"), 1);
    EXPECT_EQ(total("/api/v1/statements?speaker=&from="), 2) << "an empty box asks for nothing";
    EXPECT_EQ(total("/api/v1/documents?text=ferry+line"), 1);
    EXPECT_EQ(total("/api/v1/documents?text=%22line+ferry%22"), 0);
    EXPECT_EQ(total("/api/v1/happenings"), 0);
}

TEST_F(Api, WrongQuestionsAreProblemDocuments) {
    const std::pair<const char*, int> wrong[] = {{"/api/v1/events?actr=RUS", 400},
                                                 {"/api/v1/events?limit=0", 400},
                                                 {"/api/v1/events?limit=1001", 400},
                                                 {"/api/v1/events?limit=x", 400},
                                                 {"/api/v1/events?from=May", 400},
                                                 {"/api/v1/events?quad_code=two", 400},
                                                 {"/api/v1/events?event__like=A", 400},
                                                 {"/api/v1/events?after=1;DROP", 400},
                                                 {"/api/v1/events?order=best", 400},
                                                 {"/api/v1/events?text=a&text=b", 400},
                                                 {"/api/v1/events?text=%22%22", 400},
                                                 {"/api/v1/events?text=%zz", 400},
                                                 {"/api/v1/events?text=%ff", 400},
                                                 {"/api/v1/facets/events", 400},
                                                 {"/api/v1/facets/events?field=x", 400},
                                                 {"/api/v1/nothing", 404},
                                                 {"/api/v1/records/ev_none", 404},
                                                 {"/api/v1/records/ev_none/explanation", 404},
                                                 {"/nothing", 404},
                                                 {"/assets/../serve.cpp", 404},
                                                 {"/assets/%2e%2e/x", 404},
                                                 {"/documents/x.csv", 404}};
    for (const auto& [target, status] : wrong) {
        const HttpResponse response = get(target);
        EXPECT_EQ(response.status, status) << target << "\n" << response.body;
        EXPECT_EQ(response.type, "application/problem+json") << target;
        EXPECT_EQ(json_number(json(response), "status"), status) << target;
        EXPECT_FALSE(json_text(json(response), "detail").empty()) << target;
    }
    const HttpResponse method = get("/api/v1/events", "DELETE");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(header(method, "Allow"), "GET, HEAD");
    EXPECT_EQ(header(get("/api/v1/extract"), "Allow"), "POST");
}

TEST_F(Api, DocumentsInListsAreLightAndWholeAlone) {
    const HttpResponse list = get("/api/v1/documents?order=newest");
    const auto items = json_items(json(list), "items");
    ASSERT_EQ(items.size(), 3u);
    EXPECT_EQ(json_text(items[0], "source_id"), "r2");
    EXPECT_EQ(json_text(items[2], "source_id"), "r3") << "undated last";
    EXPECT_FALSE(json_at(items[1], "text"));
    EXPECT_EQ(json_number(items[1], "statements"), 1);
    EXPECT_EQ(json_number(items[1], "events"), 2);
    const std::string id(json_text(items[1], "id"));
    EXPECT_EQ(get("/api/v1/records/" + id).body, test::sample_reports()[0].rows().rows[0].json);
    EXPECT_EQ(get("/documents/" + id + ".json").body, get("/api/v1/records/" + id).body) << "every page has its data";
    EXPECT_EQ(get("/documents/" + id).type, "text/html; charset=utf-8");
}

TEST_F(Api, EveryListIsAlsoATable) {
    const HttpResponse csv = get("/events.csv?actor=RUR");
    ASSERT_EQ(csv.status, 200);
    EXPECT_TRUE(csv.type.starts_with("text/csv"));
    EXPECT_TRUE(csv.body.starts_with("id,date_start,"));
    EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 4);
    EXPECT_EQ(get("/api/v1/events.csv?actor=RUR").body, csv.body);
    EXPECT_EQ(get("/events.json").body, get("/api/v1/events").body);
    EXPECT_NE(get("/documents.csv").body.find("<script>alert(1)</script> & the weather"), std::string::npos);
    EXPECT_EQ(get("/api/v1/records/x.csv").status, 404);
}

TEST_F(Api, TagsSpareTheSecondSending) {
    HttpRequest request;
    request.target = "/api/v1/events";
    const HttpResponse first = responder_->respond(request);
    const std::string tag = header(first, "ETag");
    ASSERT_FALSE(tag.empty());
    request.if_none_match = "\"other\", W/" + tag;
    const HttpResponse second = responder_->respond(request);
    EXPECT_EQ(second.status, 304);
    EXPECT_TRUE(second.body.empty());
    auto store = Store::open(options_.store, Store::Mode::write);
    ASSERT_TRUE(store
                    ->put(test::SampleReport("r4", "New", "2022-05-01", "", "Ruritania praised Graustark.")
                              .event("SUPPORT", 1, "praised", {"Ruritania", "Ruritania", "RUR", "GOV"},
                                     {"Graustark", "Graustark", "GRA", "GOV"}, "", "")
                              .rows())
                    .ok());
    EXPECT_EQ(responder_->respond(request).status, 200) << "a reader sees what was written since";
}

TEST_F(Api, TheExplanationNamesWordsRuleAndRow) {
    const HttpResponse list = get("/api/v1/events?event=SUPPORT");
    const std::string id(json_text(json_items(json(list), "items").at(0), "id"));
    const HttpResponse why = get("/api/v1/records/" + id + "/explanation");
    ASSERT_EQ(why.status, 200);
    EXPECT_NE(why.body.find("pattern.praised · events.tsv:12 · confidence 0.81"), std::string::npos) << why.body;
    EXPECT_NE(why.body.find("the palace, asserts"), std::string::npos) << why.body;
}

TEST_F(Api, FacetsCountValues) {
    const HttpResponse response = get("/api/v1/facets/events?field=event&actor=RUR");
    EXPECT_EQ(
        response.body,
        R"({"field":"event","items":[{"value":"AGREE","count":1},{"value":"SANCTION","count":1},{"value":"SUPPORT","count":1}]})");
    EXPECT_NE(get("/api/v1/facets/statements?field=speaker").body.find(R"({"value":"Anna Lang","count":1})"), std::string::npos);
}

TEST_F(Api, RelationsAddUp) {
    const HttpResponse response = get("/api/v1/relations?a=RUR&b=GRA&by=month");
    ASSERT_EQ(response.status, 200);
    const auto rows = json_items(json(response), "items");
    ASSERT_EQ(rows.size(), 6u) << response.body;
    EXPECT_EQ(json_text(rows[2], "period"), "2022-04");
    EXPECT_EQ(json_number(rows[2], "n"), 1);
    EXPECT_EQ(json_text(rows[4], "period"), "undated");
    EXPECT_EQ(get("/api/v1/relations.csv?a=RUR&b=GRA").body.substr(0, 22), "period,actor,recipient");
    EXPECT_EQ(get("/api/v1/relations?a=RUR").status, 400);
    EXPECT_EQ(get("/api/v1/relations?a=RUR&b=GRA&by=week").status, 400);
    EXPECT_EQ(get("/api/v1/relations?a=RUR&b=GRA&x=1").status, 400);
}

TEST_F(Api, ExtractsAndKeepsNothing) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/api/v1/extract";
    request.content_type = "application/json; charset=utf-8";
    request.body = R"({"text":"a report","published":"2022-03-30"})";
    const HttpResponse response = responder_->respond(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"items":[{"kind":"document","id":"doc_x","text":"a report"}],"next":null,"total":1})");
    const std::tuple<const char*, std::string, int> wrong[] = {
        {"application/json", "{", 400},
        {"application/json", "[]", 400},
        {"application/json", R"({"title":null})", 400},
        {"application/json", R"({"text":7})", 400},
        {"application/json", R"({"text":"x","published":"yesterday"})", 400},
        {"application/json", std::string(5000, '['), 400},
        {"text/plain", "\xff", 422},
        {"application/xml", "<a/>", 415},
        {"", "x", 415}};
    for (const auto& [type, body, status] : wrong) {
        request.content_type = type;
        request.body = body;
        EXPECT_EQ(responder_->respond(request).status, status) << type << " " << body.substr(0, 40);
    }
    EXPECT_EQ(total("/api/v1/documents"), 3);
}

TEST_F(Api, TheDescriptionMatchesWhatIsAnswered) {
    const HttpResponse response = get("/openapi.json");
    const JsonValue description = json(response);
    EXPECT_EQ(json_text(description, "openapi"), "3.1.0");
    std::size_t paths = 0;
    simdjson::dom::object all;
    ASSERT_FALSE(description["paths"].get(all));
    std::vector<std::pair<std::string, std::string>> gets;
    for (const auto path : all) {
        ++paths;
        JsonValue operation;
        if (path.value["get"].get(operation)) continue;
        std::string target(path.key);
        if (target == "/api/v1/relations") target += "?a=RUR&b=GRA";
        if (const std::size_t at = target.find("{list}"); at != std::string::npos) target.replace(at, 6, "events?field=event");
        if (const std::size_t at = target.find("{id}"); at != std::string::npos)
            target.replace(at, 4, test::sample_reports()[0].rows().document_id);
        gets.emplace_back(std::string(path.key), target);
        for (const JsonValue parameter : json_items(operation, "parameters")) {
            if (json_text(parameter, "in") != "query") continue;
            const std::string name(json_text(parameter, "name"));
            if (target.find('?') == std::string::npos) gets.emplace_back(std::string(path.key), target + "?" + name + "=");
        }
    }
    EXPECT_GE(paths, 11u);
    for (const auto& [path, target] : gets) EXPECT_EQ(get(target).status, 200) << path << ": " << target;
}

// ---------------------------------------------------------------------------------------------------------- the network
class Network : public ::testing::Test {
protected:
    void start(ServeOptions options) {
        options.store = store_ = new_store(::testing::UnitTest::GetInstance()->current_test_info()->name());
        options.port = 0;
        options.threads = 2;
        options.stop = &stop_;
        std::promise<std::string> url;
        options.ready = [&](const std::string& at) { url.set_value(at); };
        thread_ = std::thread([this, options] { done_ = serve(options); });
        const std::string at = url.get_future().get();
        port_ = static_cast<std::uint16_t>(std::stoi(at.substr(at.rfind(':') + 1)));
    }
    void TearDown() override {
        stop_ = true;
        if (thread_.joinable()) thread_.join();
        EXPECT_TRUE(done_.ok()) << done_.fault().line();
        fs::remove_all(fs::path(store_).parent_path());
    }

    int connect() {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        const timeval patience{10, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        return socket;
    }

    static std::string read_all(int socket) {
        std::string out;
        char buffer[65536];
        for (ssize_t n; (n = ::recv(socket, buffer, sizeof buffer, 0)) > 0;) out.append(buffer, static_cast<std::size_t>(n));
        ::close(socket);
        return out;
    }

    std::string talk(const std::string& request) {
        const int socket = connect();
        for (std::size_t at = 0; at < request.size();) {
            const ssize_t n = ::send(socket, request.data() + at, request.size() - at, MSG_NOSIGNAL);
            if (n <= 0) break;
            at += static_cast<std::size_t>(n);
        }
        return read_all(socket);
    }

    std::string get(const std::string& target, const std::string& more = {}, const std::string& host = "localhost",
                    const std::string& method = "GET") {
        return talk(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n");
    }

    std::atomic<bool> stop_{false};
    std::thread thread_;
    Result<void> done_;
    std::uint16_t port_ = 0;
    std::string store_;
};

int status_of(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }

TEST_F(Network, AnswersWithSafeHeaders) {
    start({});
    const std::string answer = get("/");
    EXPECT_EQ(status_of(answer), 200);
    for (const char* header : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
                               "Referrer-Policy: no-referrer", "Content-Type: text/html; charset=utf-8", "ETag: "})
        EXPECT_NE(answer.find(header), std::string::npos) << header;
    const std::string head = get("/api/v1/events", {}, "127.0.0.1:80", "HEAD");
    EXPECT_EQ(status_of(head), 200);
    EXPECT_TRUE(head.ends_with("\r\n\r\n")) << "no body";
    const std::string body = get("/api/v1/events");
    const std::string length = "Content-Length: " + std::to_string(body.size() - body.find("\r\n\r\n") - 4);
    EXPECT_NE(head.find(length), std::string::npos) << head;
    const std::size_t tag = body.find("ETag: ");
    const std::string none_match = "If-None-Match: " + body.substr(tag + 6, body.find('\r', tag) - tag - 6) + "\r\n";
    EXPECT_EQ(status_of(get("/api/v1/events", none_match)), 304);
}

TEST_F(Network, ANameThatIsNotOursIsRefused) {
    start({});
    for (const char* host :
         {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]", ""})
        EXPECT_EQ(status_of(get("/", {}, host)), 421) << host;
    for (const char* host : {"localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:8080"})
        EXPECT_EQ(status_of(get("/", {}, host)), 200) << host;
    EXPECT_EQ(status_of(talk("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")), 400);
    EXPECT_EQ(status_of(talk("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n")), 400);
    EXPECT_EQ(status_of(get("/api/v1/extract", "Origin: http://evil.example\r\nContent-Length: 0\r\n", "localhost", "POST")),
              403);
}

TEST_F(Network, SizesAreBounded) {
    start({});
    EXPECT_EQ(status_of(get("/api/v1/events?text=" + std::string(9000, 'a'))), 414);
    EXPECT_EQ(status_of(get("/", "X-Long: " + std::string(20000, 'a') + "\r\n")), 431);
    EXPECT_EQ(
        status_of(talk(
            "POST /api/v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2000000\r\n\r\n")),
        413);
    const std::string chunk = "80000\r\n" + std::string(0x80000, 'x') + "\r\n";
    EXPECT_EQ(status_of(talk("POST /api/v1/extract HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk +
                             chunk + chunk)),
              413);
    for (const std::string& garbage :
         {std::string("GET\r\n\r\n"), std::string(300, '\0'), std::string("\x16\x03\x01\x02\x00\x01"),
          std::string("GET / HTTP/9.9\r\n\r\n"),
          std::string("GET http://evil/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")}) {
        const int socket = connect();
        ::send(socket, garbage.data(), garbage.size(), MSG_NOSIGNAL);
        ::shutdown(socket, SHUT_WR);
        const int status = status_of(read_all(socket));
        EXPECT_TRUE(status == 0 || status == 400) << garbage.substr(0, 20) << " " << status;
    }
    EXPECT_EQ(status_of(get("/")), 200) << "and it goes on";
}

TEST_F(Network, SlowClientsAreCutOffAndConnectionsBounded) {
    ServeOptions options;
    options.patience = std::chrono::seconds(1);
    options.connections = 8;
    start(options);
    std::vector<int> slow;
    for (int i = 0; i < 8; ++i) {
        slow.push_back(connect());
        ::send(slow.back(), "GET / HTTP/1.1\r\nHost: loc", 25, MSG_NOSIGNAL);
    }
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(status_of(get("/")), 200) << "waits for a place, and gets it when the slow ones have lost theirs";
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(8));
    for (const int socket : slow) EXPECT_EQ(read_all(socket), "");
}

TEST_F(Network, ManyAtOnceAndSeveralOnOneConnection) {
    start({});
    std::vector<std::future<int>> answers;
    for (int i = 0; i < 40; ++i)
        answers.push_back(
            std::async(std::launch::async, [this] { return status_of(get("/api/v1/events?actor=RUR&text=ruritania")); }));
    for (auto& answer : answers) EXPECT_EQ(answer.get(), 200);
    const std::string one = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string last = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const std::string answer = talk(one + one + last);
    std::size_t found = 0;
    for (std::size_t at = answer.find("HTTP/1.1 200"); at != std::string::npos; at = answer.find("HTTP/1.1 200", at + 1)) ++found;
    EXPECT_EQ(found, 3u);
}

TEST(Serve, SaysWhyItCannot) {
    ServeOptions options;
    options.store = "/nowhere/readout.db";
    EXPECT_EQ(serve(options).fault().kind, FaultKind::not_found);
    options.store = new_store("why");
    options.address = "nonsense";
    EXPECT_EQ(serve(options).fault().kind, FaultKind::usage);
    fs::remove_all(fs::path(options.store).parent_path());
}

}  // namespace
}  // namespace readout
