// How many connections there may be, in all and from one address (security.md 5.1). Thread-safe.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "platform/http/proxies.h"

namespace skein::http {

class Admission {
  public:
    /// One admitted connection; its place is free again when it goes.
    class Place {
      public:
        Place() = default;
        Place(Place&& other) noexcept;
        Place& operator=(Place&& other) noexcept;
        ~Place();
        explicit operator bool() const { return owner_ != nullptr; }

      private:
        friend class Admission;
        using Group = std::array<unsigned char, 16>;
        Place(std::shared_ptr<Admission> owner, std::optional<Group> group)
            : owner_(std::move(owner)), group_(group) {}
        void leave();

        std::shared_ptr<Admission> owner_;
        std::optional<Group> group_;
    };

    static std::shared_ptr<Admission> make(std::size_t total_max, std::size_t per_address_max);

    /// An empty place when there is none. Those of `exempt` peers (trusted proxies, this machine)
    /// count only in all. IPv6 clients are counted by their /64.
    Place admit(Address const& peer, bool exempt);
    std::size_t count() const;
    /// Waits until nobody is left, for so long at most.
    bool wait_empty(Duration grace) const;

  private:
    Admission(std::size_t total_max, std::size_t per_address_max)
        : total_max_(total_max), per_address_max_(per_address_max) {}
    void leave(std::optional<Place::Group> const& group);

    std::weak_ptr<Admission> self_;
    std::size_t const total_max_;
    std::size_t const per_address_max_;
    mutable std::mutex mutex_;
    mutable std::condition_variable left_;
    std::size_t total_ = 0;
    std::map<Place::Group, std::size_t> groups_;
};

}  // namespace skein::http
