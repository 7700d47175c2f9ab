// Whose turn it is to be asked: at most so many requests at once, at most so many of them to one
// host, and hosts take turns, so that a thousand requests for a slow host delay nobody else's.
//
// Invariants: (1) a host is known only while something for it is active or waiting, so foreign
// names cannot pile up; (2) a host stands in `turns_` once, and only if something for it waits and
// it has a free place; (3) the items of one host keep their order.
//
// Not thread-safe: it belongs to the client's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace skein::http {

struct HostQueueLimits {
    std::size_t active_max = 256;
    std::size_t per_host_max = 2;
    std::size_t waiting_max = 8192;
    std::size_t waiting_per_host_max = 1024;
};

template <class Item>
class HostQueue {
  public:
    explicit HostQueue(HostQueueLimits limits) : limits_(limits) {}

    /// False, and the item is not taken, when too much waits already.
    bool push(std::string const& host, Item&& item) {
        if (waiting_ >= limits_.waiting_max) return false;
        auto& entry = hosts_[host];
        if (entry.waiting.size() >= limits_.waiting_per_host_max) return false;
        entry.waiting.push_back(std::move(item));
        ++waiting_;
        line_up(host, entry);
        return true;
    }

    /// The next item in turn, now active; nothing while all places are taken.
    std::optional<Item> take() {
        if (active_ >= limits_.active_max || turns_.empty()) return std::nullopt;
        auto const host = std::move(turns_.front());
        turns_.pop_front();
        auto& entry = hosts_.at(host);
        entry.in_turn = false;
        auto item = std::move(entry.waiting.front());
        entry.waiting.pop_front();
        --waiting_;
        ++entry.active;
        ++active_;
        line_up(host, entry);
        return item;
    }

    /// An item of this host is no longer active.
    void done(std::string const& host) {
        auto const found = hosts_.find(host);
        expects(found != hosts_.end() && found->second.active > 0);
        --found->second.active;
        --active_;
        line_up(host, found->second);
        if (is_idle(found->second)) hosts_.erase(found);
    }

    /// Takes out those that wait and match, without making them active.
    template <class Matches>
    std::vector<Item> remove_waiting_if(Matches&& matches) {
        std::vector<Item> removed;
        for (auto& [host, entry] : hosts_) {
            std::deque<Item> kept;
            for (auto& item : entry.waiting) {
                if (matches(item)) removed.push_back(std::move(item));
                else kept.push_back(std::move(item));
            }
            entry.waiting = std::move(kept);
        }
        waiting_ -= removed.size();
        std::erase_if(turns_, [&](std::string const& host) {
            auto& entry = hosts_.at(host);
            entry.in_turn = !entry.waiting.empty();
            return !entry.in_turn;
        });
        std::erase_if(hosts_, [](auto const& known) { return is_idle(known.second); });
        return removed;
    }

    std::size_t waiting() const { return waiting_; }
    std::size_t active() const { return active_; }
    std::size_t hosts() const { return hosts_.size(); }

  private:
    struct Entry {
        std::deque<Item> waiting;
        std::size_t active = 0;
        bool in_turn = false;
    };

    static bool is_idle(Entry const& entry) { return entry.active == 0 && entry.waiting.empty(); }

    void line_up(std::string const& host, Entry& entry) {
        if (entry.in_turn || entry.waiting.empty() || entry.active >= limits_.per_host_max) return;
        entry.in_turn = true;
        turns_.push_back(host);
    }

    HostQueueLimits limits_;
    std::unordered_map<std::string, Entry> hosts_;
    std::deque<std::string> turns_;
    std::size_t waiting_ = 0;
    std::size_t active_ = 0;
};

}  // namespace skein::http
