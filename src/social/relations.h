// What accounts are to each other: follows, requests, blocks, mutes, notes.
//
// Invariants: (1) nobody follows, blocks or mutes themselves; (2) between two accounts there is a
// follow or a request, never both; (3) while either blocks the other there is neither.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/listed.h"

namespace skein::social {

struct FollowOptions {
    std::optional<bool> show_boosts = {};  ///< Nothing: as it is, or true for a new follow.
    std::optional<bool> notify = {};       ///< Nothing: as it is, or false for a new follow.
    std::optional<std::vector<std::string>> languages = {};
};

/// Follows, or asks to when the target is locked or of another network (then its server answers);
/// changes the options of one that exists. Errc::forbidden when either blocks the other,
/// Errc::unprocessable for oneself.
Result<void> follow(db::Tx& tx, AccountId account, AccountId target, FollowOptions const& options);
/// Ends the follow or takes back the request.
Result<void> unfollow(db::Tx& tx, AccountId account, AccountId target);
/// Ends somebody's follow of `account`.
Result<void> remove_follower(db::Tx& tx, AccountId account, AccountId follower);
/// Errc::not_found when there is no such request.
Result<void> accept_follow_request(db::Tx& tx, AccountId target, AccountId account);
Result<void> reject_follow_request(db::Tx& tx, AccountId target, AccountId account);

/// Blocks: ends follows and requests both ways.
Result<void> block(db::Tx& tx, AccountId account, AccountId target);
Result<void> unblock(db::Tx& tx, AccountId account, AccountId target);
/// `expires_at` nothing: for good.
Result<void> mute(db::Tx& tx, AccountId account, AccountId target, bool hide_notifications,
                  std::optional<Time> expires_at);
Result<void> unmute(db::Tx& tx, AccountId account, AccountId target);
/// At most 2,000 characters; an empty one removes it.
Result<void> set_account_note(db::Tx& tx, AccountId account, AccountId target,
                              std::string_view comment);

/// Everything `viewer` is to each of `targets`, in their order. A constant number of statements.
struct Relationship {
    AccountId id;
    bool following = false, showing_boosts = false, notifying = false, followed_by = false,
         blocking = false, blocked_by = false, muting = false, muting_notifications = false,
         requested = false, requested_by = false;
    std::vector<std::string> languages;
    std::optional<Time> muting_expires_at;
    std::string note;
};
Result<std::vector<Relationship>> list_relationships(db::Tx& tx, AccountId viewer,
                                                     std::span<AccountId const> targets);

Result<std::vector<Listed<AccountId>>> list_followers(db::Tx& tx, AccountId account,
                                                      Page const& page);
Result<std::vector<Listed<AccountId>>> list_following(db::Tx& tx, AccountId account,
                                                      Page const& page);
Result<std::vector<Listed<AccountId>>> list_follow_requests(db::Tx& tx, AccountId account,
                                                            Page const& page);
Result<std::vector<Listed<AccountId>>> list_blocked(db::Tx& tx, AccountId account,
                                                    Page const& page);
struct MutedAccount {
    std::int64_t cursor = 0;
    AccountId id;
    std::optional<Time> expires_at;
    auto row() { return std::tie(cursor, id, expires_at); }
};
Result<std::vector<MutedAccount>> list_muted(db::Tx& tx, AccountId account, Page const& page);
Result<std::int64_t> count_follow_requests(db::Tx& tx, AccountId account);
Result<bool> is_following(db::Tx& tx, AccountId account, AccountId target);

/// Local followers of an account in id order, after `after`, for fan-out.
Result<std::vector<AccountId>> list_local_followers(db::Tx& tx, AccountId account, AccountId after,
                                                    std::int64_t limit);

}  // namespace skein::social
