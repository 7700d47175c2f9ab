#include "platform/db/migrate.h"

#include <algorithm>

#include "platform/db/connection.h"

namespace skein::db {

Sql const note_migration{"schema_migrations.insert",
                         "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)"};

namespace {

constexpr Migration first{"000000000000_create_schema_migrations",
                          "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL "
                          "PRIMARY KEY, applied_at BIGINT NOT NULL)"};

Query<std::string> const list_applied{"schema_migrations.list",
                                      "SELECT name FROM schema_migrations ORDER BY name"};
Query<std::string> const find_table{"schema_migrations.find",
                                    "SELECT name FROM schema_migrations WHERE name = $1"};

Result<std::vector<std::string>> applied(Database& database) {
    return database.read([](Tx& tx) { return tx.list(list_applied); });
}

/// The table of migrations is itself the first one.
Result<void> ensure_table(Database& database) {
    auto const known = database.read([](Tx& tx) { return tx.find(find_table, first.name); });
    if (known && *known) return {};
    return database.run_migration(std::string(first.name), first.text);
}

}  // namespace

Result<MigrationState> migration_state(Database& database, std::span<Migration const> migrations) {
    TRY(auto const names, applied(database));
    MigrationState state;
    for (auto const& migration : migrations) {
        auto const done = std::ranges::find(names, migration.name) != names.end();
        (done ? state.applied : state.pending).emplace_back(migration.name);
    }
    for (auto const& name : names)
        if (name != first.name &&
            std::ranges::find(migrations, name, &Migration::name) == migrations.end())
            state.unknown.push_back(name);
    return state;
}

Result<void> migrate(Database& database, std::span<Migration const> migrations,
                     std::function<void(std::string const&)> report) {
    TRY_OK(ensure_table(database));
    TRY(auto const state, migration_state(database, migrations));
    for (auto const& migration : migrations) {
        if (std::ranges::find(state.pending, migration.name) == state.pending.end()) continue;
        TRY(auto const bytes, database.size_bytes());
        // Rebuilding a table or an index reads about 100 MB of it a second.
        auto const seconds = bytes / 100'000'000;
        report(seconds > 5 ? fmt::format("{} (may take {} seconds)", migration.name, seconds)
                           : std::string(migration.name));
        TRY_OK(database.run_migration(std::string(migration.name), migration.text));
    }
    return {};
}

}  // namespace skein::db
