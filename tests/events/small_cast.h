// tests/events/small_cast: a cast of states only (names, adjectives, peoples), so that the reading of events is tested by itself.
#pragma once

#include "actors/actors.h"

namespace readout::test {

class SmallCast {
public:
    // data/actors/state_names.tsv of the project.
    explicit SmallCast(const std::string& data_folder);
    Cast of(const Document& document, const Parse& parse, const Tree& tree) const;

private:
    struct Name {
        std::string code, kind;
    };
    std::vector<std::pair<std::string, Name>> names_;  // lower case, words joined by one space; sorted
    std::size_t longest_ = 1;
};

}  // namespace readout::test
