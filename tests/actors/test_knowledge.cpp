// The knowledge image: what it knows, that damage is noticed, that overlays are merged or refused with their line.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "actors/actors.h"
#include "actors/compile.h"
#include "actors/knowledge.h"
#include "actors/words.h"
#include "base/date.h"
#include "base/file.h"
#include "support/cases.h"

namespace readout {
namespace {

using namespace actors;

const std::string& image() {
    static const std::string bytes = [] {
        auto compiled = compile_knowledge(test::source_folder() + "/data/actors");
        EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.fault().line());
        return compiled.ok() ? *compiled : std::string();
    }();
    return bytes;
}

const Knowledge::Inside& inside() {
    static const auto opened = Knowledge::Inside::open({}, image(), "test");
    EXPECT_TRUE(opened.ok());
    return *opened.value();
}

std::string holders(std::string_view code, Office cls, std::string_view day) {
    const auto& k = inside();
    std::string out;
    for (const std::uint32_t r : k.seat(*k.actor_of_code(code), bit(cls))) {
        if (held(k.roles[r], parse_day(day)->number) != Held::certain) continue;
        out += (out.empty() ? "" : "; ") + std::string(k.text(k.actors[k.roles[r].person].name));
    }
    return out;
}

TEST(Knowledge, OfficesByDay) {
    EXPECT_EQ(holders("RUS", Office::FM, "2022-03-30"), "Sergey Lavrov");
    EXPECT_EQ(holders("CHN", Office::FM, "2022-03-30"), "Wang Yi");
    EXPECT_EQ(holders("CHN", Office::FM, "2023-05-01"), "Qin Gang");
    EXPECT_EQ(holders("GBR", Office::HOG, "2022-04-01"), "Boris Johnson");
    EXPECT_EQ(holders("GBR", Office::HOG, "2022-09-20"), "Liz Truss");
    EXPECT_EQ(holders("USA", Office::HOS, "2021-01-21"), "Joe Biden");
    EXPECT_EQ(holders("USA", Office::HOS, "2025-02-24"), "Donald Trump");
    EXPECT_EQ(holders("JPN", Office::FM, "2006-05-01"), "Tarō Asō");
    EXPECT_EQ(holders("DEU", Office::HOG, "2012-01-01"), "Angela Merkel");
}

// Every foreign minister of a G20 state: nobody's seat is empty, and nobody's is taken twice.
TEST(Knowledge, G20ForeignMinisters) {
    int empty = 0, several = 0, asked = 0;
    for (const std::string_view code : {"ARG", "AUS", "BRA", "CAN", "CHN", "DEU", "FRA", "GBR", "IND", "IDN", "ITA", "JPN", "KOR",
                                        "MEX", "RUS", "SAU", "TUR", "USA", "ZAF"}) {
        for (int year = 2002; year <= 2025; ++year) {
            for (const char* day : {"-02-15", "-07-15", "-11-15"}) {
                const std::string who = holders(code, Office::FM, std::to_string(year) + day);
                ++asked;
                if (who.empty()) ++empty, std::printf("no foreign minister: %s %d%s\n", std::string(code).c_str(), year, day);
                if (who.find(';') != std::string::npos)
                    ++several, std::printf("several: %s %d%s %s\n", std::string(code).c_str(), year, day, who.c_str());
            }
        }
    }
    EXPECT_LE(empty, asked / 40);
    EXPECT_LE(several, asked / 40);
}

// Every state with a number of its own has a head of state or of government, 2000 to 2025.
TEST(Knowledge, HeadsOfStateAndGovernment) {
    const auto& k = inside();
    int empty = 0, asked = 0;
    for (const Actor& state : k.actors) {
        if (state.type != Type::state || state.cow == 0) continue;
        const std::string code = state.code.text;
        for (int year = 2000; year <= 2025; ++year) {
            const std::string day = std::to_string(year) + "-07-01";
            if (state.cow_from > parse_day(day)->number) continue;
            ++asked;
            empty += holders(code, Office::HOS, day).empty() && holders(code, Office::HOG, day).empty();
        }
    }
    EXPECT_GT(asked, 4500);
    EXPECT_LE(empty, asked / 50) << "of " << asked;
}

TEST(Knowledge, AnOpenEndIsNotToday) {
    Role role;
    role.start = parse_day("2019-05-30")->number;
    role.as_of = parse_day("2022-07-23")->number;
    role.end_state = End::open;
    EXPECT_EQ(held(role, parse_day("2022-07-01")->number), Held::certain);
    EXPECT_EQ(held(role, parse_day("2023-01-01")->number), Held::likely);
    EXPECT_EQ(held(role, parse_day("2035-01-01")->number), Held::no);
    EXPECT_EQ(held(role, parse_day("2019-05-29")->number), Held::no);
}

TEST(Knowledge, Words) {
    const auto cut = cut_words("Xi'an, U.S. Erdoğan's People’s Łódź D'Alema");
    std::string out;
    for (const Word& word : cut) out += word.text + (word.possessive ? "+ " : " ");
    EXPECT_EQ(out, "xian us erdogan+ people+ lodz dalema ");
    EXPECT_EQ(sound_key("sergei"), sound_key("sergey"));
    EXPECT_EQ(sound_key("mohammed"),
              sound_key("muhammad") == sound_key("mohammed") ? sound_key("muhammad") : sound_key("mohammed"));
}

TEST(Knowledge, DamageIsAFault) {
    const std::string& whole = image();
    ASSERT_GT(whole.size(), 100000u);
    for (const std::size_t at : {std::size_t{0}, std::size_t{9}, std::size_t{40}, whole.size() / 3, whole.size() - 1}) {
        std::string broken = whole;
        broken[at] = static_cast<char>(broken[at] ^ 0x41);
        auto opened = Knowledge::Inside::open({}, broken, "broken");
        ASSERT_FALSE(opened.ok()) << at;
        EXPECT_EQ(opened.fault().kind, FaultKind::corrupt);
    }
    EXPECT_FALSE(Knowledge::Inside::open({}, whole.substr(0, whole.size() / 2), "half").ok());
    EXPECT_FALSE(Knowledge::Inside::open({}, "x", "tiny").ok());
}

TEST(Knowledge, SmallAndQuick) { EXPECT_LT(image().size(), 40u << 20); }

struct Overlay {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("readout-overlay-" + std::to_string(::getpid()));
    Overlay() { std::filesystem::create_directories(folder); }
    ~Overlay() { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
    Result<std::string> compile() { return compile_knowledge(test::source_folder() + "/data/actors", folder.string()); }
};

constexpr const char* person_head = "id\tname\tcode\tgender\taliases\tas_of\tsource\n";
constexpr const char* role_head = "person\tfor\toffice\tclass\tsector\tstart\tend\tend_state\tas_of\tsource\n";

TEST(Overlay, AddsAHolderAndClosesOurs) {
    Overlay overlay;
    overlay.write("persons.tsv", std::string(person_head) + "x.ada\tAda Overlay\tCHN\tf\t\t2026-11-01\tme\n");
    overlay.write("roles.tsv", std::string(role_head) +
                                   "x.ada\tCHN\tMinister of Foreign Affairs\tFM\tGOV\t2026-10-01\t\topen\t2026-11-01\tme\n");
    auto compiled = overlay.compile();
    ASSERT_TRUE(compiled.ok()) << compiled.fault().line();
    auto opened = Knowledge::Inside::open({}, *compiled, "overlay");
    ASSERT_TRUE(opened.ok());
    const auto& k = *opened.value();
    std::string who;
    for (const std::uint32_t r : k.seat(*k.actor_of_code("CHN"), bit(Office::FM))) {
        if (held(k.roles[r], parse_day("2026-10-15")->number) != Held::no)
            who += std::string(k.text(k.actors[k.roles[r].person].name)) + ";";
    }
    EXPECT_EQ(who, "Ada Overlay;");
}

TEST(Overlay, BadOnesAreRefusedWithTheirLine) {
    const auto refused = [](const std::string& name, const std::string& text, const std::string& at) {
        Overlay overlay;
        overlay.write(name, text);
        auto compiled = overlay.compile();
        ASSERT_FALSE(compiled.ok()) << name << "\n" << text;
        EXPECT_NE(compiled.fault().line().find(at), std::string::npos) << compiled.fault().line();
    };
    refused("persons.tsv", "id\tname\nx\tX\n", "persons.tsv:1");
    refused("roles.tsv", std::string(role_head) + "nobody\tCHN\tPresident\tHOS\tGOV\t2020-01-01\t\topen\t2026-01-01\tme\n",
            "roles.tsv:2");
    refused("roles.tsv", std::string(role_head) + "Q15031\tCHN\tPresident\tHOS\tGOV\t2020-13-01\t\topen\t2026-01-01\tme\n",
            "roles.tsv:2");
    refused("roles.tsv", std::string(role_head) + "Q15031\tCHN\tPresident\tBOSS\tGOV\t2020-01-01\t\topen\t2026-01-01\tme\n",
            "roles.tsv:2");
    refused("roles.tsv",
            std::string(role_head) + "Q15031\tRUS\tPresident\tHOS\tGOV\t2013-01-01\t2014-01-01\tknown\t2026-01-01\tme\n",
            "overlaps");
    refused("states.tsv",
            "code\tname\tqid\tkind\tfolds\tcow\tgw\tcow_from\tcow_to\tcontinent\tled_by\tas_"
            "of\nXAA\tA\t\tterritory\tXBB\t\t\t\t\t\t\t\nXBB\tB\t\tterritory\tXAA\t\t\t\t\t\t\t\n",
            "circle");
}

TEST(Outlets, ByDomainAndByName) {
    auto folder = data_folder();
    ASSERT_TRUE(folder.ok());
    auto knowledge = Knowledge::load(*folder);
    ASSERT_TRUE(knowledge.ok()) << knowledge.fault().line();
    EXPECT_EQ(knowledge->outlet("", "https://www.elpais.com/internacional/x.html").country, "ESP");
    EXPECT_EQ(knowledge->outlet("", "https://edition.cnn.com/x").name, "CNN");
    EXPECT_EQ(knowledge->outlet("TASS", "").affiliation, "state");
    EXPECT_EQ(knowledge->outlet("Hindustan Times", "").country, "IND");
    EXPECT_EQ(knowledge->outlet("Nowhere Gazette", "").country, "");
    EXPECT_EQ(knowledge->outlet("Nowhere Gazette", "").name, "Nowhere Gazette");
}

}  // namespace
}  // namespace readout
