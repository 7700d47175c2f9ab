// Storing and installing the keys of others; who asks for them is in keys.h.
#pragma once

#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}
namespace skein::social {
struct AccountRemoved;
}

namespace skein::activitypub {

Result<void> remove_remote_keys(db::Tx& tx, social::AccountRemoved const& event);

void install_remote_keys(Server& server);

}  // namespace skein::activitypub
