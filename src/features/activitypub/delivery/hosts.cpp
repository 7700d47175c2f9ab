#include "features/activitypub/delivery/hosts.h"

#include <algorithm>

#include "base/encoding.h"
#include "core/server.h"
#include "features/activitypub/delivery/host_upkeep.h"

namespace skein::activitypub {
namespace {

#define HOST_COLUMNS "host, state, days, failed_at, probe_at, last_error"

db::Query<HostHealth> const find_health{
    "activitypub_hosts.find", "SELECT " HOST_COLUMNS " FROM activitypub_hosts WHERE host = $1"};
db::Query<HostHealth> const list_health{
    "activitypub_hosts.list",
    "SELECT " HOST_COLUMNS " FROM activitypub_hosts WHERE host > $1 ORDER BY host LIMIT $2"};
db::Sql const put_health{
    "activitypub_hosts.put",
    "INSERT INTO activitypub_hosts (" HOST_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (host) DO UPDATE SET state = excluded.state, days = excluded.days, "
    "failed_at = excluded.failed_at, probe_at = excluded.probe_at, "
    "last_error = excluded.last_error"};
db::Sql const remove_health{"activitypub_hosts.remove",
                            "DELETE FROM activitypub_hosts WHERE host = $1"};

constexpr std::size_t error_bytes_max = 200;

std::string short_words(std::string_view why) {
    return to_valid_utf8(why.substr(0, error_bytes_max));
}

Duration probe_pause(HostState state) {
    return state == HostState::dead ? Duration(dead_probe_every) : Duration(probe_every);
}

}  // namespace

Hosts::Entry* Hosts::at(std::string_view host) {
    auto const found = entries_.find(host);
    return found == entries_.end() ? nullptr : &found->second;
}

Hosts::Entry const* Hosts::at(std::string_view host) const {
    auto const found = entries_.find(host);
    return found == entries_.end() ? nullptr : &found->second;
}

/// Nothing when there is no room: such a host is taken for well, which costs its timeouts.
Hosts::Entry* Hosts::make(std::string_view host, Time now) {
    if (auto* known = at(host)) return known;
    if (entries_.size() >= unwell_hosts_max) prune(now);
    if (entries_.size() >= unwell_hosts_max) return nullptr;
    auto& entry = entries_[std::string(host)];
    entry.health.host = host;
    return &entry;
}

/// Forgets hosts that failed once or twice, a while ago.
void Hosts::prune(Time now) {
    std::erase_if(entries_, [&](auto const& pair) {
        auto const& entry = pair.second;
        return entry.health.state == HostState::well && entry.paused_until <= now &&
               entry.health.failed_at + std::chrono::days(1) < now;
    });
}

void Hosts::remember(HostHealth health) {
    std::lock_guard const lock(mutex_);
    auto* const entry = make(health.host, health.failed_at);
    if (entry) entry->health = std::move(health);
}

std::optional<Time> Hosts::admit(std::string_view host, Time now) {
    std::lock_guard const lock(mutex_);
    auto* const entry = at(host);
    if (!entry) return std::nullopt;
    if (now < entry->paused_until) return entry->paused_until;
    auto& health = entry->health;
    if (health.state == HostState::well) return std::nullopt;
    // What this process had taken in already comes back after the probe, not all at once with it.
    if (now < health.probe_at) return health.probe_at + std::chrono::minutes(1);
    health.probe_at = now + probe_pause(health.state);
    entry->called = false;
    return std::nullopt;
}

std::optional<Time> Hosts::held_until(std::string_view host, Time now) const {
    std::lock_guard const lock(mutex_);
    auto const* const entry = at(host);
    if (!entry) return std::nullopt;
    if (entry->health.state != HostState::well && now < entry->health.probe_at)
        return now + held_for;
    if (now < entry->paused_until) return entry->paused_until;
    return std::nullopt;
}

bool Hosts::is_dead(std::string_view host, Time now) const {
    std::lock_guard const lock(mutex_);
    auto const* const entry = at(host);
    return entry && entry->health.state == HostState::dead && now < entry->health.probe_at;
}

bool Hosts::is_well(std::string_view host) const {
    std::lock_guard const lock(mutex_);
    auto const* const entry = at(host);
    return !entry || entry->health.state == HostState::well;
}

bool Hosts::is_troubled(std::string_view host) const {
    std::lock_guard const lock(mutex_);
    auto const* const entry = at(host);
    return entry && entry->health.days > 0;
}

void Hosts::count_failure(Entry& entry, Time now) {
    auto& health = entry.health;
    if (midnight(now) != midnight(health.failed_at)) ++health.days;
    health.failed_at = now;
    if (now - entry.window_began > breaker_window) {
        entry.window_began = now;
        entry.failures = 0;
    }
    ++entry.failures;
    auto const before = health.state;
    if (health.days >= dead_after_days) health.state = HostState::dead;
    else if (entry.failures >= breaker_failures) health.state = HostState::resting;
    if (health.state == HostState::well) return;
    if (health.state != before || health.probe_at <= now)
        health.probe_at = now + probe_pause(health.state);
    entry.called = false;
}

void Hosts::failed(std::string_view host, Time now, std::string_view why) {
    std::lock_guard const lock(mutex_);
    auto* const entry = make(host, now);
    if (!entry) return;
    count_failure(*entry, now);
    entry->health.last_error = short_words(why);
}

void Hosts::answered(std::string_view host) {
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(host);
    if (found == entries_.end() || found->second.health.days == 0) return;
    auto const paused_until = found->second.paused_until;
    entries_.erase(found);
    if (paused_until == Time{}) return;
    // Alive, but still to be left alone.
    auto& entry = entries_[std::string(host)];
    entry.health.host = host;
    entry.paused_until = paused_until;
}

void Hosts::answered_elsewhere(std::string_view host) {
    if (!is_troubled(host)) return;
    answered(host);
    std::lock_guard const lock(mutex_);
    revived_.emplace_back(host);
}

std::vector<std::string> Hosts::take_revived() {
    std::lock_guard const lock(mutex_);
    return std::exchange(revived_, {});
}

void Hosts::forget(std::string_view host) {
    std::lock_guard const lock(mutex_);
    if (auto const found = entries_.find(host); found != entries_.end()) entries_.erase(found);
}

void Hosts::pause(std::string_view host, Time until, Time now) {
    std::lock_guard const lock(mutex_);
    auto* const entry = make(host, now);
    if (!entry) return;
    entry->paused_until = std::max(entry->paused_until, std::min(until, now + Duration(pause_max)));
}

std::optional<HostHealth> Hosts::find(std::string_view host) const {
    std::lock_guard const lock(mutex_);
    auto const* const entry = at(host);
    return entry ? std::optional(entry->health) : std::nullopt;
}

std::vector<HostHealth> Hosts::list_unwell() const {
    std::lock_guard const lock(mutex_);
    std::vector<HostHealth> all;
    for (auto const& [host, entry] : entries_)
        if (entry.health.state != HostState::well) all.push_back(entry.health);
    std::ranges::sort(all, {}, &HostHealth::host);
    return all;
}

std::vector<std::string> Hosts::list_to_probe(Time now) {
    std::lock_guard const lock(mutex_);
    std::vector<std::string> hosts;
    for (auto& [host, entry] : entries_) {
        if (entry.health.state == HostState::well || now < entry.health.probe_at || entry.called)
            continue;
        entry.called = true;
        hosts.push_back(host);
    }
    return hosts;
}

std::size_t Hosts::kept() const {
    std::lock_guard const lock(mutex_);
    return entries_.size();
}

Result<void> note_alive(db::Tx& tx, std::string_view host) {
    auto& hosts = tx.board().part<Hosts>();
    if (!hosts.is_troubled(host)) return {};
    tx.after_commit([&hosts, host = std::string(host)] { hosts.answered(host); });
    return keep_host_later(tx, host);
}

void note_alive(Server& server, std::string_view host) {
    server.part<Hosts>().answered_elsewhere(host);
}

Result<std::optional<HostHealth>> find_host_health(db::Tx& tx, std::string_view host) {
    return tx.find(find_health, host);
}

Result<std::vector<HostHealth>> list_host_health(db::Tx& tx, std::string_view after,
                                                 std::int64_t limit) {
    return tx.list(list_health, after, limit);
}

Result<void> put_host_health(db::Tx& tx, HostHealth const& health) {
    TRY_OK(tx.run(put_health, health.host, health.state, health.days, health.failed_at,
                  health.probe_at, health.last_error));
    return {};
}

Result<void> remove_host_health(db::Tx& tx, std::string_view host) {
    TRY_OK(tx.run(remove_health, host));
    return {};
}

}  // namespace skein::activitypub
