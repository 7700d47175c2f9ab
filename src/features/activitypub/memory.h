// What is remembered for a while and may be lost at any time: answers of other servers, keys, who
// was asked lately. Bounded; what was asked for longest ago goes first.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/clock.h"

namespace skein::activitypub {

/// Thread-safe.
template <class Key, class Value>
class Memory {
  public:
    explicit Memory(std::size_t kept_max) : kept_max_(kept_max) {}

    std::optional<Value> find(Key const& key, Time now) {
        std::lock_guard const lock(mutex_);
        auto const found = places_.find(key);
        if (found == places_.end()) return std::nullopt;
        auto const place = found->second;
        if (place->until <= now) {
            drop(place);
            return std::nullopt;
        }
        order_.splice(order_.begin(), order_, place);
        return place->value;
    }

    void keep(Key const& key, Value value, Time until) {
        std::lock_guard const lock(mutex_);
        put(key, std::move(value), until);
    }

    /// True for one asker, who keeps the place until then; false for everybody else.
    bool claim(Key const& key, Value value, Time now, Time until) {
        std::lock_guard const lock(mutex_);
        auto const found = places_.find(key);
        if (found != places_.end() && found->second->until > now) return false;
        put(key, std::move(value), until);
        return true;
    }

    void forget_if(std::function<bool(Key const&, Value const&)> const& about) {
        std::lock_guard const lock(mutex_);
        for (auto place = order_.begin(); place != order_.end();) {
            auto const next = std::next(place);
            if (about(place->key, place->value)) drop(place);
            place = next;
        }
    }
    void forget(Key const& key) {
        std::lock_guard const lock(mutex_);
        if (auto const found = places_.find(key); found != places_.end()) drop(found->second);
    }

    std::size_t kept() const {
        std::lock_guard const lock(mutex_);
        return order_.size();
    }

  private:
    struct Kept {
        Key key;
        Value value;
        Time until;
    };
    using Place = typename std::list<Kept>::iterator;
    void put(Key const& key, Value value, Time until) {
        if (auto const found = places_.find(key); found != places_.end()) drop(found->second);
        if (order_.size() >= kept_max_) drop(std::prev(order_.end()));
        order_.push_front({key, std::move(value), until});
        places_[key] = order_.begin();
    }
    void drop(Place place) {
        places_.erase(place->key);
        order_.erase(place);
    }

    std::size_t kept_max_;
    mutable std::mutex mutex_;
    std::list<Kept> order_;  // The one asked for last comes first.
    std::unordered_map<Key, Place> places_;
};

}  // namespace skein::activitypub
