#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "events/learned.h"
#include "events/ontology.h"
#include "support/cases.h"

namespace readout {
namespace {

class Learned : public ::testing::Test {
protected:
    std::string write(const std::string& rows) {
        path_ = (std::filesystem::temp_directory_path() / ("readout_learned_" + std::to_string(::getpid()) + ".tsv")).string();
        std::ofstream(path_) << "feature\tweights\n" << rows;
        return path_;
    }
    void TearDown() override { std::filesystem::remove(path_); }
    std::string path_;
};

TEST_F(Learned, AddsTheWeightsOfWhatIsSeen) {
    auto model = LinearModel::load(write("(classes)\tnone A B\nx\tA:64\ny=z\tnone:-64 A:64\nw\tB:640\n"));
    ASSERT_TRUE(model) << model.fault().line();
    FeatureList features(true);
    features.add({"x"});
    features.add({"y=", "z"});
    features.add({"never seen"});
    EXPECT_EQ(features.names()[1], "y=z");
    const auto scores = model->score(features);
    EXPECT_EQ(scores[0], -64);
    EXPECT_EQ(scores[1], 128);
    EXPECT_EQ(scores[2], 0);
    const auto shares = model->shares(scores);
    EXPECT_NEAR(shares[0] + shares[1] + shares[2], 1, 1e-12);
    EXPECT_NEAR(shares[1] / shares[2], 7.389056, 1e-5) << "two units of log-odds";
    EXPECT_NEAR(shares[1] / shares[0], 20.085537, 1e-5) << "three";
}

TEST_F(Learned, GivesNothingBeyondTheTableOfDecay) {
    auto model = LinearModel::load(write("(classes)\tnone A\nx\tA:32000\n"));
    ASSERT_TRUE(model);
    FeatureList features;
    for (int i = 0; i < 1000; ++i) features.add({"x"});
    const auto shares = model->shares(model->score(features));
    EXPECT_EQ(shares[0], 0);
    EXPECT_EQ(shares[1], 1);
}

TEST_F(Learned, RefusesBrokenRows) {
    for (const char* rows :
         {"x\tA:1\n", "(classes)\tnone A\nx\tB:1\n", "(classes)\tnone A\nx\tA:70000\n", "(classes)\tnone A\nx\tA:\n",
          "(classes)\tnone A\nx\tA\n", "(classes)\tnone A\nx\tA:1\nx\tA:2\n", "(classes)\tnone A\n(classes)\tnone A\n",
          "(classes)\ta b c d e f g h i j k l m n o p q r s t u v w x y\n"}) {
        EXPECT_FALSE(LinearModel::load(write(rows))) << rows;
    }
}

TEST(LearnedTables, SpeakOfTheOntologyThatShips) {
    auto plover = Ontology::load(test::source_folder() + "/data");
    ASSERT_TRUE(plover) << plover.fault().line();
    const auto& inside = plover->inside();
    ASSERT_TRUE(inside.learned());
    EXPECT_EQ(inside.category_of_class.size(), 17u);
    EXPECT_EQ(inside.parties.classes(), (std::vector<std::string>{"none", "actor", "recipient"}));
    for (std::size_t category = 0; category < inside.categories.size(); ++category) {
        EXPECT_EQ(inside.learned_frames[category].category, category);
        EXPECT_FALSE(inside.learned_frames[category].cameo.empty()) << inside.categories[category].name;
    }
    // Of other categories nothing was learned.
    auto protests = Ontology::load(test::source_folder() + "/data", test::source_folder() + "/data/events/protests");
    ASSERT_TRUE(protests) << protests.fault().line();
    EXPECT_FALSE(protests->inside().learned());
}

}  // namespace
}  // namespace readout
