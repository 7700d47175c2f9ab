#include "features/push/feature.h"

#include "core/server.h"
#include "features/push/handlers.h"
#include "features/push/send_push.h"

namespace skein::push {
namespace {

constexpr std::int64_t swept_a_run = 500;

Result<void> sweep(Server& server) {
    TRY_OK(server.db().write([](db::Tx& tx) { return sweep_subscriptions(tx, swept_a_run); },
                             db::Urgency::background));
    return {};
}

/// Those of a token that is gone are swept anyway; a person who leaves does not wait for that.
Result<void> forget_removed(db::Tx& tx, social::AccountRemoved const& event) {
    return event.local ? remove_subscriptions_of(tx, event.account) : Result<void>{};
}

}  // namespace

void install(Server& server) {
    server.post("/api/v1/push/subscription", subscribe,
                {.scope = "push",
                 .lane = LaneName::write,
                 .returns = "WebPushSubscription",
                 .summary = "Have notifications pushed, in place of what this token had."});
    server.get("/api/v1/push/subscription", show_subscription,
               {.scope = "push",
                .returns = "WebPushSubscription",
                .summary = "What this token has pushed."});
    server.put("/api/v1/push/subscription", change_subscription,
               {.scope = "push",
                .lane = LaneName::write,
                .returns = "WebPushSubscription",
                .summary = "Change what is pushed."});
    server.del("/api/v1/push/subscription", unsubscribe,
               {.scope = "push",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Have nothing pushed to this token any more."});
    server.on<social::NotificationCreated>(push_later);
    server.on<social::AccountRemoved>(forget_removed);
    server.network_job<SendPush>(prepare_push, finish_push, push_retry);
    server.every("push.sweep", std::chrono::hours(1), sweep);
}

}  // namespace skein::push
