#include "platform/db/sqlite_readers.h"

#include <bit>

namespace skein::db {

SqliteReaders::Lease::Lease(Lease&& other) noexcept
    : readers_(std::exchange(other.readers_, nullptr)),
      slot_(other.slot_),
      connection_(other.connection_),
      own_(std::move(other.own_)),
      keep_(other.keep_) {}

SqliteReaders::Lease::~Lease() {
    if (!readers_ || slot_ < 0) return;
    if (!keep_) readers_->slots_[static_cast<std::size_t>(slot_)].reset();
    readers_->give_back(slot_);
}

int SqliteReaders::take_slot() {
    auto free = free_.load(std::memory_order_relaxed);
    while (free != 0) {
        auto const lowest = free & (~free + 1);
        if (free_.compare_exchange_weak(free, free & ~lowest, std::memory_order_acquire,
                                        std::memory_order_relaxed))
            return std::countr_zero(lowest);
    }
    return -1;
}

void SqliteReaders::give_back(int slot) { free_.fetch_or(1U << slot, std::memory_order_release); }

Result<SqliteReaders::Lease> SqliteReaders::lease() {
    Lease lease(*this, take_slot());
    auto& kept = lease.slot_ < 0 ? lease.own_ : slots_[static_cast<std::size_t>(lease.slot_)];
    if (!kept) {
        auto options = options_;
        if (lease.slot_ < 0 || lease.slot_ >= warm_slots) options.cache_bytes /= cold_cache_divisor;
        TRY(kept, SqliteConnection::open(options));
    }
    lease.connection_ = kept.get();
    return lease;
}

void SqliteReaders::close_idle() {
    for (auto taken = free_.exchange(0, std::memory_order_acquire); taken != 0;
         taken &= taken - 1) {
        auto const slot = std::countr_zero(taken);
        slots_[static_cast<std::size_t>(slot)].reset();
        give_back(slot);
    }
}

}  // namespace skein::db
