// How many deliveries wait for somebody's key just now. Whoever signs with keys of slow servers
// must not take the lane that people's searches need: one host has a few places, all together as
// many as the lane gets done in a while.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace skein::activitypub {

/// A part of the board. Thread-safe.
class Asking {
  public:
    static constexpr std::size_t of_a_host_max = 4;

    void set_most(std::size_t most) { most_ = most; }

    /// A place, held until it is destroyed.
    class Place {
      public:
        Place(Asking& asking, std::string host) : asking_(asking), host_(std::move(host)) {}
        ~Place() { asking_.leave(host_); }
        Place(Place const&) = delete;
        Place& operator=(Place const&) = delete;

      private:
        Asking& asking_;
        std::string host_;
    };
    /// Nothing: too many wait already.
    std::shared_ptr<Place> enter(std::string_view host) {
        std::lock_guard const lock(mutex_);
        std::string name(host);
        if (count_ >= most_) return nullptr;
        auto& of_host = of_host_[name];
        if (of_host >= of_a_host_max) return nullptr;
        ++of_host;
        ++count_;
        return std::make_shared<Place>(*this, std::move(name));
    }

  private:
    void leave(std::string const& host) {
        std::lock_guard const lock(mutex_);
        --count_;
        auto const found = of_host_.find(host);
        if (--found->second == 0) of_host_.erase(found);
    }

    std::mutex mutex_;
    std::size_t most_ = 32, count_ = 0;
    std::map<std::string, std::size_t> of_host_;
};

}  // namespace skein::activitypub
