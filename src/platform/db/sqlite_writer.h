// The one writer of a SQLite database: group commit.
//
// Invariants: (1) closures run on this thread only, one after another, each in a savepoint; (2) a
// caller is released after the commit of the group its closure was in, and after what it asked to
// run after the commit; (3) when a closure fails, only its own changes are taken back; (4) when
// SQLite takes the whole group back, the closures run again one by one, each in a transaction of
// its own; (5) background work gets at most half of a group's time while a person waits.
//
//     write() ─▶ queue ─▶ BEGIN, savepoints … ─▶ COMMIT (one sync) ─▶ after_commit ─▶ callers go on
//                                  │ whole group gone
//                                  └─▶ each alone: BEGIN, closure, COMMIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/database.h"
#include "platform/db/sqlite_commits.h"
#include "platform/db/sqlite_connection.h"
#include "platform/threads/scheduler.h"

namespace skein::db {

class SqliteWriter {
  public:
    using Closure = std::function<Result<void>(Tx&)>;

    struct Context {
        Clock const& clock;
        threads::Scheduler& scheduler;
        IdMaker& ids;
        Board* const& board;
        SqliteCommits& commits;
        std::size_t queue_max;
        Duration wait_max;
        /// Held while a group runs, for a database whose readers share the connection.
        std::mutex* readers_mutex = nullptr;
        /// Runs on the writer's thread after each group, when its callers have gone on.
        std::function<void()> after_group;
    };

    /// One write and what it came to.
    struct Call {
        Closure const& closure;
        Urgency urgency = Urgency::person;
        bool may_be_slow = false;  ///< A migration: not logged as a bug.
        std::uint64_t statements = 0;
    };

    SqliteWriter(SqliteConnection& connection, Context context);
    ~SqliteWriter();

    /// See Database::write. `call.statements` gets the number of statements the closure ran.
    Result<void> write(Call& call);
    void stop();

  private:
    struct Pending;

    void run();
    Pending* take(bool group_is_empty);
    std::deque<Pending*>& queue_of(Urgency urgency);
    void run_group(Pending* first, std::vector<Pending*>& group);
    Result<void> begin();
    Result<void> commit();
    void roll_back();
    void commit_group(std::vector<Pending*>& group);
    void run_in_savepoint(Pending& pending);
    void run_alone(Pending& pending);
    Result<void> run_closure(Pending& pending);
    void note_cost(Pending const& pending, Duration taken, std::int64_t rows);
    void release(std::vector<Pending*> const& group);

    SqliteConnection& connection_;
    Context context_;
    std::mutex mutex_;
    threads::Signal arrived_;
    std::deque<Pending*> person_, background_;
    Duration person_time_{}, background_time_{};
    bool stopping_ = false;
    threads::Thread thread_;
};

}  // namespace skein::db
