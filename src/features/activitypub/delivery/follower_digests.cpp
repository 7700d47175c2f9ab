#include "features/activitypub/delivery/follower_digests.h"

#include <memory>
#include <unordered_map>

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/signatures/followers_digest.h"

namespace skein::activitypub {
namespace {

struct Follower {
    std::string address, host;
    auto row() { return std::tie(address, host); }
};
db::Query<Follower> const list_remote_followers{
    "activitypub_followers.list_remote",
    "SELECT a.address, a.host FROM follows f JOIN activitypub_actors a "
    "ON a.account_id = f.account_id WHERE f.target_id = $1"};

using Digests = std::unordered_map<std::string, FollowersDigest>;

/// A part of the board: the digests of the parcels that are on their way.
struct DigestMemory {
    static constexpr std::size_t kept_max = 64;
    Memory<std::int64_t, std::shared_ptr<Digests const>> digests{kept_max};
};
constexpr auto kept_for = std::chrono::minutes(5);

Result<std::shared_ptr<Digests const>> load_digests(Server& server, AccountId sender) {
    auto const digests = std::make_shared<Digests>();
    TRY_OK(server.db().read([&](db::Tx& tx) {
        return tx.each_row(
            list_remote_followers,
            [&](db::Columns const& columns) {
                auto const follower = db::read_row<Follower>(columns);
                (*digests)[follower.host].toggle(follower.address);
                return true;
            },
            sender);
    }));
    return digests;
}

}  // namespace

void install_follower_digests(Server& server) { server.part<DigestMemory>(); }

Result<std::string> followers_header(Server& server, ParcelId parcel, AccountId sender,
                                     std::string_view host) {
    auto& memory = server.part<DigestMemory>().digests;
    auto const now = server.clock().now();
    auto digests = memory.find(parcel.value, now).value_or(nullptr);
    if (!digests) {
        TRY(digests, load_digests(server, sender));
        memory.keep(parcel.value, digests, now + kept_for);
    }
    auto const found = digests->find(std::string(host));
    auto const digest = found == digests->end() ? FollowersDigest{} : found->second;
    return to_header({collection_address(server, sender, "followers"),
                      collection_address(server, sender, "followers_synchronization"),
                      digest.hex()});
}

}  // namespace skein::activitypub
