#include "actors/compile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "actors/checksum.h"
#include "actors/image.h"
#include "actors/labels.h"
#include "actors/pronouns.h"
#include "actors/words.h"
#include "base/date.h"
#include "base/tsv.h"

namespace readout::actors {
namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFF;
constexpr std::size_t most_per_name = 96;  // people kept for one surname, the best known first

// The last day a start written "2012" or "2012-05" can mean is not its first: starts take the first day, ends the last.
bool read_day(std::string_view text, bool is_end, std::int32_t& out) {
    if (text.empty()) {
        out = no_day;
        return true;
    }
    if (text.size() == 10) {
        const auto day = parse_day(text);
        if (day) out = day->number;
        return day.has_value();
    }
    if (text.size() != 4 && text.size() != 7) return false;
    const auto first = parse_day(std::string(text) + (text.size() == 4 ? "-01-01" : "-01"));
    if (!first) return false;
    const Civil civil = to_civil(*first);
    const DateRange range = text.size() == 4 ? year_range(civil.year) : month_range(civil.year, civil.month);
    out = (is_end ? *range.end : *range.start).number;
    return true;
}

bool read_code(std::string_view text, Code& out) {
    if (text.size() > 3) return false;
    for (const char c : text) {
        if (c < 'A' || c > 'Z') return false;
    }
    std::copy(text.begin(), text.end(), out.text);
    return text.empty() || text.size() == 3;
}

struct Builder {
    std::string pool;
    std::unordered_map<std::string, Str> pooled;
    std::vector<Actor> actors;
    std::unordered_map<std::string, std::uint32_t> actor_at;
    std::vector<Role> roles;
    std::vector<PlaceRow> places;
    std::vector<Agent> agents;
    std::vector<OutletRow> outlets;
    std::vector<Member> members;
    std::vector<std::string> aliases_of_person;  // parallel to actors: "a;b;=c"
    std::vector<std::uint8_t> from_overlay;      // parallel to roles
    std::unordered_map<std::string, std::uint32_t> role_at;
    std::unordered_map<std::string, std::uint32_t> agent_at;
    std::unordered_map<std::string, std::uint32_t> place_at;
    std::int32_t as_of = no_day;

    struct TrieNode {
        std::vector<Name> names;
        bool more = false;
    };
    std::vector<TrieNode> nodes{1};
    std::unordered_map<std::uint64_t, std::uint32_t> edges;
    std::unordered_set<std::string> not_names;
    std::unordered_map<std::string, char> gender_of;  // first names
    std::vector<std::int32_t> weights;                // of the pronoun scorer
    std::unordered_map<std::string, std::uint32_t> words;
    std::vector<std::string> word_texts;

    Str intern(std::string_view text) {
        if (text.empty()) return {};
        const auto [at, fresh] = pooled.try_emplace(std::string(text));
        if (fresh) {
            at->second = {static_cast<std::uint32_t>(pool.size()), static_cast<std::uint32_t>(text.size())};
            pool += text;
        }
        return at->second;
    }
    std::string_view view(Str s) const { return std::string_view(pool).substr(s.at, s.size); }

    std::uint32_t word(const std::string& text) {
        const auto [at, fresh] = words.try_emplace(text, static_cast<std::uint32_t>(words.size() + 1));
        if (fresh) word_texts.push_back(text);
        return at->second;
    }

    void add_words(const std::vector<Word>& cut, std::size_t first, std::size_t last, Name name) {
        if (first >= last || last - first > 12) return;
        if (last - first == 1 &&
            (name.kind == NameKind::surname || name.kind == NameKind::given || name.kind == NameKind::place ||
             name.kind == NameKind::person || name.kind == NameKind::actor || name.kind == NameKind::acronym) &&
            not_names.contains(cut[first].text))
            return;
        std::uint32_t node = 0;
        int capitals = 0;
        for (std::size_t i = first; i < last; ++i) {
            const std::uint64_t key = (static_cast<std::uint64_t>(node) + 1) << 32 | word(cut[i].text);
            capitals += cut[i].capital ? 1 : 0;
            const auto [at, fresh] = edges.try_emplace(key, static_cast<std::uint32_t>(nodes.size()));
            if (fresh) {
                nodes[node].more = true;
                nodes.emplace_back();
            }
            node = at->second;
        }
        name.capitals = static_cast<std::uint8_t>(capitals);
        name.words = static_cast<std::uint8_t>(last - first);
        for (const Name& other : nodes[node].names) {
            if (other.target == name.target && other.kind == name.kind) return;
        }
        nodes[node].names.push_back(name);
    }

    void add_name(std::string_view text, NameKind kind, std::uint32_t target, bool weak = false) {
        std::vector<Word> cut = cut_words(text);
        // "People's Daily": the possessive belongs to the name.
        for (Word& w : cut) {
            if (w.possessive && w.span.end < text.size()) w.text += 's';
        }
        std::size_t first = 0;
        if (cut.size() > 1 && cut[0].text == "the") first = 1;
        Name name;
        name.kind = kind;
        name.target = target;
        name.weak = weak ? 1 : 0;
        add_words(cut, first, cut.size(), name);
        // "d'Ivoire" as tokenizers may part it: "d", "'Ivoire".
        std::string parted(text);
        bool inner = false;
        for (std::size_t i = 1; i + 2 < parted.size(); ++i) {
            if (parted[i] != '\'' || (parted[i + 1] == 's' && (i + 2 == parted.size() || parted[i + 2] == ' '))) continue;
            parted[i] = ' ';
            inner = true;
        }
        if (!inner || kind == NameKind::agent) return;
        cut = cut_words(parted);
        add_words(cut, cut.size() > 1 && cut[0].text == "the" ? 1 : 0, cut.size(), name);
    }
};

Result<Table> table_of(const std::string& folder, const char* name, const std::vector<std::string_view>& columns) {
    return Table::read(folder + "/" + name, columns);
}

bool exists(const std::string& folder, const char* name) {
    std::error_code ignored;
    return std::filesystem::exists(folder + "/" + name, ignored);
}

// ---------------------------------------------------------------------------------------------- states

Result<void> read_states(Builder& b, const std::string& folder) {
    auto table =
        table_of(folder, "states.tsv",
                 {"code", "name", "qid", "kind", "folds", "cow", "gw", "cow_from", "cow_to", "as_of", "led_by", "continent"});
    if (!table) return table.fault();
    std::map<std::string, std::pair<std::string, std::size_t>> folds;
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const std::string id(table->cell(r, 0));
        Actor actor;
        if (!read_code(id, actor.code) || id.empty()) return table->fault(r, "'" + id + "' is no code of three capital letters");
        actor.id = b.intern(id);
        actor.name = b.intern(table->cell(r, 1));
        actor.qid = b.intern(table->cell(r, 2));
        const std::string_view kind = table->cell(r, 3);
        actor.type = kind == "territory" ? Type::territory : kind == "former" ? Type::former_state : Type::state;
        if (!table->cell(r, 4).empty()) {
            folds[id] = {std::string(table->cell(r, 4)), r};
            if (!read_code(table->cell(r, 4), actor.code)) return table->fault(r, "bad code in folds");
        }
        actor.sector = Code{{'G', 'O', 'V', 0}};
        actor.cow = static_cast<std::uint16_t>(std::atoi(std::string(table->cell(r, 5)).c_str()));
        actor.gw = static_cast<std::uint16_t>(std::atoi(std::string(table->cell(r, 6)).c_str()));
        if (!read_day(table->cell(r, 7), false, actor.cow_from) || !read_day(table->cell(r, 8), true, actor.cow_to))
            return table->fault(r, "bad date");
        read_day(table->cell(r, 9), true, actor.as_of);
        actor.led_by_head_of_state = table->cell(r, 10) == "HOS" ? 1 : 0;
        if (table->cell(r, 11).size() == 2) std::copy_n(table->cell(r, 11).begin(), 2, actor.continent);
        const auto [at, fresh] = b.actor_at.try_emplace(id, static_cast<std::uint32_t>(b.actors.size()));
        if (fresh) {
            b.actors.push_back(actor);
            b.aliases_of_person.emplace_back();
        } else {
            b.actors[at->second] = actor;
        }
        b.add_name(table->cell(r, 1), NameKind::state, at->second);
    }
    for (const auto& [id, target] : folds) {
        std::string at = target.first;
        for (int steps = 0; folds.contains(at); ++steps) {
            if (at == id || steps > 16) return table->fault(target.second, "territories fold in a circle: " + id);
            at = folds[at].first;
        }
        if (!b.actor_at.contains(at)) return table->fault(target.second, "folds into '" + at + "', which is no state");
    }
    return {};
}

Result<void> read_state_names(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "state_names.tsv", {"code", "name", "kind"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto at = b.actor_at.find(std::string(table->cell(r, 0)));
        if (at == b.actor_at.end()) return table->fault(r, "no state '" + std::string(table->cell(r, 0)) + "'");
        const std::string_view kind = table->cell(r, 2), name = table->cell(r, 1);
        NameKind as = NameKind::state;
        if (kind == "adjective")
            as = NameKind::adjective;
        else if (kind == "demonym")
            as = NameKind::demonym;
        else if (kind == "abbr")
            as = NameKind::state_abbr;
        else if (kind != "name" && kind != "official" && kind != "native" && kind != "former")
            return table->fault(r, "no kind of name: '" + std::string(kind) + "'");
        // Native and former names of one short word ("Man", "Ay") are other words in English.
        if ((kind == "native" || kind == "former") && name.size() < 5) continue;
        b.add_name(name, as, at->second);
    }
    return {};
}

// ---------------------------------------------------------------------------------------------- other actors

Result<void> read_actors(Builder& b, const std::string& folder) {
    auto table =
        table_of(folder, "actors.tsv", {"id", "name", "type", "code", "sector", "sectors", "qid", "from", "to", "as_of"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const std::string id(table->cell(r, 0));
        Actor actor;
        const auto type = parse_type(table->cell(r, 2));
        if (!type) return table->fault(r, "no type of actor: '" + std::string(table->cell(r, 2)) + "'");
        actor.type = *type;
        actor.id = b.intern(id);
        actor.name = b.intern(table->cell(r, 1));
        actor.qid = b.intern(table->cell(r, 6));
        if (!read_code(table->cell(r, 3), actor.code)) return table->fault(r, "code is not three capital letters");
        if (!read_code(table->cell(r, 4), actor.sector)) return table->fault(r, "sector is not three capital letters");
        const auto extra = split(table->cell(r, 5), ' ');
        for (std::size_t i = 0; i < extra.size() && i < 2; ++i) {
            if (!read_code(extra[i], actor.sectors[i])) return table->fault(r, "sectors are codes set apart by spaces");
        }
        if (!read_day(table->cell(r, 7), false, actor.from) || !read_day(table->cell(r, 8), true, actor.to))
            return table->fault(r, "bad date");
        read_day(table->cell(r, 9), true, actor.as_of);
        const auto [at, fresh] = b.actor_at.try_emplace(id, static_cast<std::uint32_t>(b.actors.size()));
        if (fresh) {
            b.actors.push_back(actor);
            b.aliases_of_person.emplace_back();
        } else {
            b.actors[at->second] = actor;
        }
    }
    return {};
}

Result<void> read_actor_names(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "actor_names.tsv", {"actor", "name", "kind"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto at = b.actor_at.find(std::string(table->cell(r, 0)));
        if (at == b.actor_at.end()) return table->fault(r, "no actor '" + std::string(table->cell(r, 0)) + "'");
        const std::string_view kind = table->cell(r, 2);
        if (kind != "name" && kind != "acronym") return table->fault(r, "no kind of name: '" + std::string(kind) + "'");
        b.add_name(table->cell(r, 1), kind == "name" ? NameKind::actor : NameKind::acronym, at->second);
    }
    return {};
}

// ---------------------------------------------------------------------------------------------- people

Result<void> read_persons(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "persons.tsv", {"id", "name", "code", "gender", "aliases", "as_of"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const std::string id(table->cell(r, 0));
        Actor actor;
        actor.type = Type::person;
        actor.id = b.intern(id);
        actor.name = b.intern(table->cell(r, 1));
        if (id.size() > 1 && id[0] == 'Q' && id[1] >= '0' && id[1] <= '9') actor.qid = actor.id;
        if (!read_code(table->cell(r, 2), actor.code)) return table->fault(r, "code is not three capital letters");
        const std::string_view gender = table->cell(r, 3);
        if (!gender.empty() && gender != "m" && gender != "f")
            actor.gender = 0;
        else
            actor.gender = gender.empty() ? char{0} : gender[0];
        read_day(table->cell(r, 5), true, actor.as_of);
        const auto [at, fresh] = b.actor_at.try_emplace(id, static_cast<std::uint32_t>(b.actors.size()));
        if (fresh) {
            b.actors.push_back(actor);
            b.aliases_of_person.emplace_back(table->cell(r, 4));
        } else {
            if (b.actors[at->second].type != Type::person) return table->fault(r, "'" + id + "' is no person");
            b.actors[at->second] = actor;
            b.aliases_of_person[at->second] = std::string(table->cell(r, 4));
        }
    }
    return {};
}

bool is_single(Office cls) {
    return cls == Office::HOS || cls == Office::HOG || cls == Office::FM || cls == Office::DM || cls == Office::FIN ||
           cls == Office::INT || cls == Office::JUS || cls == Office::HEA;
}

Result<void> read_roles(Builder& b, const std::string& folder, bool overlay) {
    auto table =
        table_of(folder, "roles.tsv", {"person", "for", "office", "class", "sector", "start", "end", "end_state", "as_of"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto person = b.actor_at.find(std::string(table->cell(r, 0)));
        const auto seat = b.actor_at.find(std::string(table->cell(r, 1)));
        if (person == b.actor_at.end() || b.actors[person->second].type != Type::person)
            return table->fault(r, "no person '" + std::string(table->cell(r, 0)) + "'");
        // A person of no state of their own (a judge of a world court) may serve "IGO".
        if (seat == b.actor_at.end() || b.actors[seat->second].type == Type::person)
            return table->fault(r, "no state or organisation '" + std::string(table->cell(r, 1)) + "'");
        Role role;
        role.person = person->second;
        role.for_actor = seat->second;
        role.office = b.intern(table->cell(r, 2));
        const auto cls = parse_office(table->cell(r, 3));
        if (!cls) return table->fault(r, "no class of office: '" + std::string(table->cell(r, 3)) + "'");
        role.cls = *cls;
        if (!read_code(table->cell(r, 4), role.sector)) return table->fault(r, "sector is not three capital letters");
        if (!read_day(table->cell(r, 5), false, role.start) || !read_day(table->cell(r, 6), true, role.end))
            return table->fault(r, "bad date");
        if (role.start != no_day && role.end != no_day && role.start > role.end) return table->fault(r, "ends before it begins");
        const std::string_view state = table->cell(r, 7);
        role.end_state = state == "known"       ? End::known
                         : state == "successor" ? End::successor
                         : state == "open"      ? End::open
                                                : End::unknown;
        if (!read_day(table->cell(r, 8), true, role.as_of)) return table->fault(r, "bad as_of");
        const std::string key = std::to_string(role.person) + "/" + std::to_string(role.for_actor) + "/" +
                                std::string(table->cell(r, 3)) + "/" + std::string(table->cell(r, 5));
        const auto same = b.role_at.find(key);
        if (overlay && same != b.role_at.end() && !b.from_overlay[same->second]) {
            b.roles[same->second] = role;
            b.from_overlay[same->second] = 1;
            continue;
        }
        if (overlay && is_single(role.cls) && role.start != no_day) {
            for (std::size_t i = 0; i < b.roles.size(); ++i) {
                Role& other = b.roles[i];
                if (other.for_actor != role.for_actor || other.cls != role.cls || other.person == role.person ||
                    other.start == no_day)
                    continue;
                const std::int32_t end = role.end == no_day ? INT32_MAX : role.end;
                if (!b.from_overlay[i] && other.end == no_day && other.start < role.start &&
                    (other.as_of == no_day || role.start > other.as_of - 31)) {
                    other.end = role.start;
                    other.end_state = End::successor;
                    continue;
                }
                const std::int32_t other_end = other.end == no_day ? INT32_MAX : other.end;
                if (other.start + 1 < end && role.start + 1 < other_end && b.view(other.office) == b.view(role.office)) {
                    return table->fault(
                        r, "overlaps with " + std::string(b.view(b.actors[other.person].name)) + " in the same single seat",
                        "end one before the other begins, or give the row of ours the same person and start to replace it");
                }
            }
        }
        b.role_at.emplace(key, static_cast<std::uint32_t>(b.roles.size()));
        b.roles.push_back(role);
        b.from_overlay.push_back(overlay ? 1 : 0);
    }
    return {};
}

bool family_first(std::string_view code) {
    static constexpr std::string_view codes[] = {"CHN", "TWN", "KOR", "PRK", "HKG", "SGP", "VNM", "KHM"};
    return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

bool is_particle(const std::string& word) {
    static constexpr std::string_view particles[] = {"van",   "von", "der", "den", "de",  "da", "do",  "dos",  "del",
                                                     "della", "di",  "la",  "le",  "el",  "al", "bin", "ben",  "ibn",
                                                     "abu",   "st",  "san", "ter", "ten", "zu", "du",  "bint", "ould"};
    return std::find(std::begin(particles), std::end(particles), word) != std::end(particles);
}

bool is_suffix(const std::string& word) { return word == "jr" || word == "sr" || word == "ii" || word == "iii" || word == "iv"; }

// The ways news shortens a full name: without the middle, the family's name, the given name where that comes last.
void add_person_names(Builder& b, std::uint32_t person, std::string_view full, bool primary) {
    std::vector<Word> cut = cut_words(full);
    while (cut.size() > 2 && is_suffix(cut.back().text)) cut.pop_back();  // "Charles III" keeps his number
    if (cut.size() == 1 && (cut[0].text == "mr" || cut[0].text == "mrs" || cut[0].text == "dr" || cut[0].text.size() < 3)) return;
    Name name;
    name.target = person;
    name.kind = NameKind::person;
    b.add_words(cut, 0, cut.size(), name);
    if (cut.size() < 2) return;
    // "Felipe VI of Spain": the realm is no family name.
    const auto of = std::find_if(cut.begin(), cut.end(), [](const Word& word) { return word.text == "of"; });
    if (of != cut.end()) {
        if (of - cut.begin() >= 2) b.add_words(cut, 0, static_cast<std::size_t>(of - cut.begin()), name);
        return;
    }
    const std::string_view code(b.actors[person].code.text);
    if (family_first(code) && !full.starts_with(cut.size() > 1 ? "Dr " : "Dr ")) {
        const bool family_is_first = code != "SGP" && code != "HKG";
        if (family_is_first && cut.size() <= 3) {
            std::vector<Word> given(cut.begin() + 1, cut.end());
            // "Lijian", "Jin-pyo": told from the family's name only where a name of two or three syllables follows one.
            name.kind = NameKind::given;
            b.add_words(given, 0, given.size(), name);
            if (given.size() == 2) {
                Word joined = given[0];
                joined.text += given[1].text;
                std::vector<Word> whole{cut[0], joined};
                name.kind = NameKind::person;
                b.add_words(whole, 0, 2, name);
            }
            name.kind = NameKind::surname;
            b.add_words(cut, 0, 1, name);
            return;
        }
    }
    std::size_t last = cut.size() - 1;
    if (cut.size() >= 3) {
        std::vector<Word> shorter{cut[0]};
        std::size_t family = last;
        while (family > 1 && is_particle(cut[family - 1].text)) --family;
        shorter.insert(shorter.end(), cut.begin() + static_cast<std::ptrdiff_t>(family), cut.end());
        name.kind = NameKind::person;
        if (shorter.size() < cut.size()) b.add_words(shorter, 0, shorter.size(), name);
        if (primary && family == last && cut.size() <= 5) {  // "López Obrador", "Haddad Adel"
            name.kind = NameKind::surname;
            b.add_words(cut, last - 1, cut.size(), name);
        }
    }
    name.kind = NameKind::surname;
    if (cut[last].text.size() > 1) b.add_words(cut, last, cut.size(), name);
    std::size_t family = last;
    while (family > 1 && is_particle(cut[family - 1].text)) --family;
    if (family < last) b.add_words(cut, family, cut.size(), name);
}

void add_all_person_names(Builder& b) {
    for (std::uint32_t i = 0; i < b.actors.size(); ++i) {
        if (b.actors[i].type != Type::person) continue;
        add_person_names(b, i, b.view(b.actors[i].name), true);
        for (const std::string_view alias : split(b.aliases_of_person[i], ';')) {
            if (alias.starts_with('='))
                b.add_name(alias.substr(1), NameKind::alone, i);
            else if (!alias.empty())
                add_person_names(b, i, alias, false);
        }
    }
}

// ---------------------------------------------------------------------------------------------- places, outlets, agents, members

Result<void> read_places(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "places.tsv", {"id", "name", "kind", "country", "adm1", "lat", "lon", "population", "aliases"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto state = b.actor_at.find(std::string(table->cell(r, 3)));
        if (state == b.actor_at.end()) return table->fault(r, "no state '" + std::string(table->cell(r, 3)) + "'");
        PlaceRow place;
        place.state = state->second;
        place.name = b.intern(table->cell(r, 1));
        place.adm1 = b.intern(table->cell(r, 4));
        const auto kind = parse_place_kind(table->cell(r, 2));
        if (!kind) return table->fault(r, "no kind of place: '" + std::string(table->cell(r, 2)) + "'");
        place.kind = *kind;
        const std::string id(table->cell(r, 0)), latitude(table->cell(r, 5)), longitude(table->cell(r, 6));
        if (!id.empty() && id.find_first_not_of("0123456789") == std::string::npos) place.geonameid = std::atoll(id.c_str());
        place.located = !latitude.empty() && !longitude.empty();
        place.latitude = static_cast<float>(std::atof(latitude.c_str()));
        place.longitude = static_cast<float>(std::atof(longitude.c_str()));
        place.population = static_cast<std::uint32_t>(std::atol(std::string(table->cell(r, 7)).c_str()));
        const auto [at, fresh] = b.place_at.try_emplace(id, static_cast<std::uint32_t>(b.places.size()));
        if (fresh)
            b.places.push_back(place);
        else
            b.places[at->second] = place;
        b.add_name(table->cell(r, 1), NameKind::place, at->second);
        for (const std::string_view alias : split(table->cell(r, 8), ';')) b.add_name(alias, NameKind::place, at->second, true);
    }
    return {};
}

Result<void> read_outlets(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "outlets.tsv", {"id", "name", "country", "domains", "type", "affiliation"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto actor = b.actor_at.find(std::string(table->cell(r, 0)));
        if (actor == b.actor_at.end()) return table->fault(r, "no actor '" + std::string(table->cell(r, 0)) + "'");
        auto domains = split(table->cell(r, 3), ' ');
        if (domains.empty()) domains.push_back({});
        for (const std::string_view domain : domains) {
            b.outlets.push_back({actor->second, b.intern(table->cell(r, 1)), b.intern(domain), b.intern(table->cell(r, 2)),
                                 b.intern(table->cell(r, 4)), b.intern(table->cell(r, 5))});
        }
    }
    return {};
}

Result<void> read_agents(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "agents.tsv", {"phrase", "classes", "sector", "kind"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        Agent agent;
        agent.phrase = b.intern(table->cell(r, 0));
        for (const std::string_view cls : split(table->cell(r, 1), ' ')) {
            const auto office = parse_office(cls);
            if (!office) return table->fault(r, "no class of office: '" + std::string(cls) + "'");
            agent.classes |= bit(*office);
        }
        const auto sectors = split(table->cell(r, 2), ' ');
        if ((!sectors.empty() && !read_code(sectors[0], agent.sector)) ||
            (sectors.size() > 1 && !read_code(sectors[1], agent.second)))
            return table->fault(r, "sector is not three capital letters");
        agent.kind = table->cell(r, 3) == "person" ? AgentKind::person : AgentKind::body;
        const std::string phrase(table->cell(r, 0));
        const auto [at, fresh] = b.agent_at.try_emplace(phrase, static_cast<std::uint32_t>(b.agents.size()));
        if (fresh)
            b.agents.push_back(agent);
        else
            b.agents[at->second] = agent;
        b.add_name(phrase, NameKind::agent, at->second);
        // Titles are listed in the singular; news has "the foreign ministers", "both presidents".
        if (agent.kind == AgentKind::person && phrase.size() > 3 && phrase.back() != 's' && phrase.back() != '.' &&
            phrase.find(" of ") == std::string::npos && phrase.find(" for ") == std::string::npos) {
            const std::string plural = phrase.ends_with("man")   ? phrase.substr(0, phrase.size() - 3) + "men"
                                       : phrase.ends_with("ary") ? phrase.substr(0, phrase.size() - 1) + "ies"
                                                                 : phrase + "s";
            if (b.agent_at.contains(plural)) continue;
            Agent many = agent;
            many.phrase = b.intern(plural);
            many.plural = 1;
            b.agent_at.emplace(plural, static_cast<std::uint32_t>(b.agents.size()));
            b.agents.push_back(many);
            b.add_name(plural, NameKind::agent, static_cast<std::uint32_t>(b.agents.size() - 1));
        }
    }
    return {};
}

Result<void> read_members(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "memberships.tsv", {"org", "member", "status", "start", "end"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const auto org = b.actor_at.find(std::string(table->cell(r, 0)));
        const auto state = b.actor_at.find(std::string(table->cell(r, 1)));
        if (org == b.actor_at.end() || state == b.actor_at.end()) return table->fault(r, "no such organisation or state");
        Member member{org->second, state->second, no_day, no_day};
        if (!read_day(table->cell(r, 3), false, member.start) || !read_day(table->cell(r, 4), true, member.end))
            return table->fault(r, "bad date");
        if (table->cell(r, 2) == "full") b.members.push_back(member);
    }
    return {};
}

Result<void> read_not_names(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "not_names.tsv", {"word"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) b.not_names.emplace(table->cell(r, 0));
    return {};
}

Result<void> read_given_names(Builder& b, const std::string& folder) {
    auto table = table_of(folder, "given_names.tsv", {"name", "gender"});
    if (!table) return table.fault();
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const std::string_view gender = table->cell(r, 1);
        if (gender != "m" && gender != "f") return table->fault(r, "gender is m or f");
        b.gender_of[std::string(table->cell(r, 0))] = gender[0];
    }
    return {};
}

bool read_number(std::string_view text, std::int32_t& out) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc() && end == text.data() + text.size() && out > -1'000'000 && out < 1'000'000;
}

// The weights of the pronoun scorer: a row for each feature, in their order, and two for its units (pronouns.h).
Result<void> read_weights(Builder& b, const std::string& folder) {
    std::vector<std::string> units;
    for (std::size_t i = 1; i <= pronoun_units; ++i) units.push_back("unit" + std::to_string(i));
    std::vector<std::string_view> columns{"feature", "weight"};
    columns.insert(columns.end(), units.begin(), units.end());
    auto table = table_of(folder, "pronoun_weights.tsv", columns);
    if (!table) return table.fault();
    if (table->rows() != pronoun_features + 2)
        return Fault{FaultKind::malformed, "not a row for each feature and two for the units", folder + "/pronoun_weights.tsv",
                     "make it again with training/pronouns.py"};
    b.weights.assign(pronoun_weights, 0);
    for (std::size_t r = 0; r < table->rows(); ++r) {
        const std::string name = pronoun_feature_name(r);
        if (table->cell(r, 0) != name) return table->fault(r, "the row here is '" + name + "'");
        for (std::size_t i = 0; i < pronoun_row; ++i) {
            if (!read_number(table->cell(r, 1 + i), b.weights[r * pronoun_row + i]))
                return table->fault(r, "a whole number is wanted");
        }
    }
    return {};
}

Result<void> read_folder(Builder& b, const std::string& folder, bool whole, bool overlay) {
    using Reader = Result<void> (*)(Builder&, const std::string&);
    static constexpr std::pair<const char*, Reader> readers[] = {
        {"not_names.tsv", read_not_names},     {"given_names.tsv", read_given_names}, {"pronoun_weights.tsv", read_weights},
        {"states.tsv", read_states},           {"state_names.tsv", read_state_names}, {"actors.tsv", read_actors},
        {"actor_names.tsv", read_actor_names}, {"persons.tsv", read_persons},         {"places.tsv", read_places},
        {"outlets.tsv", read_outlets},         {"agents.tsv", read_agents},           {"memberships.tsv", read_members}};
    for (const auto& [name, reader] : readers) {
        if (!whole && !exists(folder, name)) continue;
        if (auto done = reader(b, folder); !done) return done;
    }
    if (whole || exists(folder, "roles.tsv")) return read_roles(b, folder, overlay);
    return {};
}

// ---------------------------------------------------------------------------------------------- the image

void sort_roles(Builder& b) {
    std::stable_sort(b.roles.begin(), b.roles.end(),
                     [](const Role& x, const Role& y) { return x.person != y.person ? x.person < y.person : x.start < y.start; });
    for (std::uint32_t i = 0; i < b.roles.size(); ++i) {
        Actor& person = b.actors[b.roles[i].person];
        if (person.role_last == 0) person.role_first = i;
        person.role_last = i + 1;
        std::uint8_t rank = rank_of(b.roles[i].cls);
        if (rank == 0 && b.actors[b.roles[i].for_actor].type == Type::territory) rank = 4;
        person.rank = std::min(person.rank, rank);
        b.as_of = std::max(b.as_of, b.roles[i].as_of);
    }
    for (Actor& actor : b.actors) {
        const auto home = b.actor_at.find(std::string(actor.code.text));
        actor.home = home == b.actor_at.end() ? nobody : home->second;
    }
}

std::uint32_t hash_of(std::string_view text) {
    std::uint32_t h = 2166136261u;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
}

std::size_t capacity_for(std::size_t count) {
    std::size_t out = 16;
    while (out < count * 8 / 5) out *= 2;
    return out;
}

struct Writer {
    std::string out = std::string(sizeof(Header), '\0');
    Header header{};

    template <class T>
    void section(Section which, const std::vector<T>& rows) {
        while (out.size() % 8 != 0) out += '\0';
        header.extents[which] = {out.size(), rows.size()};
        header.sizes[which] = sizeof(T);
        if (!rows.empty()) out.append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T));
    }
};

void write_trie(Builder& b, Writer& w) {
    std::vector<Name> names;
    std::vector<Node> nodes;
    for (Builder::TrieNode& node : b.nodes) {
        std::stable_sort(node.names.begin(), node.names.end(), [&](const Name& x, const Name& y) {
            const auto rank = [&](const Name& n) {
                return n.kind >= NameKind::person && n.kind <= NameKind::given ? b.actors[n.target].rank : 0;
            };
            return x.kind != y.kind ? x.kind < y.kind : rank(x) < rank(y);
        });
        Node out{static_cast<std::uint32_t>(names.size()), 0, node.more ? 1u : 0u};
        std::map<NameKind, std::size_t> count;
        for (const Name& name : node.names) {
            if (++count[name.kind] <= most_per_name) names.push_back(name);
        }
        out.last = static_cast<std::uint32_t>(names.size());
        nodes.push_back(out);
    }
    w.section(names_, names);
    w.section(nodes_, nodes);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> edges(b.edges.begin(), b.edges.end());
    std::sort(edges.begin(), edges.end());
    std::vector<Slot> slots(capacity_for(edges.size()));
    for (const auto& [key, child] : edges) {
        std::size_t at = mix(key) & (slots.size() - 1);
        while (slots[at].key != 0) at = (at + 1) & (slots.size() - 1);
        slots[at] = {key, child, 0};
    }
    w.section(slots_, slots);
}

void write_words(Builder& b, Writer& w) {
    for (const auto& [name, gender] : std::map<std::string, char>(b.gender_of.begin(), b.gender_of.end())) b.word(name);
    std::vector<WordSlot> slots(capacity_for(b.word_texts.size()));
    std::vector<SoundSlot> sounds;
    for (std::uint32_t i = 0; i < b.word_texts.size(); ++i) {
        const std::uint32_t hash = hash_of(b.word_texts[i]);
        std::size_t at = hash & (slots.size() - 1);
        while (slots[at].text.size != 0) at = (at + 1) & (slots.size() - 1);
        const auto gender = b.gender_of.find(b.word_texts[i]);
        slots[at] = {b.intern(b.word_texts[i]), hash, i + 1,
                     gender == b.gender_of.end() ? 0u : static_cast<std::uint32_t>(gender->second)};
        if (b.word_texts[i].size() >= 4) {
            const std::string key = sound_key(b.word_texts[i]);
            sounds.push_back({checksum(key.data(), key.size()), i + 1, 0});
        }
    }
    std::sort(sounds.begin(), sounds.end(),
              [](const SoundSlot& x, const SoundSlot& y) { return x.hash != y.hash ? x.hash < y.hash : x.word < y.word; });
    w.section(words_, slots);
    w.section(sounds_, sounds);
}

std::string write_image(Builder& b) {
    Writer w;
    sort_roles(b);
    std::vector<std::uint32_t> seats(b.roles.size());
    for (std::uint32_t i = 0; i < seats.size(); ++i) seats[i] = i;
    std::stable_sort(seats.begin(), seats.end(), [&](std::uint32_t x, std::uint32_t y) {
        const Role &a = b.roles[x], &c = b.roles[y];
        return a.for_actor != c.for_actor ? a.for_actor < c.for_actor : a.cls != c.cls ? a.cls < c.cls : a.start < c.start;
    });
    std::stable_sort(b.outlets.begin(), b.outlets.end(),
                     [&](const OutletRow& x, const OutletRow& y) { return b.view(x.domain) < b.view(y.domain); });
    std::stable_sort(b.members.begin(), b.members.end(),
                     [](const Member& x, const Member& y) { return x.org != y.org ? x.org < y.org : x.state < y.state; });
    write_trie(b, w);
    write_words(b, w);
    w.section(actors_, b.actors);
    w.section(roles_, b.roles);
    w.section(seats_, seats);
    w.section(places_, b.places);
    w.section(agents_, b.agents);
    w.section(outlets_, b.outlets);
    w.section(members_, b.members);
    w.section(weights_, b.weights);
    w.section(strings_, std::vector<char>(b.pool.begin(), b.pool.end()));
    std::memcpy(w.header.magic, image_magic, sizeof image_magic);
    w.header.version = image_version;
    w.header.section_count = sections;
    w.header.size = w.out.size();
    w.header.as_of = b.as_of;
    w.header.checksum = checksum(w.out.data() + sizeof(Header), w.out.size() - sizeof(Header));
    std::memcpy(w.out.data(), &w.header, sizeof(Header));
    return std::move(w.out);
}

}  // namespace

Result<std::string> compile_knowledge(const std::string& folder, const std::string& overlay) {
    Builder builder;
    if (auto done = read_folder(builder, folder, true, false); !done) return done.fault();
    if (exists(folder, "sharealike")) {
        if (auto done = read_folder(builder, folder + "/sharealike", false, false); !done) return done.fault();
    }
    if (!overlay.empty()) {
        std::error_code error;
        if (!std::filesystem::is_directory(overlay, error))
            return Fault{FaultKind::not_found, "no folder of tables", overlay,
                         "an overlay is a folder with TSV files named as in data/actors"};
        if (auto done = read_folder(builder, overlay, false, true); !done) return done.fault();
    }
    add_all_person_names(builder);
    return write_image(builder);
}

}  // namespace readout::actors
