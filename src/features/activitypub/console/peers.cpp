// Which servers are known, how they fare, what waits for them; and trying them again.

#include <algorithm>
#include <map>
#include <set>

#include "base/url.h"
#include "core/host_jobs.h"
#include "core/server.h"
#include "features/activitypub/console/console.h"
#include "features/activitypub/delivery/host_upkeep.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/peers.h"

namespace skein::activitypub {
namespace {

struct KnownHost {
    std::string host;
    std::int64_t accounts = 0;
    auto row() { return std::tie(host, accounts); }
};
db::Query<KnownHost> const list_known{
    "activitypub_console.list_hosts",
    "SELECT host, COUNT(*) AS accounts FROM activitypub_actors GROUP BY host "
    "ORDER BY accounts DESC, host LIMIT $1"};
db::Query<std::int64_t> const count_known{
    "activitypub_console.count_accounts",
    "SELECT COUNT(*) FROM activitypub_actors WHERE host = $1"};

constexpr std::int64_t lost_a_write_max = 50, lost_max = 100'000;

void add_queue(PeerState& peer, HostQueue const& queue) {
    peer.waiting = queue.waiting;
    if (queue.waiting > 0) peer.next_at = queue.next_at;
}

Result<void> add_software(Server& server, std::map<std::string, PeerState>& peers) {
    std::vector<std::string> hosts;
    for (auto const& [host, peer] : peers) hosts.push_back(host);
    TRY(auto const known,
        server.db().read([&](db::Tx& tx) { return list_peer_software(tx, hosts); }));
    for (auto const& one : known)
        if (!one.software.empty()) peers[one.host].software = one.software + " " + one.version;
    return {};
}

Result<void> send_lost_again(Server& server, std::string_view host, Retried& retried) {
    LostDelivery after;
    while (retried.deliveries < lost_max) {
        TRY(auto const lost,
            server.db().write([&](db::Tx& tx) -> Result<std::vector<LostDelivery>> {
                TRY(auto found, list_lost_deliveries(tx, host, after, lost_a_write_max));
                TRY_OK(deliver_again(tx, found));
                return found;
            }));
        retried.deliveries += std::ssize(lost);
        if (std::ssize(lost) < lost_a_write_max) break;
        after = lost.back();
    }
    return {};
}

}  // namespace

std::string PeerState::words(Time now) const {
    if (!health || health->state == HostState::well) {
        if (next_at && *next_at > now) return "well; next attempt at " + to_rfc3339(*next_at);
        return "well";
    }
    auto const why = health->last_error.empty() ? "" : ": " + health->last_error;
    if (health->state == HostState::dead)
        return fmt::format("dead: nothing got through on {} different days; asked again at {}{}",
                           health->days, to_rfc3339(health->probe_at), why);
    return fmt::format("does not answer; asked again at {}{}", to_rfc3339(health->probe_at), why);
}

Result<std::vector<PeerState>> list_peer_states(Server& server) {
    std::map<std::string, PeerState> peers;
    for (auto& health : server.part<Hosts>().list_unwell()) peers[health.host].health = health;
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const known, tx.list(list_known, peers_max));
        for (auto const& host : known) peers[host.host].accounts = host.accounts;
        TRY(auto const queues, list_host_queues(tx, peers_max));
        for (auto const& queue : queues) add_queue(peers[queue.host], queue);
        return {};
    }));
    TRY_OK(add_software(server, peers));
    std::vector<PeerState> all;
    for (auto& [host, peer] : peers) {
        peer.host = host;
        all.push_back(std::move(peer));
    }
    return all;
}

Result<std::vector<PeerState>> list_host_states(Server& server) {
    return server.db().read([&](db::Tx& tx) -> Result<std::vector<PeerState>> {
        std::vector<PeerState> all;
        TRY(auto const queues, list_host_queues(tx, peers_max));
        for (auto const& queue : queues) {
            auto& peer = all.emplace_back();
            peer.host = queue.host;
            add_queue(peer, queue);
            auto const health = server.part<Hosts>().find(queue.host);
            if (health && health->state != HostState::well) peer.health = health;
        }
        return all;
    });
}

Result<Retried> retry_deliveries(Server& server, std::string_view host) {
    std::set<std::string> hosts;
    if (!host.empty()) {
        auto const parsed = Host::parse(host);
        if (!parsed) return fail(Errc::unprocessable, "This is no host: " + std::string(host));
        TRY(auto const known, server.db().read([&](db::Tx& tx) -> Result<bool> {
            TRY(auto const accounts, tx.load(count_known, parsed->str()));
            TRY(auto const queue, find_host_queue(tx, parsed->str()));
            return accounts > 0 || queue.waiting > 0;
        }));
        if (!known)
            return fail(Errc::not_found, "This server knows nobody there: " + parsed->str());
        hosts.insert(parsed->str());
    } else {
        for (auto const& health : server.part<Hosts>().list_unwell()) hosts.insert(health.host);
        TRY(auto const queue, list_host_states(server));
        for (auto const& peer : queue) hosts.insert(peer.host);
    }
    auto const which = host.empty() ? std::string() : *hosts.begin();
    TRY_OK(server.db().write([&](db::Tx& tx) { return forget_gone_inboxes(tx, which); }));
    for (auto const& one : hosts) TRY_OK(try_host_now(server, one));
    Retried retried{.hosts = std::ssize(hosts)};
    TRY_OK(send_lost_again(server, which, retried));
    return retried;
}

}  // namespace skein::activitypub
