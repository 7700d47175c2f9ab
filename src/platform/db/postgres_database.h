// A PostgreSQL server, which several processes of the program may share. Made by `Database::open`;
// of use to platform/db only.
//
// Reads are REPEATABLE READ, READ ONLY: one snapshot. Writes are SERIALIZABLE on the caller's
// thread; one that loses against another process is taken back and its closure runs again, up to
// eight times, here and nowhere else. Urgency has no meaning here.
//
// What holds and what does not:
// 1. When a write returns a failure nothing was changed, but for Errc::timeout: the server was lost
//    during the commit, and nobody knows.
// 2. The writes of one process run one after another, so that on one node commits follow the order
// of
//    ids and a reader that polls above the highest id it saw passes by no row. Several processes
//    write beside each other: there a row may appear a moment late, below an id that was seen.
// 3. The server must be reached directly or through a pooler in session mode: statements stay
//    prepared.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "platform/db/database.h"
#include "platform/db/postgres_pool.h"
#include "platform/threads/scheduler.h"

namespace skein::db {

class PostgresDatabase final : public Database {
  public:
    static Result<std::unique_ptr<PostgresDatabase>> open(Options options, Clock const& clock,
                                                          threads::Scheduler& scheduler);
    ~PostgresDatabase() override;

    std::uint64_t statements_of_this_thread() const override;
    Result<void> back_up_to(std::string const& path, std::function<void(double)> progress) override;
    Result<void> restore_from(std::string const& path) override;
    Result<void> check() override;
    Result<void> check_statement(Sql const& sql) override;
    bool embedded() const override { return false; }
    std::string description() const override { return description_; }
    Result<std::int64_t> size_bytes() const override;
    Result<void> run_migration(std::string const& name, std::string_view text) override;
    void stop() override;

  protected:
    Result<void> run_read(Closure const& closure) override;
    Result<void> run_write(Closure const& closure, Urgency urgency) override;

  private:
    struct Attempt {
        Result<void> result;
        bool again = false;
    };
    PostgresDatabase(Options const& options, Clock const& clock, threads::Scheduler& scheduler);
    Result<void> prepare_schema(std::string const& schema);
    Attempt try_write(Closure const& closure);
    /// Waits until no other write of this process runs; Errc::unavailable after `write_wait_max`.
    class Turn;
    Result<std::unique_ptr<Turn>> take_turn();

    Clock const& clock_;
    mutable PostgresPool pool_;
    std::unique_ptr<IdMaker> ids_;
    std::string description_;
    std::atomic<bool> stopping_ = false;
    Duration write_wait_max_;
    std::mutex turn_mutex_;
    threads::Signal turn_ended_;
    bool writing_ = false;
};

}  // namespace skein::db
