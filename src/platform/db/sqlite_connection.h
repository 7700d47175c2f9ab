// A connection to SQLite. Of use to platform/db only.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "platform/db/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace skein::db {

/// What opens and ends transactions; kept prepared, as each write and read needs several.
enum class Control {
    begin,
    begin_write,
    commit,
    rollback,
    savepoint,
    release,
    rollback_to,
    number_commit
};

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
    Result<void> check_columns(Sql const& sql) override;

    /// From now on statements that are still running then fail with Errc::timeout. Costs nothing by
    /// the statement: SQLite asks after every so many steps of its machine.
    void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }
    static constexpr auto no_deadline = std::chrono::steady_clock::time_point::max();

    Result<void> control(Control what);
    /// The number of the last commit that the open transaction sees; `make_commit_numbers` makes
    /// place for it.
    Result<std::int64_t> commit_number();
    Result<void> make_commit_numbers();
    /// No transaction is open: after an error, whether SQLite took the whole group back.
    bool in_autocommit() const;
    /// Rows this connection has changed so far.
    std::int64_t rows_changed() const;
    /// The first column of the first row of a statement that is not kept.
    Result<std::string> text_of(std::string const& text);
    sqlite3* raw() const { return db_; }

  private:
    explicit SqliteConnection(sqlite3* db) : db_(db) {}
    Result<sqlite3_stmt*> prepared(Sql const& sql);
    Result<sqlite3_stmt*> prepare(std::string const& text, std::string_view name) const;
    Result<void> bind(sqlite3_stmt* statement, std::span<Value const> values);
    Error error_of(int code, std::string_view where) const;

    sqlite3* db_;
    std::vector<sqlite3_stmt*> statements_;
    std::array<sqlite3_stmt*, 8> controls_{};
    sqlite3_stmt* commit_number_ = nullptr;
    std::chrono::steady_clock::time_point deadline_ = no_deadline;
};

/// An SQLite result code as an error fit for people.
Error sqlite_error(int code, std::string detail);

}  // namespace skein::db
