// Lines that are no part of a report, by the patterns of data/text/boilerplate.tsv.
#pragma once

#include <optional>
#include <string_view>

namespace readout {

enum class Place { first, top, middle };  // before title and prose; before prose; after

struct BoilerplateMatch {
    std::string_view kind;  // "promotion", "agency" …: column `kind` of the table
};

// What the table says of a line; nothing for a line that may be report. `line` is trimmed.
std::optional<BoilerplateMatch> match_boilerplate(std::string_view line, Place place);

}  // namespace readout
