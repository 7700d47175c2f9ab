#include "platform/db/sqlite_checkpointer.h"

#include <sqlite3.h>

#include "base/log.h"

namespace skein::db {
namespace {

constexpr int busy_wait_ms = 10'000;

}  // namespace

SqliteCheckpointer::SqliteCheckpointer(std::unique_ptr<SqliteConnection> own,
                                       SqliteConnection& writing, threads::Scheduler& scheduler,
                                       CheckpointLimits limits)
    : own_(std::move(own)),
      writing_(writing),
      scheduler_(scheduler),
      limits_(limits),
      restart_at_(limits.restart_frames),
      changed_(scheduler),
      copy_at_(limits.copy_frames) {
    sqlite3_busy_timeout(own_->raw(), 0);
    sqlite3_wal_hook(writing_.raw(), &SqliteCheckpointer::note_frames, this);
    thread_ = threads::Thread(scheduler, "checkpoint", [this] { run(); });
}

SqliteCheckpointer::~SqliteCheckpointer() { stop(); }

int SqliteCheckpointer::note_frames(void* self, sqlite3*, char const*, int frames) {
    static_cast<SqliteCheckpointer*>(self)->committed_frames_ = frames;
    return SQLITE_OK;
}

void SqliteCheckpointer::after_group() {
    if (committed_frames_ < limits_.restart_frames) restart_at_ = limits_.restart_frames;
    if (committed_frames_ >= restart_at_) restart_log();
    std::lock_guard const lock(mutex_);
    // A log that was begun anew has few frames again.
    if (committed_frames_ < frames_) copy_at_ = limits_.copy_frames;
    auto const quiet_before = !wrote_;
    frames_ = committed_frames_;
    wrote_ = true;
    if (quiet_before || frames_ >= copy_at_) changed_.notify_one();
}

void SqliteCheckpointer::restart_log() {
    sqlite3_busy_timeout(writing_.raw(), static_cast<int>(limits_.restart_wait.count()));
    auto const code = sqlite3_wal_checkpoint_v2(writing_.raw(), "main", SQLITE_CHECKPOINT_RESTART,
                                                nullptr, nullptr);
    sqlite3_busy_timeout(writing_.raw(), busy_wait_ms);
    if (code == SQLITE_OK) return;
    // Not at every group again: the wait stops everybody's writes.
    restart_at_ = committed_frames_ + limits_.restart_frames / 2;
    log::warning("db.log_held", {{"frames", committed_frames_}, {"code", code}});
}

bool SqliteCheckpointer::wait_for_work(std::unique_lock<std::mutex>& lock) {
    auto const work = [&] { return stopping_ || frames_ >= copy_at_; };
    // An idle server with an empty log does not wake up at all.
    changed_.wait(lock, [&] { return work() || wrote_; });
    while (!work() && wrote_) {
        wrote_ = false;
        changed_.wait_until(lock, scheduler_.clock().now() + limits_.quiet_after,
                            [&] { return work() || wrote_; });
    }
    return !stopping_;
}

void SqliteCheckpointer::run() {
    std::unique_lock lock(mutex_);
    while (wait_for_work(lock)) {
        auto const quiet = frames_ < copy_at_;
        copy_at_ = frames_ + limits_.copy_frames;
        lock.unlock();
        auto const code = sqlite3_wal_checkpoint_v2(
            own_->raw(), "main", quiet ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
            nullptr, nullptr);
        // Busy means that somebody reads or writes just now; the next round does it.
        if (code != SQLITE_OK && code != SQLITE_BUSY)
            log::failure(log::Level::warning, "db.checkpoint_failed",
                         sqlite_error(code, sqlite3_errmsg(own_->raw())));
        lock.lock();
        // Until the log is empty there is a reason to come back.
        if (!quiet || code != SQLITE_OK) wrote_ = true;
    }
}

void SqliteCheckpointer::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

}  // namespace skein::db
