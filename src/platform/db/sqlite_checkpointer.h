// Keeps the write-ahead log of a SQLite database short. Of use to platform/db only.
//
// The log is copied into the database by a thread of its own, so that no commit waits for it. Three
// steps, from cheap to sure:
//
// 1. More than `copy_frames` since the last copy: a passive checkpoint, beside readers and writer.
//    When it has caught up and nobody reads old pages, the next commit begins the log anew.
// 2. More than `restart_frames` in the log, because readers and writer never paused together: the
//    writer itself copies the rest and waits up to `restart_wait` for readers, between two groups.
//    New readers then use the database alone, so a crowd of short reads cannot starve it.
// 3. Nothing written for `quiet_after`: the log is emptied.
//
// One long read (a backup) can still hold the log; it grows meanwhile, and this is logged.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "platform/db/sqlite_connection.h"
#include "platform/threads/scheduler.h"

namespace skein::db {

struct CheckpointLimits {
    int copy_frames = 1000;
    int restart_frames = 6000;
    std::chrono::milliseconds restart_wait{200};
    std::chrono::seconds quiet_after{5};
};

class SqliteCheckpointer {
  public:
    /// `own` is used by the thread; `writing` is the writer's connection.
    SqliteCheckpointer(std::unique_ptr<SqliteConnection> own, SqliteConnection& writing,
                       threads::Scheduler& scheduler, CheckpointLimits limits = {});
    ~SqliteCheckpointer();

    /// On the writer's thread after each group: wakes the thread, or does step 2.
    void after_group();
    void stop();

  private:
    void run();
    bool wait_for_work(std::unique_lock<std::mutex>& lock);
    void restart_log();
    static int note_frames(void* self, sqlite3*, char const*, int frames);

    std::unique_ptr<SqliteConnection> own_;
    SqliteConnection& writing_;
    threads::Scheduler& scheduler_;
    CheckpointLimits limits_;
    int committed_frames_ = 0;  // Of the writer's thread.
    int restart_at_;            // Of the writer's thread.
    std::mutex mutex_;
    threads::Signal changed_;
    int frames_ = 0;      // In the log.
    int copy_at_;         // Frames at which the next copy begins.
    bool wrote_ = false;  // Since the thread last looked.
    bool stopping_ = false;
    threads::Thread thread_;
};

}  // namespace skein::db
