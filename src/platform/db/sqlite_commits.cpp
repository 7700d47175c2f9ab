#include "platform/db/sqlite_commits.h"

#include "platform/db/row_memory.h"

namespace skein::db {

void SqliteCommits::watch(std::string table, RowWatcher& watcher, WatchBy by) {
    std::lock_guard const lock(mutex_);
    // A group may be under way whose first changes nobody told this watcher: it is known already.
    watcher.all_changed(known_.load());
    watches_.push_back({std::move(table), &watcher, by});
}

void SqliteCommits::begin(std::int64_t last) {
    std::lock_guard const lock(mutex_);
    upcoming_ = last + 1;
    changed_ = false;
    if (last != last_)
        for (auto const& watch : watches_) watch.watcher->all_changed(upcoming_);
    last_ = last;
    known_ = upcoming_;
}

void SqliteCommits::row_changed(std::string_view table, std::int64_t id) {
    changed_ = true;
    std::lock_guard const lock(mutex_);
    for (auto const& watch : watches_) {
        if (watch.table != table) continue;
        if (watch.by == WatchBy::row) watch.watcher->row_changed(id, upcoming_);
        else watch.watcher->all_changed(upcoming_);
    }
}

void SqliteCommits::end(bool committed) {
    std::lock_guard const lock(mutex_);
    if (committed && changed_) last_ = upcoming_;
    known_ = last_;
}

}  // namespace skein::db
