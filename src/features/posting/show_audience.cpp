// Who will see a post, told while it is being written. The rule is `audience_includes` of
// social/audience.h, asked for a stranger, for a follower, and for each of the people named with
// what they are to the author; what a name means is decided by the functions that publishing uses.

#include <algorithm>

#include "core/server.h"
#include "features/posting/drafts.h"
#include "features/posting/handlers.h"
#include "features/posting/post_text.h"
#include "social/accounts.h"
#include "social/answering.h"
#include "social/audience.h"
#include "social/post_text.h"
#include "social/relations.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

/// So many followers are looked at one by one. Whoever has more is told the counter of their
/// profile, and on how many servers so many of them are.
constexpr std::int64_t followers_walked_max = 20'000;

struct Reach {
    std::int64_t walked = 0, followers = 0, servers = 0;
    auto row() { return std::tie(walked, followers, servers); }
};
// At most $2 followers of $1, and the servers on which they and the accounts $3 are.
db::Query<Reach> const find_reach{
    "posting.find_reach",
    "WITH walked AS (SELECT f.account_id FROM follows f WHERE f.target_id = $1 LIMIT $2), "
    "reached AS (SELECT a.domain FROM walked w JOIN accounts a ON a.id = w.account_id WHERE "
    "a.state <> 2) SELECT (SELECT COUNT(*) FROM walked), (SELECT COUNT(*) FROM reached), (SELECT "
    "COUNT(DISTINCT d.domain) FROM (SELECT r.domain FROM reached r UNION ALL SELECT n.domain FROM "
    "accounts n WHERE n.id IN {list:$3}) d WHERE d.domain <> '')"};

struct Audience {
    bool everyone = false;
    std::int64_t followers = 0, servers = 0;
    std::vector<AccountId> named, blocked;
    std::vector<std::string> unknown;
};

/// Those who are named and are to see it, and those whom a block keeps from it.
Result<void> judge_named(db::Tx& tx, AccountId author, social::Visibility visibility,
                         std::vector<social::MentionedAccount> const& mentioned, Audience& out) {
    std::vector<AccountId> ids;
    for (auto const& one : mentioned)
        if (one.account != author && std::ranges::find(ids, one.account) == ids.end())
            ids.push_back(one.account);
    TRY(auto const relations, social::list_relationships(tx, author, ids));
    for (auto const& relation : relations) {
        auto const sees = social::audience_includes(
            visibility, {.blocked_either_way = relation.blocking || relation.blocked_by,
                         .is_addressed = true,
                         .follows_author = relation.followed_by});
        (sees ? out.named : out.blocked).push_back(relation.id);
    }
    return {};
}

Result<void> count_reach(db::Tx& tx, AccountId author, social::Visibility visibility,
                         std::vector<AccountId> others, Audience& out) {
    auto const followers_see = social::audience_includes(visibility, {.follows_author = true});
    others.insert(others.end(), out.named.begin(), out.named.end());
    TRY(auto const reach,
        tx.load(find_reach, author, followers_see ? followers_walked_max : 0, others));
    out.followers = reach.followers;
    out.servers = reach.servers;
    if (reach.walked < followers_walked_max) return {};
    TRY(auto const stats, social::load_account_stats(tx, author));
    out.followers = std::max(reach.followers, stats.followers_count);
    return {};
}

Result<Audience> audience_of(Call& call, db::Tx& tx, PlannedStatus const& input,
                             std::vector<Handle> const& handles) {
    auto const author = call.viewer();
    Audience out;
    TRY(auto const user, social::load_user(tx, call.who().user));
    TRY(auto const visibility, chosen_visibility(input.visibility, user.posting_visibility));
    out.everyone = social::audience_includes(visibility, {});
    std::vector<AccountId> others;
    if (input.in_reply_to_id && *input.in_reply_to_id) {
        TRY(auto const parent, social::load_answerable_status(tx, social::Network::local, author,
                                                              *input.in_reply_to_id));
        // Whom it answers hears of it without being named, where everybody may.
        if (out.everyone) others.push_back(parent.account_id);
    }
    auto const& server = call.server();
    TRY(auto const mentioned,
        social::list_mentioned(tx, handles, server.public_url(), server.domain()));
    for (auto const& handle : handles)
        if (std::ranges::find(mentioned, handle, &social::MentionedAccount::handle) ==
            mentioned.end())
            out.unknown.push_back(handle.str());
    TRY_OK(judge_named(tx, author, visibility, mentioned, out));
    TRY_OK(count_reach(tx, author, visibility, std::move(others), out));
    return out;
}

Result<void> write_audience(social::ViewOf const& view, Audience const& audience,
                            json::Writer& out) {
    return out.object([&]() -> Result<void> {
        out.field("everyone", audience.everyone);
        out.field("followers", audience.followers);
        out.field("servers", audience.servers);
        out.key("mentions");
        TRY_OK(out.array([&] { return social::write_accounts(view, audience.named, out); }));
        out.key("unknown");
        out.array([&] {
            for (auto const& name : audience.unknown) out.value(name);
        });
        // Both ways of a block, as in a Relationship: whoever publishes finds out as much.
        out.key("blocked");
        return out.array([&] { return social::write_accounts(view, audience.blocked, out); });
    });
}

}  // namespace

Result<Reply> show_audience(Call& call, PlannedStatus const& input) {
    TRY(auto const text, checked_text(call.server(), input.text, {}));
    auto const handles = social::handles_in(text);
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const audience, audience_of(call, tx, input, handles));
        json::Writer out;
        TRY_OK(write_audience({call.server(), tx, call.viewer()}, audience, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
