// What has come in already. Servers deliver one activity to several inboxes and repeat it for days;
// some use one id for many activities (WriteFreely). So what counts once is the bytes of a body by
// a verified actor; equal ids alone are no repetition, and nobody can use up the id of somebody
// else's activity.
#pragma once

#include <string_view>

#include "base/result.h"
#include "features/activitypub/authority.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Hashed outside the transaction.
db::Bytes digest_of_arrival(VerifiedActor const& actor, json::Value activity,
                            std::string_view body);

/// False: it was there. True: it is now.
Result<bool> note_arrival(db::Tx& tx, db::Bytes const& digest);

/// Forgets them after a week. A schedule.
Result<void> sweep_arrivals(Server& server);

}  // namespace skein::activitypub
