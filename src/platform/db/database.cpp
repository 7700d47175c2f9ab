#include "platform/db/database.h"

#include "platform/db/connection.h"
#include "platform/db/postgres_database.h"
#include "platform/db/sqlite_database.h"

namespace skein::db {
namespace {

thread_local std::optional<Duration> thread_read_limit;

}  // namespace

ReadTimeLimit::ReadTimeLimit(Duration longest)
    : outer_(std::exchange(thread_read_limit, longest)) {}

ReadTimeLimit::~ReadTimeLimit() { thread_read_limit = outer_; }

std::optional<Duration> ReadTimeLimit::of_this_thread() { return thread_read_limit; }

Result<std::unique_ptr<Database>> Database::open(Options options, Clock const& clock,
                                                 threads::Scheduler& scheduler) {
    constexpr std::string_view sqlite = "sqlite:";
    if (options.url.starts_with(sqlite)) {
        auto path = options.url.substr(sqlite.size());
        return SqliteDatabase::open(std::move(options), std::move(path), clock, scheduler);
    }
    if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://"))
        return PostgresDatabase::open(std::move(options), clock, scheduler);
    return fail(Errc::bad_request,
                "This database cannot be opened: its address must begin with sqlite: or "
                "postgresql:// (see docs/reference/settings.md).");
}

Error wrong_columns(Sql const& sql, std::string found) {
    return {Errc::internal, "",
            fmt::format("{}: the columns of the statement ({}) are not those of its row ({})",
                        sql.name(), found, sql.columns().size())};
}

}  // namespace skein::db
