// Whose notifications somebody wants at once, wants to be asked about, or does not want at all.
//
// What waits is stored as filtered notifications; who has mentions or quotes waiting has a request,
// which the feature `notifications` shows, accepts and dismisses. Whom the receiver has accepted
// once comes through whatever the policy says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein::social {

/// From the mildest; the strictest of those that apply holds. Numbered as stored.
enum class NoticeRule : std::int64_t { accept = 0, filter = 1, drop = 2 };
std::string_view to_string(NoticeRule rule);
std::optional<NoticeRule> parse_notice_rule(std::string_view text);

/// A row of `notification_policies`, and what holds for whoever has none: strangers' private words
/// and limited accounts wait.
struct NotificationPolicy {
    NoticeRule not_following{}, not_followers{}, new_accounts{};
    NoticeRule private_mentions = NoticeRule::filter, limited_accounts = NoticeRule::filter;
    auto row() {
        return std::tie(not_following, not_followers, new_accounts, private_mentions,
                        limited_accounts);
    }
    bool operator==(NotificationPolicy const&) const = default;
};
Result<NotificationPolicy> load_notification_policy(db::Tx& tx, AccountId account);
Result<void> set_notification_policy(db::Tx& tx, AccountId account,
                                     NotificationPolicy const& policy);

/// What the policy looks at.
struct SenderFacts {
    bool followed = false;   ///< By the receiver.
    bool permitted = false;  ///< Accepted once.
    bool limited = false;
    bool staff = false;         ///< Runs this server, above the receiver.
    bool private_word = false;  ///< A direct post that answers none of the receiver's.
    std::optional<Time> following_since = {};
    Time created_at{};
};
/// Accounts are new for so long, and so are followers.
inline constexpr std::chrono::days new_account_for{30}, new_follower_for{3};

/// Whether the policy is about such ones at all; it is not about what people asked for themselves,
/// nor about what moderators have to know.
bool can_be_filtered(NotificationKind kind);
NoticeRule judge(NotificationPolicy const& policy, SenderFacts const& facts, Time now);

Result<void> permit_notifications(db::Tx& tx, AccountId account, AccountId from);
Result<void> forbid_notifications(db::Tx& tx, AccountId account, AccountId from);

}  // namespace skein::social
