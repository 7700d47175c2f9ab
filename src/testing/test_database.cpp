#include "testing/test_database.h"

#include <unistd.h>
#include <cstdlib>

namespace skein::testing {
namespace {

std::atomic<int> schemas_made = 0;

void drop_schema(std::string const& schema) {
    auto const command = fmt::format(
        "psql -q -d \"$SKEIN_TEST_POSTGRES\" -c 'DROP SCHEMA IF EXISTS {} CASCADE' >/dev/null 2>&1",
        schema);
    // A schema that stays disturbs no other test; the server of the tests goes with them.
    static_cast<void>(std::system(command.c_str()) == 0);
}

}  // namespace

TestDatabase::TestDatabase(std::string sqlite_url, bool always_sqlite)
    : url_(std::move(sqlite_url)) {
    auto const* const server = std::getenv("SKEIN_TEST_POSTGRES");
    if (always_sqlite || !server || !*server) return;
    url_ = server;
    schema_ = fmt::format("skein_test_{}_{}", ::getpid(), ++schemas_made);
}

TestDatabase::~TestDatabase() {
    if (postgres()) drop_schema(schema_);
}

db::Options TestDatabase::options() const {
    db::Options options;
    options.url = url_;
    options.postgres_schema = schema_;
    return options;
}

}  // namespace skein::testing
