// actors/knowledge: look-ups in the compiled knowledge image. Const, no locks, no allocation but in results.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/actors.h"
#include "actors/image.h"
#include "base/file.h"

namespace readout {

struct Knowledge::Inside {
    static Result<std::unique_ptr<Inside>> open(MappedFile file, std::string bytes, const std::string& name);

    std::string_view text(actors::Str s) const { return {strings.data() + s.at, s.size}; }
    const actors::Actor& actor(std::uint32_t index) const { return actors[index]; }
    std::optional<std::uint32_t> actor_of_code(std::string_view code) const;  // the state or territory

    // The trie. Node 0 is the root; word 0 is unknown.
    std::uint32_t word(std::string_view look_up) const;
    char gender_of_name(std::string_view look_up) const;               // of a first name: m, f or 0
    std::uint32_t step(std::uint32_t node, std::uint32_t word) const;  // 0: no such edge
    std::span<const actors::Name> names_at(std::uint32_t node) const {
        return names.subspan(nodes[node].first, nodes[node].last - nodes[node].first);
    }
    bool has_edges(std::uint32_t node) const { return nodes[node].more != 0; }
    std::vector<std::uint32_t> words_that_sound_like(std::string_view look_up) const;

    std::span<const actors::Role> roles_of(std::uint32_t person) const {
        return roles.subspan(actors[person].role_first, actors[person].role_last - actors[person].role_first);
    }
    // Roles of a seat: whose class is in `classes`, for that actor; in order of class and start.
    std::vector<std::uint32_t> seat(std::uint32_t for_actor, std::uint64_t classes) const;
    bool is_member(std::uint32_t org, std::uint32_t state, std::int32_t day) const;

    std::span<const char> strings;
    std::span<const actors::Actor> actors;
    std::span<const actors::Role> roles;
    std::span<const std::uint32_t> seats;
    std::span<const actors::PlaceRow> places;
    std::span<const actors::Agent> agents;
    std::span<const actors::OutletRow> outlets;
    std::span<const actors::Name> names;
    std::span<const actors::Slot> slots;
    std::span<const actors::Node> nodes;
    std::span<const actors::WordSlot> words;
    std::span<const actors::SoundSlot> sounds;
    std::span<const actors::Member> members;
    std::span<const std::int32_t> weights;  // of the pronoun scorer

    MappedFile file;
    std::string bytes;
    std::string version, as_of;
    std::vector<std::pair<std::string_view, std::uint32_t>> state_ids;  // by id
    std::uint32_t european_union = 0xFFFFFFFF;
};

namespace actors {

// Was the role held on that day? certain: inside known days, or open and not past as_of; likely: open, after as_of; no.
enum class Held : std::uint8_t { no, likely, certain };
Held held(const Role& role, std::int32_t day);

}  // namespace actors
}  // namespace readout
