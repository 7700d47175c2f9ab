#include "testing/test_database.h"

#include <unistd.h>
#include <cstdlib>

#include "base/result.h"

namespace skein::testing {
namespace {

std::atomic<int> databases_made = 0;

bool run_psql(std::string const& statement) {
    auto const command = fmt::format(
        "psql -q -v ON_ERROR_STOP=1 -d \"$SKEIN_TEST_POSTGRES\" -c '{}' >/dev/null", statement);
    return std::system(command.c_str()) == 0;
}

/// The server's address with another database name.
std::string with_database(std::string const& server, std::string const& name) {
    auto const query = std::min(server.find('?'), server.size());
    auto const authority = server.find("://");
    expects(authority != std::string::npos);
    auto const path = std::min(server.find('/', authority + 3), query);
    return server.substr(0, path) + "/" + name + server.substr(query);
}

}  // namespace

TestDatabase::TestDatabase(std::string sqlite_url) : url_(std::move(sqlite_url)) {
    auto const* const server = std::getenv("SKEIN_TEST_POSTGRES");
    if (!server || !*server) return;
    name_ = fmt::format("skein_test_{}_{}", ::getpid(), ++databases_made);
    auto const made = run_psql("CREATE DATABASE " + name_);
    expects(made);
    url_ = with_database(server, name_);
}

TestDatabase::~TestDatabase() {
    if (postgres()) run_psql("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
}

}  // namespace skein::testing
