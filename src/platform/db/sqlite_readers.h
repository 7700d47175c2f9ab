// The reading connections of a SQLite database. Of use to platform/db only.
//
// A read takes the free slot with the lowest number, without a lock, so that few connections do
// most of the work and stay warm: only the first ones have the whole page cache. What comes when
// all slots are taken gets a connection for that once. This bounds what reading costs in memory
// however many threads read. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "platform/db/sqlite_connection.h"

namespace skein::db {

class SqliteReaders {
  public:
    /// A connection, lent until destruction.
    class Lease {
      public:
        Lease(Lease&& other) noexcept;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        SqliteConnection& operator*() const { return *connection_; }
        SqliteConnection* operator->() const { return connection_; }
        /// Its transaction has ended: it may be lent again. Without this it is closed.
        void keep() { keep_ = true; }

      private:
        friend class SqliteReaders;
        Lease(SqliteReaders& readers, int slot) : readers_(&readers), slot_(slot) {}
        SqliteReaders* readers_;
        int slot_;
        SqliteConnection* connection_ = nullptr;
        std::unique_ptr<SqliteConnection> own_;
        bool keep_ = false;
    };

    explicit SqliteReaders(SqliteConnection::Options options) : options_(std::move(options)) {}

    Result<Lease> lease();
    /// Closes those that nobody uses.
    void close_idle();

  private:
    static constexpr int slot_count = 16;
    static constexpr int warm_slots = 4;
    static constexpr std::int64_t cold_cache_divisor = 8;

    int take_slot();
    void give_back(int slot);

    SqliteConnection::Options options_;
    std::atomic<std::uint32_t> free_{(1U << slot_count) - 1};
    std::array<std::unique_ptr<SqliteConnection>, slot_count> slots_;
};

}  // namespace skein::db
