// Rows of one table kept in memory, each right for the snapshot of whoever asks.
//
// In SQLite every commit has a number, and a read knows the number it sees (Tx::snapshot). A row
// read at a number is right until the commit that changes it; the database tells the memory of each
// changed row before that commit can be seen, so that (1) what is found was changed by nothing the
// reader sees, and (2) what an older reader still holds is not kept. Where commits have no numbers
// (PostgreSQL, whose other processes change rows unheard) nothing is ever found.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "platform/db/tx.h"

namespace skein::db {

/// Hears which rows change, before the commit with that number. Rows that are taken back again are
/// told too. Called by the writer, one call at a time.
class RowWatcher {
  public:
    virtual ~RowWatcher() = default;
    virtual void row_changed(std::int64_t id, std::int64_t commit) = 0;
    /// Any row may have changed. The first call, made by `Database::watch`, begins the watch.
    virtual void all_changed(std::int64_t commit) = 0;
};

/// Thread-safe, bounded in rows: those not asked for lately go first.
template <class Row>
class RowMemory final : public RowWatcher {
  public:
    explicit RowMemory(std::size_t rows_max) : generation_max_(rows_max / shard_count / 2 + 1) {}

    /// The row as the transaction's snapshot has it, if it is known.
    std::optional<Row> find(Tx const& tx, std::int64_t id) {
        auto const snapshot = tx.snapshot();
        if (!snapshot) return std::nullopt;
        auto& shard = shard_of(id);
        std::lock_guard const lock(shard.mutex);
        auto found = shard.young.find(id);
        if (found == shard.young.end()) {
            auto node = shard.old.extract(id);
            if (node.empty()) return std::nullopt;
            make_room(shard);
            found = shard.young.insert(std::move(node)).position;
        }
        if (found->second.read_at > *snapshot) return std::nullopt;
        return found->second.row;
    }

    /// Keeps what this transaction has just read.
    void keep(Tx const& tx, std::int64_t id, Row row) {
        auto const snapshot = tx.snapshot();
        if (!snapshot) return;
        auto& shard = shard_of(id);
        std::lock_guard const lock(shard.mutex);
        if (shard.changed_by > *snapshot) return;
        make_room(shard);
        shard.old.erase(id);
        shard.young.insert_or_assign(id, Kept{*snapshot, std::move(row)});
    }

    void row_changed(std::int64_t id, std::int64_t commit) override {
        auto& shard = shard_of(id);
        std::lock_guard const lock(shard.mutex);
        shard.changed_by = commit;
        shard.young.erase(id);
        shard.old.erase(id);
    }

    void all_changed(std::int64_t commit) override {
        for (auto& shard : shards_) {
            std::lock_guard const lock(shard.mutex);
            shard.changed_by = commit;
            shard.young.clear();
            shard.old.clear();
        }
    }

  private:
    static constexpr std::size_t shard_count = 16;
    struct Kept {
        std::int64_t read_at;
        Row row;
    };
    using Rows = std::unordered_map<std::int64_t, Kept>;
    struct Shard {
        std::mutex mutex;
        /// The last commit that changed a row here: older reads are not kept. Unwatched: none is.
        std::int64_t changed_by = std::numeric_limits<std::int64_t>::max();
        /// Two generations: what is asked for moves to the young one, and the old one is dropped
        /// whole when the young one is full.
        Rows young, old;
    };

    void make_room(Shard& shard) {
        if (shard.young.size() < generation_max_) return;
        shard.old = std::exchange(shard.young, {});
    }

    Shard& shard_of(std::int64_t id) {
        // Ids differ in their milliseconds (above bit 16) more than in their sequence.
        auto const mixed = static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ULL;
        return shards_[mixed >> 60];
    }

    std::size_t generation_max_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace skein::db
