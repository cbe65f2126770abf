#include "actors/knowledge.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "actors/checksum.h"
#include "actors/compile.h"
#include "actors/pronouns.h"
#include "actors/words.h"

namespace readout {
namespace {

using namespace actors;

constexpr int years_an_open_role_stays_likely = 6;

Fault damaged(const std::string& name, const char* what) {
    return {FaultKind::corrupt, std::string("damaged knowledge file: ") + what, name, "build it again, or reinstall"};
}

template <class T>
bool take(std::string_view bytes, const Header& header, Section which, std::span<const T>& out) {
    const Extent extent = header.extents[which];
    if (extent.at % 8 != 0 || extent.at > bytes.size() || extent.count > (bytes.size() - extent.at) / sizeof(T)) return false;
    out = {reinterpret_cast<const T*>(bytes.data() + extent.at), extent.count};
    return header.sizes[which] == sizeof(T);
}

bool good(Str s, std::size_t pool) { return s.at <= pool && s.size <= pool - s.at; }

bool ends_with_zero(const Code& code) { return code.text[3] == 0; }

// Every index of every row lies inside its section.
const char* check(const Knowledge::Inside& k) {
    const std::size_t pool = k.strings.size();
    for (const Actor& a : k.actors) {
        if (!good(a.id, pool) || !good(a.name, pool) || !good(a.qid, pool)) return "a name of an actor";
        if (a.role_first > a.role_last || a.role_last > k.roles.size()) return "roles of a person";
        if (a.home != 0xFFFFFFFF && a.home >= k.actors.size()) return "a home state";
        if (!ends_with_zero(a.code) || !ends_with_zero(a.sector) || !ends_with_zero(a.sectors[0]) ||
            !ends_with_zero(a.sectors[1]))
            return "a code";
        if (a.type > Type::person) return "a type";
    }
    for (const Role& r : k.roles) {
        if (r.person >= k.actors.size() || r.for_actor >= k.actors.size() || !good(r.office, pool) || r.cls >= Office::count ||
            !ends_with_zero(r.sector))
            return "a role";
    }
    for (const std::uint32_t s : k.seats) {
        if (s >= k.roles.size()) return "a seat";
    }
    for (const PlaceRow& p : k.places) {
        if (!good(p.name, pool) || !good(p.adm1, pool) || p.state >= k.actors.size()) return "a place";
    }
    for (const Agent& a : k.agents) {
        if (!good(a.phrase, pool) || !ends_with_zero(a.sector) || !ends_with_zero(a.second)) return "an agent";
    }
    for (const OutletRow& o : k.outlets) {
        if (o.actor >= k.actors.size() || !good(o.name, pool) || !good(o.domain, pool) || !good(o.country, pool) ||
            !good(o.type, pool) || !good(o.affiliation, pool))
            return "an outlet";
    }
    for (const actors::Name& n : k.names) {
        const std::size_t limit = n.kind == NameKind::place   ? k.places.size()
                                  : n.kind == NameKind::agent ? k.agents.size()
                                                              : k.actors.size();
        if (n.kind > NameKind::agent || n.target >= limit) return "a name";
    }
    for (const Node& n : k.nodes) {
        if (n.first > n.last || n.last > k.names.size()) return "a node of the trie";
    }
    for (const Slot& s : k.slots) {
        if (s.child >= k.nodes.size()) return "an edge of the trie";
    }
    for (const WordSlot& w : k.words) {
        if (!good(w.text, pool)) return "a word";
    }
    for (const Member& m : k.members) {
        if (m.org >= k.actors.size() || m.state >= k.actors.size()) return "a membership";
    }
    return nullptr;
}

bool is_power_of_two(std::size_t n) { return n != 0 && (n & (n - 1)) == 0; }

std::string_view domain_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/:?#"));
    if (url.starts_with("www.")) url.remove_prefix(4);
    return url;
}

}  // namespace

Result<std::unique_ptr<Knowledge::Inside>> Knowledge::Inside::open(MappedFile mapped, std::string owned,
                                                                   const std::string& name) {
    auto inside = std::make_unique<Inside>();
    inside->file = std::move(mapped);
    inside->bytes = std::move(owned);
    const std::string_view all = inside->bytes.empty() ? inside->file.text() : std::string_view(inside->bytes);
    Header header;
    if (all.size() < sizeof header) return damaged(name, "too short");
    std::memcpy(&header, all.data(), sizeof header);
    if (std::memcmp(header.magic, image_magic, sizeof image_magic) != 0) return damaged(name, "not a knowledge file");
    if (header.version != image_version || header.section_count != sections) return damaged(name, "another version");
    if (header.size != all.size()) return damaged(name, "another size than it says");
    if (header.checksum != checksum(all.data() + sizeof header, all.size() - sizeof header))
        return damaged(name, "its checksum is wrong");
    Inside& k = *inside;
    if (!take(all, header, strings_, k.strings) || !take(all, header, actors_, k.actors) || !take(all, header, roles_, k.roles) ||
        !take(all, header, seats_, k.seats) || !take(all, header, places_, k.places) || !take(all, header, agents_, k.agents) ||
        !take(all, header, outlets_, k.outlets) || !take(all, header, names_, k.names) || !take(all, header, slots_, k.slots) ||
        !take(all, header, nodes_, k.nodes) || !take(all, header, words_, k.words) || !take(all, header, sounds_, k.sounds) ||
        !take(all, header, members_, k.members) || !take(all, header, weights_, k.weights) ||
        k.weights.size() != pronoun_weights) {
        return damaged(name, "a section");
    }
    if (!is_power_of_two(k.slots.size()) || !is_power_of_two(k.words.size()) || k.nodes.empty())
        return damaged(name, "a table's size");
    if (const char* what = check(k)) return damaged(name, what);
    k.as_of = header.as_of == no_day ? "" : format_day({header.as_of});
    char sum[17];
    std::snprintf(sum, sizeof sum, "%016llx", static_cast<unsigned long long>(header.checksum));
    k.version = std::string(sum).substr(0, 8);
    for (std::uint32_t i = 0; i < k.actors.size(); ++i) {
        const std::string_view id = k.text(k.actors[i].id);
        if (k.actors[i].type <= Type::former_state) k.state_ids.emplace_back(id, i);
        if (id == "org.eu") k.european_union = i;
    }
    std::stable_sort(k.state_ids.begin(), k.state_ids.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return inside;
}

namespace {

const WordSlot* find_word(const Knowledge::Inside& k, std::string_view look_up) {
    std::uint32_t hash = 2166136261u;
    for (const char c : look_up) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    const std::size_t mask = k.words.size() - 1;
    std::size_t at = hash & mask;
    for (std::size_t probes = 0; probes <= mask; ++probes, at = (at + 1) & mask) {
        const WordSlot& slot = k.words[at];
        if (slot.text.size == 0) return nullptr;
        if (slot.hash == hash && k.text(slot.text) == look_up) return &slot;
    }
    return nullptr;
}

}  // namespace

std::uint32_t Knowledge::Inside::word(std::string_view look_up) const {
    const WordSlot* slot = find_word(*this, look_up);
    return slot == nullptr ? 0 : slot->id;
}

char Knowledge::Inside::gender_of_name(std::string_view look_up) const {
    const WordSlot* slot = find_word(*this, look_up);
    return slot == nullptr ? 0 : static_cast<char>(slot->gender);
}

std::uint32_t Knowledge::Inside::step(std::uint32_t node, std::uint32_t next) const {
    if (next == 0) return 0;
    const std::uint64_t key = (static_cast<std::uint64_t>(node) + 1) << 32 | next;
    const std::size_t mask = slots.size() - 1;
    std::size_t at = mix(key) & mask;
    for (std::size_t probes = 0; probes <= mask; ++probes, at = (at + 1) & mask) {
        if (slots[at].key == key) return slots[at].child;
        if (slots[at].key == 0) return 0;
    }
    return 0;
}

std::vector<std::uint32_t> Knowledge::Inside::words_that_sound_like(std::string_view look_up) const {
    std::vector<std::uint32_t> out;
    const std::string key = sound_key(look_up);
    const std::uint64_t hash = checksum(key.data(), key.size());
    for (auto at =
             std::lower_bound(sounds.begin(), sounds.end(), hash, [](const SoundSlot&s, std::uint64_t h) { return s.hash < h; });
         at != sounds.end() && at->hash == hash && out.size() < 8; ++at) {
        out.push_back(at->word);
    }
    return out;
}

std::optional<std::uint32_t> Knowledge::Inside::actor_of_code(std::string_view code) const {
    const auto at = std::lower_bound(state_ids.begin(), state_ids.end(), code, [](const auto& x, auto c) { return x.first < c; });
    if (at == state_ids.end() || at->first != code) return {};
    return at->second;
}

std::vector<std::uint32_t> Knowledge::Inside::seat(std::uint32_t for_actor, std::uint64_t classes) const {
    std::vector<std::uint32_t> out;
    auto at = std::lower_bound(seats.begin(), seats.end(), for_actor,
                               [&](std::uint32_t role, std::uint32_t wanted) { return roles[role].for_actor < wanted; });
    for (; at != seats.end() && roles[*at].for_actor == for_actor; ++at) {
        if (classes & bit(roles[*at].cls)) out.push_back(*at);
    }
    return out;
}

bool Knowledge::Inside::is_member(std::uint32_t org, std::uint32_t state, std::int32_t day) const {
    const auto less = [](const Member& m, std::pair<std::uint32_t, std::uint32_t> k) {
        return m.org != k.first ? m.org < k.first : m.state < k.second;
    };
    for (auto at = std::lower_bound(members.begin(), members.end(), std::pair{org, state}, less);
         at != members.end() && at->org == org && at->state == state; ++at) {
        if (day == no_day || ((at->start == no_day || at->start <= day) && (at->end == no_day || day <= at->end))) return true;
    }
    return false;
}

namespace actors {

Held held(const Role& role, std::int32_t day) {
    if (day == no_day) return Held::likely;
    if ((role.cls == Office::KNOWN || role.cls == Office::CIVILIAN) && role.start == no_day)
        return role.end == no_day || day <= role.end ? Held::certain
                                                     : Held::no;  // no office: what somebody is known for at any time
    if (role.start == no_day) {                                   // a snapshot: in office on as_of
        if (role.as_of == no_day) return Held::likely;
        const std::int32_t off = day > role.as_of ? day - role.as_of : role.as_of - day;
        return off == 0 ? Held::certain : off < 550 ? Held::likely : Held::no;
    }
    if (day < role.start) return Held::no;
    if (role.end != no_day) return day <= role.end ? Held::certain : Held::no;
    if (role.as_of == no_day || day <= role.as_of) return Held::certain;
    return day - role.as_of <= years_an_open_role_stays_likely * 365 ? Held::likely : Held::no;
}

}  // namespace actors

Result<Knowledge> Knowledge::load(const std::string& data_folder, const std::string& overlay) {
    const std::string image = data_folder + "/actors.knowledge";
    if (overlay.empty()) {
        auto file = MappedFile::open(image);
        if (file) {
            auto inside = Inside::open(std::move(*file), {}, image);
            if (!inside) return inside.fault();
            return Knowledge(std::move(*inside));
        }
        if (file.fault().kind != FaultKind::not_found) return file.fault();
    }
    auto bytes = compile_knowledge(data_folder + "/actors", overlay);
    if (!bytes) return bytes.fault();
    auto inside = Inside::open({}, std::move(*bytes), data_folder + "/actors");
    if (!inside) return inside.fault();
    return Knowledge(std::move(*inside));
}

Knowledge::Knowledge(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Knowledge::Knowledge(Knowledge&&) noexcept = default;
Knowledge& Knowledge::operator=(Knowledge&&) noexcept = default;
Knowledge::~Knowledge() = default;

std::string_view Knowledge::version() const { return inside_->version; }
std::string_view Knowledge::as_of() const { return inside_->as_of; }

Outlet Knowledge::outlet(std::string_view name, std::string_view url) const {
    const Inside& k = *inside_;
    const auto row = [&](const OutletRow& o) {
        return Outlet{std::string(k.text(k.actors[o.actor].name)), std::string(k.text(o.domain)), std::string(k.text(o.country)),
                      std::string(k.text(o.type)), std::string(k.text(o.affiliation))};
    };
    for (std::string_view domain = domain_of(url); domain.find('.') != std::string_view::npos;
         domain.remove_prefix(domain.find('.') + 1)) {
        const auto at = std::lower_bound(k.outlets.begin(), k.outlets.end(), domain,
                                         [&](const OutletRow& o, std::string_view d) { return k.text(o.domain) < d; });
        if (at != k.outlets.end() && k.text(at->domain) == domain) return row(*at);
    }
    std::uint32_t node = 0;
    const auto cut = cut_words(name);
    for (std::size_t i = 0; i < cut.size(); ++i) {
        if (i == 0 && cut.size() > 1 && cut[0].text == "the") continue;
        node = k.step(node, k.word(cut[i].text + (cut[i].possessive ? "s" : "")));
        if (node == 0) break;
    }
    if (node != 0) {
        for (const actors::Name& n : k.names_at(node)) {
            if (n.kind != NameKind::actor && n.kind != NameKind::acronym) continue;
            for (const OutletRow& o : k.outlets) {
                if (o.actor == n.target) return row(o);
            }
        }
    }
    Outlet unknown;
    unknown.name = std::string(name);
    unknown.domain = std::string(domain_of(url));
    return unknown;
}

}  // namespace readout
