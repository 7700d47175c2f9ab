// Subscriptions: their rows, and who is pushed what.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "platform/crypto/secret_keys.h"
#include "platform/db/tx.h"
#include "social/notifications.h"

namespace skein::push {

using SubscriptionId = Id<struct PushSubscriptionTag>;
/// What a subscription lives and dies with: an access token or, for the web app, a session. Their
/// ids come from one source, so that none is both.
using HolderId = Id<struct PushHolderTag>;

/// Whose doings are pushed.
enum class Policy : std::int64_t { all = 0, followed = 1, follower = 2, none = 3 };
std::string_view to_string(Policy policy);
std::optional<Policy> parse_policy(std::string_view text);

/// The kinds that can be pushed, by their names in the API.
std::vector<social::NotificationKind> const& alert_kinds();
inline std::int64_t alert_bit(social::NotificationKind kind) {
    return std::int64_t{1} << static_cast<std::int64_t>(kind);
}

struct Subscription {
    SubscriptionId id;
    HolderId holder_id;
    AccountId account_id;
    std::string endpoint;
    db::Bytes receiver_point, receiver_secret;
    bool standard = false;    ///< RFC 8291; else the older draft.
    std::int64_t alerts = 0;  ///< Bits of `alert_bit`.
    Policy policy{};
    /// The token's own text, sealed: the app needs it to know whose notification it is. Of a
    /// session, nothing.
    db::Bytes sealed_token;
    Time created_at{};
    auto row() {
        return std::tie(id, holder_id, account_id, endpoint, receiver_point, receiver_secret,
                        standard, alerts, policy, sealed_token, created_at);
    }
};
inline constexpr std::int64_t subscriptions_told_max = 40;

/// Takes the place of the holder's earlier one.
Result<Subscription> replace_subscription(db::Tx& tx, Subscription fresh);
/// Nothing also when its holder is gone.
Result<std::optional<Subscription>> find_subscription(db::Tx& tx, SubscriptionId id);
Result<std::optional<Subscription>> find_subscription_of(db::Tx& tx, HolderId holder);
Result<void> update_alerts(db::Tx& tx, Subscription const& subscription);
Result<void> remove_subscription(db::Tx& tx, SubscriptionId id);
Result<void> remove_subscription_of(db::Tx& tx, HolderId holder);
Result<void> remove_subscriptions_of(db::Tx& tx, AccountId account);
/// Those of an account that ask for this, newest first, at most `subscriptions_told_max`.
Result<std::vector<Subscription>> list_asking_for(db::Tx& tx, social::Notification const& notice);
/// Removes some whose holder is gone; answers how many.
Result<std::int64_t> sweep_subscriptions(db::Tx& tx, std::int64_t limit);

}  // namespace skein::push
