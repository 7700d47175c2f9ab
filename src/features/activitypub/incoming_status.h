// A post of another server on its way into the database: all that had to be asked of others is
// here, and one transaction stores it.
#pragma once

#include <optional>
#include <vector>

#include "features/activitypub/remote_actors.h"
#include "features/activitypub/vocab/object.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::activitypub {

struct IncomingStatus {
    ObjectDocument document;
    social::Account author;
    social::Visibility visibility{};
    std::optional<social::QuoteDraft> quote;
    bool rejects_media = false;
    bool quiet = false;
    std::optional<AccountId> inbox_of;
};

/// Stores it as a new post. A parent that its author may not see is left out.
Result<StatusId> insert_incoming(Server& server, db::Tx& tx, IncomingStatus const& incoming);

/// Stores what differs from the post that is there, as an edit where a reader would see it.
Result<void> update_incoming(Server& server, db::Tx& tx, social::Status const& status,
                             IncomingStatus const& incoming);

/// Its author has sent what had only been fetched: homes and people named in it hear of it now.
Result<void> announce_stored(db::Tx& tx, social::Status const& status);

}  // namespace skein::activitypub
