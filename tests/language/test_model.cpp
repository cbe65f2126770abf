#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "base/file.h"
#include "language/language.h"
#include "language/model_file.h"
#include "support/cases.h"

namespace readout {
namespace {

std::string model_path() { return test::source_folder() + "/data/models/en.model"; }

// A document of given sentences, words between spaces.
Document document_of(const std::vector<std::string>& sentences) {
    std::string conllu;
    for (const std::string& sentence : sentences) {
        std::size_t id = 1;
        for (std::size_t at = 0; at < sentence.size(); ++id) {
            const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
            conllu += std::to_string(id) + "\t" + sentence.substr(at, end - at) + "\t_\t_\t_\t_\t_\t_\t_\t_\n";
            at = end + 1;
        }
        conllu += "\n";
    }
    auto parsed = read_conllu(conllu, "test");
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.fault().line());
    return std::move(parsed->document);
}

const std::vector<std::string> some_sentences = {
    "The foreign minister of Chile met her counterpart in Lima on Tuesday .",
    "Two soldiers were killed by rebels near the border , the governor said .",
    "“ We do n't accept this , ” said Mario Soto , a spokesman for the union .",
    "TALKS COLLAPSE AS ENVOY LEAVES",
    "no",
    "!",
    "…",
    "Ærøskøbing , Ţ , 日本 , 😀 , İstanbul , ǅ , ß , ﬁne",
};

// Sentences of many lengths over a small vocabulary, some of it unknown to any model.
std::vector<std::string> many_sentences(std::size_t count, std::size_t longest) {
    const std::vector<std::string> words = {"the", "minister", "said", "that", "rebels", "Lima", "of",   "and", ",",    ".",
                                            "was", "shot",     "in",   "2021", "Xqzt",   "who",  "told", "”",   "will", "Mr."};
    std::mt19937 random(7);
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < count; ++i) {
        std::string sentence;
        const std::size_t length = 1 + random() % longest;
        for (std::size_t k = 0; k < length; ++k) sentence += (k == 0 ? "" : " ") + words[random() % words.size()];
        sentences.push_back(sentence);
    }
    return sentences;
}

class WithModel : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        auto loaded = Model::load(model_path());
        ASSERT_TRUE(loaded.ok()) << loaded.fault().line();
        model = new Model(std::move(*loaded));
    }
    static void TearDownTestSuite() {
        delete model;
        model = nullptr;
    }
    static std::string conllu(const Model& with, const Document& document) {
        return to_conllu(document, with.parse(document, *with.scratch()));
    }
    static Model* model;
};
Model* WithModel::model = nullptr;

void expect_one_tree_a_sentence(const Document& document, const Parse& parse) {
    ASSERT_EQ(parse.size(), document.tokens.size());
    for (const Sentence& sentence : document.sentences) {
        std::size_t roots = 0;
        for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
            std::int32_t at = static_cast<std::int32_t>(i);
            for (std::uint32_t step = 0; at != no_head && step <= sentence.last - sentence.first; ++step) {
                ASSERT_GE(at, static_cast<std::int32_t>(sentence.first));
                ASSERT_LT(at, static_cast<std::int32_t>(sentence.last));
                at = parse.head[static_cast<std::size_t>(at)];
            }
            ASSERT_EQ(at, no_head) << "a circle";
            roots += parse.head[i] == no_head;
            ASSERT_EQ(parse.relation[i].rel == Rel::root, parse.head[i] == no_head);
            ASSERT_FALSE(parse.lemma[i].empty()) << document.word(i);
        }
        ASSERT_EQ(roots, 1u) << document.words(sentence.span);
    }
    std::uint32_t last = 0;
    for (const Name& name : parse.names) {
        ASSERT_LE(last, name.first);
        ASSERT_LT(name.first, name.last);
        ASSERT_EQ(document.sentence_of(name.first), document.sentence_of(name.last - 1));
        last = name.last;
    }
}

TEST_F(WithModel, KnowsPlainEnglish) {
    EXPECT_EQ(model->language(), "en");
    const Document document =
        document_of({"Two soldiers were killed by rebels near Lima .", "She told Maria Soto that talks began ."});
    const Parse parse = model->parse(document, *model->scratch());
    EXPECT_EQ(parse.upos[1], Upos::NOUN);
    EXPECT_EQ(parse.lemma[1], "soldier");
    EXPECT_EQ(parse.head[1], 3);
    EXPECT_EQ(parse.relation[1], (Relation{Rel::nsubj, Sub::pass}));
    EXPECT_EQ(parse.relation[5], (Relation{Rel::obl, Sub::agent}));
    EXPECT_EQ(parse.head[3], no_head);
    EXPECT_EQ(parse.lemma[3], "kill");
    EXPECT_EQ(parse.lemma[7], "Lima");
    EXPECT_EQ(parse.features[10].tense, Tense::past);
    EXPECT_EQ(parse.relation[15].rel, Rel::ccomp);
    EXPECT_EQ(parse.head[15], 10);
    const Name* maria = nullptr;
    for (const Name& name : parse.names)
        if (name.first == 11) maria = &name;
    ASSERT_NE(maria, nullptr);
    EXPECT_EQ(maria->last, 13u);
    EXPECT_EQ(maria->type, NameType::PER);
}

TEST_F(WithModel, EverySentenceIsOneTree) {
    for (const auto& sentences : {some_sentences, many_sentences(400, 60), many_sentences(3, 500)}) {
        const Document document = document_of(sentences);
        expect_one_tree_a_sentence(document, model->parse(document, *model->scratch()));
    }
}

TEST_F(WithModel, AVeryLongSentenceIsReadInPieces) {
    std::string sentence;
    for (const std::string& part : many_sentences(120, 30)) sentence += (sentence.empty() ? "" : " ") + part;
    const Document document = document_of({sentence, "It ended ."});
    ASSERT_GT(document.sentences[0].last, 1200u);
    expect_one_tree_a_sentence(document, model->parse(document, *model->scratch()));
}

TEST_F(WithModel, AnEmptyDocument) { EXPECT_EQ(model->parse(Document{}, *model->scratch()).size(), 0u); }

TEST_F(WithModel, WhatWasReadBeforeDoesNotMatter) {
    const Document first = document_of(many_sentences(200, 40)), second = document_of(some_sentences);
    const auto used = model->scratch();
    const std::string alone = to_conllu(second, model->parse(second, *used));
    model->parse(first, *used);
    EXPECT_EQ(to_conllu(second, model->parse(second, *used)), alone);
    for (std::size_t i = 0; i < some_sentences.size(); ++i) {  // nor what stands beside it
        const Document one = document_of({some_sentences[i]});
        const Parse parse = model->parse(one, *used);
        const Parse whole = model->parse(second, *used);
        for (std::uint32_t k = 0; k < one.tokens.size(); ++k) {
            const std::uint32_t at = second.sentences[i].first + k;
            EXPECT_EQ(parse.upos[k], whole.upos[at]);
            EXPECT_EQ(parse.relation[k], whole.relation[at]);
        }
    }
}

TEST_F(WithModel, TheSameBytesOnEveryProcessor) {
    std::vector<std::string> sentences = many_sentences(300, 50);
    sentences.insert(sentences.end(), some_sentences.begin(), some_sentences.end());
    const Document document = document_of(sentences);
    const char* before = std::getenv("READOUT_CPU");
    const std::string kept = before == nullptr ? "" : before;
    std::set<std::string> outputs;
    std::size_t paths = 0;
    for (const char* name : {"avx2", "avxvnni", "avx512vnni"}) {
        if (language::kernels_named(name) == nullptr) continue;
        ::setenv("READOUT_CPU", name, 1);
        auto one = Model::load(model_path());
        ASSERT_TRUE(one.ok());
        outputs.insert(conllu(*one, document));
        ++paths;
    }
    before == nullptr ? ::unsetenv("READOUT_CPU") : ::setenv("READOUT_CPU", kept.c_str(), 1);
    EXPECT_GE(paths, 1u);
    EXPECT_EQ(outputs.size(), 1u);
}

TEST_F(WithModel, TheSameBytesFromEveryThread) {
    const Document document = document_of(many_sentences(120, 40));
    const std::string alone = conllu(*model, document);
    std::vector<std::string> outputs(4);
    std::vector<std::thread> threads;
    for (std::string& out : outputs) threads.emplace_back([&out, &document] { out = conllu(*model, document); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& out : outputs) EXPECT_EQ(out, alone);
}

// ------------------------------------------------------------------------------------------------- damaged model files

class Damaged : public ::testing::Test {
protected:
    void SetUp() override {
        auto whole = read_file(model_path());
        ASSERT_TRUE(whole.ok());
        bytes = std::move(*whole);
        path = ::testing::TempDir() + "/damaged-" + std::to_string(::getpid()) + ".model";
    }
    void TearDown() override { std::filesystem::remove(path); }

    void seal() {
        const auto all = std::as_bytes(std::span(bytes));
        const std::uint64_t size = bytes.size(), sum = language::checksum(all.subspan(64));
        std::memcpy(bytes.data() + 16, &size, 8);
        std::memcpy(bytes.data() + 24, &sum, 8);
    }
    Result<Model> load() {
        EXPECT_TRUE(write_file(path, bytes).ok());
        return Model::load(path);
    }

    std::string bytes, path;
};

TEST_F(Damaged, CutShort) {
    const std::string whole = bytes;
    for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{63}, std::size_t{64}, std::size_t{4096},
                                   whole.size() / 2, whole.size() - 64, whole.size() - 1}) {
        bytes = whole.substr(0, size);
        EXPECT_FALSE(load().ok()) << size;
        if (size < 64 || size % 64 != 0) continue;
        seal();
        EXPECT_FALSE(load().ok()) << size << ", with a fitting checksum";
    }
}

TEST_F(Damaged, FlippedBits) {
    const std::string whole = bytes;
    std::mt19937 random(3);
    for (int i = 0; i < 40; ++i) {
        bytes = whole;
        bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
        const auto model = load();
        EXPECT_FALSE(model.ok());
    }
}

// Bits flipped under a checksum that fits: what is accepted must run without harm.
TEST_F(Damaged, FlippedBitsWithAFittingChecksum) {
    const std::string whole = bytes;
    const Document document = document_of(some_sentences);
    std::mt19937 random(5);
    std::size_t accepted = 0;
    for (int i = 0; i < 60; ++i) {
        bytes = whole;
        // Half of them in the table of sections and the lists behind it, where a bit does most.
        const std::size_t reach = i % 2 == 0 ? 24000 : bytes.size();
        for (int k = 0; k < 3; ++k) bytes[random() % reach] ^= static_cast<char>(1 << random() % 8);
        std::memcpy(bytes.data(), whole.data(), 16);
        seal();
        const auto model = load();
        if (!model.ok()) continue;
        ++accepted;
        const Parse parse = model->parse(document, *model->scratch());
        for (const Sentence& sentence : document.sentences)
            EXPECT_EQ(std::count(parse.head.begin() + sentence.first, parse.head.begin() + sentence.last, no_head), 1);
    }
    EXPECT_GT(accepted, 0u) << "the test should get past the checks at times";
}

TEST_F(Damaged, NotAModel) {
    const auto none = Model::load("/nonexistent/en.model");
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.fault().kind, FaultKind::not_found);
    bytes = std::string(100000, 'x');
    const auto noise = load();
    ASSERT_FALSE(noise.ok());
    EXPECT_EQ(noise.fault().what, "not a model file of Readout");
}

}  // namespace
}  // namespace readout
