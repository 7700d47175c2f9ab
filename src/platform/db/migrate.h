// Migrations: forward only, never edited after release, named by time
// (`202611221030_create_notes.sql`) and gathered from all folders into one order.
//
// The reader turns neutral SQL into each dialect (neutral.h): it maps types to SQLite's strict
// ones, appends STRICT, and knows two words more: `{id}`, the primary key (INTEGER PRIMARY KEY in
// SQLite, BIGINT PRIMARY KEY in PostgreSQL), and `{clustered}` (WITHOUT ROWID in SQLite, nothing in
// PostgreSQL). A line `-- sqlite:` or `-- postgres:` before a statement keeps that statement to one
// database (search only).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/db/database.h"

namespace skein::db {

struct Migration {
    std::string_view name;  ///< File name without `.sql`.
    std::string_view text;
};

/// Every migration compiled into the program, in order (generated at build time from
/// */migrations/*.sql).
std::span<Migration const> all_migrations();

struct MigrationState {
    std::vector<std::string> applied;
    std::vector<std::string> pending;
    /// Applied by a newer program or a feature not built in: accepted.
    std::vector<std::string> unknown;
};

/// What has been applied and what waits.
Result<MigrationState> migration_state(Database& database, std::span<Migration const> migrations);

/// Applies what waits, each in a transaction of its own, so that an interrupted run resumes.
/// `report` gets one line before each, with an estimate for those that go over many rows. Nodes
/// that start together may all call it. Errc::internal when the names are not unique and in order.
Result<void> migrate(Database& database, std::span<Migration const> migrations,
                     std::function<void(std::string const&)> report);

}  // namespace skein::db
