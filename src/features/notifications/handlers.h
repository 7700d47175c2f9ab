// The requests of this feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "features/notifications/query.h"
#include "features/notifications/requests.h"

namespace skein::notifications {

struct ListNotifications {
    NotificationQuery which;
    KnownTypesQuery known;
    void read(Fields& in) {
        which.read(in);
        known.read(in);
    }
};
Result<Reply> list_notifications(Call& call, ListNotifications const& input);
Result<Reply> show_notification(Call& call, KnownTypesQuery const& input);

/// However many are unread, nobody counts further.
inline constexpr std::int64_t unread_max = 1000;
struct UnreadQuery {
    NotificationQuery which;
    std::int64_t limit = 100;
    void read(Fields& in) {
        which.read(in);
        in("limit", limit, "Count no further; at most 1000.");
    }
};
Result<Reply> count_unread(Call& call, UnreadQuery const& input);

struct ListGroups {
    GroupQuery which;
    KnownTypesQuery known;
    std::string expand_accounts = "full";
    void read(Fields& in) {
        which.read(in);
        known.read(in);
        in("expand_accounts", expand_accounts,
           "full, or partial_avatars: all but the latest of each group in short.");
    }
};
Result<Reply> list_groups(Call& call, ListGroups const& input);
Result<Reply> show_group(Call& call, KnownTypesQuery const& input);
Result<Reply> list_group_accounts(Call& call);
Result<Reply> dismiss_notification_group(Call& call);

struct UnreadGroups {
    GroupQuery which;
    std::int64_t limit = 100;
    void read(Fields& in) {
        which.read(in);
        in("limit", limit, "Count no further; at most 1000.");
    }
};
Result<Reply> show_unread_groups(Call& call, UnreadGroups const& input);

struct WhichNotification {
    NotificationId id;
    void read(Fields& in) { in.required("id", id, "Which notification."); }
};
Result<Reply> dismiss_notification(Call& call);
/// The older form, with the id in the body.
Result<Reply> dismiss_named_notification(Call& call, WhichNotification const& input);
Result<Reply> clear_notifications(Call& call);

/// What becomes of notifications by whom: accept, filter or drop. What is not given stays.
struct PolicyChange {
    std::optional<std::string> for_not_following, for_not_followers, for_new_accounts,
        for_private_mentions, for_limited_accounts;
    void read(Fields& in) {
        in("for_not_following", for_not_following, "Of people one does not follow.");
        in("for_not_followers", for_not_followers, "Of people who do not follow one.");
        in("for_new_accounts", for_new_accounts, "Of accounts younger than 30 days.");
        in("for_private_mentions", for_private_mentions, "Private words nobody asked for.");
        in("for_limited_accounts", for_limited_accounts, "Of accounts the moderators limited.");
    }
};
Result<Reply> show_policy(Call& call);
Result<Reply> change_policy(Call& call, PolicyChange const& input);

/// The older form, which knows only yes and no.
struct OldPolicyChange {
    std::optional<bool> filter_not_following, filter_not_followers, filter_new_accounts,
        filter_private_mentions;
    void read(Fields& in) {
        in("filter_not_following", filter_not_following, "Let those of others wait.");
        in("filter_not_followers", filter_not_followers, "Let those of others wait.");
        in("filter_new_accounts", filter_new_accounts, "Let those of new accounts wait.");
        in("filter_private_mentions", filter_private_mentions, "Let private words wait.");
    }
};
Result<Reply> show_old_policy(Call& call);
Result<Reply> change_old_policy(Call& call, OldPolicyChange const& input);

struct WhichRequests {
    std::vector<RequestId> ids;
    void read(Fields& in) { in.required("id", ids, "Which requests; at most 100."); }
};
Result<Reply> show_requests(Call& call);
Result<Reply> show_request(Call& call);
Result<Reply> accept_request(Call& call);
Result<Reply> dismiss_request(Call& call);
Result<Reply> accept_requests(Call& call, WhichRequests const& input);
Result<Reply> dismiss_requests(Call& call, WhichRequests const& input);
Result<Reply> show_merged(Call& call);

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
