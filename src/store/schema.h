// store/schema: the tables, and how a store of an older program becomes one of this program. Private to the room.
#pragma once

#include "store/sqlite.h"

namespace readout::sqlite {

inline constexpr std::int64_t application_id = 0x52444F54;  // "RDOT", in the header of every store

// The version a store has after the last migration.
int newest_schema();

// Brings the open file to newest_schema(), in one transaction a step; makes the tables in an empty file. Refuses a newer schema
// and a database that is not a store.
Result<void> migrate(Database& database);
// For readers: the same refusals, and an older schema too, which only a writer may change.
Result<void> check_schema(Database& database);

// Tests only: stops at `version`.
Result<void> migrate_to(Database& database, int version);

}  // namespace readout::sqlite
