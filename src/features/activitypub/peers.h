// What other servers say of themselves (NodeInfo): for statistics and for whoever runs this server.
// Nothing depends on it: how a server is spoken to is found out by its behaviour.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/url.h"
#include "core/jobs.h"

namespace skein::activitypub {

/// A row of `activitypub_peers`; the texts are "" where it does not say.
struct PeerSoftware {
    std::string host, software, version;
    std::optional<std::int64_t> users;
    Time asked_at{};
    auto row() { return std::tie(host, software, version, users, asked_at); }
};

/// In any order; unknown ones are left out.
Result<std::vector<PeerSoftware>> list_peer_software(db::Tx& tx,
                                                     std::vector<std::string> const& hosts);

/// The address of the document that the list of a host names: of the same host, or none.
std::optional<Url> read_nodeinfo_links(std::string_view text, Url const& asked);
/// Software, version and number of users, as far as they are of the right kind.
PeerSoftware read_nodeinfo(std::string_view text);

/// Asks one server, once a week at most.
struct AskPeer {
    static constexpr std::string_view name = "activitypub.ask_peer";
    std::string host;
    auto row() { return std::tie(host); }
};
/// After a while, so that whoever is met in a crowd is not asked by it.
Result<void> ask_peer_later(db::Tx& tx, std::string const& host);
Result<void> ask_peer(JobRun& run, AskPeer const& job);

void install_peers(Server& server);

}  // namespace skein::activitypub
