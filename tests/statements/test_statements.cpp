// Statements from hand-checked trees, so that the cases do not move with the parser: the input of a case is CoNLL-U.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "statements/cues.h"
#include "statements/quotes.h"
#include "statements/statements.h"
#include "support/cases.h"

namespace readout {
namespace {

// The tables of the program but for what is learned: every candidate is as likely as any other, so that the cases show what is
// proposed and do not move with each fit.
const CueLexicon& lexicon() {
    static const CueLexicon cues = [] {
        namespace fs = std::filesystem;
        const fs::path folder = fs::path(testing::TempDir()) / ("readout_cues_" + std::to_string(::getpid()));
        fs::create_directories(folder / "statements");
        for (const char* table : {"cues.tsv", "words.tsv"})
            fs::copy_file(fs::path(test::source_folder()) / "data/statements" / table, folder / "statements" / table,
                          fs::copy_options::overwrite_existing);
        EXPECT_TRUE(write_file((folder / "statements/confidence.tsv").string(), "kind\tkey\tvalue\npercent\t0\t50\n").ok());
        auto loaded = CueLexicon::load(folder.string());
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.fault().line());
        fs::remove_all(folder);
        return std::move(*loaded);
    }();
    return cues;
}

struct Read {
    Parsed parsed;
    Statements statements;
};

Read read(const std::string& conllu) {
    auto parsed = read_conllu(conllu, "case");
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.fault().line());
    if (!parsed.ok()) return {};
    const Tree tree(parsed->document, parsed->parse);
    Cast cast;
    cast.mention_at.assign(parsed->parse.size(), no_index);
    Statements statements = find_statements(parsed->document, parsed->parse, tree, TimeRefs{}, cast, lexicon());
    return {std::move(*parsed), std::move(statements)};
}

std::string words(const Document& document, const std::vector<Span>& spans) {
    std::string out;
    for (const Span& span : spans) {
        if (!out.empty()) out += " / ";
        for (const char c : document.words(span)) out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string names(const Document& document, const std::vector<Participant>& participants) {
    std::vector<Span> spans;
    for (const Participant& participant : participants) spans.push_back(participant.span);
    return words(document, spans);
}

void line(std::string& out, std::string_view name, const std::string& value) {
    if (!value.empty()) out += "  " + std::string(name) + ": " + value + "\n";
}

std::string show(const Read& read) {
    std::string out;
    const Document& document = read.parsed.document;
    for (const Statement& statement : read.statements) {
        out += std::string(name_of(statement.voice)) + " " + std::string(name_of(statement.form)) + " " + statement.stance +
               " (" + statement.rule + ")";
        out += statement.negated ? " negated" : "";
        out += statement.parent != no_index ? " in " + std::to_string(statement.parent) : "";
        out += "\n";
        line(out, "source", words(document, statement.source));
        line(out, "cue", words(document, statement.cue));
        line(out, "content", words(document, statement.content));
        line(out, "speakers", names(document, statement.speakers));
        line(out, "addressees", names(document, statement.addressees));
        for (const Relay& relay : statement.relays)
            line(out, "relay", std::string(document.words(relay.who.span)) + " (" + words(document, relay.cue) + ")");
        if (statement.hedge) line(out, "hedge", std::string(document.words(*statement.hedge)));
    }
    if (!out.empty()) out.pop_back();
    return out;
}

TEST(Statements, Cases) {
    test::run_cases("statements", [](const std::string& input) { return show(read(input)); });
}

// What ships: the table is there, sums go up with confidence, and the plainest statement is sure.
TEST(Statements, ShippedConfidence) {
    auto shipped = CueLexicon::load(test::source_folder() + "/data");
    ASSERT_TRUE(shipped.ok()) << shipped.fault().line();
    const auto& inside = shipped->inside();
    EXPECT_GT(inside.weights.size(), 200u);
    EXPECT_GT(inside.least_percent, 0);
    for (int sum = -2000; sum < 2000; sum += 16) EXPECT_LE(inside.percent_of(sum), inside.percent_of(sum + 16));
    EXPECT_LT(inside.percent_of(-100000), 5);
    EXPECT_GT(inside.percent_of(100000), 95);
}

TEST(Statements, NothingFromNothing) { EXPECT_TRUE(read("").statements.empty()); }
// A first line that ends with a bracket nobody opened leaves no words before it.
TEST(Statements, BracketThatOpensNowhere) {
    const Read result = read("1\ta\ta\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No\n2\t)\t)\tPUNCT\t-RRB-\t_\t1\tpunct\t_\t_\n\n");
    EXPECT_TRUE(result.statements.empty());
}

// A token a line, all on one head: no tree at all, thousands of cue words and marks.
TEST(Statements, HostileTrees) {
    std::string conllu;
    for (int sentence = 0; sentence < 40; ++sentence) {
        for (int id = 1; id <= 300; ++id) {
            const char* form = id % 7 == 0   ? "“"
                               : id % 5 == 0 ? "said"
                               : id % 3 == 0 ? "according"
                               : id % 2 == 0 ? "to"
                                             : "claim";
            const char* upos = id % 7 == 0 ? "PUNCT" : id % 5 == 0 ? "VERB" : id % 3 == 0 ? "VERB" : id % 2 == 0 ? "ADP" : "NOUN";
            const char* lemma = id % 5 == 0 && id % 7 != 0 ? "say" : form;
            const int head = sentence % 2 == 0 ? (id == 1 ? 0 : 1) : id - 1;
            const char* rel = head == 0     ? "root"
                              : id % 4 == 0 ? "ccomp"
                              : id % 4 == 1 ? "nsubj"
                              : id % 4 == 2 ? "parataxis"
                                            : "obl";
            conllu += std::to_string(id) + "\t" + form + "\t" + lemma + "\t" + upos + "\t_\t_\t" + std::to_string(head) + "\t" +
                      rel + "\t_\t_\n";
        }
        conllu += "\n";
    }
    const Read result = read(conllu);
    const std::size_t size = result.parsed.document.text.size();
    for (const Statement& statement : result.statements) {
        for (const auto* spans : {&statement.content, &statement.cue, &statement.source})
            for (const Span& span : *spans) {
                EXPECT_LT(span.start, span.end);
                EXPECT_LE(span.end, size);
            }
        EXPECT_GE(statement.confidence, 0.0);
        EXPECT_LE(statement.confidence, 1.0);
    }
}

Document document_of(std::string text) { return segment_running_text(std::move(text)); }

std::vector<std::string> quoted(const Document& document) {
    std::vector<std::string> out;
    for (const QuoteRegion& region : find_quotes(document).regions)
        if (region.parent == no_region)
            out.emplace_back(
                document.words({document.tokens[region.first].span.start, document.tokens[region.last - 1].span.end}));
    return out;
}

TEST(Quotes, MarksOfAllKinds) {
    EXPECT_EQ(quoted(document_of("He said “yes” and \"no\" and «perhaps».")),
              (std::vector<std::string>{"“yes”", "\"no\"", "«perhaps»"}));
    EXPECT_EQ(quoted(document_of("She called it ‘a small war’ twice.")), (std::vector<std::string>{"‘a small war’"}));
    EXPECT_TRUE(quoted(document_of("The ministers' cars and the '90s don't matter.")).empty());
}

TEST(Quotes, NestedMarksAreOneRegion) {
    EXPECT_EQ(quoted(document_of("“He told me ‘go’ and I went,” she said.")),
              (std::vector<std::string>{"“He told me ‘go’ and I went,”"}));
}

TEST(Quotes, UnbalancedMarksEndWithTheirSentence) {
    EXPECT_EQ(quoted(document_of("They want “to reflect on the war. “My friends and I agree.” He left.")),
              (std::vector<std::string>{"“to reflect on the war.", "“My friends and I agree.”"}));
}

TEST(Quotes, CarriedOverParagraphs) {
    const Document document = document_of("“We came.\n\n“We saw.”\n\nHe left.");
    const Quotes quotes = find_quotes(document);
    ASSERT_EQ(quotes.regions.size(), 2u);
    EXPECT_TRUE(quotes.regions[0].carried);
    EXPECT_FALSE(quotes.regions[1].carried);
}

TEST(CueLexicon, RefusesWhatItDoesNotKnow) { EXPECT_FALSE(CueLexicon::load("/nowhere").ok()); }

}  // namespace
}  // namespace readout
