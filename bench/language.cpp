// Speed and size of the language core: raw text to sentences, words, tags, lemmas, trees and names.
//
//   bench_language TEXT [MODEL]     TEXT: plain text, blank lines between documents
//
// Every processor path gives its answers first; they must be the same bytes before any time counts. Times are the processor time
// of the thread (a busy machine spoils them less), best of three passes; "wall" rows are clock time of all threads together.
#include "language/language.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/ids.h"
#include "language/kernels.h"
#include "text/text.h"

namespace {

using namespace readout;

double thread_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double clock_time() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Documents of some 4,000 characters, the size of a report.
std::vector<std::string> documents_of(std::string_view text) {
    std::vector<std::string> documents;
    while (!text.empty()) {
        const std::size_t cut = std::min(text.find("\n\n", 4000), text.size());
        documents.emplace_back(text.substr(0, cut));
        text.remove_prefix(std::min(text.size(), cut + 2));
    }
    return documents;
}

struct Pass {
    double segment = 0, parse = 0;
    std::size_t tokens = 0;
    double all() const { return segment + parse; }
};

Pass run(const Model& model, Model::Scratch& scratch, const std::vector<std::string>& documents) {
    Pass pass;
    for (const std::string& text : documents) {
        const double start = thread_time();
        const Document document = segment_running_text(text);
        const double middle = thread_time();
        const Parse parse = model.parse(document, scratch);
        pass.parse += thread_time() - middle;
        pass.segment += middle - start;
        pass.tokens += parse.size();
    }
    return pass;
}

std::string answers(const Model& model, const std::vector<std::string>& documents) {
    const auto scratch = model.scratch();
    std::string bytes;
    for (std::size_t i = 0; i < std::min<std::size_t>(documents.size(), 40); ++i) {
        const Document document = segment_running_text(documents[i]);
        bytes += to_conllu(document, model.parse(document, *scratch));
    }
    return sha256_hex(bytes);
}

long resident_kilobytes() {
    std::ifstream status("/proc/self/statm");
    long pages = 0, resident = 0;
    status >> pages >> resident;
    return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

Model load(const char* path) {
    auto model = Model::load(path);
    if (model.ok()) return std::move(*model);
    std::fprintf(stderr, "%s\n", model.fault().line().c_str());
    std::exit(1);
}

// What a second thread's buffers add to a program that has the model in memory already. Before anything else, while nothing freed
// is at hand to be used again.
void memory_row(const char* path, const std::vector<std::string>& documents) {
    const Model model = load(path);
    const auto first = model.scratch();
    run(model, *first, documents);
    const long before = resident_kilobytes();
    const auto second = model.scratch();
    run(model, *second, documents);
    std::printf("memory\tone more thread\t%.1f MB\n", static_cast<double>(resident_kilobytes() - before) / 1024);
}

void threads_row(const Model& model, const std::vector<std::string>& documents, unsigned threads) {
    std::atomic<std::size_t> next{0}, tokens{0};
    std::vector<std::thread> pool;
    const double start = clock_time();
    for (unsigned i = 0; i < threads; ++i)
        pool.emplace_back([&] {
            const auto scratch = model.scratch();
            for (std::size_t at = next++; at < documents.size(); at = next++) {
                const Document document = segment_running_text(documents[at]);
                tokens += model.parse(document, *scratch).size();
            }
        });
    for (std::thread& thread : pool) thread.join();
    std::printf("wall\t%u threads\t%.0f tokens/s\n", threads, static_cast<double>(tokens) / (clock_time() - start));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "bench_language TEXT [MODEL]\n");
        return 2;
    }
    const char* path = argc > 2 ? argv[2] : "";
    const auto bytes = read_file(argv[1]);
    if (!bytes.ok()) {
        std::fprintf(stderr, "%s\n", bytes.fault().line().c_str());
        return 1;
    }
    const std::vector<std::string> documents = documents_of(*bytes);

    memory_row(path, documents);

    std::vector<const char*> paths;
    for (const char* name : {"avx2", "avxvnni", "avx512vnni"})
        if (language::kernels_named(name) != nullptr) paths.push_back(name);
    std::string first;
    for (const char* name : paths) {
        ::setenv("READOUT_CPU", name, 1);
        const std::string sum = answers(load(path), documents);
        if (first.empty()) first = sum;
        if (sum != first) {
            std::fprintf(stderr, "%s answers differently: no times\n", name);
            return 1;
        }
    }
    std::printf("answers\tthe same on %zu paths\t%s\n", paths.size(), first.substr(0, 16).c_str());

    for (const char* name : paths) {
        ::setenv("READOUT_CPU", name, 1);
        double loading = 1e9;
        for (int i = 0; i < 5; ++i) {
            const double start = clock_time();
            const Model model = load(path);
            loading = std::min(loading, clock_time() - start);
        }
        const Model model = load(path);
        Pass best;
        for (int i = 0; i < 3; ++i) {
            const auto scratch = model.scratch();  // caches begin empty: no pass gains from the one before
            const Pass pass = run(model, *scratch, documents);
            if (i == 0 || pass.all() < best.all()) best = pass;
        }
        const auto tokens = static_cast<double>(best.tokens);
        std::printf("%s\tload %.1f ms\tsegment %.0f tokens/s\tparse %.0f tokens/s\tall %.0f tokens/s\t(%zu tokens)\n", name,
                    1e3 * loading, tokens / best.segment, tokens / best.parse, tokens / best.all(), best.tokens);
    }

    ::unsetenv("READOUT_CPU");
    const Model model = load(path);
    for (unsigned threads = 1; threads <= std::min(4u, std::max(1u, std::thread::hardware_concurrency())); ++threads)
        threads_row(model, documents, threads);
    return 0;
}
