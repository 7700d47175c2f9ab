// A transaction, as the code above sees it: typed statements, ids, the time, and what to do after
// the commit. A `Tx` is only ever lent, by `Database::read` and `Database::write`; it is used by
// the thread that was lent it, and never kept.
//
// A read sees one snapshot and can change nothing. A write closure may run more than once (it is
// taken back and run again after a serialisation failure or a failed group), so it has no effect
// outside its transaction and results leave only through its return value; `after_commit` is the
// one way out, and runs once, after the rows are on disk.
//
// After a statement has failed, a write can only fail: every further statement gives the same
// error, and so does the closure, whatever it returns. PostgreSQL knows nothing else; SQLite is
// held to it, so that tests on either find a closure that would go on. Ask first, or write
// `ON CONFLICT`.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/sql.h"

namespace skein {
class Board;  // core's board of event subscribers and jobs; the database only carries it along
}

namespace skein::db {

class Connection;

class Tx {
  public:
    /// The first row, or nothing.
    template <class Row, class... Args>
    Result<std::optional<Row>> find(Query<Row> const& query, Args const&... args) {
        std::optional<Row> found;
        TRY_OK(each_row(
            query,
            [&](Columns const& row) {
                found = read_row<Row>(row);
                return false;
            },
            args...));
        return found;
    }

    /// The first row, or `not_found` with this message.
    template <class Row, class... Args>
    Result<Row> load(Query<Row> const& query, Args const&... args) {
        TRY(auto found, find(query, args...));
        if (!found) return fail(Errc::not_found, "Record not found", std::string(query.name()));
        return *std::move(found);
    }

    /// Every row, in the statement's order.
    template <class Row, class... Args>
    Result<std::vector<Row>> list(Query<Row> const& query, Args const&... args) {
        std::vector<Row> rows;
        TRY_OK(each_row(
            query,
            [&](Columns const& row) {
                rows.push_back(read_row<Row>(row));
                return true;
            },
            args...));
        return rows;
    }

    /// Runs a statement without rows; the number of rows it changed. A broken unique or foreign key
    /// is Errc::conflict.
    template <class... Args>
    Result<std::int64_t> run(Sql const& sql, Args const&... args) {
        std::array<Value, sizeof...(Args) + 1> const values{to_value(args)..., Value{}};
        return run_values(sql, std::span(values).first(sizeof...(Args)));
    }

    /// Calls `visit(row)` for each row while it returns true: for rows too many or too wide to
    /// copy.
    template <class Visit, class... Args>
    Result<void> each_row(Sql const& sql, Visit&& visit, Args const&... args) {
        std::array<Value, sizeof...(Args) + 1> const values{to_value(args)..., Value{}};
        RowVisitor const visitor{
            &visit, [](void* self, Columns const& row) {
                return (*static_cast<std::remove_reference_t<Visit>*>(self))(row);
            }};
        return visit_values(sql, visitor, std::span(values).first(sizeof...(Args)));
    }

    /// A new id, greater than every id this process made before. In SQLite commit order is id
    /// order; in PostgreSQL two writes that overlap may commit the other way round. Write closures
    /// only.
    template <class AnyId>
    AnyId new_id() {
        return AnyId{next_id()};
    }

    /// A new id that sorts at a past moment (imports, posts of other servers); a moment to come is
    /// taken as now. Not unique for certain: Errc::conflict at the insert says try again.
    template <class AnyId>
    AnyId new_id_at(Time past) {
        return AnyId{next_id_at(past)};
    }

    /// The time of this transaction: the same however often it is asked.
    Time now() const { return now_; }

    /// Runs after the commit, in order, never when the transaction is taken back. Must not fail and
    /// must carry nothing a reader could not find by asking again.
    void after_commit(std::move_only_function<void()> work);

    bool writable() const { return writable_; }

    /// The number of the last commit this read sees, where commits have numbers; for row_memory.h.
    std::optional<std::int64_t> snapshot() const { return snapshot_; }

    /// Where events and jobs of this database are registered.
    Board& board() const { return *board_; }

    Tx(Tx const&) = delete;
    Tx& operator=(Tx const&) = delete;

  private:
    friend struct TxAccess;  // the databases' own door, in platform/db only
    Tx(Connection& connection, Board* board, IdMaker& ids, Time now, bool writable)
        : connection_(connection), board_(board), ids_(ids), now_(now), writable_(writable) {}

    Result<std::int64_t> run_values(Sql const& sql, std::span<Value const> values);
    Result<void> visit_values(Sql const& sql, RowVisitor visitor, std::span<Value const> values);
    std::int64_t next_id();
    std::int64_t next_id_at(Time past);

    Connection& connection_;
    Board* board_;
    IdMaker& ids_;
    Time now_;
    bool writable_;
    std::optional<std::int64_t> snapshot_;
    std::optional<Error> broken_;
    std::vector<std::move_only_function<void()>> after_commit_;
};

}  // namespace skein::db
