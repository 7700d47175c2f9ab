// Notifications listed, shown one by one, and counted.

#include <algorithm>

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/notifications.h"
#include "social/views/notification_view.h"

namespace skein::notifications {
Result<Reply> list_notifications(Call& call, ListNotifications const& input) {
    TRY(auto const page, call.page({.usual = 40, .most = 80}));
    auto const filter = input.which.filter();
    if (!filter) return http::json_response(200, "[]");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_notifications(tx, call.viewer(), *filter, page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_notifications({call.server(), tx, call.viewer()}, rows,
                                               input.known.types, out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> show_notification(Call& call, KnownTypesQuery const& input) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const row,
            social::load_notification(tx, call.viewer(), call.path_id<NotificationId>("id")));
        json::Writer out;
        TRY_OK(social::write_notifications({call.server(), tx, call.viewer()}, std::span(&row, 1),
                                           input.types, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> count_unread(Call& call, UnreadQuery const& input) {
    auto const most = std::clamp<std::int64_t>(input.limit, 1, unread_max);
    auto const filter = input.which.filter();
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        std::int64_t count = 0;
        if (filter) {
            TRY(count, social::count_unread_notifications(tx, call.viewer(), *filter, most));
        }
        json::Writer out;
        out.object([&] { out.field("count", count); });
        return json_reply(std::move(out));
    });
}

}  // namespace skein::notifications
