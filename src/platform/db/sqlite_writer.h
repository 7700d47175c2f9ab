// The one writer of a SQLite database: group commit.
//
// Invariants: (1) closures run on this thread only, one after another, each in a savepoint; (2) a
// caller is released after the commit of the group its closure was in, and after what it asked to
// run after the commit; (3) when a closure fails, only its own changes are taken back; (4) when
// SQLite takes the whole group back, the closures run again one by one, each in a transaction of
// its own; (5) background work gets at most half of a group's time while a person waits.
//
//      write() ──▶ queue ──▶ BEGIN, savepoints … ──▶ COMMIT (one sync) ──▶ after_commit ──▶ callers
//      go on
//                                      │ whole group gone
//                                      └──▶ each alone: BEGIN, closure, COMMIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "platform/db/database.h"
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
        std::size_t queue_max;
        Duration wait_max;
    };

    SqliteWriter(SqliteConnection& connection, Context context);
    ~SqliteWriter();

    void set_board(Board* board) { board_ = board; }

    /// See Database::write. `statements` gets the number of statements the closure ran.
    Result<void> write(Closure const& closure, Urgency urgency, std::uint64_t& statements);
    void stop();

  private:
    struct Pending;

    void run();
    Pending* take(bool group_is_empty);
    void commit_group(std::vector<Pending*>& group);
    void run_in_savepoint(Pending& pending);
    void run_alone(Pending& pending);
    Result<void> run_closure(Pending& pending);
    void release(std::vector<Pending*> const& group);

    SqliteConnection& connection_;
    Context context_;
    Board* board_ = nullptr;
    std::mutex mutex_;
    threads::Signal arrived_;
    std::deque<Pending*> person_, background_;
    Duration person_time_{}, background_time_{};
    bool stopping_ = false;
    threads::Thread thread_;
};

}  // namespace skein::db
