// SQLite inside the program. Made by `Database::open`; of use to platform/db only.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "platform/db/database.h"
#include "platform/db/sqlite_checkpointer.h"
#include "platform/db/sqlite_connection.h"
#include "platform/db/sqlite_readers.h"
#include "platform/db/sqlite_writer.h"

namespace skein::db {

class SqliteDatabase final : public Database {
  public:
    static Result<std::unique_ptr<Database>> open(Options options, std::string path,
                                                  Clock const& clock,
                                                  threads::Scheduler& scheduler);
    ~SqliteDatabase() override;

    void watch(std::string table, RowWatcher& watcher, WatchBy by) override;
    std::uint64_t statements_of_this_thread() const override;
    Result<void> back_up_to(std::string const& path, std::function<void(double)> progress) override;
    Result<void> restore_from(std::string const& path) override;
    Result<void> check() override;
    Result<void> check_statement(Sql const& sql) override;
    bool embedded() const override { return true; }
    std::string description() const override;
    Result<std::int64_t> size_bytes() const override;
    Result<void> run_migration(std::string const& name, std::string_view text) override;
    void stop() override;

  protected:
    Result<void> run_read(Closure const& closure) override;
    Result<void> run_write(Closure const& closure, Urgency urgency) override;

  private:
    SqliteDatabase(Options options, std::string path, Clock const& clock);
    Result<void> prepare_file();
    Result<void> number_commits();
    Result<std::int64_t> highest_id();
    Result<void> read_on(SqliteConnection& connection, Closure const& closure);
    /// Calls `use(connection)` with one that may read.
    template <class Use>
    Result<void> with_reader(Use&& use);
    SqliteConnection::Options connection_options(bool read_only) const;
    bool in_memory() const { return path_ == ":memory:"; }

    Options options_;
    std::string path_;
    Clock const& clock_;
    SqliteCommits commits_;
    std::unique_ptr<SqliteConnection> writing_;
    std::unique_ptr<IdMaker> ids_;
    std::unique_ptr<SqliteCheckpointer> checkpointer_;
    std::unique_ptr<SqliteWriter> writer_;
    std::unique_ptr<SqliteReaders> readers_;
    // A database in memory has one connection, for readers and the writer alike.
    std::mutex memory_mutex_;
};

}  // namespace skein::db
