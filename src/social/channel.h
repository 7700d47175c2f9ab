// Notice channels: carry a notification outside (mail, web push, SMS). Plugged in by features; told
// in the transaction that stores the notification, so a channel only enqueues.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/notifications.h"

namespace skein::social {

struct NoticeChannel {
    std::string name;
    std::function<Result<void>(db::Tx&, std::span<Notification const>)> carry;
};

/// The channels of one server. A part of the board.
struct NoticeChannels {
    std::vector<NoticeChannel> all;
};

}  // namespace skein::social
