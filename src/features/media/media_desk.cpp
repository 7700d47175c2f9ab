#include "features/media/media_desk.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "features/media/config.h"
#include "social/instance.h"
#include "social/media_support.h"

namespace skein::media {

void MediaDesk::open(Server& server) {
    auto const& config = server.settings<MediaConfig>();
    imaging::ToolOptions options;
    options.ffmpeg = config.ffmpeg;
    options.ffprobe = config.ffprobe;
    options.memory_bytes_max = static_cast<std::uint64_t>(config.processing_memory_bytes_max);
    tools_ = std::make_unique<imaging::Tools>(std::move(options));
    for (auto* signal : {&ended_, &looked_, &paused_})
        *signal = std::make_unique<threads::Signal>(server.scheduler());
    // Jobs of other kinds keep a thread.
    auto const at_once =
        std::clamp<std::int64_t>(config.processed_at_once_max, 1,
                                 std::max<std::int64_t>(1, server.config().job_threads - 1));
    turns_ = Turns(static_cast<std::size_t>(at_once));
    // The lane answers others meanwhile.
    waiting_max_ = std::max<std::int64_t>(1, server.config().slow_threads / 2);
    server.part<social::MediaSupport>().playables = takes_playables();
    if (tools_->problem()) log::warning("media.pictures_only", {{"why", *tools_->problem()}});
}

void MediaDesk::close() {
    if (tools_) tools_->stop();
    std::lock_guard const lock(mutex_);
    closed_ = true;
    if (ended_) ended_->notify_all();
    if (looked_) looked_->notify_all();
}

MediaDesk::Work::Work(MediaDesk& desk, MediaId media) : desk_(desk), media_(media) {
    std::lock_guard const lock(desk_.mutex_);
    desk_.working_[media_] = 0;
}

MediaDesk::Work::~Work() {
    std::lock_guard const lock(desk_.mutex_);
    desk_.working_.erase(media_);
    ++desk_.endings_;
    desk_.ended_->notify_all();
}

void MediaDesk::Work::tell(double part) {
    std::lock_guard const lock(desk_.mutex_);
    desk_.working_[media_] = part;
}

std::optional<double> MediaDesk::progress(MediaId media) {
    std::lock_guard const lock(mutex_);
    auto const found = working_.find(media);
    return found == working_.end() ? std::nullopt : std::optional(found->second);
}

MediaDesk::Turn::Turn(MediaDesk& desk, AccountId account, Time now) : desk_(desk) {
    std::lock_guard const lock(desk_.mutex_);
    ask_again_in_ = desk_.turns_.ask(account, now);
}

MediaDesk::Turn::~Turn() {
    if (!begins()) return;
    std::lock_guard const lock(desk_.mutex_);
    desk_.turns_.end();
}

MediaDesk::Look::Look(MediaDesk& desk, Time deadline) : desk_(desk) {
    std::unique_lock lock(desk_.mutex_);
    auto const free = [&] { return desk_.closed_ || !desk_.looking_; };
    if (!free() && !desk_.look_awaited_) {
        desk_.look_awaited_ = true;
        desk_.looked_->wait_until(lock, deadline, free);
        desk_.look_awaited_ = false;
    }
    may_ = !desk_.looking_;
    if (may_) desk_.looking_ = true;
}

MediaDesk::Look::~Look() {
    if (!may_) return;
    std::lock_guard const lock(desk_.mutex_);
    desk_.looking_ = false;
    desk_.looked_->notify_all();
}

void MediaDesk::pause(Time deadline) {
    std::unique_lock lock(mutex_);
    // Once: a clock that stands still would never reach the deadline.
    bool paused = false;
    paused_->wait_until(lock, deadline, [&] { return std::exchange(paused, true); });
}

bool MediaDesk::wait(Time deadline, std::function<bool()> const& ready) {
    std::unique_lock lock(mutex_);
    if (waiting_ >= waiting_max_) return false;
    ++waiting_;
    bool found = false, in_time = true;
    while (!found && in_time && !closed_) {
        auto const seen = endings_;
        lock.unlock();
        found = ready();
        lock.lock();
        if (!found)
            in_time =
                ended_->wait_until(lock, deadline, [&] { return closed_ || endings_ != seen; });
    }
    --waiting_;
    return found;
}

imaging::AvLimits playing_limits(Server& server) {
    auto const& instance = server.settings<social::InstanceConfig>();
    imaging::AvLimits limits;
    limits.pixels_max = instance.video_pixels_max;
    limits.frames_per_second_max = instance.video_frame_rate_max;
    limits.seconds_max = server.settings<MediaConfig>().playing_seconds_max;
    return limits;
}

}  // namespace skein::media
