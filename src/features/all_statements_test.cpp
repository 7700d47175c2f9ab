// Every statement of the program, prepared on the database after all migrations and compared with
// its row type: on SQLite always, on PostgreSQL where `SKEIN_TEST_POSTGRES` names a server.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <set>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/threads/scheduler.h"

namespace skein {
namespace {

class AllStatements : public ::testing::Test {
  protected:
    void expect_prepared(db::Options options) {
        auto const database = db::Database::open(std::move(options), clock, *scheduler);
        ASSERT_TRUE(database) << database.error().detail;
        auto const migrated =
            db::migrate(**database, db::all_migrations(), [](std::string const&) {});
        ASSERT_TRUE(migrated) << migrated.error().detail;
        for (auto const* sql : db::Sql::all()) {
            auto const fits = (*database)->check_statement(*sql);
            EXPECT_TRUE(fits) << sql->name() << ": " << fits.error().detail;
        }
    }

    SystemClock clock;
    std::unique_ptr<threads::Scheduler> scheduler = threads::make_real_scheduler(clock);
};

TEST_F(AllStatements, fit_their_rows_on_sqlite) {
    db::Options options;
    options.url = "sqlite::memory:";
    expect_prepared(std::move(options));
}

TEST_F(AllStatements, fit_their_rows_on_postgres) {
    auto const* const url = std::getenv("SKEIN_TEST_POSTGRES");
    if (!url || !*url) GTEST_SKIP() << "SKEIN_TEST_POSTGRES names no server";
    db::Options options;
    options.url = url;
    options.postgres_schema = fmt::format("statements_{}", ::getpid());
    expect_prepared(std::move(options));
}

TEST_F(AllStatements, have_names_of_their_own) {
    std::set<std::string_view> names;
    for (auto const* sql : db::Sql::all())
        EXPECT_TRUE(names.insert(sql->name()).second) << sql->name();
    // The whole program is linked in, and not only what some test asked for.
    EXPECT_GT(names.size(), 100U);
}

}  // namespace
}  // namespace skein
