// A database that counts the statements of each thread, so that a test can say what one request
// cost although another thread answered it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "platform/db/database.h"

namespace skein::testing {

/// Passes everything on to the database it was given. Thread-safe.
class CountingDatabase final : public db::Database {
  public:
    CountingDatabase(std::unique_ptr<db::Database> inner, Board& board);

    /// Statements of every thread so far.
    std::map<std::thread::id, std::uint64_t> statements() const;
    /// Statements caused by this thread so far.
    std::uint64_t statements_of(std::thread::id thread) const;

    void watch(std::string table, db::RowWatcher& watcher, db::WatchBy by) override;
    std::uint64_t statements_of_this_thread() const override;
    Result<void> back_up_to(std::string const& path, std::function<void(double)> progress) override;
    Result<void> restore_from(std::string const& path) override;
    Result<void> check() override;
    Result<void> check_statement(db::Sql const& sql) override;
    Result<void> run_migration(std::string const& name, std::string_view text) override;
    bool embedded() const override;
    std::string description() const override;
    Result<std::int64_t> size_bytes() const override;
    void stop() override;

  protected:
    Result<void> run_read(Closure const& closure) override;
    Result<void> run_write(Closure const& closure, db::Urgency urgency) override;

  private:
    void count(std::uint64_t before);

    std::unique_ptr<db::Database> inner_;
    mutable std::mutex mutex_;
    std::map<std::thread::id, std::uint64_t> statements_;
};

}  // namespace skein::testing
