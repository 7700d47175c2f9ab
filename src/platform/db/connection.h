// One connection to a database, of either kind: what the typed `Tx` stands on. Of use to
// platform/db only. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "platform/db/sql.h"
#include "platform/db/tx.h"

namespace skein::db {

class Connection {
  public:
    virtual ~Connection() = default;

    /// Runs a prepared statement; the number of rows it changed.
    virtual Result<std::int64_t> run(Sql const& sql, std::span<Value const> values) = 0;
    /// Runs it and shows each row to `visitor` until that says stop.
    virtual Result<void> visit(Sql const& sql, RowVisitor visitor,
                               std::span<Value const> values) = 0;
    /// Runs text that is not kept: transactions, schema.
    virtual Result<void> execute(std::string const& text) = 0;
    /// Prepares a statement and compares its columns with its row type; for the test of all
    /// statements.
    virtual Result<void> check_columns(Sql const& sql) = 0;

    /// Statements run so far.
    std::uint64_t statements = 0;
};

/// Notes a migration as applied: its name and the time.
extern Sql const note_migration;

/// What a reader is told whose read took too long.
inline constexpr char const* read_too_slow =
    "This takes too long to look up just now. Please ask for less, or try again later.";

/// Says where the columns of a statement differ from its row type.
Error wrong_columns(Sql const& sql, std::string found);

/// The databases' own door to a `Tx`.
struct TxAccess {
    static Tx make(Connection& connection, Board* board, IdMaker& ids, Time now, bool writable) {
        return Tx(connection, board, ids, now, writable);
    }
    static void set_snapshot(Tx& tx, std::optional<std::int64_t> number) { tx.snapshot_ = number; }
    static std::vector<std::move_only_function<void()>>& after_commit(Tx& tx) {
        return tx.after_commit_;
    }
    /// What the transaction comes to: a closure that goes on after a failed statement fails too.
    static Result<void> verdict(Tx& tx, Result<void> of_closure) {
        if (of_closure && tx.broken_) return fail(*tx.broken_);
        return of_closure;
    }
};

}  // namespace skein::db
