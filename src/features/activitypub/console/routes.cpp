// `/api/v1/admin/skein/federation/…`

#include "core/server.h"
#include "features/activitypub/console/console.h"

namespace skein::activitypub {
namespace {

/// A scope says what an app may do; this, what its user may.
Result<void> check_may(Call const& call) {
    if (call.who().permissions.may(Permissions::manage_federation)) return {};
    return fail(Errc::forbidden, "This action is not allowed");
}

std::string_view to_string(HostState state) {
    switch (state) {
        case HostState::well: return "well";
        case HostState::resting: return "resting";
        case HostState::dead: return "dead";
    }
    return "well";
}

void write_peer(json::Writer& out, PeerState const& peer, Time now) {
    auto const state = peer.health ? peer.health->state : HostState::well;
    out.object([&] {
        out.field("host", peer.host);
        out.field("software", peer.software);
        out.field("accounts_count", peer.accounts);
        out.field("waiting_count", peer.waiting);
        out.field("next_attempt_at", peer.next_at);
        out.field("state", to_string(state));
        out.field("probe_at", peer.health ? std::optional(peer.health->probe_at) : std::nullopt);
        out.field("last_error",
                  peer.health ? std::optional(peer.health->last_error) : std::nullopt);
        out.field("description", peer.words(now));
    });
}

Reply peers_reply(Server const& server, std::vector<PeerState> const& peers) {
    json::Writer out;
    out.array([&] {
        for (auto const& peer : peers) write_peer(out, peer, server.clock().now());
    });
    return json_reply(std::move(out));
}

Result<Reply> show_peers(Call& call) {
    TRY_OK(check_may(call));
    TRY(auto const peers, list_peer_states(call.server()));
    return peers_reply(call.server(), peers);
}

Result<Reply> show_queue(Call& call) {
    TRY_OK(check_may(call));
    TRY(auto const queue, list_host_states(call.server()));
    return peers_reply(call.server(), queue);
}

struct RetryHost {
    std::string host;
    void read(Fields& in) { in("host", host, "Only to this server; all when absent."); }
};
Result<Reply> retry(Call& call, RetryHost const& input) {
    TRY_OK(check_may(call));
    TRY(auto const retried, retry_deliveries(call.server(), input.host));
    json::Writer out;
    out.object([&] {
        out.field("hosts_count", retried.hosts);
        out.field("deliveries_count", retried.deliveries);
    });
    return json_reply(std::move(out));
}

struct TraceStatus {
    std::string url;
    void read(Fields& in) { in.required("url", url, "The address of a post of this server."); }
};

void write_stop(json::Writer& out, TraceStop const& stop) {
    out.object([&] {
        out.field("inbox", stop.inbox);
        out.field("description", stop.words);
        out.key("attempts");
        out.array([&] {
            for (auto const& attempt : stop.attempts)
                out.object([&] {
                    out.field("at", attempt.at);
                    out.field("description", attempt.words);
                });
        });
    });
}

Result<Reply> show_trace(Call& call, TraceStatus const& input) {
    TRY_OK(check_may(call));
    TRY(auto const parcels, trace(call.server(), input.url));
    json::Writer out;
    out.array([&] {
        for (auto const& parcel : parcels)
            out.object([&] {
                out.field("type", parcel.kind);
                out.field("sent_at", parcel.sent_at);
                out.key("recipients");
                out.array([&] {
                    for (auto const& stop : parcel.stops) write_stop(out, stop);
                });
            });
    });
    return json_reply(std::move(out));
}

Route reading(std::string_view summary) {
    return {.scope = "admin:read", .lane = LaneName::slow, .summary = summary};
}

}  // namespace

void install_admin_routes(Server& server) {
    server.get("/api/v1/admin/skein/federation/peers", show_peers,
               reading("Other servers, and whether they answer."));
    server.get("/api/v1/admin/skein/federation/queue", show_queue,
               reading("The servers that deliveries wait for."));
    server.get("/api/v1/admin/skein/federation/trace", show_trace,
               reading("To whom a post was sent, and what each server answered."));
    server.post("/api/v1/admin/skein/federation/retry", retry,
                {.scope = "admin:write",
                 .lane = LaneName::slow,
                 .summary = "Send now what waits, and again what was given up lately."});
}

void install_console(Server& server) {
    install_commands(server);
    install_admin_routes(server);
}

}  // namespace skein::activitypub
