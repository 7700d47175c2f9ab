// The requests of this feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::notifications {

/// Which notifications are asked for. Types nobody here knows match nothing.
struct NotificationQuery {
    std::vector<std::string> types, exclude_types;
    AccountId account_id;
    void read(Fields& in) {
        in("types", types, "Only these types.");
        in("exclude_types", exclude_types, "Not these types.");
        in("account_id", account_id, "Only what this account caused.");
    }
};
Result<Reply> list_notifications(Call& call, NotificationQuery const& input);
Result<Reply> show_notification(Call& call);

struct UnreadQuery {
    NotificationQuery which;
    std::int64_t limit = 100;
    void read(Fields& in) {
        which.read(in);
        in("limit", limit, "Count no further; at most 1000.");
    }
};
Result<Reply> count_unread(Call& call, UnreadQuery const& input);

Result<Reply> dismiss_notification(Call& call);
Result<Reply> clear_notifications(Call& call);

struct WhichMarkers {
    std::vector<std::string> timelines;
    void read(Fields& in) { in("timeline", timelines, "home, notifications or both."); }
};
Result<Reply> show_markers(Call& call, WhichMarkers const& input);

struct SetMarker {
    std::optional<std::int64_t> last_read_id;
    void read(Fields& in) { in("last_read_id", last_read_id, "The newest one read."); }
};
struct SetMarkers {
    SetMarker home, notifications;
    void read(Fields& in) {
        in("home", home, "How far home is read.");
        in("notifications", notifications, "How far the notifications are read.");
    }
};
Result<Reply> set_markers(Call& call, SetMarkers const& input);

}  // namespace skein::notifications
