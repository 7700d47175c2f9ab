#include "features/media/remote_flights.h"

namespace skein::media {
namespace {

constexpr std::size_t failures_kept_max = 20'000, hosts_kept_max = 2000;
constexpr int timeouts_in_a_row_max = 3;
constexpr auto host_left_alone_for = std::chrono::minutes(5);

/// How long what failed so is not asked for again. What is no answer of the other server (a
/// shutdown, a full disk) is not kept.
Duration lifetime_of(Errc code) {
    switch (code) {
        case Errc::not_found:
        case Errc::gone:
        case Errc::forbidden:
        case Errc::too_large:
        case Errc::unsupported_media:
        case Errc::unprocessable: return std::chrono::hours(6);
        case Errc::remote:
        case Errc::timeout: return std::chrono::minutes(5);
        default: return {};
    }
}

std::string host_key(std::string const& host) { return "host " + host; }

}  // namespace

std::pair<std::shared_ptr<RemoteFlight>, bool> RemoteFlights::join(threads::Scheduler& scheduler,
                                                                   std::string const& key) {
    std::lock_guard const lock(mutex_);
    auto& flight = flights_[key];
    bool const first = !flight;
    if (first) flight = std::make_shared<RemoteFlight>(scheduler);
    return {flight, first};
}

void RemoteFlights::land(std::string const& key, std::shared_ptr<RemoteFlight> const& flight,
                         Result<void> result) {
    {
        std::lock_guard const lock(mutex_);
        flights_.erase(key);
    }
    std::lock_guard const lock(flight->mutex);
    flight->result = std::move(result);
    flight->landed.notify_all();
}

bool RemoteFlights::is_known_to_fail(std::string const& key, std::string const& host, Time now) {
    std::lock_guard const lock(mutex_);
    auto const fails = [&](std::string const& what) {
        auto const found = failures_.find(what);
        return found != failures_.end() && found->second > now;
    };
    return fails(key) || fails(host_key(host));
}

void RemoteFlights::remember(std::string const& key, Time until) {
    while (failures_.size() >= failures_kept_max) {
        auto const soonest = failures_by_end_.begin();
        failures_.erase(soonest->second);
        failures_by_end_.erase(soonest);
    }
    if (!failures_.insert_or_assign(key, until).second)
        std::erase_if(failures_by_end_, [&](auto const& entry) { return entry.second == key; });
    failures_by_end_.emplace(until, key);
}

void RemoteFlights::note_failure(std::string const& key, std::string const& host, Errc code,
                                 Time now) {
    auto const lifetime = lifetime_of(code);
    if (lifetime == Duration{}) return;
    std::lock_guard const lock(mutex_);
    remember(key, now + lifetime);
    if (code != Errc::timeout) return;
    if (timeouts_.size() >= hosts_kept_max) timeouts_.clear();
    if (++timeouts_[host] < timeouts_in_a_row_max) return;
    timeouts_.erase(host);
    remember(host_key(host), now + host_left_alone_for);
}

void RemoteFlights::note_success(std::string const& host) {
    std::lock_guard const lock(mutex_);
    timeouts_.erase(host);
}

bool RemoteFlights::begin_turn(std::size_t turns_max) {
    std::lock_guard const lock(mutex_);
    if (turns_ >= turns_max) return false;
    ++turns_;
    return true;
}

void RemoteFlights::end_turn() {
    std::lock_guard const lock(mutex_);
    --turns_;
}

}  // namespace skein::media
