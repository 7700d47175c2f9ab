// A database of its own for one test: SQLite, or, where `SKEIN_TEST_POSTGRES` holds the address of
// a PostgreSQL server, a fresh database there, dropped afterwards.
#pragma once

#include <string>

namespace skein::testing {

class TestDatabase {
  public:
    /// `sqlite_url` is used when no PostgreSQL server is named.
    explicit TestDatabase(std::string sqlite_url);
    TestDatabase(TestDatabase const&) = delete;
    TestDatabase& operator=(TestDatabase const&) = delete;
    ~TestDatabase();

    std::string const& url() const { return url_; }
    bool postgres() const { return !name_.empty(); }

  private:
    std::string url_;
    std::string name_;  // Of the database made in PostgreSQL.
};

}  // namespace skein::testing
