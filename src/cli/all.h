// Every command, one line each; the table in commands.cpp gives their order.
#pragma once

#include "cli/cli.h"

namespace readout::cli {

extern const Command read_command;
extern const Command parse_command;
extern const Command show_command;
extern const Command explain_command;
extern const Command verify_command;
extern const Command date_command;
extern const Command evaluate_command;
extern const Command relations_command;
extern const Command serve_command;
extern const Command demo_command;
extern const Command help_command;

}  // namespace readout::cli
