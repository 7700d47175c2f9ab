// Which notifications are asked for: the parameters that several requests share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "features/notifications/groups.h"
#include "social/views/notification_view.h"

namespace skein::notifications {

/// Types nobody here knows match nothing.
struct NotificationQuery {
    std::vector<std::string> types, exclude_types;
    AccountId account_id;
    bool include_filtered = false;
    void read(Fields& in) {
        in("types", types, "Only these types.");
        in("exclude_types", exclude_types, "Not these types.");
        in("account_id", account_id, "Only what this account caused.");
        in("include_filtered", include_filtered, "With those that wait for one's consent.");
    }
    /// Nothing when no notification can match: only unknown types were asked for.
    std::optional<social::NotificationFilter> filter() const;
};

struct KnownTypesQuery {
    social::KnownTypes types;
    void read(Fields& in) {
        in("supported_types", types, "The types the app can show; others come with words.");
    }
};

struct GroupQuery {
    NotificationQuery which;
    std::optional<std::vector<std::string>> grouped_types;
    void read(Fields& in) {
        which.read(in);
        in("grouped_types", grouped_types, "Only these types in groups.");
    }
    std::optional<GroupFilter> filter() const;
};

}  // namespace skein::notifications
