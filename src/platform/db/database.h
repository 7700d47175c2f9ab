// The database: SQLite inside the program, or a PostgreSQL server, behind one typed door.
//
// Reads run on the calling worker's own connection. Writes in SQLite go through one writer thread
// with group commit: `write` returns when the group its closure was batched into is on disk. In
// PostgreSQL writes are SERIALIZABLE on the worker's connection and retried here, nowhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "base/clock.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::threads {
class Scheduler;
}

namespace skein::db {

class RowWatcher;

/// What a watcher hears of a changed row: its id, or that any row of the table may have changed.
enum class WatchBy { row, table };

/// Who waits for a write. Background work gets at most half the writer's time.
enum class Urgency { person, background };

struct Options {
    /// `sqlite:/path/to/skein.db`, `sqlite::memory:` (one private database), or `postgresql://…`.
    std::string url;
    /// This node's number in ids, 0 … 63.
    unsigned node = 0;
    /// SQLite's page cache: this much for the writer and for each of the four readers that do most
    /// of the work, an eighth for further ones (sqlite_readers.h).
    std::int64_t cache_bytes = 6 << 20;
    /// How much of the file SQLite maps. Mapping saves copies, but each connection maps for itself
    /// and every mapped page counts as resident memory of the program: none by default, so that
    /// memory is bounded by the caches however large the database grows.
    std::int64_t mmap_bytes = 0;
    /// The longest a person's write waits in the queue before Errc::unavailable.
    Duration write_wait_max = std::chrono::seconds(10);
    std::size_t write_queue_max = 4096;
    /// SQLite's file-system layer; tests name their fault-injecting one (fault_vfs.h).
    std::string sqlite_vfs;
    /// In PostgreSQL, the schema that holds the tables, made when missing; "" is the server's
    /// default. And the most connections kept to the server; a transaction waits for a free one.
    std::string postgres_schema;
    std::size_t postgres_connections_max = 24;
};

/// While one lives, a read of its thread that takes longer than this fails with Errc::timeout, so
/// that nobody outside can keep a worker busy with what is slow to look up. For whoever answers
/// strangers; jobs and commands take the time they need. Each read has the whole time anew, for a
/// write between two may have waited, and it must not make the answer fail after the deed.
class ReadTimeLimit {
  public:
    explicit ReadTimeLimit(Duration longest);
    ~ReadTimeLimit();
    ReadTimeLimit(ReadTimeLimit const&) = delete;
    ReadTimeLimit& operator=(ReadTimeLimit const&) = delete;

    /// What holds for the calling thread; nothing: no limit.
    static std::optional<Duration> of_this_thread();

  private:
    std::optional<Duration> outer_;
};

class Database {
  public:
    /// Opens and checks the database; makes an empty one when there is none. Does not migrate.
    static Result<std::unique_ptr<Database>> open(Options options, Clock const& clock,
                                                  threads::Scheduler& scheduler);
    virtual ~Database() = default;

    /// What `Tx::board` gives. Set once, before the first write.
    void set_board(Board& board) { board_ = &board; }

    /// Runs `closure(Tx&)` in a read-only transaction and returns what it returns (a Result).
    /// Errc::timeout: it took longer than the thread's ReadTimeLimit.
    template <class Closure>
    auto read(Closure&& closure) -> std::invoke_result_t<Closure, Tx&> {
        using Answer = std::invoke_result_t<Closure, Tx&>;
        std::optional<Answer> answer;
        TRY_OK(run_read([&](Tx& tx) -> Result<void> {
            answer.emplace(closure(tx));
            return verdict(*answer);
        }));
        return *std::move(answer);
    }

    /// Runs `closure(Tx&)` in a write transaction; returns when it is durable. When the closure
    /// fails, its changes are taken back and its failure returned. Errc::storage_full and
    /// Errc::unavailable say that nothing was changed and trying later may work; Errc::timeout,
    /// that a PostgreSQL server was lost during the commit and nobody knows.
    template <class Closure>
    auto write(Closure&& closure, Urgency urgency = Urgency::person)
        -> std::invoke_result_t<Closure, Tx&> {
        using Answer = std::invoke_result_t<Closure, Tx&>;
        std::optional<Answer> answer;
        TRY_OK(run_write(
            [&](Tx& tx) -> Result<void> {
                answer.emplace(closure(tx));
                return verdict(*answer);
            },
            urgency));
        return *std::move(answer);
    }

    /// Tells `watcher`, which must live as long as the database, of every change of a table whose
    /// key is one id (row_memory.h). Where changes cannot be heard of it hears nothing at all.
    /// SQLite says nothing of `{clustered}` tables and of a DELETE without WHERE, which
    /// tools/check_sql.py refuses.
    virtual void watch(std::string table, RowWatcher& watcher, WatchBy by) {
        (void)table, (void)watcher, (void)by;
    }

    /// Statements the calling thread has caused so far; the difference around a call is its cost.
    virtual std::uint64_t statements_of_this_thread() const = 0;

    /// Writes a consistent copy while the program goes on (SQLite: a database file; PostgreSQL: a
    /// file that `restore` reads). `progress` gets 0 … 1.
    virtual Result<void> back_up_to(std::string const& path,
                                    std::function<void(double)> progress) = 0;

    /// Fills this database, which must be empty and not migrated, from a file that `back_up_to` of
    /// the same kind wrote. Errc::unprocessable: the file is no such copy.
    virtual Result<void> restore_from(std::string const& path) = 0;

    /// The whole database checked for damage; the message of the failure names what is broken.
    virtual Result<void> check() = 0;

    /// Prepares a statement and compares its columns with its row type: for the test of all
    /// statements.
    virtual Result<void> check_statement(Sql const& sql) = 0;

    /// Runs one migration and notes it, in one transaction. For migrate.h.
    virtual Result<void> run_migration(std::string const& name, std::string_view text) = 0;

    /// True for SQLite: one process owns the data, jobs are claimed in memory.
    virtual bool embedded() const = 0;

    /// One line for people and logs, without secrets: `SQLite 3.40.1, /var/lib/skein/skein.db`.
    virtual std::string description() const = 0;

    /// Bytes of the database and of its write-ahead log.
    virtual Result<std::int64_t> size_bytes() const = 0;

    /// Finishes what is queued; later writes are Errc::cancelled.
    virtual void stop() = 0;

  protected:
    using Closure = std::function<Result<void>(Tx&)>;
    virtual Result<void> run_read(Closure const& closure) = 0;
    virtual Result<void> run_write(Closure const& closure, Urgency urgency) = 0;

    Board* board_ = nullptr;

  private:
    template <class Answer>
    static Result<void> verdict(Answer const& answer) {
        if (answer) return {};
        return fail(answer.error());
    }
};

}  // namespace skein::db
