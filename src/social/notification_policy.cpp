#include "social/notification_policy.h"

#include <algorithm>
#include <array>
#include <utility>

namespace skein::social {
namespace {

constexpr std::array<std::pair<NoticeRule, std::string_view>, 3> rules{
    {{NoticeRule::accept, "accept"}, {NoticeRule::filter, "filter"}, {NoticeRule::drop, "drop"}}};

db::Query<NotificationPolicy> const find_policy{
    "notification_policies.find",
    "SELECT for_not_following, for_not_followers, for_new_accounts, for_private_mentions, "
    "for_limited_accounts FROM notification_policies WHERE account_id = $1"};
db::Sql const put_policy{
    "notification_policies.put",
    "INSERT INTO notification_policies (account_id, for_not_following, for_not_followers, "
    "for_new_accounts, for_private_mentions, for_limited_accounts) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (account_id) DO UPDATE SET for_not_following = $2, for_not_followers = $3, "
    "for_new_accounts = $4, for_private_mentions = $5, for_limited_accounts = $6"};
db::Sql const put_permission{
    "notification_permissions.put",
    "INSERT INTO notification_permissions (account_id, from_account_id, created_at) VALUES ($1, "
    "$2, $3) ON CONFLICT (account_id, from_account_id) DO NOTHING"};
db::Sql const remove_permission{
    "notification_permissions.remove",
    "DELETE FROM notification_permissions WHERE account_id = $1 AND from_account_id = $2"};

}  // namespace

std::string_view to_string(NoticeRule rule) {
    auto const* const found = std::ranges::find(rules, rule, &decltype(rules)::value_type::first);
    return found == rules.end() ? "accept" : found->second;
}

std::optional<NoticeRule> parse_notice_rule(std::string_view text) {
    auto const* const found = std::ranges::find(rules, text, &decltype(rules)::value_type::second);
    return found == rules.end() ? std::nullopt : std::optional(found->first);
}

Result<NotificationPolicy> load_notification_policy(db::Tx& tx, AccountId account) {
    TRY(auto const found, tx.find(find_policy, account));
    return found.value_or(NotificationPolicy{});
}

Result<void> set_notification_policy(db::Tx& tx, AccountId account,
                                     NotificationPolicy const& policy) {
    TRY_OK(tx.run(put_policy, account, policy.not_following, policy.not_followers,
                  policy.new_accounts, policy.private_mentions, policy.limited_accounts));
    return {};
}

bool can_be_filtered(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::mention:
        case NotificationKind::boost:
        case NotificationKind::follow:
        case NotificationKind::follow_request:
        case NotificationKind::favourite:
        case NotificationKind::quote:
        case NotificationKind::added_to_collection: return true;
        default: return false;
    }
}

NoticeRule judge(NotificationPolicy const& policy, SenderFacts const& facts, Time now) {
    if (facts.permitted || facts.staff) return NoticeRule::accept;
    auto verdict = NoticeRule::accept;
    auto const apply = [&](bool applies, NoticeRule rule) {
        if (applies) verdict = std::max(verdict, rule);
    };
    auto const follows_for_long =
        facts.following_since && *facts.following_since <= now - new_follower_for;
    apply(!follows_for_long, policy.not_followers);
    // What else there is to say about somebody does not matter to who chose to follow them.
    if (facts.followed) return verdict;
    apply(true, policy.not_following);
    apply(facts.created_at > now - new_account_for, policy.new_accounts);
    apply(facts.private_word, policy.private_mentions);
    apply(facts.limited, policy.limited_accounts);
    return verdict;
}

Result<void> permit_notifications(db::Tx& tx, AccountId account, AccountId from) {
    TRY_OK(tx.run(put_permission, account, from, tx.now()));
    return {};
}

Result<void> forbid_notifications(db::Tx& tx, AccountId account, AccountId from) {
    TRY_OK(tx.run(remove_permission, account, from));
    return {};
}

}  // namespace skein::social
