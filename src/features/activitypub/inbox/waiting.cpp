#include "features/activitypub/inbox/waiting.h"

namespace skein::activitypub {

void Waiting::set_limits(Limits limits) {
    std::lock_guard const lock(mutex_);
    limits_ = limits;
}

void Waiting::set_first_ticket(std::int64_t ticket) {
    std::lock_guard const lock(mutex_);
    next_ = ticket;
}

bool Waiting::has_room_for(std::string const& host, std::int64_t bytes, bool is_urgent) const {
    // A tenth more for what ends things.
    auto const scale = is_urgent ? 11 : 10;
    if (std::ssize(held_) >= limits_.activities_max * scale / 10) return false;
    if (bytes_ + bytes > limits_.bytes_max * scale / 10) return false;
    auto const found = of_host_.find(host);
    return found == of_host_.end() || found->second < limits_.of_a_host_max * scale / 10;
}

Waiting::Place Waiting::take(Guest const& guest, Time now) {
    std::lock_guard const lock(mutex_);
    std::string host(guest.host);
    if (!has_room_for(host, guest.bytes, guest.is_urgent)) forget_old(now);
    if (!has_room_for(host, guest.bytes, guest.is_urgent)) return {};
    auto const ticket = next_++;
    auto const count = ++of_host_[host];
    bytes_ += guest.bytes;
    held_.emplace(ticket, Held{std::move(host), guest.bytes});
    order_.emplace_back(now, ticket);
    // One that stays for long must not keep the memory of all that came and went behind it.
    if (order_.size() > 2 * held_.size() + order_slack_max)
        std::erase_if(order_, [&](auto const& entry) { return !held_.contains(entry.second); });
    auto const patient = count > patient_from && !guest.is_urgent;
    return {ticket, patient ? Priority::mass : Priority::normal};
}

bool Waiting::has_room(std::string_view host, Time now) {
    std::lock_guard const lock(mutex_);
    std::string const name(host);
    if (has_room_for(name, 0, true)) return true;
    forget_old(now);
    return has_room_for(name, 0, true);
}

void Waiting::forget_old(Time now) {
    while (!order_.empty() && now - order_.front().first >= counted_for) {
        drop(order_.front().second);
        order_.pop_front();
    }
}

void Waiting::drop(std::int64_t ticket) {
    auto const found = held_.find(ticket);
    if (found == held_.end()) return;
    bytes_ -= found->second.bytes;
    auto const host = of_host_.find(found->second.host);
    if (--host->second == 0) of_host_.erase(host);
    held_.erase(found);
}

void Waiting::give_back(std::int64_t ticket) {
    std::lock_guard const lock(mutex_);
    drop(ticket);
}

std::int64_t Waiting::activities() const {
    std::lock_guard const lock(mutex_);
    return std::ssize(held_);
}

std::size_t Waiting::remembered() const {
    std::lock_guard const lock(mutex_);
    return order_.size();
}

std::int64_t Waiting::bytes() const {
    std::lock_guard const lock(mutex_);
    return bytes_;
}

}  // namespace skein::activitypub
