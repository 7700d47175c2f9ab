#include "platform/db/migrate.h"

#include <algorithm>

#include "platform/db/connection.h"
#include "platform/db/neutral.h"

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

/// `202611221030_create_notes`: twelve digits, then words.
bool is_well_named(std::string_view name) {
    constexpr std::size_t digits = 12;
    return name.size() > digits + 1 && name[digits] == '_' &&
           std::ranges::all_of(name.substr(0, digits), [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_names(std::span<Migration const> migrations) {
    std::string_view last;
    for (auto const& migration : migrations) {
        if (!is_well_named(migration.name) || migration.name <= last)
            return fail(Errc::internal, "",
                        fmt::format("the migration {} is badly named, or out of order after {}",
                                    migration.name, last));
        last = migration.name;
    }
    return {};
}

/// Whether it does more than make new tables and their indexes.
bool touches_rows(Migration const& migration) {
    constexpr std::string_view table = "CREATE TABLE ";
    std::vector<std::string> fresh;
    for (auto const& statement : translate_migration(migration.text, Dialect::postgres)) {
        if (statement.starts_with(table)) {
            auto const name = std::string_view(statement).substr(table.size());
            fresh.emplace_back(name.substr(0, name.find_first_of(" (")));
            continue;
        }
        auto const on_fresh = std::ranges::any_of(fresh, [&](std::string const& name) {
            return statement.contains(" ON " + name + " ") ||
                   statement.starts_with("INSERT INTO " + name + " ");
        });
        if (!on_fresh) return true;
    }
    return false;
}

std::string announcement(Migration const& migration, std::int64_t database_bytes) {
    // Rebuilding a table or an index reads about 100 MB of it a second.
    auto const seconds = touches_rows(migration) ? database_bytes / 100'000'000 : 0;
    if (seconds <= 5) return std::string(migration.name);
    return fmt::format("{} (may take {} seconds)", migration.name, seconds);
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
    TRY_OK(check_names(migrations));
    TRY_OK(ensure_table(database));
    TRY(auto const state, migration_state(database, migrations));
    for (auto const& migration : migrations) {
        if (std::ranges::find(state.pending, migration.name) == state.pending.end()) continue;
        TRY(auto const bytes, database.size_bytes());
        report(announcement(migration, bytes));
        TRY_OK(database.run_migration(std::string(migration.name), migration.text));
    }
    return {};
}

}  // namespace skein::db
