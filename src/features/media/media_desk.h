// The tools of this feature while the server runs, what is being processed just now and how far it
// is, who waits for it, and whose turn is next. In memory: losing it costs the knowledge how far.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/ids.h"
#include "core/server.h"
#include "features/media/turns.h"
#include "platform/imaging/playables.h"
#include "platform/threads/scheduler.h"

namespace skein::media {

/// A part of the board. Thread-safe once it is open.
class MediaDesk {
  public:
    /// Before the first request and the first job.
    void open(Server& server);
    /// Ends what is being processed; it is begun anew by the next start.
    void close();

    imaging::Tools& tools() { return *tools_; }
    bool takes_playables() const { return tools_ && !tools_->problem(); }

    /// While it lives, `progress` knows of it; whoever waits for it is woken at its end.
    class Work {
      public:
        Work(MediaDesk& desk, MediaId media);
        Work(Work const&) = delete;
        ~Work();
        void tell(double part);

      private:
        MediaDesk& desk_;
        MediaId media_;
    };
    std::optional<double> progress(MediaId media);

    /// While it lives, and `begins()`, the account has one of the few turns.
    class Turn {
      public:
        Turn(MediaDesk& desk, AccountId account, Time now);
        Turn(Turn const&) = delete;
        ~Turn();
        bool begins() const { return !ask_again_in_; }
        /// Of one that does not begin.
        Duration ask_again_in() const { return *ask_again_in_; }

      private:
        MediaDesk& desk_;
        std::optional<Duration> ask_again_in_;
    };

    /// A request that looks at a file with the tools. One does so at a time, and one waits for it
    /// until the deadline: more would leave the lane nobody to answer others.
    class Look {
      public:
        Look(MediaDesk& desk, Time deadline);
        Look(Look const&) = delete;
        ~Look();
        bool may() const { return may_; }

      private:
        MediaDesk& desk_;
        bool may_ = false;
    };

    /// For a job that the stop of the server ended: lets a moment pass before it is begun anew.
    void pause(Time deadline);

    /// Waits for the end of some work, until `ready()` or the deadline; false at once when too many
    /// wait already.
    bool wait(Time deadline, std::function<bool()> const& ready);

  private:
    std::mutex mutex_;
    std::unique_ptr<imaging::Tools> tools_;
    std::unique_ptr<threads::Signal> ended_, looked_, paused_;
    Turns turns_;
    std::map<MediaId, double> working_;
    std::uint64_t endings_ = 0;
    std::int64_t waiting_ = 0, waiting_max_ = 1;
    bool looking_ = false, look_awaited_ = false;
    bool closed_ = false;
};

/// The limits of what plays, as set.
imaging::AvLimits playing_limits(Server& server);

}  // namespace skein::media
