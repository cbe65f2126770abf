// Who is mentioned, from trees: tests/cases/actors/*.case hold a line "published DATE" and CoNLL-U; the output is one line a
// mention.
#include <gtest/gtest.h>

#include "actors/actors.h"
#include "base/file.h"
#include "language/language.h"
#include "support/cases.h"
#include "time/time.h"

namespace readout {
namespace {

const Knowledge& knowledge() {
    static const Knowledge loaded = [] {
        auto out = Knowledge::load(*data_folder());
        if (!out) throw std::runtime_error(out.fault().line());
        return std::move(*out);
    }();
    return loaded;
}

std::string code_of(const Entity& entity) {
    std::string out =
        entity.name + " | " + (entity.code.empty() ? "-" : entity.code) + " " + (entity.sector.empty() ? "-" : entity.sector);
    for (const std::string& sector : entity.sectors) out += "+" + sector;
    if (!entity.office.empty()) out += " | " + entity.office;
    return out;
}

// First line: "published DATE" or "published none"; then CoNLL-U.
std::string cast_of(const std::string& input) {
    const std::size_t line = input.find('\n');
    auto parsed = read_conllu(input.substr(line + 1) + "\n", "case");
    if (!parsed) return parsed.fault().line();
    TimeRefs times;
    if (const auto day = parse_day(std::string_view(input).substr(10, line - 10))) {
        times.published.range = {day, day};
        times.published.basis = "given";
    }
    const Tree tree(parsed->document, parsed->parse);
    const Cast cast = find_actors(parsed->document, parsed->parse, tree, times, knowledge());
    static const char* kinds[] = {"name", "office", "agent", "pronoun", "description", "metonym", "place"};
    std::string out;
    for (const Mention& mention : cast.mentions) {
        out += std::string(parsed->document.words(mention.span)) + " [" + kinds[static_cast<int>(mention.kind)] + "]";
        if (mention.antecedent != no_index)
            out += " <- " + std::string(parsed->document.words(cast.mentions[static_cast<std::size_t>(mention.antecedent)].span));
        for (const std::uint32_t e : mention.entities) out += " = " + code_of(cast.entities[e]);
        out += "\n";
    }
    for (const PlaceMention& place : cast.places) {
        out += std::string(parsed->document.words(place.span)) + " [place] = " + place.place.name + " | " + place.place.country +
               " " + place.place.precision + "\n";
    }
    if (!out.empty()) out.pop_back();
    return out;
}

TEST(Cast, Cases) { test::run_cases("actors", cast_of); }

TEST(Cast, NothingFromNothing) {
    auto parsed = read_conllu("", "empty");
    if (!parsed) return;
    const Tree tree(parsed->document, parsed->parse);
    EXPECT_TRUE(find_actors(parsed->document, parsed->parse, tree, {}, knowledge()).mentions.empty());
}

}  // namespace
}  // namespace readout
