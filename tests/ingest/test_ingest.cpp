#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>

#include "base/utf8.h"
#include "ingest/formats.h"
#include "ingest/ingest.h"
#include "support/cases.h"

namespace readout {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

struct Read {
    std::vector<Report> reports;
    std::vector<Fault> faults;
    std::string faults_shown() const {
        std::string out;
        for (const Fault& fault : faults) out += fault.line() + "\n";
        return out;
    }
};

class Ingest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("readout_ingest_" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string put(const std::string& name, const std::string& bytes) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return (folder_ / name).string();
    }
    std::string path(const std::string& name = {}) const { return name.empty() ? folder_.string() : (folder_ / name).string(); }

    static Read read(const std::vector<std::string>& inputs, const IngestOptions& options = {}) {
        Read out;
        read_reports(inputs, options, [&](Result<Report> report) {
            if (report) {
                out.reports.push_back(std::move(*report));
            } else {
                out.faults.push_back(report.fault());
            }
            return true;
        });
        return out;
    }

    fs::path folder_;
};

std::string gzipped(const std::string& bytes) {
    z_stream state{};
    EXPECT_EQ(deflateInit2(&state, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&state, bytes.size()) + 64, '\0');
    state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = reinterpret_cast<Bytef*>(out.data());
    state.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
    out.resize(state.total_out);
    deflateEnd(&state);
    return out;
}

std::string zstandard(const std::string& bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
    return out;
}

TEST_F(Ingest, TextFileIsOneReportUntouched) {
    const std::string text = "  date 2022-04-30 It met.\r\n\r\n“Yes,” it said. \t\n";
    const Read got = read({put("a.txt", text)});
    ASSERT_EQ(got.reports.size(), 1u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, text);
    EXPECT_EQ(got.reports[0].source.id, "a.txt");
    EXPECT_EQ(got.reports[0].source.published, std::nullopt);
    EXPECT_EQ(got.reports[0].source.language, "en");
}

TEST_F(Ingest, FoldersByNameToAnyDepth) {
    put("in/b.txt", "Second.");
    put("in/a/z.txt", "First.");
    put("in/c.jsonl", "{\"text\": \"Third.\"}\n\n{\"id\": 7, \"text\": \"Fourth.\"}\n");
    put("in/.hidden", "Never.");
    const Read got = read({path("in")});
    ASSERT_EQ(got.reports.size(), 4u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].source.id, "a/z.txt");
    EXPECT_EQ(got.reports[1].source.id, "b.txt");
    EXPECT_EQ(got.reports[2].source.id, "c.jsonl:1");
    EXPECT_EQ(got.reports[3].source.id, "7");
    EXPECT_TRUE(got.faults.empty()) << got.faults_shown();
}

TEST_F(Ingest, GlobsAndWhatIsNotThere) {
    put("x1.txt", "One.");
    put("x2.txt", "Two.");
    const Read got = read({path("x*.txt"), path("y*.txt"), path("none.txt")});
    EXPECT_EQ(got.reports.size(), 2u);
    ASSERT_EQ(got.faults.size(), 2u);
    EXPECT_EQ(got.faults[0].what, "no file matches");
    EXPECT_EQ(got.faults[1].kind, FaultKind::not_found);
}

TEST_F(Ingest, JsonLinesGoOnAfterABadOne) {
    const std::string file =
        put("n.jsonl",
            "{\"id\": \"a\", \"text\": \"Caf\\u00e9.\", \"title\": \"T\", \"published\": \"2022-03-30\", \"outlet\": \"Agency\", "
            "\"url\": \"http://x.example\", \"language\": \"en\"}\n"
            "{\"id\": \"b\", \"text\": \n"
            "[1, 2]\n"
            "{\"id\": \"c\"}\n"
            "{\"id\": \"d\", \"text\": 5}\n"
            "{\"id\": \"e\", \"text\": \"a\\u0000b\"}\n"
            "{\"id\": \"f\", \"text\": \"broken \xff byte\"}\n"
            "{\"id\": \"g\", \"text\": \"  \"}\n"
            "{\"id\": \"h\", \"headline\": \"Only a headline\", \"pubDate\": \"Wed, 30 Mar 2022 08:00:00 GMT\", "
            "\"source\": {\"name\": \"B\"}}\r\n"
            "{\"id\": \"i\", \"text\": \"Last.\", \"date\": \"03/04/2022\"}");
    const Read got = read({file});
    ASSERT_EQ(got.reports.size(), 3u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, "Café.");
    EXPECT_EQ(got.reports[0].source.title, "T");
    EXPECT_EQ(got.reports[0].source.published, parse_day("2022-03-30"));
    EXPECT_EQ(got.reports[1].source.title, "Only a headline");
    EXPECT_EQ(got.reports[1].source.outlet, "B");
    EXPECT_EQ(got.reports[1].source.published, parse_day("2022-03-30"));
    EXPECT_EQ(got.reports[2].source.published, std::nullopt) << "a day that may be two is none, but the report is read";
    const std::vector<std::string> lines = {":2", ":3", ":4", ":5", ":6", ":7", ":8", ":10"};
    ASSERT_EQ(got.faults.size(), lines.size()) << got.faults_shown();
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(got.faults[i].where, file + lines[i]) << got.faults[i].line();
    EXPECT_NE(got.faults[5].what.find("UTF-8"), std::string::npos);
}

TEST_F(Ingest, ContractNameBeatsItsAliases) {
    const Read got = read({put("n.jsonl",
                               "{\"content\": \"no\", \"text\": \"yes\", \"body\": \"no\", \"date\": \"2021-01-01\", "
                               "\"published\": \"2022-02-02\"}\n")});
    ASSERT_EQ(got.reports.size(), 1u);
    EXPECT_EQ(got.reports[0].text, "yes");
    EXPECT_EQ(got.reports[0].source.published, parse_day("2022-02-02"));
}

TEST_F(Ingest, WholeJsonFiles) {
    put("1.json", "{\n  \"title\": \"T\",\n  \"text\": \"One.\"\n}\n");
    put("2.json", "[{\"text\": \"Two.\"}, 3, {\"text\": \"Three.\"}]");
    put("3.json", "{\"articles\": [{\"content\": \"Four.\"}], \"status\": \"ok\"}");
    put("4.json", "{\"text\": \"Five.\"}\n{\"text\": \"Six.\"}\n");
    const Read got = read({path()});
    ASSERT_EQ(got.reports.size(), 6u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].source.id, "1.json");
    EXPECT_EQ(got.reports[2].source.id, "2.json:3");
    EXPECT_EQ(got.reports[3].text, "Four.");
    EXPECT_EQ(got.reports[5].text, "Six.");
    EXPECT_EQ(got.faults.size(), 1u) << got.faults_shown();
}

TEST_F(Ingest, CsvWithQuotesLineFeedsAndOddRows) {
    const std::string file = put("t.csv",
                                 "\xEF\xBB\xBFid,Date,Text,Other\r\n"
                                 "1,2022-03-30,\"He said \"\"no\"\",\r\nand left.\",x\r\n"
                                 "2,2022-03-31,Plain text,\"\"\r\n"
                                 "\r\n"
                                 "3,2022-03-31,Torn, by a comma,x\r\n"
                                 "4,,5\" guns were moved,y");
    const Read got = read({file});
    ASSERT_EQ(got.reports.size(), 3u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, "He said \"no\",\r\nand left.");
    EXPECT_EQ(got.reports[0].source.published, parse_day("2022-03-30"));
    EXPECT_EQ(got.reports[1].text, "Plain text");
    EXPECT_EQ(got.reports[2].text, "5\" guns were moved");
    ASSERT_EQ(got.faults.size(), 1u);
    EXPECT_EQ(got.faults[0].where, file + ":6");
    EXPECT_EQ(got.faults[0].what, "5 cells where the head has 4");
}

TEST_F(Ingest, SeparatorsAndMissingColumns) {
    put("a.csv", "titel;text\nA;B\n");
    put("b.tsv", "text\tdate\nC, \"D\tx\n");
    put("c.csv", "name,age\nA,5\n");
    put("d.csv", "text\n\"never closed\nand on\n");
    put("e.csv", "");
    const Read got = read({path()});
    ASSERT_EQ(got.reports.size(), 2u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, "B");
    EXPECT_EQ(got.reports[0].source.id, "a.csv:2");
    EXPECT_EQ(got.reports[1].text, "C, \"D");
    ASSERT_EQ(got.faults.size(), 4u) << got.faults_shown();
    EXPECT_NE(got.faults[1].what.find("no column"), std::string::npos);
    EXPECT_NE(got.faults[2].what.find("never closed"), std::string::npos);
    EXPECT_NE(got.faults[3].what.find("empty"), std::string::npos);
}

TEST_F(Ingest, PackedInputs) {
    const std::string lines = "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n";
    put("a.jsonl.gz", gzipped(lines) + gzipped(lines));
    put("b.jsonl.zst", zstandard(lines) + zstandard(lines));
    put("c.txt.gz", gzipped("Three."));
    put("d.txt", zstandard("Four."));
    put("e.txt.gz", gzipped("Five, cut short.").substr(0, 20));
    std::string damaged = zstandard(std::string(1000, 'x') + "tail");
    damaged[damaged.size() / 2] ^= 0x55;
    damaged[damaged.size() / 2 + 1] ^= 0x55;
    put("f.txt.zst", damaged);
    const Read got = read({path()});
    ASSERT_GE(got.reports.size(), 10u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].source.id, "a.jsonl.gz:1");
    EXPECT_EQ(got.reports[3].source.id, "a.jsonl.gz:4");
    EXPECT_EQ(got.reports[8].text, "Three.");
    EXPECT_EQ(got.reports[9].text, "Four.");
    ASSERT_GE(got.faults.size(), 1u);
    EXPECT_NE(got.faults[0].what.find("cut short"), std::string::npos);
}

TEST_F(Ingest, BombsAreRefused) {
    put("bomb.jsonl.zst", zstandard(std::string(400u << 20, ' ')));
    put("long.txt.gz", gzipped(std::string(70u << 20, 'x')));
    put("z.txt", "Still read.");
    const Read got = read({path()});
    EXPECT_EQ(got.reports.size(), 1u);
    ASSERT_EQ(got.faults.size(), 2u) << got.faults_shown();
    EXPECT_EQ(got.faults[0].kind, FaultKind::too_large);
    EXPECT_EQ(got.faults[1].kind, FaultKind::too_large);
}

TEST_F(Ingest, LinesOverTheLimit) {
    IngestOptions options;
    options.max_report_bytes = 1000;
    const std::string file = put("n.jsonl", "{\"text\": \"" + std::string(2000, 'x') + "\"}\n{\"text\": \"" +
                                                std::string(200000, 'x') + "\"}\n{\"text\": \"Short.\"}\n");
    const Read got = read({file}, options);
    ASSERT_EQ(got.reports.size(), 1u);
    EXPECT_EQ(got.reports[0].source.id, "n.jsonl:3");
    ASSERT_EQ(got.faults.size(), 2u);
    EXPECT_EQ(got.faults[0].where, file + ":1");
    EXPECT_EQ(got.faults[1].where, file + ":2");
    EXPECT_EQ(got.faults[1].kind, FaultKind::too_large);
}

TEST_F(Ingest, Charsets) {
    const std::string text = "The “café” in São Paulo — naïve, he said, and paid 5 € for it.";
    std::string utf16 = "\xFF\xFE"s, utf16be;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(text, at);
        utf16 += static_cast<char>(point.value & 0xFF);
        utf16 += static_cast<char>(point.value >> 8);
        utf16be += static_cast<char>(point.value >> 8);
        utf16be += static_cast<char>(point.value & 0xFF);
        at += point.size;
    }
    put("1.txt", "\xEF\xBB\xBF" + text);
    put("2.txt", utf16);
    put("3.txt",
        "The \x93"
        "caf\xE9\x94 in S\xE3o Paulo \x97 na\xEFve, he said, and paid 5 \x80 for it.");
    put("4.csv",
        "text,date\r\n\"Der Caf\xE9"
        "-Besitzer f\xFChrte \x84gro\xDF\x93 das Gesch\xE4"
        "ft\",2022-01-02\r\n");
    put("5.txt", "\xFE\xFF" + utf16be);
    const Read got = read({path()});
    ASSERT_EQ(got.reports.size(), 5u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, text);
    EXPECT_EQ(got.reports[1].text, text);
    EXPECT_EQ(got.reports[2].text, text);
    EXPECT_EQ(got.reports[3].text, "Der Café-Besitzer führte „groß“ das Geschäft");
    EXPECT_EQ(got.reports[4].text, text);
}

TEST_F(Ingest, DeclaredCharset) {
    IngestOptions options;
    options.charset = "koi8-r";
    const Read got = read({put("a.txt", "\xEC\xC1\xD7\xD2\xCF\xD7 said so.")}, options);
    ASSERT_EQ(got.reports.size(), 1u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].text, "Лавров said so.");
    options.charset = "no-such";
    EXPECT_EQ(read({path("a.txt")}, options).faults.size(), 1u);
}

TEST_F(Ingest, WhatIsNoReport) {
    put("01.txt", "");
    put("02.txt", " \n\t ");
    put("03.pdf", "%PDF-1.4 binary");
    put("04.bin", std::string(500, '\x03'));
    put("05.txt", "Good words and one NUL \0 here"s);
    put("06.txt", "Damaged UTF-8: “é” and \xE2\x80 then é again");
    put("07.html", "<p>no</p>");
    put("08.txt", "<!DOCTYPE html><html></html>");
    put("09.zip", "PK\x03\x04zip");
    put("10.txt", "Read.");
    ::mkfifo(path("11.fifo").c_str(), 0600);
    fs::create_directory_symlink(folder_, folder_ / "12loop");
    fs::create_symlink(folder_ / "nowhere", folder_ / "13.txt");
    const Read got = read({path()});
    ASSERT_EQ(got.reports.size(), 1u) << got.faults_shown();
    EXPECT_EQ(got.reports[0].source.id, "10.txt");
    EXPECT_EQ(got.faults.size(), 12u) << got.faults_shown();
    for (const Fault& fault : got.faults) {
        EXPECT_FALSE(fault.what.empty());
        EXPECT_NE(fault.where.find(path()), std::string::npos) << fault.line();
    }
}

TEST_F(Ingest, DeepNestingIsAFault) {
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    const Read got =
        read({put("n.jsonl", "{\"text\": \"x\", \"y\": " + deep + "}\n{\"text\": \"Next.\"}\n"), put("d.json", deep)});
    EXPECT_EQ(got.reports.size(), 1u);
    EXPECT_EQ(got.faults.size(), 2u) << got.faults_shown();
}

TEST_F(Ingest, SecondUseOfAnIdIsNamedAndKept) {
    std::vector<std::string> notices;
    IngestOptions options;
    options.notice = [&](const Fault& fault) { notices.push_back(fault.line()); };
    const Read got = read(
        {put("n.jsonl", "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"a\", \"text\": \"Two.\", \"published\": \"soon\"}\n")},
        options);
    EXPECT_EQ(got.reports.size(), 2u);
    EXPECT_TRUE(got.faults.empty());
    EXPECT_EQ(notices.size(), 2u);
}

TEST_F(Ingest, NoDateIsNoFault) {
    const Read got = read({put("t.csv", "text,date\nOne.,NA\nTwo.,\nThree.,null\n")});
    EXPECT_EQ(got.reports.size(), 3u);
    EXPECT_TRUE(got.faults.empty()) << got.faults_shown();
}

TEST_F(Ingest, StopsWhenTheTakerWantsNoMore) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "{\"text\": \"x\"}\n";
    int taken = 0;
    read_reports({put("n.jsonl", lines), path("none")}, {}, [&](const Result<Report>&) { return ++taken < 3; });
    EXPECT_EQ(taken, 3);
}

TEST_F(Ingest, StandardInput) {
    const auto from = [&](const std::string& bytes, const IngestOptions& options = {}) {
        const int kept = ::dup(STDIN_FILENO);
        const int file = ::open(put("stdin", bytes).c_str(), O_RDONLY);
        ::dup2(file, STDIN_FILENO);
        ::close(file);
        Read got = read({"-"}, options);
        ::dup2(kept, STDIN_FILENO);
        ::close(kept);
        return got;
    };
    Read got = from("Plain words.\n");
    ASSERT_EQ(got.reports.size(), 1u);
    EXPECT_EQ(got.reports[0].source.id, "-");
    got = from(gzipped("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n"));
    ASSERT_EQ(got.reports.size(), 2u);
    EXPECT_EQ(got.reports[1].source.id, "-:2");
    IngestOptions options;
    options.standard_input_format = "tsv";
    got = from("text\tdate\nOne.\t2022-01-01\n", options);
    ASSERT_EQ(got.reports.size(), 1u);
    EXPECT_EQ(got.reports[0].source.published, parse_day("2022-01-01"));
}

// Every name and every file ending that is read stands in the docs.
TEST(Docs, NameEveryFieldAndFormat) {
    std::ifstream file(test::source_folder() + "/docs/ingest.md");
    const std::string docs((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    ASSERT_FALSE(docs.empty());
    for (const FieldNames& field : field_names())
        for (const std::string_view name : field.names)
            EXPECT_NE(docs.find("`" + std::string(name) + "`"), std::string::npos) << name;
    for (const Format& format : formats())
        for (const std::string_view extension : format.extensions)
            EXPECT_NE(docs.find("`" + std::string(extension) + "`"), std::string::npos) << extension;
}

TEST(ParsePublished, TheDaysOfFeedsAndDatabases) {
    for (const char* text :
         {"2022-03-30", " 2022-03-30 ", "2022-03-30T23:59:59-07:00", "2022-03-30 08:00", "20220330", "20220330T080000Z",
          "30 March 2022", "March 30, 2022", "Mar 30, 2022", "Mar. 30, 2022 8:05 am", "30-Mar-2022",
          "Wed, 30 Mar 2022 08:00:00 GMT", "Wednesday, March 30th, 2022", "30th March 2022", "2022/03/30", "Wed Mar 30 2022"})
        EXPECT_EQ(parse_published(text), parse_day("2022-03-30")) << text;
    for (const char* text :
         {"", "soon", "03/04/2022", "2022-13-01", "2022-02-30", "2022", "March 2022", "30 Foo 2022", "1648623600", "99999999"})
        EXPECT_EQ(parse_published(text), std::nullopt) << text;
}

}  // namespace
}  // namespace readout
