// What could not be fetched is not asked for again at once: whoever names the same address in many
// activities would have this server ask for it each time.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "features/activitypub/memory.h"

namespace skein::activitypub {

/// A part of the board.
class FetchMemory {
  public:
    std::optional<Error> find_failure(std::string const& key, Time now) {
        return failures_.find(key, now);
    }
    void keep_failure(std::string const& key, Error const& error, Time now) {
        if (auto const lifetime = lifetime_of(error.code); lifetime > Duration{})
            failures_.keep(key, error, now + lifetime);
    }

    /// Until when a host has asked to be left alone (`Retry-After`); nothing: it has not.
    bool is_paused(std::string const& host, Time now) {
        return pauses_.find(host, now).has_value();
    }
    void pause(std::string const& host, Time until) { pauses_.keep(host, true, until); }

  private:
    /// What is no answer of the other server (a budget, a policy, a shutdown) is not kept.
    static Duration lifetime_of(Errc code) {
        switch (code) {
            case Errc::gone: return std::chrono::minutes(30);
            case Errc::unprocessable: return std::chrono::minutes(5);
            case Errc::not_found: return std::chrono::minutes(2);
            case Errc::remote:
            case Errc::timeout: return std::chrono::minutes(1);
            default: return {};
        }
    }

    Memory<std::string, Error> failures_{16'384};
    Memory<std::string, bool> pauses_{4096};
};

}  // namespace skein::activitypub
