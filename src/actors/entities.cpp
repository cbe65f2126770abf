#include <algorithm>

#include "actors/casting.h"
#include "actors/labels.h"
#include "base/date.h"

namespace readout::actors {
namespace {

void copy_sectors(Entity& entity, const Actor& actor) {
    entity.sector = actor.sector.text;
    for (const Code& code : actor.sectors) {
        if (code.text[0] != 0) entity.sectors.emplace_back(code.text);
    }
}

std::uint32_t put(Casting& c, const std::string& key, Entity entity) {
    const auto at = c.entity_at.find(key);
    if (at != c.entity_at.end()) return at->second;
    const auto index = static_cast<std::uint32_t>(c.cast.entities.size());
    set_numbers(c, entity);
    c.cast.entities.push_back(std::move(entity));
    c.entity_at.emplace(key, index);
    return index;
}

std::string spell(std::int32_t day) { return day == no_day ? "…" : format_day({day}); }

}  // namespace

// COW and Gleditsch-Ward numbers of the entity's state on the day (without a day: of the present spell).
void set_numbers(const Casting& c, Entity& entity) {
    if (entity.code.size() != 3) return;
    const auto state = c.k.actor_of_code(entity.code);
    if (!state) return;
    const Actor& row = c.k.actors[*state];
    const bool lives =
        c.day == no_day || row.cow_from == no_day || (row.cow_from <= c.day && (row.cow_to == no_day || c.day <= row.cow_to));
    if (!lives) return;
    entity.ccode = row.cow;
    entity.gwcode = row.gw;
}

std::uint32_t entity_of_state(Casting& c, std::uint32_t state) {
    const Actor& row = c.k.actors[state];
    Entity entity;
    entity.name = c.k.text(row.name);
    entity.actor = c.k.text(row.id);
    entity.code = row.code.text;
    entity.sector = "GOV";
    entity.wikidata = c.k.text(row.qid);
    entity.explanation = "states.tsv " + entity.actor;
    return put(c, "S" + std::to_string(state), std::move(entity));
}

std::uint32_t entity_of_actor(Casting& c, std::uint32_t actor) {
    const Actor& row = c.k.actors[actor];
    if (row.type <= Type::former_state) return entity_of_state(c, actor);
    if (row.type == Type::person) return entity_of_person(c, actor, 0, nothing, false);
    Entity entity;
    entity.name = c.k.text(row.name);
    entity.actor = c.k.text(row.id);
    entity.code = row.code.text;
    entity.wikidata = c.k.text(row.qid);
    copy_sectors(entity, row);
    entity.explanation = "actors.tsv " + entity.actor;
    if (row.from != no_day || row.to != no_day) entity.explanation += " (" + spell(row.from) + " to " + spell(row.to) + ")";
    return put(c, "A" + std::to_string(actor), std::move(entity));
}

namespace {

// Without a report's date: a sector only where all offices the person held agree, or the title beside the name decides.
std::string sector_at_any_date(const Casting& c, std::uint32_t person, const Role* role, std::uint64_t classes) {
    if (role != nullptr && (classes & bit(role->cls))) return role->sector.text;
    std::string sector;
    bool same = true, top = false;
    for (const Role& r : c.k.roles_of(person)) {
        if (sector.empty()) sector = r.sector.text;
        same &= sector == r.sector.text;
        top |= r.cls == Office::HOS || r.cls == Office::HOG || r.cls == Office::FM || r.cls == Office::SPOX;
    }
    if (same) return sector;
    return top ? "GOV" : "";
}

// What nobody elects to, one remains: a rebel, a cleric, a dissident, an owner, a journalist.
bool stays(std::string_view sector) {
    return sector == "REB" || sector == "REL" || sector == "OPP" || sector == "BUS" || sector == "JRN" || sector == "SOC" ||
           sector == "EDU" || sector == "CRM";
}

bool ever_held(const Casting& c, std::uint32_t person, std::uint64_t classes) {
    for (const Role& role : c.k.roles_of(person)) {
        if (classes & bit(role.cls)) return true;
    }
    return false;
}

}  // namespace

std::uint32_t entity_of_person(Casting& c, std::uint32_t person, std::uint64_t classes, std::uint32_t owner, bool former,
                               std::string_view title_sector) {
    const std::string key = "P" + std::to_string(person);
    const auto at = c.entity_at.find(key);
    if (at != c.entity_at.end()) {
        Entity& old = c.cast.entities[at->second];
        if (old.sector.empty() && !former) old.sector = title_sector;
        return at->second;
    }
    const Actor& row = c.k.actors[person];
    Entity entity;
    entity.name = c.k.text(row.name);
    entity.actor = c.k.text(row.id);
    entity.code = row.code.text;
    entity.wikidata = c.k.text(row.qid);
    bool over = false;
    const Role* role = role_on_day(c, person, classes, owner, over);
    // "former Prime Minister", of somebody the tables still know in that office on the day: the text is the newer.
    const std::uint64_t heads = bit(Office::HOS) | bit(Office::HOG);
    const bool just_left = role != nullptr && former && c.day != no_day && (classes & heads & bit(role->cls)) != 0;
    if (role != nullptr && !just_left &&
        !(former && !(classes & bit(role->cls)) && c.day != no_day && role->cls == Office::LEG)) {
        const Actor& seat = c.k.actors[role->for_actor];
        if (seat.type != Type::person) {
            entity.code = seat.code.text;
            // A player or a singer stands for a state only where the report speaks of it.
            if (role->cls == Office::CIVILIAN && row.home != nothing && c.weight_of(row.home) <= 0) entity.code.clear();
            entity.sector = c.day == no_day ? sector_at_any_date(c, person, role, classes) : std::string(role->sector.text);
            // A leader has the sector of the movement on that day (a rebel leader's group may govern).
            if (seat.type == Type::armed) copy_sectors(entity, seat);
        }
        entity.office = c.k.text(role->office);
        entity.explanation = "roles.tsv " + entity.actor + " " + std::string(name_of(role->cls)) + " of " +
                             std::string(c.k.text(seat.id)) + ", " + spell(role->start) + " to " + spell(role->end);
        if (role->end == no_day) entity.explanation += " (in office at " + spell(role->as_of) + ")";
        // A seat in parliament or an unnamed post says less than the title beside the name ("MI5 chief", "police chief").
        const bool lesser = role->cls == Office::LEG || role->cls == Office::OFFICIAL || role->cls == Office::KNOWN ||
                            role->cls == Office::CIVILIAN;
        if (lesser && !former && !title_sector.empty() && !(classes & bit(role->cls)) && c.day != no_day) {
            entity.sector = title_sector;
            entity.sectors.clear();
        }
    } else if (over && !former && !title_sector.empty() && title_sector != "ELI" && !ever_held(c, person, classes)) {
        entity.sector = title_sector;
        entity.explanation = "persons.tsv " + entity.actor + ": known offices ended; the title beside the name";
    } else if (over || (former && row.role_last > row.role_first)) {
        entity.sector = "ELI";
        entity.explanation = "roles.tsv " + entity.actor + ": all offices ended before the report";
        // A religious or a rebel leader stays what he was.
        for (const Role& r : c.k.roles_of(person)) {
            if (row.rank == 0) break;  // but one who led a state is known for that
            if (r.cls == Office::ARMLEAD || r.cls == Office::RELIGIOUS || r.cls == Office::OPPOSITION ||
                r.cls == Office::BUSINESS || (r.cls == Office::KNOWN && stays(r.sector.text)))
                entity.sector = r.sector.text;
        }
        if (entity.code.empty()) {
            for (const Role& r : c.k.roles_of(person)) entity.code = c.code_of(r.for_actor);
        }
    } else {
        entity.explanation = "persons.tsv " + entity.actor + ": no office known on that day";
        if (!former) entity.sector = title_sector;
    }
    const std::uint32_t index = put(c, key, std::move(entity));
    return index;
}

std::uint32_t entity_of_group(Casting& c, std::string_view name, std::string_view code, std::string_view sector,
                              std::string_view second, const char* rule) {
    Entity entity;
    entity.name = name;
    entity.code = code;
    entity.sector = sector;
    if (!second.empty()) entity.sectors.emplace_back(second);
    entity.explanation = rule;
    std::string key = "G" + std::string(code) + "/" + std::string(sector) + "/";
    for (const char ch : name) key += ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch;
    return put(c, key, std::move(entity));
}

std::uint32_t entity_of_unknown(Casting& c, std::string_view name, std::string_view code, std::string_view sector,
                                std::string_view office) {
    Entity entity;
    entity.name = name;
    entity.code = code;
    entity.sector = sector;
    entity.office = office;
    entity.explanation = "known from the text only";
    const std::string key = "U" + std::string(name);
    const auto at = c.entity_at.find(key);
    if (at != c.entity_at.end()) {
        Entity& old = c.cast.entities[at->second];
        if (old.code.empty() && !code.empty()) {
            old.code = code;
            set_numbers(c, old);
        }
        if (old.sector.empty()) old.sector = sector;
        if (old.office.empty()) old.office = office;
        return at->second;
    }
    return put(c, key, std::move(entity));
}

}  // namespace readout::actors
