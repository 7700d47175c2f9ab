#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/notifications.h"

namespace skein::notifications {

Result<Reply> dismiss_notification(Call& call) {
    auto const id = call.path_id<NotificationId>("id");
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::dismiss_notification(tx, call.viewer(), id); }));
    return empty_reply();
}

Result<Reply> dismiss_named_notification(Call& call, WhichNotification const& input) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::dismiss_notification(tx, call.viewer(), input.id); }));
    return empty_reply();
}

Result<Reply> clear_notifications(Call& call) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::clear_notifications(tx, call.viewer()); }));
    return empty_reply();
}

}  // namespace skein::notifications
