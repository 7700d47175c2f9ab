// One notification to one push service, as a network job.
#pragma once

#include <tuple>

#include "core/server.h"
#include "features/push/subscriptions.h"
#include "social/events.h"

namespace skein::push {

struct SendPush {
    static constexpr std::string_view name = "push.send";
    SubscriptionId subscription;
    NotificationId notification;
    auto row() { return std::tie(subscription, notification); }
};
Result<http::Outgoing> prepare_push(Server& server, SendPush const& job);
Result<Verdict> finish_push(db::Tx& tx, SendPush const& job, Outcome const& outcome);
std::optional<Duration> push_retry(std::int64_t failures);

/// Hears NotificationCreated.
Result<void> push_later(db::Tx& tx, social::NotificationCreated const& event);

}  // namespace skein::push
