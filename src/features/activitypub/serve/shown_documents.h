// Actors and posts of this server as finished documents: rendered once per state and kept for a
// while. What a state is made of comes from heads (social/status_heads.h), so that a hit costs at
// most one narrow statement.
#pragma once

#include "features/activitypub/serve/answers.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein::activitypub {

/// Errc::not_found, Errc::unavailable (its keys have not been made yet). An actor that is gone for
/// good is a tombstone with status 410.
Result<Shown> find_actor_document(Server& server, db::Tx& tx, AccountId account);
Result<Shown> find_instance_actor_document(Server& server, db::Tx& tx);

/// A post of this author, for this viewer. A public one that is gone is a tombstone with 410.
Result<Shown> find_status_document(Server& server, db::Tx& tx, StatusId status, AccountId author,
                                   AccountId viewer);

/// Something of a profile changed that its version does not tell (aliases).
Result<void> forget_actor_document(db::Tx& tx, social::AccountUpdated const& event);

/// Before the server starts.
void install_shown_documents(Server& server);

}  // namespace skein::activitypub
