// How fast each room of the reading half is, one after another as a report walks through them, on one core.
//
//   bench_rooms INPUT…    reports, as `readout read` takes them
//
// Processor time of this thread alone (neighbours on the machine do not count), each room's best of three readings of all the
// reports; answers are checked first. Beside it, in the same run and over the same sentences, what dictionary matching costs: the
// longest name and the event verb at each word, sides by nearness, no trees (as TABARI codes; see class Peer).
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/knowledge.h"
#include "actors/words.h"
#include "base/file.h"
#include "engine/engine.h"
#include "events/ontology.h"

using namespace readout;

namespace {

enum Stage : std::size_t { text, language, times, actors_, statements, events, records, stages };
constexpr std::array<const char*, stages> names = {"text", "language", "time", "actors", "statements", "events", "records"};
using Seconds = std::array<double, stages>;
constexpr int rounds = 3;

double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Time since the last call, added to one room's.
class Watch {
public:
    void lap(double& room) {
        const double now = thread_seconds();
        room += now - last_;
        last_ = now;
    }

private:
    double last_ = thread_seconds();
};

// What `readout read` does with reports, several at a time (engine.h, read_together), room by room.
std::vector<Reading> read_some(std::span<const Report> reports, const Resources& with, Model::Scratch& scratch, Seconds& spent) {
    Watch watch;
    std::vector<Reading> readings(reports.size());
    std::vector<const Document*> documents;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        readings[i].document = segment(reports[i]);
        documents.push_back(&readings[i].document);
    }
    watch.lap(spent[text]);
    std::vector<Parse> parses = with.model.parse(documents, scratch);
    std::vector<Tree> trees;
    trees.reserve(readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        readings[i].parse = std::move(parses[i]);
        trees.emplace_back(readings[i].document, readings[i].parse);
    }
    watch.lap(spent[language]);
    const auto each = [&](Stage stage, const auto& room) {
        for (std::size_t i = 0; i < readings.size(); ++i) room(readings[i], trees[i]);
        watch.lap(spent[stage]);
    };
    each(times, [&](Reading& r, const Tree& tree) { r.times = find_times(r.document, r.parse, tree, with.time_rules); });
    each(actors_,
         [&](Reading& r, const Tree& tree) { r.cast = find_actors(r.document, r.parse, tree, r.times, with.knowledge); });
    each(statements, [&](Reading& r, const Tree& tree) {
        r.statements = find_statements(r.document, r.parse, tree, r.times, r.cast, with.cues);
    });
    each(events, [&](Reading& r, const Tree& tree) {
        r.events = find_events(r.document, r.parse, tree, r.times, r.cast, r.statements, with.ontology);
    });
    each(records,
         [&](Reading& r, const Tree&) { r.outlet = with.knowledge.outlet(r.document.source.outlet, r.document.source.url); });
    return readings;
}

std::size_t read_all(std::span<const Report> reports, const Resources& with, Model::Scratch& scratch, Seconds& spent) {
    std::size_t rows = 0;
    for (std::size_t first = 0; first < reports.size();) {
        std::size_t last = first, bytes = 0;
        do bytes += reports[last++].text.size();
        while (last < reports.size() && last - first < turn_reports && bytes + reports[last].text.size() <= turn_bytes);
        const std::vector<Reading> readings = read_some(reports.subspan(first, last - first), with, scratch, spent);
        Watch watch;
        for (const Reading& reading : readings) rows += to_rows(reading, {}).rows.size();
        watch.lap(spent[records]);
        first = last;
    }
    return rows;
}

bool right_answers(const Resources& with, Model::Scratch& scratch) {
    Report report;
    report.text =
        "The Russian foreign minister, Sergey Lavrov, said on Wednesday that Ukraine had shelled a hospital in Belgorod.";
    report.source.published = parse_day("2022-03-30");
    const Reading reading = read_report(report, with, scratch);
    return reading.times.timexes.size() == 1 && reading.times.timexes[0].value == "2022-03-30" &&
           reading.statements.size() == 1 && reading.statements[0].speakers.size() == 1 &&
           reading.cast.entities[static_cast<std::size_t>(reading.statements[0].speakers[0].entity)].name == "Sergey Lavrov" &&
           std::any_of(reading.events.begin(), reading.events.end(), [](const Event& one) { return one.category == "ASSAULT"; });
}

// Dictionary matching as TABARI does it: in a sentence the longest name of the tables at each word, the first verb of an event
// row by its written forms, and the names nearest before and after it. No tags, no trees, no dates, no mood.
class Peer {
public:
    explicit Peer(const Resources& with) : k_(with.knowledge.inside()) {
        for (const auto& [lemma, frames] : with.ontology.inside().by_lemma[static_cast<std::size_t>(Trigger::verb)]) {
            for (const std::string& form : forms(lemma)) verbs_.emplace(form, frames.front());
        }
    }

    // Events, or rather triples, in one sentence.
    std::size_t code(std::string_view sentence) {
        words_.clear();
        actors::cut_words(sentence, 0, words_);
        bool actor = false, verb = false;
        for (std::size_t at = 0; at < words_.size();) {
            if (const std::size_t length = name_at(at)) {
                if (verb) return actor ? 1 : 0;
                actor = true;
                at += length;
                continue;
            }
            verb = verb || (actor && verbs_.contains(words_[at].text));
            ++at;
        }
        return 0;
    }

private:
    static std::vector<std::string> forms(const std::string& lemma) {
        const std::string stem = lemma.ends_with('e') ? lemma.substr(0, lemma.size() - 1) : lemma;
        return {lemma, lemma + "s", stem + "es", stem + "ed", stem + "ing"};
    }

    std::size_t name_at(std::size_t first) const {
        std::uint32_t node = 0;
        std::size_t longest = 0;
        for (std::size_t at = first; at < words_.size(); ++at) {
            node = k_.step(node, k_.word(words_[at].text));
            if (node == 0) break;
            for (const actors::Name& name : k_.names_at(node)) {
                if (name.capitals == 0 || words_[first].capital) longest = at + 1 - first;
            }
            if (!k_.has_edges(node)) break;
        }
        return longest;
    }

    const Knowledge::Inside& k_;
    std::unordered_map<std::string, std::uint32_t> verbs_;
    std::vector<actors::Word> words_;
};

struct Input {
    std::vector<Report> reports;
    std::vector<std::string> sentences;
    std::size_t bytes = 0, tokens = 0;
};

Input read_input(const std::vector<std::string>& inputs) {
    Input out;
    read_reports(inputs, {}, [&](Result<Report> report) {
        if (!report) return true;
        const Document document = segment(*report);
        for (const Sentence& sentence : document.sentences) out.sentences.emplace_back(slice(document.text, sentence.span));
        out.bytes += document.text.size();
        out.tokens += document.tokens.size();
        out.reports.push_back(std::move(*report));
        return true;
    });
    return out;
}

void print(const Input& input, const Seconds& best, double whole, double peer) {
    const auto n = static_cast<double>(input.sentences.size());
    const auto line = [&](const char* name, double seconds) {
        std::printf("%-12s %10.0f sentences/s %6.1f %% of the whole\n", name, n / seconds, 100 * seconds / whole);
    };
    std::printf("%zu reports of %.1f KB, %zu sentences, %zu tokens; one thread, best of %d\n", input.reports.size(),
                static_cast<double>(input.bytes) / 1000 / static_cast<double>(input.reports.size()), input.sentences.size(),
                input.tokens, rounds);
    for (std::size_t stage = 0; stage < stages; ++stage) line(names[stage], best[stage]);
    line("time+actors", best[times] + best[actors_]);
    line("whole", whole);
    std::printf("%-12s %10.1f reports/s %.0f tokens/s\n", "", static_cast<double>(input.reports.size()) / whole,
                static_cast<double>(input.tokens) / whole);
    std::printf("%-12s %10.0f sentences/s of dictionary matching without trees, %.1f times the whole\n", "peer", n / peer,
                whole / peer);
}

}  // namespace

int main(int count, char** arguments) {
    const auto fail = [](const std::string& why) {
        std::fprintf(stderr, "bench_rooms: %s\n", why.c_str());
        return 1;
    };
    if (count < 2) return fail("usage: bench_rooms INPUT…");
    const auto with = Resources::load();
    if (!with) return fail(with.fault().line());
    const Model::ScratchPtr scratch = with->model.scratch();
    if (!right_answers(*with, *scratch)) return fail("wrong answers, nothing timed");
    const Input input = read_input({arguments + 1, arguments + count});
    if (input.sentences.empty()) return fail("no sentences to read");

    Seconds best;
    best.fill(1e9);
    double whole = 1e9, peer = 1e9;
    std::size_t rows = 0, triples = 0;
    Peer matcher(*with);
    for (int round = 0; round < rounds; ++round) {
        Seconds spent{};
        const std::size_t found = read_all(input.reports, *with, *scratch, spent);
        std::size_t coded = 0;
        const double begun = thread_seconds();
        for (const std::string& sentence : input.sentences) coded += matcher.code(sentence);
        peer = std::min(peer, thread_seconds() - begun);
        if (round > 0 && (found != rows || coded != triples)) return fail("not the same answer twice");
        rows = found, triples = coded;
        double sum = 0;
        for (std::size_t stage = 0; stage < stages; ++stage) {
            best[stage] = std::min(best[stage], spent[stage]);
            sum += spent[stage];
        }
        whole = std::min(whole, sum);
    }
    print(input, best, whole, peer);
    return 0;
}
