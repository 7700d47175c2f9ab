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
    server.on<social::FollowAccepted>(tell_of_follow);
    server.on<social::FollowRemoved>(forget_follow);
    server.on<social::FollowRequested>(tell_of_request);
    server.on<social::FollowRequestRemoved>(forget_request);
    server.job<NotifyFollowers>(notify_followers);
    server.job<NotifyBoosters>(notify_boosters);
    server.job<NotifyVoters>(notify_voters);
    server.job<NotifyQuoters>(notify_quoters);
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

}  // namespace

void install(Server& server) {
    install_events(server);
    server.get("/api/v1/notifications", list_notifications,
               {.scope = "read:notifications",
                .returns = "[Notification]",
                .summary = "What others did to oneself."});
    server.get("/api/v1/notifications/unread_count", count_unread,
               {.scope = "read:notifications",
                .returns = "UnreadCount",
                .summary = "How many are newer than the marker."});
    server.get(
        "/api/v1/notifications/{id}", show_notification,
        {.scope = "read:notifications", .returns = "Notification", .summary = "One notification."});
    server.post("/api/v1/notifications/clear", clear_notifications,
                {.scope = "write:notifications",
                 .lane = LaneName::write,
                 .returns = "{}",
                 .summary = "Remove all notifications."});
    server.post("/api/v1/notifications/{id}/dismiss", dismiss_notification,
                {.scope = "write:notifications",
                 .lane = LaneName::write,
                 .returns = "{}",
                 .summary = "Remove one notification."});
    install_markers(server);
}

}  // namespace skein::notifications
