#include "features/activitypub/remote_actors.h"

#include "base/log.h"
#include "features/activitypub/actor_jobs.h"
#include "features/activitypub/actor_rows.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/new_actors.h"
#include "features/activitypub/webfinger_client.h"
#include "social/events.h"

namespace skein::activitypub {
namespace {

using social::Account;

constexpr auto stale_after = std::chrono::hours(24);
constexpr auto fresh_for = std::chrono::minutes(5);
constexpr std::size_t asked_kept_max = 20'000;
constexpr auto asked_again_after = std::chrono::minutes(30);
constexpr auto viewed_pause = std::chrono::hours(1);

/// Which stale accounts a refresh was asked for lately, so that each activity of theirs does not
/// ask anew. A part of the board.
struct AskedLately {
    Memory<std::int64_t, bool> accounts{asked_kept_max};
    Memory<std::int64_t, bool> viewed{asked_kept_max};
};

struct Known {
    Account account;
    Time fetched_at{};
};

Result<std::optional<Known>> find_known(Server& server, Iri const& id) {
    return server.db().read([&](db::Tx& tx) -> Result<std::optional<Known>> {
        TRY(auto const actor, find_actor(tx, id.str()));
        if (!actor) return std::nullopt;
        TRY(auto account, social::find_account(tx, actor->account_id));
        if (!account) return std::nullopt;
        return Known{*std::move(account), actor->fetched_at};
    });
}

Result<void> refuse_own(Server const& server, Iri const& id) {
    if (is_ours(server, id.str()))
        return fail(Errc::forbidden, "", "an account of this server: " + id.str());
    return {};
}

Result<Account> fetch_actor(Server& server, Iri const& id, FetchBudget& budget) {
    TRY(auto const fetched, fetch_document(server, id, budget));
    TRY(auto const document, read_actor(fetched.document.root(), server.clock().now()));
    if (document.id != fetched.id)
        return fail(Errc::unprocessable, "", "the actor has another id than its document");
    return store_actor(server, document, budget);
}

}  // namespace

Result<Account> ensure_actor(Server& server, Iri const& id, FetchBudget& budget) {
    TRY_OK(refuse_own(server, id));
    TRY(auto known, find_known(server, id));
    if (!known) return fetch_actor(server, id, budget);
    TRY_OK(refresh_when_stale(server, known->account.id, known->fetched_at));
    return std::move(known->account);
}

Result<Account> refresh_actor(Server& server, Iri const& id, FetchBudget& budget, bool force) {
    TRY_OK(refuse_own(server, id));
    if (!force) {
        TRY(auto known, find_known(server, id));
        if (known && server.clock().now() - known->fetched_at < fresh_for)
            return std::move(known->account);
    }
    return fetch_actor(server, id, budget);
}

Result<Account> ensure_handle(Server& server, Handle const& handle, FetchBudget& budget) {
    if (handle.host.empty() || handle.host == server.domain())
        return fail(Errc::forbidden, "", "a handle of this server");
    TRY(auto known, server.db().read([&](db::Tx& tx) {
        return social::find_account_by_name(tx, handle.user, handle.host);
    }));
    if (known) return *std::move(known);
    TRY_OK(check_host(server, handle.host));
    TRY(auto const finger, ask_webfinger(server, handle, budget));
    return ensure_actor(server, finger.self, budget);
}

Result<void> refresh_when_stale(Server& server, AccountId account, Time fetched_at) {
    auto const now = server.clock().now();
    if (now - fetched_at < stale_after) return {};
    auto& asked = server.part<AskedLately>().accounts;
    if (!asked.claim(account.value, true, now, now + asked_again_after)) return {};
    return server.db().write([&](db::Tx& tx) { return refresh_later(tx, account); },
                             db::Urgency::background);
}

void refresh_viewed(Server& server, AccountId account) {
    auto const now = server.clock().now();
    if (!server.part<AskedLately>().viewed.claim(account.value, true, now, now + viewed_pause))
        return;
    auto const actor = server.db().read([&](db::Tx& tx) { return find_actor(tx, account); });
    if (!actor || !*actor) return;
    auto const asked = refresh_when_stale(server, account, (*actor)->fetched_at);
    if (!asked) log::failure(log::Level::warning, "activitypub.not_asked_for", asked.error());
}

void install_remote_actors(Server& server) {
    server.part<AskedLately>();
    install_new_actors(server);
    install_webfinger_client(server);
    server.on<social::AccountRemoved>(remove_actor);
    server.job<RefreshActor>(refresh_actor_job, LaneName::fetch);
    server.job<CountActor>(count_actor, LaneName::fetch);
    server.job<LinkMove>(link_move, LaneName::fetch);
}

}  // namespace skein::activitypub
