#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "events/events.h"
#include "events/ontology.h"
#include "events/small_cast.h"
#include "support/cases.h"

namespace readout {
namespace {

std::string data() { return test::source_folder() + "/data"; }

const Ontology& plover() {
    static const Ontology* const loaded = [] {
        auto result = Ontology::load(data());
        if (!result) ADD_FAILURE() << result.fault().line();
        return new Ontology(std::move(*result));
    }();
    return *loaded;
}

std::string side(const std::vector<Participant>& all, const Document& document, const Cast& cast) {
    std::string out;
    for (const Participant& one : all) {
        const std::string& code = one.entity == no_index ? one.code : cast.entities[static_cast<std::size_t>(one.entity)].code;
        if (!out.empty()) out += " + ";
        out += std::string(document.words(one.span)) + "/" + (code.empty() ? "?" : code);
        if (!one.sector.empty()) out += "-" + one.sector;
    }
    return out.empty() ? "-" : out;
}

// One line an event: category (modes): actor -> recipient [auxiliaries] {content} #sizes @place frame
std::string lines(const Events& events, const Document& document, const Cast& cast) {
    std::string out;
    for (const Event& event : events) {
        out += event.category;
        for (const std::string& mode : event.modes) out += " (" + mode + ")";
        out += ": " + side(event.actor, document, cast) + " -> " + side(event.recipient, document, cast);
        for (const Auxiliary auxiliary : event.auxiliaries) out += " [" + std::string(name_of(auxiliary)) + "]";
        if (event.content)
            out += " {" + event.content->event + ": " + side(event.content->actor, document, cast) + " -> " +
                   side(event.content->recipient, document, cast) + "}";
        for (const Size& size : event.sizes) {
            out += " #" + size.what + " " + (size.min ? std::to_string(static_cast<long long>(*size.min)) : "") + ".." +
                   (size.max ? std::to_string(static_cast<long long>(*size.max)) : "") + " " + size.unit;
        }
        if (event.location) out += " @" + event.location->place.name;
        out += " " + event.rule + "\n";
    }
    return out;
}

std::string read_tree(const std::string& conllu, const Ontology& ontology) {
    static const test::SmallCast* const small = new test::SmallCast(data());
    auto parsed = read_conllu(conllu + "\n\n", "case");
    if (!parsed) return parsed.fault().line();
    const Tree tree(parsed->document, parsed->parse);
    const Cast cast = small->of(parsed->document, parsed->parse, tree);
    const TimeRefs times;
    const Statements statements;
    return lines(find_events(parsed->document, parsed->parse, tree, times, cast, statements, ontology), parsed->document, cast);
}

TEST(Events, Cases) {
    test::run_cases("events", "plover", [](const std::string& input) { return read_tree(input, plover()); });
}

TEST(Events, AnOntologyOfOnesOwn) {
    const auto protests = Ontology::load(data(), data() + "/events/protests");
    ASSERT_TRUE(protests.ok()) << protests.fault().line();
    EXPECT_EQ(protests->name(), "protests-1");
    test::run_cases("events", "protests", [&](const std::string& input) { return read_tree(input, *protests); });
}

TEST(Ontology, HoldsPloverWhole) {
    const auto& inside = plover().inside();
    EXPECT_EQ(plover().name(), "plover-2");
    EXPECT_EQ(inside.categories.size(), 16u);
    EXPECT_EQ(inside.contexts.size(), 37u);
    std::size_t modes = 0, patterns = 0;
    for (const CategoryRow& category : inside.categories) {
        modes += category.modes.size();
        EXPECT_EQ(category.scale < 0, category.quad >= 3 && category.name != "REQUEST") << category.name;
    }
    EXPECT_EQ(modes, 67u) << "66 with a score, and vandalize";
    std::set<std::uint32_t> covered;
    for (const auto& lemmas : inside.by_lemma) {
        for (const auto& [lemma, frames] : lemmas) {
            patterns += frames.size();
            for (const std::uint32_t frame : frames) covered.insert(inside.frames[frame].category);
        }
    }
    EXPECT_GT(patterns, 3000u);
    EXPECT_EQ(covered.size(), 16u) << "a frame for every category";
    // Every mode a frame names is one of its category.
    for (const Frame& frame : inside.frames) {
        const CategoryRow& category = inside.categories[frame.category];
        for (const std::string& mode : frame.modes) {
            EXPECT_TRUE(
                std::any_of(category.modes.begin(), category.modes.end(), [&](const ModeRow& row) { return row.name == mode; }))
                << frame.id << " " << mode;
        }
        for (const std::string& context : frame.contexts) {
            EXPECT_NE(std::find(inside.contexts.begin(), inside.contexts.end(), context), inside.contexts.end())
                << frame.id << " " << context;
        }
        EXPECT_EQ(frame.cameo.empty(), frame.nothing) << frame.id;
    }
}

// A broken table is refused with its file, line and reason.
TEST(Ontology, RefusesBrokenTables) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(testing::TempDir()) / "readout-ontology";
    const auto reset = [&] {
        fs::remove_all(folder);
        fs::copy(data() + "/events/protests", folder);
    };
    const auto fault_after = [&](const std::string& file, const std::string& line) {
        reset();
        auto bytes = read_file((folder / file).string());
        EXPECT_TRUE(bytes.ok());
        EXPECT_TRUE(write_file((folder / file).string(), *bytes + line + "\n").ok());
        const auto loaded = Ontology::load(data(), folder.string());
        return loaded.ok() ? std::string("loaded") : loaded.fault().line();
    };
    const auto says = [](const std::string& fault, std::string_view what) { return fault.find(what) != std::string::npos; };
    EXPECT_TRUE(says(fault_after("frames.tsv", "x\tV\tdo\t\tsubj\tobj\tNOSUCH\t\t\t\t"), "frames.tsv:13: no such category"));
    EXPECT_TRUE(says(fault_after("frames.tsv", "x\tQ\tdo\t\tsubj\tobj\tMARCH\t\t\t\t"), "pos is not V, N or A"));
    EXPECT_TRUE(says(fault_after("frames.tsv", "x\tV\tdo\tobj=@nothing\tsubj\tobj\tMARCH\t\t\t\t"), "no class '@nothing'"));
    EXPECT_TRUE(says(fault_after("frames.tsv", "x\tV\tdo\t\tsubj\tobj\tMARCH\t\t\t\tloud"), "no such flag 'loud'"));
    EXPECT_TRUE(says(fault_after("frames.tsv", "x\tV\tdo"), "3 cells where the header has 11"));
    EXPECT_TRUE(says(fault_after("categories.tsv", "MARCH\t4\t-3\tno"), "stands twice"));
    EXPECT_TRUE(says(fault_after("categories.tsv", "SIT\t7\t-3\tno"), "quad is not 1 to 4"));
    EXPECT_TRUE(says(fault_after("modes.tsv", "MARCH\tloud\thigh\tx"), "scale is not a number"));
    EXPECT_TRUE(says(fault_after("ontology.tsv", "colour\tred"), "not a key"));
    reset();
    EXPECT_TRUE(Ontology::load(data(), folder.string()).ok());
    fs::remove(folder / "classes.tsv");
    EXPECT_FALSE(Ontology::load(data(), folder.string()).ok());
    fs::remove_all(folder);
}

// Trees nobody would draw: every head wrong, a chain a thousand deep. No crash, and no endless climb.
TEST(Events, SurvivesStrangeTrees) {
    std::string chain;
    for (int i = 1; i <= 2000; ++i) {
        chain += std::to_string(i) + (i % 2 != 0 ? "\tattack\tattack\tVERB\tVB\t_\t" : "\tRussia\tRussia\tPROPN\tNNP\t_\t") +
                 std::to_string(i - 1) + "\t" +
                 (i == 1       ? "root"
                  : i % 2 != 0 ? "conj"
                               : "obj") +
                 "\t_\t_\n";
    }
    EXPECT_FALSE(read_tree(chain, plover()).starts_with("case:"));
    EXPECT_EQ(read_tree("1\t.\t.\tPUNCT\t.\t_\t0\troot\t_\t_\n", plover()), "");
}

}  // namespace
}  // namespace readout
