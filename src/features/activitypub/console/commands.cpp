// `skein federation …`

#include "core/server.h"
#include "features/activitypub/console/console.h"
#include "features/activitypub/delivery/relays.h"

namespace skein::activitypub {
namespace {

Result<void> show_peers(Server& server, CommandCall& call) {
    TRY(auto const peers, list_peer_states(server));
    auto const now = server.clock().now();
    for (auto const& peer : peers)
        call.out(fmt::format("{:<40} {:<24} {:>7} accounts {:>7} waiting  {}", peer.host,
                             peer.software, peer.accounts, peer.waiting, peer.words(now)));
    if (peers.empty()) call.out("No other server is known yet.");
    return {};
}

Result<void> show_queue(Server& server, CommandCall& call) {
    TRY(auto const queue, list_host_states(server));
    auto const now = server.clock().now();
    std::int64_t total = 0;
    for (auto const& peer : queue) {
        total += peer.waiting;
        call.out(fmt::format("{:<40} {:>7} waiting  {}", peer.host, peer.waiting, peer.words(now)));
    }
    call.out(total == 0 ? "Nothing waits."
                        : fmt::format("{} deliveries wait for {} hosts.", total, queue.size()));
    return {};
}

Result<void> retry(Server& server, CommandCall& call) {
    auto const host = call.arguments.empty() ? std::string() : call.arguments[0];
    TRY(auto const retried, retry_deliveries(server, host));
    call.out(fmt::format("{} hosts are asked now; {} deliveries that were given up go out again.",
                         retried.hosts, retried.deliveries));
    return {};
}

Result<void> show_trace(Server& server, CommandCall& call) {
    TRY(auto const parcels, trace(server, call.arguments[0]));
    for (auto const& parcel : parcels) {
        call.out(fmt::format("{} of {}, for {} inboxes", parcel.kind, to_rfc3339(parcel.sent_at),
                             parcel.stops.size()));
        for (auto const& stop : parcel.stops) {
            call.out(fmt::format("  {}: {}", stop.inbox, stop.words));
            for (auto const& attempt : stop.attempts)
                call.out(fmt::format("    {}  {}", to_rfc3339(attempt.at), attempt.words));
        }
    }
    if (parcels.empty())
        call.out("Nothing was sent about this post, or too long ago to be known still.");
    return {};
}

std::string_view words_of(RelayState state) {
    switch (state) {
        case RelayState::asked: return "asked, no answer yet";
        case RelayState::accepted: return "accepted";
        case RelayState::refused: return "refused";
    }
    return "";
}

Result<void> subscribe(Server& server, CommandCall& call) {
    TRY(auto const relay, add_relay(server, call.arguments[0]));
    call.out("Asked " + relay.address + ". It counts once it has accepted.");
    return {};
}

Result<void> unsubscribe(Server& server, CommandCall& call) {
    TRY_OK(remove_relay(server, call.arguments[0]));
    call.out("No longer a relay: " + call.arguments[0]);
    return {};
}

Result<void> show_relays(Server& server, CommandCall& call) {
    TRY(auto const relays, server.db().read(list_relays));
    for (auto const& relay : relays)
        call.out(fmt::format("{}  {}", relay.address, words_of(relay.state)));
    if (relays.empty()) call.out("There are no relays.");
    return {};
}

}  // namespace

void install_commands(Server& server) {
    std::vector<CommandArgument> const url{{"url", "The address of its inbox or of its actor."}};
    server.command({"federation peers",
                    "List other servers and whether they answer.",
                    {},
                    {},
                    false,
                    show_peers});
    server.command({"federation queue",
                    "List the servers that something waits for.",
                    {},
                    {},
                    false,
                    show_queue});
    server.command({"federation retry",
                    "Send now what waits, and again what was given up lately.",
                    {{"host", "Only to this server.", false}},
                    {},
                    false,
                    retry});
    server.command({"federation trace",
                    "Show to whom a post was sent, and what each server answered.",
                    {{"url", "The address of the post."}},
                    {},
                    false,
                    show_trace});
    server.command({"federation relay add", "Subscribe to a relay.", url, {}, false, subscribe});
    server.command({"federation relay remove", "Leave a relay.", url, {}, false, unsubscribe});
    server.command({"federation relay list", "List the relays.", {}, {}, false, show_relays});
}

}  // namespace skein::activitypub
