// What an actor document of this server is made of.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "features/activitypub/documents/documents.h"
#include "features/activitypub/keys.h"
#include "social/accounts.h"
#include "social/emojis.h"

namespace skein::activitypub {

struct ActorParts {
    social::Account account;
    std::shared_ptr<OwnKeys const> keys;
    std::vector<social::Emoji> emojis;
    std::vector<std::string> aliases, attribution_domains;
    std::string moved_to;  ///< "" for nowhere.
};
/// Errc::not_found for an account of another server, Errc::unavailable when its keys have not been
/// made yet (`load_own_keys`).
Result<ActorParts> load_actor_parts(Desk const& desk, AccountId account);
/// Members of the document, without `@context` and braces.
void write_actor(Server const& server, ActorParts const& parts, json::Writer& out);

}  // namespace skein::activitypub
