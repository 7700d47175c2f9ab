#include "social/reactions.h"

#include <unordered_map>

#include "core/events.h"
#include "core/server.h"
#include "social/emojis.h"
#include "social/events.h"
#include "social/statuses.h"
#include "social/views/decorator.h"
#include "social/views/emoji_view.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

db::Sql const insert{
    "reactions.insert",
    "INSERT INTO reactions (id, status_id, account_id, emoji, domain, created_at) VALUES ($1, $2, "
    "$3, $4, $5, $6) ON CONFLICT (status_id, account_id, emoji, domain) DO NOTHING"};
db::Sql const remove_one{"reactions.remove",
                         "DELETE FROM reactions WHERE status_id = $1 AND account_id = $2 AND emoji "
                         "= $3 AND domain = $4"};
db::Sql const remove_of_status{"reactions.remove_of_status",
                               "DELETE FROM reactions WHERE status_id = $1"};
db::Query<Reaction> const list_by_account{
    "reactions.list_by_account",
    "SELECT status_id, account_id, emoji, domain FROM reactions WHERE status_id = $1 AND "
    "account_id = $2 ORDER BY id LIMIT $3"};
db::Query<Reaction> const list_by_status{
    "reactions.list",
    "SELECT status_id, account_id, emoji, domain FROM reactions WHERE status_id = $1 ORDER BY id "
    "LIMIT $2"};

struct Counted {
    StatusId status;
    std::string emoji, domain, file_key, static_key, remote_url;
    EmojiId custom;
    std::int64_t count = 0;
    auto row() {
        return std::tie(status, emoji, domain, file_key, static_key, remote_url, custom, count);
    }
};
// Of people who are suspended nothing is counted.
db::Query<Counted> const count_of{
    "reactions.count",
    "SELECT r.status_id, r.emoji, r.domain, COALESCE(MAX(e.file_key), ''), "
    "COALESCE(MAX(e.static_key), ''), COALESCE(MAX(e.remote_url), ''), COALESCE(MAX(e.id), 0), "
    "COUNT(*) FROM reactions r JOIN account_stats c ON "
    "c.account_id = r.account_id AND c.state <> 2 LEFT JOIN custom_emojis e ON e.shortcode = "
    "r.emoji AND e.domain = r.domain WHERE r.status_id IN {list:$1} GROUP BY r.status_id, r.emoji, "
    "r.domain ORDER BY r.status_id, MIN(r.id)"};

/// Different reactions shown of one post.
constexpr std::size_t shown_max = 30;

void write_count(Server const& server, Counted const& one, json::Writer& out) {
    out.object([&] {
        out.field("name", one.domain.empty() ? one.emoji : one.emoji + "@" + one.domain);
        out.field("count", one.count);
        Emoji custom;
        custom.id = one.custom;
        custom.file_key = one.file_key;
        custom.static_key = one.static_key;
        custom.remote_url = one.remote_url;
        auto const addresses = addresses_of(server, custom);
        if (one.file_key.empty() && one.remote_url.empty()) return;
        out.field("url", addresses.url);
        out.field("static_url", addresses.static_url);
    });
}

/// The shared decorator: costs one statement when posts are rendered, nothing while their text is
/// kept.
Result<std::vector<std::string>> render(Server const& server, db::Tx& tx,
                                        std::span<StatusId const> statuses) {
    TRY(auto const counts, tx.list(count_of, statuses));
    std::vector<std::string> texts(statuses.size());
    if (counts.empty()) return texts;
    std::unordered_map<StatusId, std::vector<Counted const*>> of;
    for (auto const& one : counts)
        if (auto& list = of[one.status]; list.size() < shown_max) list.push_back(&one);
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        auto const found = of.find(statuses[i]);
        if (found == of.end()) continue;
        json::Writer out;
        out.array([&] {
            for (auto const* one : found->second) write_count(server, *one, out);
        });
        texts[i] = out.take();
    }
    return texts;
}

Result<void> forget_reactions(db::Tx& tx, StatusRemoved const& event) {
    if (!event.boost_of) TRY_OK(tx.run(remove_of_status, event.status));
    return {};
}

}  // namespace

Result<void> add_reaction(db::Tx& tx, Reaction const& reaction, bool replace) {
    if (reaction.emoji.empty() || reaction.emoji.size() > reaction_bytes_max)
        return fail(Errc::unprocessable, "Validation failed: Name is not a recognized emoji");
    TRY(auto const status, load_status(tx, reaction.status_id));
    if (status.boost_of_id)
        return fail(Errc::unprocessable, "Validation failed: A boost is not reacted to");
    TRY(auto const before, list_reactions(tx, reaction.status_id, reaction.account_id));
    auto there = false;
    std::int64_t kept = 0;
    for (auto const& one : before) {
        auto const same = one.emoji == reaction.emoji && one.domain == reaction.domain;
        there = there || same;
        if (same || !replace) ++kept;
        else TRY_OK(remove_reaction(tx, one));
    }
    if (there) return {};
    if (kept >= reactions_per_account_max)
        return fail(Errc::unprocessable, "Validation failed: Too many reactions to this post");
    TRY_OK(bump_status_versions(tx, std::span(&status.id, 1)));
    TRY_OK(tx.run(insert, tx.new_id<Id<struct ReactionTag>>(), reaction.status_id,
                  reaction.account_id, reaction.emoji, reaction.domain, tx.now()));
    return publish(tx, ReactionAdded{status.id, reaction.account_id, status.account_id});
}

Result<void> remove_reaction(db::Tx& tx, Reaction const& reaction) {
    TRY(auto const removed, tx.run(remove_one, reaction.status_id, reaction.account_id,
                                   reaction.emoji, reaction.domain));
    if (removed == 0) return {};
    TRY(auto const status, find_status(tx, reaction.status_id));
    if (!status) return {};
    TRY_OK(bump_status_versions(tx, std::span(&status->id, 1)));
    return publish(tx, ReactionRemoved{status->id, reaction.account_id, status->account_id});
}

Result<std::vector<Reaction>> list_reactions(db::Tx& tx, StatusId status, AccountId account) {
    if (account) return tx.list(list_by_account, status, account, reactions_listed_max);
    return tx.list(list_by_status, status, reactions_listed_max);
}

void install_reactions(Server& server) {
    server.on<StatusRemoved>(forget_reactions);
    server.part<Decorators>().statuses.push_back(
        {"skein_reactions", "", false,
         [&server](db::Tx& tx, AccountId, std::span<StatusId const> statuses) {
             return render(server, tx, statuses);
         }});
}

}  // namespace skein::social
