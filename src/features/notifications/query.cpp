#include "features/notifications/query.h"

#include <array>

namespace skein::notifications {
namespace {

using social::NotificationKind;

std::vector<NotificationKind> known_kinds(std::vector<std::string> const& names) {
    std::vector<NotificationKind> kinds;
    for (auto const& name : names)
        if (auto const kind = social::parse_notification_kind(name)) kinds.push_back(*kind);
    return kinds;
}

constexpr std::array all_grouped{NotificationKind::favourite, NotificationKind::boost,
                                 NotificationKind::follow, NotificationKind::admin_sign_up};

}  // namespace

std::optional<social::NotificationFilter> NotificationQuery::filter() const {
    social::NotificationFilter filter;
    filter.kinds = known_kinds(types);
    filter.excluded_kinds = known_kinds(exclude_types);
    filter.from = account_id;
    filter.include_filtered = include_filtered;
    if (filter.kinds.empty() && !types.empty()) return std::nullopt;
    return filter;
}

std::optional<GroupFilter> GroupQuery::filter() const {
    auto const filter = which.filter();
    if (!filter) return std::nullopt;
    if (grouped_types) return GroupFilter{*filter, known_kinds(*grouped_types)};
    return GroupFilter{*filter, {all_grouped.begin(), all_grouped.end()}};
}

}  // namespace skein::notifications
