// A database of its own for one test: SQLite, or, where `SKEIN_TEST_POSTGRES` holds the address of
// a PostgreSQL server, a fresh schema there, dropped afterwards.
#pragma once

#include <string>

#include "platform/db/database.h"

namespace skein::testing {

class TestDatabase {
  public:
    /// `sqlite_url` is used when no PostgreSQL server is named, or `always_sqlite`.
    explicit TestDatabase(std::string sqlite_url, bool always_sqlite = false);
    TestDatabase(TestDatabase const&) = delete;
    TestDatabase& operator=(TestDatabase const&) = delete;
    ~TestDatabase();

    db::Options options() const;
    bool postgres() const { return !schema_.empty(); }

  private:
    std::string url_;
    std::string schema_;
};

}  // namespace skein::testing
