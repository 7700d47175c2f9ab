#include "platform/db/database.h"

#include "platform/db/sqlite_database.h"

namespace skein::db {

Result<std::unique_ptr<Database>> Database::open(Options options, Clock const& clock,
                                                 threads::Scheduler& scheduler) {
    constexpr std::string_view sqlite = "sqlite:";
    if (options.url.starts_with(sqlite)) {
        auto path = options.url.substr(sqlite.size());
        return SqliteDatabase::open(std::move(options), std::move(path), clock, scheduler);
    }
    return fail(Errc::bad_request,
                "This database cannot be opened: its address must begin with sqlite: (see "
                "docs/reference/settings.md).",
                "");
}

}  // namespace skein::db
