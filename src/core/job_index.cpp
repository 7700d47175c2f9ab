#include "core/job_index.h"

#include <algorithm>

#include "base/result.h"

namespace skein {

std::size_t rank_of(Priority priority) {
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(static_cast<std::int64_t>(priority) / 10, 0, 3));
}

JobIndex::Order JobIndex::order_of(StoredJob const& job) {
    return {rank_of(job.priority), job.run_at, job.id.value};
}

bool JobIndex::has_room(StoredJob const& job) const {
    // What a person waits for must not stay outside because the mass came first.
    return known_.size() < limits_.total * 2 / (1 + rank_of(job.priority));
}

void JobIndex::note_known(StoredJob const& job) {
    known_.insert(job.id.value);
    ++by_rank_[rank_of(job.priority)];
}

JobIndex::Added JobIndex::add_local(StoredJob job, LaneName lane) {
    if (known_.contains(job.id.value)) return Added::known;
    if (!has_room(job)) return Added::no_room;
    note_known(job);
    local_[static_cast<std::size_t>(lane)].emplace(order_of(job), std::move(job));
    return Added::yes;
}

JobIndex::Added JobIndex::add_network(StoredJob job) {
    if (known_.contains(job.id.value)) return Added::known;
    if (!has_room(job)) return Added::no_room;
    if (job.host.empty()) {
        note_known(job);
        hostless_.emplace(order_of(job), std::move(job));
        return Added::yes;
    }
    auto const name = job.host;
    auto& host = hosts_[name];
    if (host.waiting.size() >= limits_.per_host_waiting) {
        host.left_out = true;
        return Added::host_full;
    }
    note_known(job);
    host.waiting.emplace(order_of(job), std::move(job));
    show(name, host);
    return Added::yes;
}

/// Puts the first waiting job of a host among those that may run, or takes it away.
void JobIndex::show(std::string const& name, Host& host) {
    if (host.shown) open_.erase(*host.shown);
    host.shown.reset();
    if (host.waiting.empty() || host.running >= limits_.per_host_running) return;
    host.shown = host.waiting.begin()->first;
    open_.emplace(*host.shown, name);
}

StoredJob JobIndex::take_first(Waiting& waiting) {
    auto node = waiting.extract(waiting.begin());
    ++running_;
    return std::move(node.mapped());
}

std::optional<StoredJob> JobIndex::next_local(LaneName lane) {
    auto& waiting = local_[static_cast<std::size_t>(lane)];
    if (waiting.empty()) return std::nullopt;
    return take_first(waiting);
}

void JobIndex::put_back_local(StoredJob job, LaneName lane) {
    --running_;
    local_[static_cast<std::size_t>(lane)].emplace(order_of(job), std::move(job));
}

std::optional<StoredJob> JobIndex::next_network() {
    if (!has_network()) return std::nullopt;
    ++running_network_;
    if (open_.empty() || (!hostless_.empty() && hostless_.begin()->first < open_.begin()->first))
        return take_first(hostless_);
    auto const name = open_.begin()->second;
    auto& host = hosts_.at(name);
    auto job = take_first(host.waiting);
    ++host.running;
    if (host.running == limits_.per_host_running) ++busy_hosts_;
    show(name, host);
    return job;
}

bool JobIndex::release(StoredJob const& job, bool network) {
    known_.erase(job.id.value);
    --by_rank_[rank_of(job.priority)];
    --running_;
    if (!network) return false;
    --running_network_;
    return !job.host.empty() && release_host(job.host);
}

bool JobIndex::release_host(std::string const& name) {
    auto const found = hosts_.find(name);
    expects(found != hosts_.end());
    auto& host = found->second;
    if (host.running == limits_.per_host_running) --busy_hosts_;
    --host.running;
    show(found->first, host);
    auto const room = host.left_out && host.waiting.size() <= limits_.per_host_waiting / 2;
    if (room) host.left_out = false;
    if (host.waiting.empty() && host.running == 0) hosts_.erase(found);
    return room;
}

std::size_t JobIndex::runnable(Priority priority) const {
    std::size_t count = 0;
    for (std::size_t rank = 0; rank <= rank_of(priority); ++rank) count += by_rank_[rank];
    auto const held = running_ + busy_hosts_ * limits_.per_host_waiting;
    return count > held ? count - held : 0;
}

std::vector<std::string> JobIndex::leave_out_full_hosts() {
    std::vector<std::string> full;
    for (auto& [name, host] : hosts_) {
        if (host.waiting.size() < limits_.per_host_waiting) continue;
        host.left_out = true;
        full.push_back(name);
    }
    return full;
}

std::vector<std::int64_t> JobIndex::ids() const { return {known_.begin(), known_.end()}; }

std::vector<std::int64_t> JobIndex::forget_waiting() {
    std::vector<std::int64_t> ids;
    auto const forget = [&](Waiting& waiting) {
        for (auto const& [order, job] : waiting) {
            ids.push_back(job.id.value);
            known_.erase(job.id.value);
            --by_rank_[rank_of(job.priority)];
        }
        waiting.clear();
    };
    for (auto& lane : local_) forget(lane);
    forget(hostless_);
    for (auto& [name, host] : hosts_) {
        forget(host.waiting);
        show(name, host);
    }
    return ids;
}

}  // namespace skein
