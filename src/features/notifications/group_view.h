// GroupedNotificationsResults.
#pragma once

#include <span>

#include "features/notifications/groups.h"
#include "social/views/notification_view.h"

namespace skein::notifications {

struct GroupLook {
    bool partial_accounts = false;  ///< All but the latest of each group in short.
    bool on_a_page = false;         ///< With what of the group is on the page.
    social::KnownTypes known;
};
Result<void> write_groups(social::ViewOf const& view, std::span<Group const> groups,
                          GroupLook const& look, json::Writer& out);

}  // namespace skein::notifications
