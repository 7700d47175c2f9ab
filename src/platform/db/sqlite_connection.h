// A connection to SQLite. Of use to platform/db only.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/db/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace skein::db {

class SqliteConnection final : public Connection {
  public:
    struct Options {
        std::string file;  ///< A path or a `file:` address.
        std::string vfs;   ///< "" is the system's.
        bool read_only = false;
        std::int64_t cache_bytes = 0;
        std::int64_t mmap_bytes = 0;
    };
    static Result<std::unique_ptr<SqliteConnection>> open(Options const& options);
    ~SqliteConnection() override;

    Result<std::int64_t> run(Sql const& sql, std::span<Value const> values) override;
    Result<void> visit(Sql const& sql, RowVisitor visitor, std::span<Value const> values) override;
    Result<void> execute(std::string const& text) override;
    Result<std::size_t> count_columns(Sql const& sql) override;

    /// No transaction is open: after an error, whether SQLite took the whole group back.
    bool in_autocommit() const;
    /// The first column of the first row of a statement that is not kept.
    Result<std::string> text_of(std::string const& text);
    sqlite3* raw() const { return db_; }

  private:
    explicit SqliteConnection(sqlite3* db) : db_(db) {}
    Result<sqlite3_stmt*> prepared(Sql const& sql);
    Result<void> bind(sqlite3_stmt* statement, std::span<Value const> values);
    Error error_of(int code, std::string_view where) const;

    sqlite3* db_;
    std::vector<sqlite3_stmt*> statements_;
};

/// An SQLite result code as an error fit for people.
Error sqlite_error(int code, std::string detail);

}  // namespace skein::db
