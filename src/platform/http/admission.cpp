#include "platform/http/admission.h"

namespace skein::http {

Admission::Place::Place(Place&& other) noexcept
    : owner_(std::move(other.owner_)), group_(other.group_) {}

Admission::Place& Admission::Place::operator=(Place&& other) noexcept {
    leave();
    owner_ = std::move(other.owner_);
    group_ = other.group_;
    return *this;
}

Admission::Place::~Place() { leave(); }

void Admission::Place::leave() {
    if (auto const owner = std::exchange(owner_, nullptr)) owner->leave(group_);
}

std::shared_ptr<Admission> Admission::make(std::size_t total_max, std::size_t per_address_max) {
    std::shared_ptr<Admission> made(new Admission(total_max, per_address_max));
    made->self_ = made;
    return made;
}

Admission::Place Admission::admit(Address const& peer, bool exempt) {
    std::optional<Place::Group> group;
    if (!exempt) {
        group = peer.bytes;
        if (!peer.is_v4()) std::fill(group->begin() + 8, group->end(), 0);
    }
    std::lock_guard const lock(mutex_);
    if (total_ >= total_max_) return {};
    if (group) {
        auto& count = groups_[*group];
        if (count >= per_address_max_) return {};
        ++count;
    }
    ++total_;
    return Place(self_.lock(), group);
}

void Admission::leave(std::optional<Place::Group> const& group) {
    std::lock_guard const lock(mutex_);
    if (--total_ == 0) left_.notify_all();
    if (!group) return;
    auto const found = groups_.find(*group);
    if (--found->second == 0) groups_.erase(found);
}

bool Admission::wait_empty(Duration grace) const {
    std::unique_lock lock(mutex_);
    return left_.wait_for(lock, grace, [&] { return total_ == 0; });
}

std::size_t Admission::count() const {
    std::lock_guard const lock(mutex_);
    return total_;
}

}  // namespace skein::http
