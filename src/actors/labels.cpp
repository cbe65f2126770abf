#include "actors/labels.h"

#include <algorithm>
#include <array>

namespace readout::actors {
namespace {

constexpr std::string_view types[] = {"state",   "territory",   "former", "igo",   "bloc",  "ngo",    "movement",
                                      "company", "institution", "seat",   "armed", "party", "outlet", "person"};
constexpr std::string_view offices[] = {
    "HOS",        "HOG",        "DHOS",       "DHOG",      "FM",      "DM",         "FIN",        "INT",       "JUS",
    "HEA",        "MIN",        "DEPMIN",     "SPOX",      "AMB",     "UNREP",      "ADVISER",    "ENVOY",     "OFFICIAL",
    "GOVERNOR",   "MAYOR",      "GG",         "CBHEAD",    "LEG",     "LEGSPEAKER", "JUD",        "PROS",      "MILCHIEF",
    "MILSPOX",    "POLICE",     "INTELCHIEF", "IGOHEAD",   "ARMLEAD", "PARTYLEAD",  "OPPOSITION", "RELIGIOUS", "ACTIVIST",
    "JOURNALIST", "MEDIAOWNER", "BUSINESS",   "FIRSTLADY", "KNOWN",   "CIVILIAN"};
static_assert(std::size(offices) == static_cast<std::size_t>(Office::count));
constexpr std::string_view place_kinds[] = {"capital", "seat", "city", "adm1", "region", "district"};

template <class Enum, std::size_t size>
std::optional<Enum> parse(const std::string_view (&names)[size], std::string_view text) {
    const auto at = std::find(std::begin(names), std::end(names), text);
    if (at == std::end(names)) return {};
    return static_cast<Enum>(at - std::begin(names));
}

}  // namespace

std::optional<Type> parse_type(std::string_view text) { return parse<Type>(types, text); }
std::optional<Office> parse_office(std::string_view text) { return parse<Office>(offices, text); }
std::optional<PlaceKind> parse_place_kind(std::string_view text) { return parse<PlaceKind>(place_kinds, text); }
std::string_view name_of(Office office) { return offices[static_cast<int>(office)]; }

std::uint8_t rank_of(Office office) {
    switch (office) {
        case Office::HOS:
        case Office::HOG:
            return 0;
        case Office::IGOHEAD:
        case Office::FM:
        case Office::ARMLEAD:
            return 1;
        case Office::DM:
        case Office::DHOS:
        case Office::DHOG:
        case Office::SPOX:
        case Office::OPPOSITION:
        case Office::FIN:
        case Office::INT:
        case Office::MILCHIEF:
            return 2;
        case Office::ADVISER:
        case Office::ENVOY:
        case Office::LEGSPEAKER:
        case Office::UNREP:
        case Office::INTELCHIEF:
        case Office::CBHEAD:
        case Office::JUS:
        case Office::HEA:
        case Office::RELIGIOUS:
        case Office::ACTIVIST:
        case Office::PARTYLEAD:
        case Office::KNOWN:
        case Office::BUSINESS:
        case Office::MEDIAOWNER:
        case Office::JOURNALIST:
        case Office::POLICE:
            return 3;
        case Office::CIVILIAN:
        case Office::MIN:
        case Office::DEPMIN:
        case Office::GOVERNOR:
        case Office::MAYOR:
        case Office::PROS:
        case Office::MILSPOX:
            return 4;
        default:
            return 5;
    }
}

}  // namespace readout::actors
