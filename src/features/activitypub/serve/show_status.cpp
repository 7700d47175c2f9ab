// Posts, and what hangs on them.

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/serve/collections.h"
#include "features/activitypub/serve/handlers.h"
#include "features/activitypub/serve/shown_documents.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/status_heads.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

constexpr std::int64_t replies_page = 20;
/// Of a conversation: as deep and as many as one answer tells.
constexpr std::int64_t thread_depth_max = 100, thread_posts_max = 500;

// $2 the post, $3 newer than this, $4 how many.
db::Query<StatusId> const list_replies{
    "activitypub_serve.replies",
    "SELECT s.id FROM statuses s WHERE s.in_reply_to_id = $2 AND s.id > $3 AND s.visibility <= 2 "
    "AND " SKEIN_VISIBLE_TO_1 " ORDER BY s.id LIMIT $4"};

// $2 the post, $3 how deep, $4 how many.
db::Query<StatusId> const list_below{
    "activitypub_serve.below",
    "WITH RECURSIVE down (id, depth) AS (SELECT s.id, 1 FROM statuses s WHERE s.in_reply_to_id = "
    "$2 UNION ALL SELECT s.id, down.depth + 1 FROM down JOIN statuses s ON s.in_reply_to_id = "
    "down.id WHERE down.depth < $3) SELECT s.id FROM (SELECT id FROM down LIMIT $4) d JOIN "
    "statuses s ON s.id = d.id WHERE s.visibility <= 2 AND " SKEIN_VISIBLE_TO_1 " ORDER BY s.id"};

struct Place {
    AccountId author;
    StatusId status;
};
Place place_of(Call const& call) {
    return {call.path_id<AccountId>("id"), call.path_id<StatusId>("status")};
}

Result<Reply> answer_status(Call& call, Place const& place) {
    return answer_document(call, [place](Server& server, AccountId viewer) {
        return server.db().read([&](db::Tx& tx) {
            return find_status_document(server, tx, place.status, place.author, viewer);
        });
    });
}

/// A post here that the viewer may see, by its author; boosts too.
Result<social::StatusHead> load_seen(db::Tx& tx, Place const& place, AccountId viewer) {
    TRY(auto const heads, social::list_heads_of(tx, std::span(&place.status, 1)));
    if (heads.empty() || heads.front().own.author.id != place.author)
        return fail(Errc::not_found, "Record not found");
    TRY(auto const visible, social::keep_visible(tx, viewer, std::span(&place.status, 1)));
    TRY(auto const author, social::find_account(tx, place.author));
    if (visible.empty() || !author || !author->local())
        return fail(Errc::not_found, "Record not found");
    return heads.front();
}

bool is_for_all(social::StatusHead const& head) {
    return social::counts_for_all(head.own.visibility) &&
           (!head.is_boost() || social::counts_for_all(head.boosted.visibility));
}

/// Answers what `make` writes about a post that the viewer may see.
template <class Make>
Result<Reply> answer_about(Call& call, Make make) {
    auto const place = place_of(call);
    return answer_list(call, [place, make](Server& server, AccountId viewer) {
        return server.db().read([&](db::Tx& tx) -> Result<Shown> {
            TRY(auto const head, load_seen(tx, place, viewer));
            TRY(auto body, make(Desk{server, tx}, head, viewer));
            return Shown{.document = rendered(std::move(body)), .for_all = is_for_all(head)};
        });
    });
}

std::string part_of(Server const& server, social::StatusHead const& head, std::string_view which) {
    return status_address(server, head.own.author.id, head.id(), which);
}

Result<Addresses> addresses_of(Desk const& desk, std::vector<StatusId> const& ids) {
    TRY(auto const links, list_post_links(desk.tx, ids));
    Addresses addresses;
    for (auto const& link : links) addresses.push_back(address_of(desk.server, link));
    return addresses;
}

Result<Reply> answer_count(Call& call, std::string_view which,
                           std::int64_t social::StatusHead::* count) {
    return answer_about(call,
                        [which, count](Desk const& desk, social::StatusHead const& head,
                                       AccountId) -> Result<std::string> {
                            if (head.is_boost()) return fail(Errc::not_found, "Record not found");
                            return collection_document({.id = part_of(desk.server, head, which),
                                                        .type = "Collection",
                                                        .total = head.*count});
                        });
}

/// The posts below this one, itself first.
Result<std::vector<StatusId>> thread_of(db::Tx& tx, AccountId viewer, StatusId root) {
    TRY(auto const below, tx.list(list_below, viewer, root, thread_depth_max, thread_posts_max));
    TRY(auto posts, social::keep_visible(tx, viewer, std::span(&root, 1)));
    posts.insert(posts.end(), below.begin(), below.end());
    return posts;
}

}  // namespace

Result<Reply> show_status(Call& call) { return answer_status(call, place_of(call)); }

Result<Reply> show_named_status(Call& call) {
    auto& server = call.server();
    TRY(auto const author, server.db().read([&](db::Tx& tx) {
        return social::find_shown_account_by_name(tx, AccountId{}, call.path("name"), "");
    }));
    if (!author) return fail(Errc::not_found, "Record not found");
    return answer_status(call, {author->id, call.path_id<StatusId>("id")});
}

Result<Reply> lead_to_post(Call& call) {
    auto& server = call.server();
    auto const place = place_of(call);
    TRY(auto const author, server.db().read([&](db::Tx& tx) -> Result<social::Account> {
        TRY_OK(load_seen(tx, place, AccountId{}));
        return social::load_account(tx, place.author);
    }));
    return http::redirect(302, social::status_url(server, author.username, place.status));
}

Result<Reply> show_creation(Call& call) {
    return answer_with_keys(call, place_of(call).author, [](Call& asked) {
        return answer_about(
            asked,
            [](Desk const& desk, social::StatusHead const& head, AccountId) -> Result<std::string> {
                TRY(auto const parts, load_parts_of(desk, head.id()));
                return creation_document(desk, parts);
            });
    });
}

Result<Reply> show_replies(Call& call, PageOf const& input) {
    return answer_about(
        call,
        [input](Desk const& desk, social::StatusHead const& head,
                AccountId viewer) -> Result<std::string> {
            auto const id = part_of(desk.server, head, "replies");
            auto const page_id = [&](std::int64_t after) {
                return after > 0 ? fmt::format("{}?page=true&after={}", id, after)
                                 : id + "?page=true";
            };
            if (!input.page)
                return collection_document(
                    {.id = id, .type = "Collection", .total = {}, .first = page_id(0)});
            auto const after = std::max<std::int64_t>(input.after, 0);
            TRY(auto const rows,
                desk.tx.list(list_replies, viewer, head.id(), after, replies_page));
            TRY(auto const items, addresses_of(desk, rows));
            CollectionPage page{
                .id = page_id(after), .part_of = id, .next = {}, .type = "CollectionPage"};
            if (std::ssize(rows) >= replies_page) page.next = page_id(rows.back().value);
            return page_document(page, items);
        });
}

Result<Reply> show_likes(Call& call) {
    return answer_count(call, "likes", &social::StatusHead::favourites_count);
}

Result<Reply> show_shares(Call& call) {
    return answer_count(call, "shares", &social::StatusHead::boosts_count);
}

Result<Reply> show_thread(Call& call) {
    return answer_about(call,
                        [](Desk const& desk, social::StatusHead const& head,
                           AccountId viewer) -> Result<std::string> {
                            TRY(auto const posts, thread_of(desk.tx, viewer, head.id()));
                            TRY(auto const items, addresses_of(desk, posts));
                            return collection_document(
                                {.id = part_of(desk.server, head, "context"),
                                 .total = std::ssize(items),
                                 .attributed_to = actor_address(desk.server, head.own.author.id)},
                                items);
                        });
}

// A conversation that began elsewhere is known here as far as it came here, and its first post may
// be gone.
Result<Reply> show_context(Call& call) {
    auto const root = call.path_id<StatusId>("id");
    return answer_list(call, [root](Server& server, AccountId viewer) {
        return server.db().read([&](db::Tx& tx) -> Result<Shown> {
            TRY(auto const posts, thread_of(tx, viewer, root));
            if (posts.empty()) return fail(Errc::not_found, "Record not found");
            TRY(auto const items, addresses_of({server, tx}, posts));
            auto body = collection_document(
                {.id = fmt::format("{}/ap/contexts/{}", server.public_url(), root.value),
                 .total = std::ssize(items)},
                items);
            return Shown{.document = rendered(std::move(body))};
        });
    });
}

}  // namespace skein::activitypub
