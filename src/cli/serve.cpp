// readout serve: the page and the HTTP API of a store.
#include "serve/serve.h"

#include <mutex>

#include "base/tsv.h"
#include "cli/all.h"
#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/resources.h"
#include "engine/engine.h"

namespace readout::cli {
namespace {

// The reading half, loaded when it is first asked for: most who look at a page never do.
class Reader {
public:
    explicit Reader(ResourceOptions wanted) : wanted_(std::move(wanted)) {}

    Result<std::vector<std::string>> read(const ExtractRequest& asked) {
        std::call_once(once_, [&] { resources_.emplace(Resources::load(wanted_)); });
        if (!*resources_) return resources_->fault();
        Report report;
        report.source.id = asked.id;
        if (asked.has_title) report.source.title = asked.title;
        report.source.published = parse_day(asked.published);
        report.source.outlet = asked.outlet;
        report.source.url = asked.url;
        report.source.language = "en";
        report.text = asked.text;
        const Model::ScratchPtr scratch = (*resources_)->model.scratch();
        const ReportRows rows = to_rows(read_report(std::move(report), **resources_, *scratch), {});
        std::vector<std::string> out;
        for (const Row& row : rows.rows) out.push_back(row.json);
        return out;
    }

private:
    ResourceOptions wanted_;
    std::once_flag once_;
    std::optional<Result<Resources>> resources_;
};

int run_serve(const Arguments& arguments, Console& console) {
    ServeOptions options;
    options.store = arguments.text("store", "readout.db");
    options.address = arguments.text("address", "127.0.0.1");
    const auto port = arguments.number("port", 8080, 0, 65535);
    if (!port) return report_fault(port.fault(), console);
    options.port = static_cast<std::uint16_t>(*port);
    const auto threads = arguments.number("threads", 4, 1, 256);
    if (!threads) return report_fault(threads.fault(), console);
    options.threads = static_cast<unsigned>(*threads);
    for (const std::string_view host : split(arguments.text("host"), ',')) options.hosts.emplace_back(host);
    Reader reader(resource_options(arguments));
    if (!arguments.on("no-extract")) options.extract = [&](const ExtractRequest& asked) { return reader.read(asked); };
    options.stop = &catch_interrupts();
    options.ready = [&](const std::string& url) { console.err << url << "  (Ctrl-C ends it)\n" << std::flush; };
    const auto served = serve(options);
    return served ? exit_done : report_fault(served.fault(), console);
}

}  // namespace

const Command serve_command{
    "serve",
    "the page and the HTTP API of a store, on this machine",
    "",
    {store_flag,
     {"port", "N", "default 8080; 0: any that is free"},
     {"address", "IP", "where to listen (default 127.0.0.1: this machine only)"},
     {"host", "NAMES", "further names it answers to, between commas (a proxy's)"},
     {"threads", "N", "requests answered at once (default 4)"},
     {"no-extract", "", "do not read texts that are posted to it"},
     model_flag,
     overlay_flag,
     ontology_flag},
    {{"readout serve", "then open http://127.0.0.1:8080"},
     {"readout serve --store 2022.db --port 9000", "another store, another port"}},
    "It changes nothing in the store, asks nobody else for anything, and has no accounts: put a proxy in front of it before it "
    "leaves the machine. The API is described at /openapi.json and in docs/http.md.",
    run_serve,
};

}  // namespace readout::cli
