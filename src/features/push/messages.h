// What a push message says: in the words of the app's payload, for whoever it wakes.
#pragma once

#include <string>

#include "core/server.h"
#include "features/push/subscriptions.h"

namespace skein::push {

/// The payload as JSON; Errc::gone when what it is about is no more, or not for the reader.
Result<std::string> message_of(Server& server, db::Tx& tx, Subscription const& subscription,
                               NotificationId notice);

}  // namespace skein::push
