// What hangs on an actor: outbox, followers, following, pins, tags.

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/featured_tags.h"
#include "features/activitypub/inbox/request_signer.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/serve/answers.h"
#include "features/activitypub/serve/collections.h"
#include "features/activitypub/serve/handlers.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

constexpr std::int64_t outbox_page = 20, people_page = 50;
/// Followers on one host; more are not compared.
constexpr std::int64_t own_followers_max = 20'000;

// $2 whose, $3 older than this, $4 how many. Direct posts are in nobody's list.
db::Query<StatusId> const list_outbox{"activitypub_serve.outbox",
                                      "SELECT s.id FROM statuses s WHERE s.account_id = $2 AND "
                                      "s.id < $3 AND s.visibility <= 2 AND " SKEIN_VISIBLE_TO_1
                                      " ORDER BY s.id DESC LIMIT $4"};

db::Query<StatusId> const list_pinned{"activitypub_serve.pinned",
                                      "SELECT s.id FROM pins p JOIN statuses s ON s.id = "
                                      "p.status_id WHERE p.account_id = $2 AND " SKEIN_VISIBLE_TO_1
                                      " ORDER BY p.id DESC LIMIT 20"};

db::Query<std::string> const list_followers_of_host{
    "activitypub_serve.followers_of_host",
    "SELECT a.address FROM follows f JOIN activitypub_actors a ON a.account_id = f.account_id "
    "WHERE f.target_id = $1 AND a.host = $2 ORDER BY a.account_id LIMIT $3"};

/// The account whose list it is; a suspended one has none.
Result<social::Account> load_owner(db::Tx& tx, AccountId id) {
    TRY(auto account, social::load_shown_account(tx, AccountId{}, id));
    if (!account.local() || account.state == social::AccountState::suspended)
        return fail(Errc::not_found, "Record not found");
    return account;
}

Shown list_of(std::string body) { return {.document = rendered(std::move(body))}; }

/// Answers a list of this account, made in one read.
template <class Make>
Result<Reply> answer_owned(Call& call, Make make) {
    auto const owner = call.path_id<AccountId>("id");
    return answer_list(call, [owner, make](Server& server, AccountId viewer) {
        return server.db().read([&](db::Tx& tx) -> Result<Shown> {
            TRY(auto const account, load_owner(tx, owner));
            TRY(auto body, make(Desk{server, tx}, account, viewer));
            return list_of(std::move(body));
        });
    });
}

std::string page_id(std::string const& collection, std::int64_t max_id) {
    return max_id > 0 ? fmt::format("{}?page=true&max_id={}", collection, max_id)
                      : collection + "?page=true";
}

Result<std::string> outbox_page_of(Desk const& desk, social::Account const& account,
                                   AccountId viewer, std::int64_t max_id) {
    auto const id = collection_address(desk.server, account.id, "outbox");
    auto const below = max_id > 0 ? max_id : INT64_MAX;
    TRY(auto const rows, desk.tx.list(list_outbox, viewer, account.id, below, outbox_page));
    // Boosts are judged with what they boost.
    TRY(auto const visible, social::keep_visible(desk.tx, viewer, rows));
    TRY(auto const loaded, load_parts(desk, visible));
    json::Writer items(16 << 10);
    items.array([&] {
        for (auto const& parts : loaded)
            items.object([&] { write_creation(desk.server, parts, items); });
    });
    CollectionPage page{.id = page_id(id, max_id), .part_of = id};
    if (std::ssize(rows) >= outbox_page) page.next = page_id(id, rows.back().value);
    return page_document(page, object_context, items.text());
}

using ListPeople = Result<std::vector<social::Listed<AccountId>>> (*)(db::Tx&, AccountId,
                                                                      Page const&);
struct PeopleList {
    std::string_view name;
    ListPeople list;
    std::int64_t social::AccountStats::* count;
};

Result<std::string> people_page_of(Desk const& desk, std::string const& id,
                                   PeopleList const& people, AccountId account,
                                   std::int64_t max_id) {
    Page asked;
    asked.limit = people_page;
    if (max_id > 0) asked.max_id = max_id;
    TRY(auto const rows, people.list(desk.tx, account, asked));
    std::vector<AccountId> ids;
    for (auto const& row : rows) ids.push_back(row.id);
    TRY(auto const accounts, social::list_accounts(desk.tx, ids));
    Addresses addresses;
    for (auto const& one : ids)
        for (auto const& found : accounts)
            if (found.id == one) addresses.push_back(address_of(desk.server, found));
    CollectionPage page{.id = page_id(id, max_id), .part_of = id};
    if (std::ssize(rows) >= people_page) page.next = page_id(id, rows.back().cursor);
    return page_document(page, addresses);
}

/// Who does not want these lists to be seen shows their size alone.
Result<Reply> answer_people(Call& call, PageOf const& input, PeopleList const& people) {
    return answer_owned(
        call,
        [people, input](Desk const& desk, social::Account const& account,
                        AccountId) -> Result<std::string> {
            auto const id = collection_address(desk.server, account.id, people.name);
            if (input.page && account.hide_collections)
                return fail(Errc::not_found, "Record not found");
            if (input.page) return people_page_of(desk, id, people, account.id, input.max_id);
            TRY(auto const stats, social::load_account_stats(desk.tx, account.id));
            return collection_document(
                {.id = id,
                 .total = stats.*people.count,
                 .first = account.hide_collections ? std::string() : page_id(id, 0)});
        });
}

}  // namespace

Result<Reply> show_outbox(Call& call, PageOf const& input) {
    return answer_owned(call,
                        [input](Desk const& desk, social::Account const& account,
                                AccountId viewer) -> Result<std::string> {
                            if (input.page)
                                return outbox_page_of(desk, account, viewer, input.max_id);
                            auto const id = collection_address(desk.server, account.id, "outbox");
                            TRY(auto const stats, social::load_account_stats(desk.tx, account.id));
                            return collection_document(
                                {.id = id, .total = stats.statuses_count, .first = page_id(id, 0)});
                        });
}

Result<Reply> show_instance_outbox(Call& call) {
    auto const id = collection_address(call.server(), AccountId{}, "outbox");
    return open_document(list_of(collection_document({.id = id, .total = 0}, {})));
}

Result<Reply> show_followers(Call& call, PageOf const& input) {
    return answer_people(
        call, input, {"followers", social::list_followers, &social::AccountStats::followers_count});
}

Result<Reply> show_following(Call& call, PageOf const& input) {
    return answer_people(
        call, input, {"following", social::list_following, &social::AccountStats::following_count});
}

Result<Reply> show_featured(Call& call) {
    return answer_owned(
        call,
        [](Desk const& desk, social::Account const& account,
           AccountId viewer) -> Result<std::string> {
            TRY(auto const pinned, desk.tx.list(list_pinned, viewer, account.id));
            Addresses items;
            for (auto const status : pinned)
                items.push_back(status_address(desk.server, account.id, status));
            return collection_document(
                {.id = collection_address(desk.server, account.id, "collections/featured"),
                 .total = std::ssize(items)},
                items);
        });
}

Result<Reply> show_featured_tags(Call& call) {
    return answer_owned(
        call,
        [](Desk const& desk, social::Account const& account, AccountId) -> Result<std::string> {
            TRY(auto const tags, social::list_featured_tags(desk.tx, account.id));
            return document(object_context, [&](json::Writer& out) {
                out.field("id", collection_address(desk.server, account.id, "collections/tags"));
                out.field("type", "Collection");
                out.field("totalItems", std::ssize(tags));
                out.key("items");
                out.array([&] {
                    for (auto const& tag : tags) write_featured_tag(desk.server, tag, out);
                });
            });
        });
}

// FEP-8fcf: of its own people only, so only to a server that says who it is.
Result<Reply> show_own_followers(Call& call) {
    auto const owner = call.path_id<AccountId>("id");
    return answer_signer(
        call, [owner](Call& later, std::optional<AccountId> signer) -> Result<Reply> {
            auto& server = later.server();
            if (!signer) return signature_refused(later.request().method);
            TRY(auto body, server.db().read([&](db::Tx& tx) -> Result<std::string> {
                TRY(auto const account, load_owner(tx, owner));
                TRY(auto const actor, find_actor(tx, *signer));
                if (!actor) return fail(Errc::not_found, "Record not found");
                TRY(auto const items,
                    tx.list(list_followers_of_host, owner, actor->host, own_followers_max));
                return collection_document(
                    {.id = collection_address(server, account.id, "followers_synchronization"),
                     .total = {}},
                    items);
            }));
            auto reply = open_document(list_of(std::move(body)));
            reply.headers.set("Cache-Control", "private, no-store");
            return reply;
        });
}

}  // namespace skein::activitypub
