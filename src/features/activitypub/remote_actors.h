// Actors of other servers: their rows, and how they come to be known. An account is stored only
// from a document fetched from its own id, under a handle whose own host points back to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/url.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/actor.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein::activitypub {

/// A row of `activitypub_actors`: what the protocol knows of an account beyond the domain.
struct Actor {
    AccountId account_id;
    std::string address;  ///< The id.
    std::string inbox, shared_inbox, outbox, followers, following, featured, featured_tags;
    std::string also_known_as;  ///< JSON array of ids.
    std::string host;
    Time fetched_at{};
    auto row() {
        return std::tie(account_id, address, inbox, shared_inbox, outbox, followers, following,
                        featured, featured_tags, also_known_as, host, fetched_at);
    }
};

Result<std::optional<Actor>> find_actor(db::Tx& tx, std::string_view address);
Result<std::optional<Actor>> find_actor(db::Tx& tx, AccountId account);
/// In any order; unknown ones are left out.
Result<std::vector<Actor>> list_actors(db::Tx& tx, std::vector<AccountId> const& accounts);

/// The account behind an actor's id: stored already, or fetched now. Errors as `fetch_document`,
/// and Errc::unprocessable for a document that is no actor. Local ids are Errc::forbidden.
Result<social::Account> ensure_actor(Server& server, Iri const& id, FetchBudget& budget);
/// Fetches it anew unless it was within the last five minutes (`force`: even then).
Result<social::Account> refresh_actor(Server& server, Iri const& id, FetchBudget& budget,
                                      bool force = false);
/// Stores what a document says that was fetched from its own id, or came signed by this actor.
Result<social::Account> store_actor(Server& server, ActorDocument const& document,
                                    FetchBudget& budget);
/// The account of a handle of another server: WebFinger, then the actor.
Result<social::Account> ensure_handle(Server& server, Handle const& handle, FetchBudget& budget);

/// Somebody looks at an account, or something of it arrives: one that was fetched more than a day
/// ago is fetched anew, in a job.
Result<void> refresh_when_stale(Server& server, AccountId account, Time fetched_at);

/// The same for a profile that is shown; cheap, and asks the database once an hour at most.
void refresh_viewed(Server& server, AccountId account);

void install_remote_actors(Server& server);

}  // namespace skein::activitypub
