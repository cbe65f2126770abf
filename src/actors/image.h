// actors/image: the compiled knowledge file: flat arrays, one string pool, a trie over look-up words.
//
// Little-endian, 8-byte aligned sections; every index is checked against its section when the file is loaded, so that a damaged
// file is a fault and never a crash. Written by compile.cpp, read in place (memory-mapped) by knowledge.cpp.
#pragma once

#include <cstdint>

namespace readout::actors {

constexpr char image_magic[8] = {'R', 'D', 'O', 'U', 'T', 'K', 'B', '1'};
constexpr std::uint32_t image_version = 4;
constexpr std::int32_t no_day = INT32_MIN;

struct Str {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
};

struct Code {
    char text[4] = {0, 0, 0, 0};
};

enum class Type : std::uint8_t {
    state,
    territory,
    former_state,
    igo,
    bloc,
    ngo,
    movement,
    company,
    institution,
    seat,
    armed,
    party,
    outlet,
    person
};

// Classes of office; `Office::count` stays last.
enum class Office : std::uint8_t {
    HOS,
    HOG,
    DHOS,
    DHOG,
    FM,
    DM,
    FIN,
    INT,
    JUS,
    HEA,
    MIN,
    DEPMIN,
    SPOX,
    AMB,
    UNREP,
    ADVISER,
    ENVOY,
    OFFICIAL,
    GOVERNOR,
    MAYOR,
    GG,
    CBHEAD,
    LEG,
    LEGSPEAKER,
    JUD,
    PROS,
    MILCHIEF,
    MILSPOX,
    POLICE,
    INTELCHIEF,
    IGOHEAD,
    ARMLEAD,
    PARTYLEAD,
    OPPOSITION,
    RELIGIOUS,
    ACTIVIST,
    JOURNALIST,
    MEDIAOWNER,
    BUSINESS,
    FIRSTLADY,
    KNOWN,     // no office of the tables, but a sector of their own
    CIVILIAN,  // named in the news, holds no power
    count,
};
constexpr std::uint64_t bit(Office office) { return std::uint64_t{1} << static_cast<int>(office); }

struct Actor {
    Str id, name, qid;
    Code code;  // as PLOVER codes it (a territory's state)
    Code sector;
    Code sectors[2];  // further ones
    std::int32_t from = no_day, to = no_day;
    std::uint32_t role_first = 0, role_last = 0;  // of a person
    std::int32_t as_of = no_day;
    std::uint16_t cow = 0, gw = 0;
    std::int32_t cow_from = no_day, cow_to = no_day;
    std::uint32_t home = 0;  // index of the state whose code this is; none: 0xFFFFFFFF
    Type type = Type::state;
    char gender = 0;                        // m, f or 0
    std::uint8_t rank = 255;                // of a person: how widely known, 0 is most (highest office ever held)
    std::uint8_t led_by_head_of_state = 0;  // of a state: who its leader is
    char continent[2] = {0, 0};             // of a state: AF AS EU NA SA OC
    std::uint8_t spare[2] = {0, 0};
};

enum class End : std::uint8_t { known, successor, open, unknown };

struct Role {
    std::uint32_t person = 0;
    std::uint32_t for_actor = 0;
    Str office;
    std::int32_t start = no_day, end = no_day, as_of = no_day;
    Code sector;
    Office cls = Office::OFFICIAL;
    End end_state = End::unknown;
    std::uint8_t source = 0;
    std::uint8_t spare = 0;
};

enum class PlaceKind : std::uint8_t { capital, seat, city, adm1, region, district };

struct PlaceRow {
    Str name, adm1;
    std::int64_t geonameid = 0;
    float latitude = 0, longitude = 0;
    std::uint32_t population = 0;
    std::uint32_t state = 0;  // actor index (territories: themselves)
    PlaceKind kind = PlaceKind::city;
    std::uint8_t located = 0;
    std::uint8_t spare[6] = {};
};

enum class AgentKind : std::uint8_t { person, body };

struct Agent {
    Str phrase;
    std::uint64_t classes = 0;  // bits of Office
    Code sector, second;
    AgentKind kind = AgentKind::body;
    std::uint8_t plural = 0;
    std::uint8_t spare[6] = {};
};

struct OutletRow {
    std::uint32_t actor = 0;
    Str name, domain, country, type, affiliation;
};

// What a name can be.
enum class NameKind : std::uint8_t {
    state,       // Russia, Russian Federation
    state_abbr,  // US, UK: in capitals only
    adjective,   // Russian
    demonym,     // Russians
    actor,       // NATO, State Duma, Hezbollah, The Hindu
    acronym,     // the same, in its own case only
    person,      // full name
    alone,       // a short form that stands for the person by itself: Putin
    surname,     // Lavrov
    given,       // Jinping, Lijian: the given name of a name that begins with the family's
    place,
    agent,  // foreign minister, troops
};

struct Name {
    std::uint32_t target = 0;  // index of an actor, a place or an agent
    NameKind kind = NameKind::actor;
    std::uint8_t capitals = 0;  // words that must begin with a capital
    std::uint8_t words = 1;
    std::uint8_t weak = 0;  // an everyday word: wants more than its letters
};

struct Slot {               // trie edge: open addressing, key 0 is empty
    std::uint64_t key = 0;  // (node + 1) << 32 | word
    std::uint32_t child = 0;
    std::uint32_t spare = 0;
};

struct Node {
    std::uint32_t first = 0, last = 0;  // into names
    std::uint32_t more = 0;             // has edges
};

struct WordSlot {  // open addressing; size 0 is empty
    Str text;
    std::uint32_t hash = 0;
    std::uint32_t id = 0;
    std::uint32_t gender = 0;  // of a first name: 'm', 'f' or 0
};

struct SoundSlot {  // sound key's hash -> words, sorted by hash
    std::uint64_t hash = 0;
    std::uint32_t word = 0;
    std::uint32_t spare = 0;
};

enum Section : std::uint32_t {
    strings_,
    actors_,
    roles_,
    seats_,
    places_,
    agents_,
    outlets_,
    names_,
    slots_,
    nodes_,
    words_,
    sounds_,
    weights_,
    members_,
    sections
};

struct Member {
    std::uint32_t org = 0, state = 0;
    std::int32_t start = no_day, end = no_day;
};

struct Extent {
    std::uint64_t at = 0, count = 0;
};

struct Header {
    char magic[8];
    std::uint32_t version = 0;
    std::uint32_t section_count = sections;
    std::uint64_t size = 0;      // of the whole file
    std::uint64_t checksum = 0;  // of all bytes after the header
    std::int32_t as_of = no_day;
    std::uint32_t sizes[sections] = {};  // of one element, so that another layout is noticed
    Extent extents[sections];
};

}  // namespace readout::actors
