// Notifications listed, shown one by one, and counted.

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/notifications.h"
#include "social/views/views.h"

namespace skein::notifications {
namespace {

constexpr std::int64_t unread_max = 1000;

std::vector<social::NotificationKind> known_kinds(std::vector<std::string> const& names) {
    std::vector<social::NotificationKind> kinds;
    for (auto const& name : names)
        if (auto const kind = social::parse_notification_kind(name)) kinds.push_back(*kind);
    return kinds;
}

/// Nothing when no notification can match: only unknown types were asked for.
std::optional<social::NotificationFilter> filter_of(NotificationQuery const& query) {
    social::NotificationFilter filter;
    filter.kinds = known_kinds(query.types);
    filter.excluded_kinds = known_kinds(query.exclude_types);
    filter.from = query.account_id;
    if (filter.kinds.empty() && !query.types.empty()) return std::nullopt;
    return filter;
}

}  // namespace

Result<Reply> list_notifications(Call& call, NotificationQuery const& input) {
    TRY(auto const page, call.page({.usual = 40, .most = 80}));
    auto const filter = filter_of(input);
    if (!filter) return http::json_response(200, "[]");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_notifications(tx, call.viewer(), *filter, page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_notifications({call.server(), tx, call.viewer()}, rows, out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> show_notification(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const row,
            social::load_notification(tx, call.viewer(), call.path_id<NotificationId>("id")));
        json::Writer out;
        TRY_OK(social::write_notifications({call.server(), tx, call.viewer()}, std::span(&row, 1),
                                           out));
        return json_reply(std::move(out));
    });
}

Result<Reply> count_unread(Call& call, UnreadQuery const& input) {
    auto const most = std::clamp<std::int64_t>(input.limit, 1, unread_max);
    auto const filter = filter_of(input.which);
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
