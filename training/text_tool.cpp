// What training/text.py and eval/text.py need of the program: the features of every place where a text may be cut, the cuts of a
// model, and the kinds of a report's lines.
//
//   text_tool features MODEL TEXT GOLD OUT   GOLD: two rows of byte offsets, where tokens and where sentences begin
//   text_tool conllu MODEL TEXT              CoNLL-U with dummy columns on standard output ("-": the shipped model)
//   text_tool layout TEXT                    the report's paragraphs, one a line behind their kind
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "base/file.h"
#include "text/segment.h"

namespace {

using namespace readout;

class Recorder : public SplitObserver {
public:
    Recorder(std::vector<std::uint32_t> tokens, std::vector<std::uint32_t> sentences)
        : gold_{std::move(tokens), std::move(sentences)} {}

    bool decide(SplitModel::Task task, std::uint32_t at, const Features& features, bool) override {
        const auto& gold = gold_[static_cast<std::size_t>(task)];
        const bool cut = std::binary_search(gold.begin(), gold.end(), at);
        const auto hashes = features.hashes();
        put(static_cast<std::uint32_t>(task) | (cut ? 2u : 0u) | static_cast<std::uint32_t>(hashes.size()) << 8);
        for (const std::uint32_t hash : hashes) put(hash);
        return cut;
    }
    const std::string& bytes() const { return bytes_; }

private:
    void put(std::uint32_t value) {
        for (int i = 0; i < 4; ++i) bytes_ += static_cast<char>(value >> (8 * i));
    }
    std::vector<std::uint32_t> gold_[2];
    std::string bytes_;
};

std::vector<std::uint32_t> numbers(std::string_view row) {
    std::vector<std::uint32_t> out;
    while (!row.empty()) {
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(row.data(), row.data() + row.size(), value);
        if (error != std::errc()) break;
        out.push_back(value);
        row.remove_prefix(std::min(row.size(), static_cast<std::size_t>(end - row.data()) + 1));
    }
    return out;
}

int fail(const Fault& fault) {
    std::fprintf(stderr, "text_tool: %s\n", fault.line().c_str());
    return 1;
}

// "-": the shipped model. `bytes` holds what the model views.
Result<SplitModel> model_at(const std::string& path, std::string& bytes) {
    if (path == "-") return SplitModel::shipped();
    auto read = read_file(path);
    if (!read) return read.fault();
    bytes = std::move(*read);
    return SplitModel::open(bytes);
}

int write_features(const std::vector<std::string>& paths) {
    std::string bytes;
    auto model = model_at(paths[1], bytes);
    auto text = read_file(paths[2]);
    auto gold = read_file(paths[3]);
    if (!model) return fail(model.fault());
    if (!text) return fail(text.fault());
    if (!gold) return fail(gold.fault());
    const std::size_t cut = std::min(gold->find('\n'), gold->size() - 1);
    Recorder recorder(numbers(std::string_view(*gold).substr(0, cut)), numbers(std::string_view(*gold).substr(cut + 1)));
    segment_running_text(std::move(*text), *model, &recorder);
    const auto done = write_file(paths[4], recorder.bytes());
    return done ? 0 : fail(done.fault());
}

void print_sentence(const Document& document, const Sentence& sentence) {
    std::size_t multiword = 0;
    while (multiword < document.multiwords.size() && document.multiwords[multiword].first < sentence.first) ++multiword;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        const std::uint32_t id = t - sentence.first + 1;
        if (multiword < document.multiwords.size() && document.multiwords[multiword].first == t) {
            const Multiword& m = document.multiwords[multiword++];
            std::printf("%u-%u\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n", id, id + m.last - m.first - 1,
                        std::string(document.words(m.span)).c_str());
        }
        std::printf("%u\t%s\t_\tX\t_\t_\t%u\t%s\t_\t%s\n", id, std::string(document.word(t)).c_str(), id - 1,
                    id == 1 ? "root" : "dep", document.tokens[t].space_after ? "_" : "SpaceAfter=No");
    }
    std::printf("\n");
}

int print_conllu(const std::string& model_path, const std::string& text_path) {
    std::string bytes;
    auto model = model_at(model_path, bytes);
    auto text = read_file(text_path);
    if (!model) return fail(model.fault());
    if (!text) return fail(text.fault());
    const Document document = segment_running_text(std::move(*text), *model, nullptr);
    for (const Sentence& sentence : document.sentences) print_sentence(document, sentence);
    return 0;
}

int print_layout(const std::string& text_path) {
    Report report;
    auto text = read_file(text_path);
    if (!text) return fail(text.fault());
    report.text = std::move(*text);
    const Document document = segment(std::move(report));
    for (const Paragraph& paragraph : document.paragraphs) {
        constexpr const char* kinds[] = {"prose", "title", "heading", "list", "boilerplate"};
        std::string words(document.words(paragraph.span));
        std::replace(words.begin(), words.end(), '\n', ' ');
        std::printf("%s\t%s\n", kinds[static_cast<std::size_t>(paragraph.kind)], words.c_str());
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 5 && arguments[0] == "features") return write_features(arguments);
    if (arguments.size() == 3 && arguments[0] == "conllu") return print_conllu(arguments[1], arguments[2]);
    if (arguments.size() == 2 && arguments[0] == "layout") return print_layout(arguments[1]);
    std::fprintf(stderr, "usage: text_tool features MODEL TEXT GOLD OUT | text_tool conllu MODEL TEXT | text_tool layout TEXT\n");
    return 2;
}
