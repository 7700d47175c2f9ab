// Deeds that have addresses of their own: consent to a quote, likes, follows; and emojis.

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/serve/answers.h"
#include "features/activitypub/serve/handlers.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/quotes.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

std::unexpected<Error> not_here() { return fail(Errc::not_found, "Record not found"); }

db::Query<std::int64_t> const find_like{
    "activitypub_serve.like", "SELECT 1 FROM favourites WHERE account_id = $1 AND status_id = $2"};
db::Query<std::int64_t> const find_follow{
    "activitypub_serve.follow",
    "SELECT 1 FROM follows WHERE account_id = $1 AND target_id = $2 "
    "UNION ALL SELECT 0 FROM follow_requests WHERE account_id = $1 AND target_id = $2 LIMIT 1"};
db::Query<social::Emoji> const find_emoji{
    "activitypub_serve.emoji",
    "SELECT id, shortcode, domain, file_key, static_key, remote_url, category, visible "
    "FROM custom_emojis WHERE id = $1 AND domain = ''"};

Result<social::Account> load_actor(db::Tx& tx, AccountId id) {
    TRY(auto account, social::load_shown_account(tx, AccountId{}, id));
    if (!account.local() || account.state == social::AccountState::suspended) return not_here();
    return account;
}

/// In one read, by the account in the path and the number of what the deed is about.
template <class Make>
Result<Reply> answer_deed(Call& call, Make make) {
    auto const actor = call.path_id<AccountId>("id");
    auto const about = parse_id(call.path("about")).value_or(0);
    return answer_document(call, [actor, about, make](Server& server, AccountId viewer) {
        return server.db().read([&](db::Tx& tx) -> Result<Shown> {
            TRY(auto const account, load_actor(tx, actor));
            return make(Desk{server, tx}, account, about, viewer);
        });
    });
}

Shown document_of(std::string body, bool for_all) {
    return {.document = rendered(std::move(body)), .for_all = for_all};
}

}  // namespace

// Anybody must be able to verify a stamp; it says no more than the quoting post itself.
Result<Reply> show_stamp(Call& call) {
    return answer_deed(call,
                       [](Desk const& desk, social::Account const& author, std::int64_t about,
                          AccountId) -> Result<Shown> {
                           StatusId const quoting{about};
                           TRY(auto const quote, social::find_quote(desk.tx, quoting));
                           if (!quote || quote->quoted_account_id != author.id ||
                               quote->state != social::QuoteState::accepted)
                               return not_here();
                           std::array const ids{quoting, quote->quoted_id};
                           TRY(auto const links, list_post_links(desk.tx, ids));
                           if (links.size() != ids.size()) return not_here();
                           return document_of(stamp_document(desk.server, author.id, quoting,
                                                             address_of(desk.server, links.front()),
                                                             address_of(desk.server, links.back())),
                                              true);
                       });
}

Result<Reply> show_like(Call& call) {
    return answer_deed(call,
                       [](Desk const& desk, social::Account const& account, std::int64_t about,
                          AccountId viewer) -> Result<Shown> {
                           StatusId const status{about};
                           TRY(auto const liked, desk.tx.find(find_like, account.id, status));
                           TRY(auto const found,
                               social::load_visible_status(desk.tx, viewer, status));
                           TRY(auto const links, list_post_links(desk.tx, std::span(&status, 1)));
                           if (!liked || links.empty()) return not_here();
                           return document_of(like_document(desk.server, account.id, status,
                                                            address_of(desk.server, links.front())),
                                              social::counts_for_all(found.visibility));
                       });
}

// Whom somebody follows is for those who may see that list, and for who is followed.
Result<Reply> show_follow(Call& call) {
    return answer_deed(call,
                       [](Desk const& desk, social::Account const& account, std::int64_t about,
                          AccountId viewer) -> Result<Shown> {
                           AccountId const target{about};
                           TRY(auto const follow, desk.tx.find(find_follow, account.id, target));
                           if (!follow) return not_here();
                           auto const for_all = *follow == 1 && !account.hide_collections;
                           if (!for_all && viewer != target) return not_here();
                           TRY(auto const followed, social::load_account(desk.tx, target));
                           return document_of(follow_document(desk.server, account.id, target,
                                                              address_of(desk.server, followed)),
                                              for_all);
                       });
}

Result<Reply> show_emoji(Call& call) {
    auto const id = call.path_id<EmojiId>("id");
    return answer_document(call, [id](Server& server, AccountId) {
        return server.db().read([&](db::Tx& tx) -> Result<Shown> {
            TRY(auto const emoji, tx.find(find_emoji, id));
            if (!emoji || emoji->file_key.empty()) return not_here();
            json::Writer tag;
            write_emoji_tag(server, *emoji, tag);
            // The tag is the document, with a context before its members.
            auto body = fmt::format("{{\"@context\":{},{}", object_context, tag.text().substr(1));
            return document_of(std::move(body), true);
        });
    });
}

}  // namespace skein::activitypub
