#include "features/activitypub/peers.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/json.h"
#include "core/server.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/memory.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t word_bytes_max = 64, links_max = 20, kept_max = 20'000;
constexpr auto asked_after = std::chrono::minutes(5);
constexpr auto asked_again_after = std::chrono::days(7);
constexpr auto time_max = std::chrono::seconds(20);
constexpr std::string_view accept = "application/json";

/// Which hosts a job waits for, or was asked for lately. A part of the board.
struct PeersAsked {
    Memory<std::string, bool> hosts{kept_max};
};

#define PEER_COLUMNS "host, software, version, users, asked_at"
db::Query<PeerSoftware> const list_named{"activitypub_peers.list",
                                         "SELECT " PEER_COLUMNS
                                         " FROM activitypub_peers WHERE host IN {texts:$1}"};
db::Sql const put{
    "activitypub_peers.put",
    "INSERT INTO activitypub_peers (" PEER_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (host) DO UPDATE SET software = $2, version = $3, users = $4, asked_at = $5"};

/// A word of printable ASCII, or "".
std::string word_of(std::string_view text) {
    auto const fits = text.size() <= word_bytes_max &&
                      std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
    return fits ? std::string(text) : std::string{};
}

/// The names of programs are `[a-z0-9-]+`.
std::string software_of(std::string_view text) {
    auto word = word_of(text);
    auto const good = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
    return std::ranges::all_of(word, good) ? word : std::string{};
}

/// What the host says; an empty one where it says nothing or cannot be asked.
PeerSoftware ask(Server& server, std::string const& host) {
    FetchBudget budget{.requests = 6, .until = server.clock().now() + time_max};
    auto const url = Url::parse("https://" + host + "/.well-known/nodeinfo");
    if (!url) return {};
    auto const links = fetch_plain(server, url->str(), accept, budget);
    if (!links) return {};
    auto const document = read_nodeinfo_links(links->body, *url);
    if (!document) return {};
    auto const answer = fetch_plain(server, document->str(), accept, budget);
    return answer ? read_nodeinfo(answer->body) : PeerSoftware{};
}

}  // namespace

Result<std::vector<PeerSoftware>> list_peer_software(db::Tx& tx,
                                                     std::vector<std::string> const& hosts) {
    if (hosts.empty()) return std::vector<PeerSoftware>{};
    return tx.list(list_named, hosts);
}

std::optional<Url> read_nodeinfo_links(std::string_view text, Url const& asked) {
    auto const document = json::Document::parse(text);
    if (!document) return std::nullopt;
    auto const links = document->root().find("links");
    if (!links) return std::nullopt;
    constexpr std::string_view schema = "http://nodeinfo.diaspora.software/ns/schema/2.";
    std::optional<Url> best;
    std::string_view best_rel;
    std::size_t seen = 0;
    for (auto const& link : links->elements()) {
        if (++seen > links_max) break;
        auto const rel = link.get_text("rel");
        if (!rel.starts_with(schema) || rel <= best_rel) continue;
        auto const url = asked.resolve(link.get_text("href"));
        if (!url || !url->same_origin(asked)) continue;
        best = url;
        best_rel = rel;
    }
    return best;
}

PeerSoftware read_nodeinfo(std::string_view text) {
    PeerSoftware peer;
    auto const document = json::Document::parse(text);
    if (!document) return peer;
    auto const root = document->root();
    if (auto const software = root.find("software")) {
        peer.software = software_of(software->get_text("name"));
        peer.version = word_of(software->get_text("version"));
    }
    auto const usage = root.find("usage");
    auto const users = usage ? usage->find("users") : std::nullopt;
    auto const total = users ? users->find("total") : std::nullopt;
    auto const number = total ? total->integer() : std::nullopt;
    if (number && *number >= 0) peer.users = number;
    return peer;
}

Result<void> ask_peer_later(db::Tx& tx, std::string const& host) {
    auto& asked = tx.board().part<PeersAsked>().hosts;
    if (asked.find(host, tx.now())) return {};
    TRY_OK(enqueue(
        tx, AskPeer{host},
        {.not_before = tx.now() + asked_after, .priority = Priority::upkeep, .unique_key = host}));
    tx.after_commit(
        [&asked, host, until = tx.now() + asked_again_after] { asked.keep(host, true, until); });
    return {};
}

Result<void> ask_peer(JobRun& run, AskPeer const& job) {
    auto& server = run.server();
    auto const now = server.clock().now();
    TRY(auto const known,
        server.db().read([&](db::Tx& tx) { return list_peer_software(tx, {job.host}); }));
    if (!known.empty() && now - known.front().asked_at < asked_again_after) return {};
    auto const peer = ask(server, job.host);
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(put, job.host, peer.software, peer.version, peer.users, tx.now()));
        return {};
    });
}

void install_peers(Server& server) {
    server.part<PeersAsked>();
    server.job<AskPeer>(ask_peer, LaneName::fetch);
}

}  // namespace skein::activitypub
