// The connections to a PostgreSQL server. Of use to platform/db only. Thread-safe.
//
// At most `connections_max` are open; who finds none free waits, in PostgreSQL's place, which would
// refuse. The one used last is lent first. A connection that is lost, outdated or still in a
// transaction when it comes back is closed.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/db/postgres_connection.h"
#include "platform/threads/scheduler.h"

namespace skein::db {

class PostgresPool {
  public:
    struct Options {
        std::string url;
        std::string schema;
        std::size_t connections_max;
        Duration wait_max;
    };

    /// A connection, lent until destruction.
    class Lease {
      public:
        Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        PostgresConnection& operator*() const { return *connection_; }
        PostgresConnection* operator->() const { return connection_.get(); }

      private:
        PostgresPool* pool_;
        std::unique_ptr<PostgresConnection> connection_;
    };

    PostgresPool(Options options, threads::Scheduler& scheduler)
        : options_(std::move(options)), scheduler_(scheduler), freed_(scheduler) {}

    /// Errc::unavailable when none becomes free in time, or the server cannot be reached.
    Result<Lease> lease();
    /// A connection in the transaction that `text` begins. One lost while it was idle, as after a
    /// restart of the server, is replaced without a word.
    Result<Lease> begin(std::string const& text);
    void close_idle();

  private:
    void give_back(std::unique_ptr<PostgresConnection> connection);
    void count_closed();

    Options options_;
    threads::Scheduler& scheduler_;
    std::mutex mutex_;
    threads::Signal freed_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    std::size_t open_ = 0;
};

}  // namespace skein::db
