#include "features/push/subscriptions.h"

#include <algorithm>
#include <array>

namespace skein::push {
namespace {

#define SUBSCRIPTION_COLUMNS                                                             \
    "p.id, p.holder_id, p.account_id, p.endpoint, p.receiver_point, p.receiver_secret, " \
    "p.standard, p.alerts, p.policy, p.sealed_token, p.created_at"
#define HOLDER_LIVES                                                       \
    "(EXISTS (SELECT 1 FROM access_tokens t WHERE t.id = p.holder_id) OR " \
    "EXISTS (SELECT 1 FROM sessions s WHERE s.id = p.holder_id))"
#define LIVE_SUBSCRIPTIONS " FROM push_subscriptions p WHERE " HOLDER_LIVES " AND "

db::Query<Subscription> const find_by_id{
    "push_subscriptions.find", "SELECT " SUBSCRIPTION_COLUMNS LIVE_SUBSCRIPTIONS "p.id = $1"};
db::Query<Subscription> const find_by_holder{"push_subscriptions.find_of_holder",
                                             "SELECT " SUBSCRIPTION_COLUMNS LIVE_SUBSCRIPTIONS
                                             "p.holder_id = $1"};
db::Query<Subscription> const list_by_account{
    "push_subscriptions.list",
    "SELECT " SUBSCRIPTION_COLUMNS LIVE_SUBSCRIPTIONS
    "p.account_id = $1 AND (p.alerts & $2) <> 0 AND p.policy <> 3 ORDER BY p.id DESC LIMIT $3"};
db::Sql const insert{"push_subscriptions.insert",
                     "INSERT INTO push_subscriptions (id, holder_id, account_id, endpoint, "
                     "receiver_point, receiver_secret, standard, alerts, policy, sealed_token, "
                     "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
db::Sql const update{"push_subscriptions.update",
                     "UPDATE push_subscriptions SET alerts = $2, policy = $3 WHERE id = $1"};
db::Sql const remove_by_id{"push_subscriptions.remove",
                           "DELETE FROM push_subscriptions WHERE id = $1"};
db::Sql const remove_by_holder{"push_subscriptions.remove_of_holder",
                               "DELETE FROM push_subscriptions WHERE holder_id = $1"};
db::Sql const remove_of_account{"push_subscriptions.remove_of_account",
                                "DELETE FROM push_subscriptions WHERE account_id = $1"};
db::Sql const remove_dead{"push_subscriptions.remove_dead",
                          "DELETE FROM push_subscriptions WHERE id IN (SELECT p.id FROM "
                          "push_subscriptions p WHERE NOT " HOLDER_LIVES
                          " ORDER BY p.id LIMIT $1)"};

db::Query<std::int64_t> const find_follow{
    "push_subscriptions.find_follow",
    "SELECT 1 FROM follows WHERE account_id = $1 AND target_id = $2"};

constexpr std::array<std::string_view, 4> policy_names{"all", "followed", "follower", "none"};

/// Does the account follow `from` (followed), or `from` it (follower)?
Result<bool> is_among(db::Tx& tx, Policy policy, social::Notification const& notice) {
    if (policy == Policy::all) return true;
    auto const followed = policy == Policy::followed;
    TRY(auto const found,
        tx.find(find_follow, followed ? notice.account_id : notice.from_account_id,
                followed ? notice.from_account_id : notice.account_id));
    return found.has_value();
}

}  // namespace

std::string_view to_string(Policy policy) {
    return policy_names.at(static_cast<std::size_t>(policy));
}

std::optional<Policy> parse_policy(std::string_view text) {
    auto const found = std::ranges::find(policy_names, text);
    if (found == policy_names.end()) return std::nullopt;
    return static_cast<Policy>(found - policy_names.begin());
}

std::vector<social::NotificationKind> const& alert_kinds() {
    using enum social::NotificationKind;
    static std::vector<social::NotificationKind> const kinds{
        mention,   quote, status, boost,         follow,        follow_request,
        favourite, poll,  update, quoted_update, admin_sign_up, admin_report};
    return kinds;
}

Result<Subscription> replace_subscription(db::Tx& tx, Subscription fresh) {
    TRY_OK(remove_subscription_of(tx, fresh.holder_id));
    fresh.id = tx.new_id<SubscriptionId>();
    fresh.created_at = tx.now();
    TRY_OK(tx.run(insert, fresh.id, fresh.holder_id, fresh.account_id, fresh.endpoint,
                  fresh.receiver_point, fresh.receiver_secret, fresh.standard, fresh.alerts,
                  fresh.policy, fresh.sealed_token, fresh.created_at));
    return fresh;
}

Result<std::optional<Subscription>> find_subscription(db::Tx& tx, SubscriptionId id) {
    return tx.find(find_by_id, id);
}

Result<std::optional<Subscription>> find_subscription_of(db::Tx& tx, HolderId holder) {
    return tx.find(find_by_holder, holder);
}

Result<void> update_alerts(db::Tx& tx, Subscription const& subscription) {
    TRY_OK(tx.run(update, subscription.id, subscription.alerts, subscription.policy));
    return {};
}

Result<void> remove_subscription(db::Tx& tx, SubscriptionId id) {
    TRY_OK(tx.run(remove_by_id, id));
    return {};
}

Result<void> remove_subscription_of(db::Tx& tx, HolderId holder) {
    TRY_OK(tx.run(remove_by_holder, holder));
    return {};
}

Result<void> remove_subscriptions_of(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(remove_of_account, account));
    return {};
}

Result<std::vector<Subscription>> list_asking_for(db::Tx& tx, social::Notification const& notice) {
    TRY(auto const all, tx.list(list_by_account, notice.account_id, alert_bit(notice.kind),
                                subscriptions_told_max));
    std::vector<Subscription> asking;
    std::array<std::optional<bool>, policy_names.size()> known;
    for (auto const& one : all) {
        auto& among = known.at(static_cast<std::size_t>(one.policy));
        if (!among) {
            TRY(among, is_among(tx, one.policy, notice));
        }
        if (*among) asking.push_back(one);
    }
    return asking;
}

Result<std::int64_t> sweep_subscriptions(db::Tx& tx, std::int64_t limit) {
    return tx.run(remove_dead, limit);
}

}  // namespace skein::push
