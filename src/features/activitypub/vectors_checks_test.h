// What the checks of the vectors have in common: questions to the world, in few words.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "features/activitypub/federation_world_test.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/quotes.h"
#include "social/reactions.h"
#include "social/relations.h"

namespace skein::activitypub::vectors {

using Checks = std::map<std::string, Check, std::less<>>;
/// Of files that begin with `hostile-`.
Checks const& hostile_checks();

using social::Visibility;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

inline constexpr std::string_view alice = "https://mastodon.example/users/alice",
                                  mallory = "https://mastodon.example/users/mallory2",
                                  miku = "https://misskey.example/users/9abcmiku01",
                                  gina = "https://gts.example/users/gina",
                                  lea = "https://pleroma.example/users/lea",
                                  akio = "https://akkoma.example/users/akio",
                                  knitting = "https://lemmy.example/c/knitting",
                                  eve = "https://evil.example/users/eve",
                                  wren = "https://writefreely.example/api/posts/abc",
                                  ana = "https://skein.example/users/ana",
                                  bo = "https://skein.example/users/bo",
                                  cy = "https://skein.example/users/cy";

inline db::Query<std::int64_t> const count_favourites{
    "test.count_favourites",
    "SELECT COUNT(*) FROM favourites WHERE account_id = $1 AND status_id = $2"};
inline db::Query<std::int64_t> const count_blocks{
    "test.count_blocks", "SELECT COUNT(*) FROM blocks WHERE account_id = $1 AND target_id = $2"};
inline db::Query<std::int64_t> const count_requests{
    "test.count_requests",
    "SELECT COUNT(*) FROM follow_requests WHERE account_id = $1 AND target_id = $2"};
inline db::Query<std::int64_t> const count_pins{"test.count_pins",
                                                "SELECT COUNT(*) FROM pins WHERE status_id = $1"};
inline db::Query<std::int64_t> const count_notices_of{
    "test.count_notices_of",
    "SELECT COUNT(*) FROM notifications WHERE account_id = $1 AND from_account_id = $2 AND ($3 = 0 "
    "OR kind = $3)"};
inline db::Query<std::int64_t> const count_replies{
    "test.count_replies", "SELECT replies_count FROM status_stats WHERE status_id = $1"};
inline db::Query<std::int64_t> const count_boosts{
    "test.count_boosts",
    "SELECT COUNT(*) FROM statuses WHERE account_id = $1 AND boost_of_id = $2"};
inline db::Query<std::int64_t> const count_posts_of{
    "test.count_posts_of", "SELECT COUNT(*) FROM statuses WHERE account_id = $1"};
inline db::Query<std::string> const list_emoji_of{
    "test.list_emoji_of",
    "SELECT shortcode FROM custom_emojis WHERE domain = $1 ORDER BY shortcode"};
inline db::Query<std::int64_t> const count_silent{
    "test.count_silent",
    "SELECT COUNT(*) FROM mentions WHERE status_id = $1 AND account_id = $2 AND silent"};
inline db::Query<std::int64_t> const count_tags{
    "test.count_tags", "SELECT COUNT(*) FROM status_tags WHERE status_id = $1"};
inline db::Query<std::int64_t> const count_public{
    "test.count_public", "SELECT COUNT(*) FROM public_entries WHERE status_id = $1"};
inline db::Query<std::int64_t> const count_all_mentions{
    "test.count_all_mentions", "SELECT COUNT(*) FROM mentions WHERE status_id = $1"};

template <class... Args>
std::int64_t count(FederationWorld& world, db::Query<std::int64_t> const& query,
                   Args const&... args) {
    return world.test().read([&](db::Tx& tx) { return tx.load(query, args...); });
}

inline bool follows(FederationWorld& world, std::string_view one, std::string_view other) {
    auto const from = world.account(one), to = world.account(other);
    return world.test().read([&](db::Tx& tx) { return social::is_following(tx, from, to); });
}

inline social::Account load(FederationWorld& world, std::string_view address) {
    auto const id = world.account(address);
    return world.test().read([&](db::Tx& tx) { return social::load_account(tx, id); });
}

inline bool likes(FederationWorld& world, std::string_view who, int number) {
    return count(world, count_favourites, world.account(who), world.own(number)) == 1;
}

inline std::vector<std::string> reactions(FederationWorld& world, std::string_view who,
                                          int number) {
    auto const account = world.account(who);
    auto const all = world.test().read(
        [&](db::Tx& tx) { return social::list_reactions(tx, world.own(number), account); });
    std::vector<std::string> texts;
    for (auto const& one : all)
        texts.push_back(one.domain.empty() ? one.emoji : one.emoji + "@" + one.domain);
    return texts;
}

inline std::string content(FederationWorld& world, std::string_view address) {
    auto const status = world.status(address);
    EXPECT_TRUE(status) << address;
    return status ? status->content : "";
}

/// Bodies that went to inboxes which contain `inbox`.
inline std::vector<std::string> sent_to(FederationWorld& world, std::string_view inbox,
                                        std::string_view containing) {
    std::vector<std::string> bodies;
    for (auto const& sent : world.sent())
        if (sent.inbox.contains(inbox) && sent.body.contains(containing))
            bodies.push_back(sent.body);
    return bodies;
}

inline std::optional<social::Quote> quote(FederationWorld& world, std::string_view address) {
    auto const status = world.status(address);
    if (!status) return std::nullopt;
    return world.test().read([&](db::Tx& tx) { return social::find_quote(tx, status->id); });
}

inline std::vector<std::int64_t> votes(FederationWorld& world, StatusId status) {
    auto const poll =
        world.test().read([&](db::Tx& tx) { return social::find_poll_of(tx, status); });
    std::vector<std::int64_t> all;
    for (auto const& option : poll.value().options) all.push_back(option.votes);
    return all;
}

inline void expect_gone(FederationWorld& world, std::string_view address) {
    EXPECT_FALSE(world.status(address)) << address;
}

}  // namespace skein::activitypub::vectors
