#include "features/activitypub/network.h"

#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/own_keys.h"
#include "features/activitypub/peers.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_keys.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/signature_memory.h"
#include "features/activitypub/vocab/properties.h"
#include "social/network.h"

namespace skein::activitypub {
namespace {

using social::FoundBehind;

/// Somebody waits for it.
constexpr auto time_max = std::chrono::seconds(10);
constexpr int requests_of_address_max = 20, requests_of_handle_max = 5;
constexpr std::size_t handles_max = 50;

FetchBudget budget_of(Server& server, int requests) {
    return {.requests = requests, .until = server.clock().now() + time_max};
}

Result<FoundBehind> find_here(Server& server, db::Tx& tx, std::string const& address) {
    FoundBehind found;
    if (is_ours(server, address)) {
        TRY(found.status, find_own_status(server, tx, address));
        if (found.status) return found;
        TRY(found.account, find_own_account(server, tx, address));
        return found;
    }
    TRY(found.status, find_known_status(server, tx, address));
    if (found.status) return found;
    TRY(found.account, find_known_account(server, tx, address));
    return found;
}

/// What a document turns out to be, stored.
Result<FoundBehind> take(Server& server, Fetched const& fetched, FetchBudget& budget) {
    FoundBehind found;
    auto const root = fetched.document.root();
    if (is_actor_type(root)) {
        TRY(auto const actor, read_actor(root, server.clock().now()));
        TRY(auto const account, store_actor(server, actor, budget));
        found.account = account.id;
        return found;
    }
    // An activity stands for its object, which has an address of its own.
    if (has_type(root, "Create")) {
        auto const object = id_of(root, "object");
        if (!object) return found;
        TRY(found.status, ensure_status(server, *object, budget));
        return found;
    }
    TRY(auto const object, Authority::of_fetched(fetched));
    TRY(found.status, store_object(server, object, budget, {.quiet = true}));
    return found;
}

class ActivityPubNetwork final : public social::ProtocolNetwork {
  public:
    social::Network network() const override { return social::Network::activitypub; }
    std::string own_actor(Server const& server) const override {
        return instance_actor_address(server);
    }

    std::vector<std::optional<AccountId>> resolve_handles(
        Server& server, std::vector<Handle> const& handles) override {
        std::vector<std::optional<AccountId>> found(handles.size());
        auto budget = budget_of(server, static_cast<int>(std::min(handles.size(), handles_max)) *
                                            requests_of_handle_max);
        for (std::size_t i = 0; i < std::min(handles.size(), handles_max); ++i) {
            auto const account = ensure_handle(server, handles[i], budget);
            if (account) found[i] = account->id;
            else
                log::debug("activitypub.handle_not_found",
                           {{"handle", handles[i].str()},
                            {"why", std::string(to_string(account.error().code))},
                            {"detail", account.error().detail}});
        }
        return found;
    }

    Result<AccountId> resolve_handle(Server& server, Handle const& handle) override {
        auto budget = budget_of(server, requests_of_handle_max);
        TRY(auto const account, ensure_handle(server, handle, budget));
        return account.id;
    }

    Result<std::optional<StatusId>> resolve_status(Server& server, Url const& address) override {
        TRY(auto const found, resolve(server, address));
        return found.status;
    }
    Result<std::optional<AccountId>> resolve_account(Server& server, Url const& address) override {
        TRY(auto const found, resolve(server, address));
        return found.account;
    }

    Result<FoundBehind> resolve(Server& server, Url const& address) override {
        auto const text = address.str();
        TRY(auto const found,
            server.db().read([&](db::Tx& tx) { return find_here(server, tx, text); }));
        if (!found.empty() || is_ours(server, text)) return found;
        auto budget = budget_of(server, requests_of_address_max);
        TRY(auto const fetched, fetch_page(server, address, budget));
        TRY(auto const known,
            server.db().read([&](db::Tx& tx) { return find_here(server, tx, fetched.id.str()); }));
        if (!known.empty()) return known;
        return take(server, fetched, budget);
    }

    Result<FoundBehind> find(Server& server, db::Tx& tx, Url const& address) override {
        return find_here(server, tx, address.str());
    }

    void profile_viewed(Server& server, AccountId account) override {
        refresh_viewed(server, account);
        activitypub::profile_viewed(server, account);
    }
    void account_named(Server& server, AccountId account) override {
        refresh_viewed(server, account);
    }
    std::optional<social::AsyncRefresh> thread_viewed(Server& server, StatusId status,
                                                      AccountId viewer) override {
        return activitypub::thread_viewed(server, status, viewer);
    }
    void refresh_status(Server& server, StatusId status) override {
        auto budget = budget_of(server, requests_of_address_max);
        auto const done = activitypub::refresh_status(server, status, budget);
        if (!done)
            log::debug("activitypub.status_not_refreshed",
                       {{"status", status.value},
                        {"why", std::string(to_string(done.error().code))},
                        {"detail", done.error().detail}});
    }
};

}  // namespace

void install_network(Server& server) {
    install_signature_memory(server);
    install_fetch(server);
    install_own_keys(server);
    install_remote_keys(server);
    install_remote_actors(server);
    install_peers(server);
    server.part<social::Networks>().all.push_back(std::make_unique<ActivityPubNetwork>());
}

}  // namespace skein::activitypub
