// What those who run a server see of its deliveries, and what they may do about them: on the
// command line and over the admin API, in the same words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "features/activitypub/delivery/deliver.h"
#include "features/activitypub/delivery/hosts.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

/// One server that this one knows.
struct PeerState {
    std::string host;
    std::string software;       ///< As it says itself: "mastodon 4.5.0"; "" when it does not.
    std::int64_t accounts = 0;  ///< Known here.
    std::int64_t waiting = 0;   ///< Deliveries.
    std::optional<Time> next_at;
    std::optional<HostHealth> health;  ///< Only when something is wrong.
    /// "well", "rests until …: why", "dead since …".
    std::string words(Time now) const;
};
inline constexpr std::int64_t peers_max = 500;
/// Those with the most known accounts, and every one that does not answer; by name.
Result<std::vector<PeerState>> list_peer_states(Server& server);
/// Those for whom something waits, most first.
Result<std::vector<PeerState>> list_host_states(Server& server);

/// What happened to one activity about a post, at one inbox.
struct TraceStop {
    std::string inbox;
    std::string words;  ///< "arrived", "given up", "next attempt at …".
    std::vector<Attempt> attempts;
};
struct TraceParcel {
    std::string kind;  ///< "Create".
    Time sent_at{};
    std::vector<TraceStop> stops;
};
inline constexpr std::int64_t traced_parcels_max = 50, traced_stops_max = 10'000;
/// Oldest first. Errc::unprocessable for what is no address of a post here. Empty when nothing was
/// sent, or so long ago that nothing is known of it.
Result<std::vector<TraceParcel>> trace(Server& server, std::string_view address);

/// What was given up lately goes out again, what waits is called; of one host, or of all ("").
struct Retried {
    std::int64_t hosts = 0, deliveries = 0;
};
Result<Retried> retry_deliveries(Server& server, std::string_view host);

void install_commands(Server& server);
void install_admin_routes(Server& server);
/// Before the server starts.
void install_console(Server& server);

}  // namespace skein::activitypub
