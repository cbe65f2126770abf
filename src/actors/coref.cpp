#include "actors/casting.h"

namespace readout::actors {

void resolve_references(Casting&) {}

}  // namespace readout::actors
