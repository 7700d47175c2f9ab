#include "core/hub.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace skein {
namespace {

struct KeyView {
    std::string_view topic;
    std::int64_t owner;
};

struct Key {
    std::string topic;
    std::int64_t owner;
    operator KeyView() const { return {topic, owner}; }
};

struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(KeyView key) const {
        return std::hash<std::string_view>{}(key.topic) * 31 + std::hash<std::int64_t>{}(key.owner);
    }
};

struct KeyEqual {
    using is_transparent = void;
    bool operator()(KeyView a, KeyView b) const { return a.owner == b.owner && a.topic == b.topic; }
};

}  // namespace

/// Where one listener stands. Its mutex makes sure that nobody is called after the ear has gone; it
/// is recursive because a listener may drop its own ear while it is called.
struct Hub::Ear::Place {
    Key key;
    Listener listener;
    std::weak_ptr<State> hub;
    std::recursive_mutex mutex;
    bool gone = false;
};

struct Hub::State {
    std::mutex mutex;
    std::unordered_map<Key, std::vector<std::shared_ptr<Ear::Place>>, KeyHash, KeyEqual> places;
    std::atomic<std::size_t> count = 0;
};

Hub::Ear::Ear(std::shared_ptr<Place> place) : place_(std::move(place)) {}
Hub::Ear::Ear(Ear&&) noexcept = default;

Hub::Ear& Hub::Ear::operator=(Ear&& other) noexcept {
    Ear const old(std::move(*this));
    place_ = std::move(other.place_);
    return *this;
}

Hub::Ear::~Ear() {
    if (!place_) return;
    if (auto const hub = place_->hub.lock()) {
        std::lock_guard const lock(hub->mutex);
        if (auto const found = hub->places.find(place_->key); found != hub->places.end()) {
            hub->count -= std::erase(found->second, place_);
            if (found->second.empty()) hub->places.erase(found);
        }
    }
    std::lock_guard const lock(place_->mutex);
    place_->gone = true;
}

Hub::Hub() : state_(std::make_shared<State>()) {}
Hub::~Hub() = default;

Hub::Ear Hub::listen(std::string topic, std::int64_t owner, Listener listener) {
    auto place = std::make_shared<Ear::Place>();
    place->key = {std::move(topic), owner};
    place->listener = std::move(listener);
    place->hub = state_;
    std::lock_guard const lock(state_->mutex);
    state_->places[place->key].push_back(place);
    ++state_->count;
    return Ear(std::move(place));
}

void Hub::tell(News const& news) {
    if (state_->count.load(std::memory_order_relaxed) == 0) return;
    std::vector<std::shared_ptr<Ear::Place>> told;
    {
        std::lock_guard const lock(state_->mutex);
        auto const found = state_->places.find(KeyView{news.topic, news.owner});
        if (found == state_->places.end()) return;
        told = found->second;
    }
    for (auto const& place : told) {
        std::lock_guard const lock(place->mutex);
        if (!place->gone) place->listener(news);
    }
}

std::size_t Hub::listeners() const { return state_->count; }

}  // namespace skein
