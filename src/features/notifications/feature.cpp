#include "features/notifications/feature.h"

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "features/notifications/notices.h"

namespace skein::notifications {
namespace {

void install_events(Server& server) {
    server.on<social::StatusPublished>(tell_of_status);
    server.on<social::StatusEdited>(tell_of_edit);
    server.on<social::StatusRemoved>(forget_boost);
    server.on<social::PollEnded>(tell_of_poll_end);
    server.on<social::QuoteDecided>(tell_of_quote);
    server.on<social::FavouriteAdded>(tell_of_favourite);
    server.on<social::FavouriteRemoved>(forget_favourite);
    server.on<social::ReactionAdded>(tell_of_reaction);
    server.on<social::ReactionRemoved>(forget_reaction);
    server.on<social::ReportFiled>(tell_of_report);
    server.on<social::UserConfirmed>(tell_of_confirmed);
    server.on<social::UserApproved>(tell_of_approved);
    server.on<social::AccountBlocked>(forbid_blocked);
    server.on<social::AccountMuted>(forbid_muted);
    server.on<social::FollowAccepted>(tell_of_follow);
    server.on<social::FollowRemoved>(forget_follow);
    server.on<social::FollowRequested>(tell_of_request);
    server.on<social::FollowRequestRemoved>(forget_request);
    server.job<NotifyFollowers>(notify_followers);
    server.job<NotifyBoosters>(notify_boosters);
    server.job<NotifyVoters>(notify_voters);
    server.job<NotifyQuoters>(notify_quoters);
    server.job<SettleRequests>(settle_requests);
}

void install_markers(Server& server) {
    server.get(
        "/api/v1/markers", show_markers,
        {.scope = "read:statuses", .returns = "Markers", .summary = "How far one has read."});
    server.post("/api/v1/markers", set_markers,
                {.scope = "write:statuses",
                 .lane = LaneName::write,
                 .returns = "Markers",
                 .summary = "Remember how far one has read."});
}

Route reading(std::string_view returns, std::string_view summary) {
    return {.scope = "read:notifications", .returns = returns, .summary = summary};
}

Route changing(std::string_view returns, std::string_view summary) {
    return {.scope = "write:notifications",
            .lane = LaneName::write,
            .returns = returns,
            .summary = summary};
}

void install_single(Server& server) {
    server.get("/api/v1/notifications", list_notifications,
               reading("[Notification]", "What others did to oneself."));
    server.get("/api/v1/notifications/unread_count", count_unread,
               reading("UnreadCount", "How many are newer than the marker."));
    server.get("/api/v1/notifications/{id}", show_notification,
               reading("Notification", "One notification."));
    server.post("/api/v1/notifications/clear", clear_notifications,
                changing("{}", "Remove all notifications."));
    server.post("/api/v1/notifications/dismiss", dismiss_named_notification,
                changing("{}", "Remove one notification; the older form."));
    server.post("/api/v1/notifications/{id}/dismiss", dismiss_notification,
                changing("{}", "Remove one notification."));
}

/// `base` is where groups are, today and in the form that came first.
void install_groups(Server& server, std::string const& base) {
    server.get(base, list_groups,
               reading("GroupedNotificationsResults", "What others did to oneself, in groups."));
    server.get(base + "/unread_count", show_unread_groups,
               reading("UnreadCount", "How many groups have something newer than the marker."));
    server.get(base + "/{group_key}", show_group,
               reading("GroupedNotificationsResults", "One group."));
    server.get(base + "/{group_key}/accounts", list_group_accounts,
               reading("[Account]", "Everybody who is in a group."));
    server.post(base + "/{group_key}/dismiss", dismiss_notification_group,
                changing("{}", "Remove one group."));
}

void install_policy(Server& server) {
    server.get("/api/v2/notifications/policy", show_policy,
               reading("NotificationPolicy", "Whose notifications wait, or are not wanted."));
    // Some libraries change with PUT what others change with PATCH.
    auto const choose = changing("NotificationPolicy", "Say whose wait, or are not wanted.");
    server.patch("/api/v2/notifications/policy", change_policy, choose);
    server.put("/api/v2/notifications/policy", change_policy, choose);
    server.get("/api/v1/notifications/policy", show_old_policy,
               reading("V1::NotificationPolicy", "The same in the older form."));
    auto const change = changing("V1::NotificationPolicy", "Say whose wait; the older form.");
    server.put("/api/v1/notifications/policy", change_old_policy, change);
    server.patch("/api/v1/notifications/policy", change_old_policy, change);
}

void install_requests(Server& server) {
    server.get("/api/v1/notifications/requests", show_requests,
               reading("[NotificationRequest]", "Who has something waiting."));
    server.get("/api/v1/notifications/requests/merged", show_merged,
               reading("RequestsMerged", "Whether all that was accepted is in the list."));
    server.get("/api/v1/notifications/requests/{id}", show_request,
               reading("NotificationRequest", "One request."));
    server.post("/api/v1/notifications/requests/accept", accept_requests,
                changing("{}", "Let in what waits, and what these people say from now on."));
    server.post("/api/v1/notifications/requests/dismiss", dismiss_requests,
                changing("{}", "Remove what waits."));
    server.post("/api/v1/notifications/requests/{id}/accept", accept_request,
                changing("{}", "Let in what waits of one, and what they say from now on."));
    server.post("/api/v1/notifications/requests/{id}/dismiss", dismiss_request,
                changing("{}", "Remove what waits of one."));
}

}  // namespace

void install(Server& server) {
    install_events(server);
    install_single(server);
    install_groups(server, "/api/v2/notifications");
    install_groups(server, "/api/v2_alpha/notifications");
    install_policy(server);
    install_requests(server);
    install_markers(server);
}

}  // namespace skein::notifications
