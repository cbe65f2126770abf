#include <gtest/gtest.h>

#include "language/language.h"
#include "support/cases.h"

namespace readout {
namespace {

// Cases write CoNLL-U with spaces for tabs, to stay readable, and its comments with %, since # begins a case.
std::string with_tabs(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t feed = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, feed - at);
        if (line.starts_with('%')) {
            line[0] = '#';
        } else {
            std::string tabbed;
            for (const char c : line)
                if (c != ' ' || !tabbed.ends_with('\t')) tabbed += c == ' ' ? '\t' : c;
            line = tabbed;
        }
        out += line + "\n";
        at = feed + 1;
    }
    return out;
}

std::string read_and_write(const std::string& input) {
    const auto parsed = read_conllu(with_tabs(input), "case");
    if (!parsed.ok()) return parsed.fault().line();
    return "[" + parsed->document.text + "]\n" + to_conllu(parsed->document, parsed->parse);
}

TEST(Conllu, Cases) { test::run_cases("language", "conllu", read_and_write); }

Parsed parsed_or_fail(const std::string& text) {
    auto parsed = read_conllu(with_tabs(text), "test");
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.fault().line());
    return parsed.ok() ? std::move(*parsed) : Parsed{};
}

const char* const two_sentences =
    "1 Ministers minister NOUN NNS Number=Plur 4 nsubj _ _\n"
    "2-3 don't _ _ _ _ _ _ _ _\n"
    "2 do do AUX VBP Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin 4 aux _ _\n"
    "3 n't not PART RB Polarity=Neg 4 advmod _ _\n"
    "4 resign resign VERB VB VerbForm=Inf 0 root _ SpaceAfter=No\n"
    "5 . . PUNCT . _ 4 punct _ _\n"
    "\n"
    "1 Was be AUX VBD Tense=Past|VerbForm=Fin 3 aux:pass _ _\n"
    "2 Lima Lima PROPN NNP Number=Sing 3 nsubj:pass _ NE=B-LOC\n"
    "3 shelled shell VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root _ _\n"
    "4 by by ADP IN _ 6 case _ _\n"
    "5 New New PROPN NNP _ 6 compound _ NE=B-ORG\n"
    "6 Front Front PROPN NNP _ 3 obl:agent _ NE=I-ORG|SpaceAfter=No\n"
    "7 ? ? PUNCT . _ 3 punct _ _\n";

TEST(Conllu, FillsTheArrays) {
    const Parsed gold = parsed_or_fail(two_sentences);
    EXPECT_EQ(gold.document.text, "Ministers don't resign. Was Lima shelled by New Front?");
    ASSERT_EQ(gold.parse.size(), 12u);
    ASSERT_EQ(gold.document.sentences.size(), 2u);
    EXPECT_EQ(gold.document.words(gold.document.sentences[1].span), "Was Lima shelled by New Front?");
    EXPECT_EQ(gold.parse.head[0], 3);
    EXPECT_EQ(gold.parse.head[7], no_head);
    EXPECT_EQ(gold.parse.head[5], 7) << "heads count from the document's first token";
    EXPECT_EQ(gold.parse.relation[6], (Relation{Rel::nsubj, Sub::pass}));
    EXPECT_TRUE(gold.parse.features[7].passive);
    EXPECT_TRUE(gold.parse.features[2].negative);
    EXPECT_EQ(gold.parse.features[1].person, 3);
    ASSERT_EQ(gold.parse.names.size(), 2u);
    EXPECT_EQ(gold.parse.names[1].first, 9u);
    EXPECT_EQ(gold.parse.names[1].last, 11u);
    EXPECT_EQ(gold.parse.names[1].type, NameType::ORG);
    ASSERT_EQ(gold.document.multiwords.size(), 1u);
    EXPECT_EQ(gold.document.words(gold.document.multiwords[0].span), "don't");
    EXPECT_FALSE(gold.document.tokens[1].space_after);
    EXPECT_TRUE(gold.document.tokens[2].space_after);
    EXPECT_FALSE(gold.document.tokens[3].space_after);
}

TEST(Conllu, WritesWhatItReads) {
    const Parsed gold = parsed_or_fail(two_sentences);
    const std::string written = to_conllu(gold.document, gold.parse);
    const auto again = read_conllu(written, "again");
    ASSERT_TRUE(again.ok()) << again.fault().line();
    EXPECT_EQ(to_conllu(again->document, again->parse), written);
}

TEST(Conllu, BadLinesAreFaultsWithTheirNumber) {
    const std::pair<const char*, const char*> bad[] = {
        {"1 one one NUM CD _ 0 root _\n", "bad:1: a line of CoNLL-U has ten columns between tabs"},
        {"1 one one NUM CD _ 0 root _ _\n3 two two NUM CD _ 1 dep _ _\n", "bad:2: word 3 where word 2 is due"},
        {"1 one one NUMBER CD _ 0 root _ _\n", "bad:1: 'NUMBER' is no universal part of speech"},
        {"1 one one NUM CD _ x root _ _\n", "bad:1: 'x' is no head"},
        {"1 one one NUM CD _ 2 root _ _\n", "bad:1: head 2 in a sentence of 1 words"},
        {"1 one one NUM CD _ 2 dep _ _\n2 two two NUM CD _ 1 dep _ _\n\n",
         "bad:3: the heads of the sentence that ends here run in a circle"},
        {"1 one one NUM CD _ 1 dep _ _\n\n", "bad:2: the heads of the sentence that ends here run in a circle"},
        {"1-3 one _ _ _ _ _ _ _ _\n1 one one NUM CD _ 0 root _ _\n\n", "bad:3: a range that ends after its sentence"},
        {"2-1 one _ _ _ _ _ _ _ _\n", "bad:1: '2-1' is no range of the words that follow"},
        {"1 one one NUM CD _ 0 root _ NE=B-CITY\n", "bad:1: 'NE=B-CITY' is no name label"},
        {"1 \xff one NUM CD _ 0 root _ _\n", "bad:0: not valid UTF-8 at byte 2"},
    };
    for (const auto& [text, message] : bad) {
        const auto parsed = read_conllu(with_tabs(text), "bad");
        ASSERT_FALSE(parsed.ok()) << text;
        EXPECT_EQ(parsed.fault().line(), message);
    }
}

TEST(Labels, EveryNameReadsBack) {
    for (int i = 0; i <= static_cast<int>(Upos::X); ++i) {
        Upos upos = Upos::X;
        ASSERT_TRUE(parse_upos(name_of(static_cast<Upos>(i)), upos));
        EXPECT_EQ(static_cast<int>(upos), i);
    }
    for (int rel = 0; rel <= static_cast<int>(Rel::xcomp); ++rel)
        for (int sub = 0; sub < static_cast<int>(Sub::other); ++sub) {
            const Relation relation{static_cast<Rel>(rel), static_cast<Sub>(sub)};
            EXPECT_EQ(parse_relation(name_of(relation)), relation) << name_of(relation);
        }
    for (int i = 0; i <= static_cast<int>(NameType::MISC); ++i) {
        NameType type = NameType::PER;
        ASSERT_TRUE(parse_name_type(name_of(static_cast<NameType>(i)), type));
        EXPECT_EQ(static_cast<int>(type), i);
    }
    EXPECT_EQ(name_of(parse_relation("case")), "case");
    EXPECT_EQ(parse_relation("flat:foreign"), (Relation{Rel::flat, Sub::other}));
    EXPECT_EQ(name_of(parse_relation("flat:foreign")), "flat");
    EXPECT_EQ(parse_relation("nonsense:pass"), Relation{});
    Upos upos = Upos::ADJ;
    EXPECT_FALSE(parse_upos("", upos));
}

TEST(Labels, Features) {
    const Features she = parse_features("Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs");
    EXPECT_EQ(she.person, 3);
    EXPECT_EQ(she.number, Number::singular);
    EXPECT_EQ(she.pron_type, PronType::personal);
    const Features who = parse_features("PronType=Int,Rel");
    EXPECT_EQ(who.pron_type, PronType::interrogative);
    EXPECT_EQ(parse_features("PronType=Tot").pron_type, PronType::other);
    EXPECT_EQ(parse_features("Mood=Imp|VerbForm=Fin").mood, Mood::imperative);
    EXPECT_EQ(parse_features("Degree=Sup").degree, Degree::superlative);
    EXPECT_TRUE(parse_features("Person=3|Poss=Yes").possessive);
    const Features none = parse_features("_");
    EXPECT_EQ(none.tense, Tense::none);
    EXPECT_EQ(parse_features("Tense|=|Person=12|Person=").person, 0);
}

TEST(Tree, ChildrenAndSubtrees) {
    const Parsed gold = parsed_or_fail(two_sentences);
    const Tree tree(gold.document, gold.parse);
    std::vector<std::uint32_t> below(tree.children(7).begin(), tree.children(7).end());
    EXPECT_EQ(below, (std::vector<std::uint32_t>{5, 6, 10, 11}));
    EXPECT_TRUE(tree.children(0).empty());
    EXPECT_EQ(tree.left(10), 8u);
    EXPECT_EQ(tree.right(10), 11u);
    EXPECT_EQ(gold.document.words(tree.span(10)), "by New Front");
    EXPECT_EQ(gold.document.words(tree.span(7)), "Was Lima shelled by New Front?");
    EXPECT_EQ(tree.child(7, Rel::nsubj), 6);
    EXPECT_EQ(tree.child(7, Relation{Rel::nsubj, Sub::none}), -1);
    EXPECT_EQ(tree.child(7, Relation{Rel::obl, Sub::agent}), 10);
    EXPECT_EQ(tree.child(7, Rel::ccomp), -1);
    EXPECT_TRUE(tree.under(8, 7));
    EXPECT_TRUE(tree.under(7, 7));
    EXPECT_FALSE(tree.under(7, 10));
    EXPECT_FALSE(tree.under(0, 7));
}

TEST(Tree, AGapInANonProjectiveSubtree) {
    const Parsed gold = parsed_or_fail(
        "1 What what PRON WP _ 4 obj _ _\n2 did do AUX VBD _ 0 root _ _\n3 they they PRON PRP _ 2 nsubj _ _\n4 sign sign VERB VB "
        "_ 2 xcomp _ _\n");
    const Tree tree(gold.document, gold.parse);
    EXPECT_EQ(tree.left(3), 0u);
    EXPECT_EQ(tree.right(3), 4u);
    EXPECT_FALSE(tree.under(1, 3)) << "inside the projection, not in the subtree";
    EXPECT_TRUE(tree.under(0, 3));
}

}  // namespace
}  // namespace readout
