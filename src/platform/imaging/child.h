// One media worker process, as its parent sees it. Used by Imaging only, by one thread at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <span>

#include "base/result.h"
#include "platform/imaging/channel.h"
#include "platform/imaging/imaging.h"
#include "platform/imaging/protocol.h"

namespace skein::imaging {

class Child {
  public:
    /// Starts the program and waits for its greeting. Errc::unavailable, with the reason in the
    /// detail.
    static Result<std::unique_ptr<Child>> start(Options const& options);

    /// Ends the process at once and collects it.
    ~Child();
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;

    /// Sends a request and waits for the reply. After a failure the child is of no more use:
    /// Errc::cancelled when it had ended before it heard the request (asking another is right),
    /// Errc::unprocessable when it died of it or answered nonsense, Errc::timeout.
    Result<Reply> ask(Request const& request, std::span<int const> files,
                      std::chrono::milliseconds time_max);

    unsigned jobs() const { return jobs_; }

  private:
    Child(pid_t process, Descriptor socket) : process_(process), socket_(std::move(socket)) {}
    Result<void> hear_greeting(std::chrono::milliseconds time_max);
    /// Collects the process, which has closed its end, and says how it ended.
    std::string last_words();

    pid_t process_;
    Descriptor socket_;
    unsigned jobs_ = 0;
};

}  // namespace skein::imaging
