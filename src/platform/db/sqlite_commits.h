// The numbers of a SQLite database's commits, and who hears what they change. Of use to platform/db
// only.
//
// The number stands in the database, so that a read knows exactly which commits it sees, those of
// other processes among them: `skein account create` beside a running server has a number too. What
// such a process changed is not told, so the next write here, which finds a number it does not
// know, tells the watchers that everything may have changed; until then reads that see it have no
// number.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/database.h"

namespace skein::db {

class SqliteCommits {
  public:
    /// The number found in the database when it was opened.
    void open(std::int64_t last) { known_ = last_ = last; }

    /// What a read that finds this number may call its snapshot.
    std::optional<std::int64_t> seen(std::int64_t number) const {
        return number <= known_.load() ? std::optional(number) : std::nullopt;
    }

    void watch(std::string table, RowWatcher& watcher, WatchBy by);

    /// For the writer, in this order. `begin` with the number it finds once it has the write lock;
    /// `end` before it lets go of the lock when the commit came to nothing, and after it else.
    void begin(std::int64_t last);
    void row_changed(std::string_view table, std::int64_t id);
    bool anything_changed() const { return changed_; }
    void end(bool committed);

  private:
    struct Watch {
        std::string table;
        RowWatcher* watcher;
        WatchBy by;
    };

    std::atomic<std::int64_t> known_ = 0;  // The highest number whose changes were told.
    std::mutex mutex_;
    std::vector<Watch> watches_;
    std::int64_t last_ = 0, upcoming_ = 0;
    bool changed_ = false;
};

}  // namespace skein::db
