// Which model, knowledge and ontology a command is to read with: the flags --model, --overlay, --ontology.
#pragma once

#include "cli/cli.h"
#include "engine/engine.h"

namespace readout::cli {

inline ResourceOptions resource_options(const Arguments& arguments) {
    return {{},
            std::string(arguments.text("model")),
            std::string(arguments.text("overlay")),
            std::string(arguments.text("ontology"))};
}

}  // namespace readout::cli
