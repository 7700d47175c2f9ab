// Warnings: what the moderators told somebody about their account, and what they did with it. Kept
// for good, told to whoever has the account by a notification.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

using AccountWarningId = Id<struct AccountWarningTag>;

/// What was done, as stored; `to_string` gives the API's `action`.
enum class WarningAction : std::int64_t {
    none = 0,
    disable = 1,
    mark_statuses_as_sensitive = 2,
    delete_statuses = 3,
    sensitive = 4,
    silence = 5,
    suspend = 6,
};
std::string_view to_string(WarningAction action);

struct AccountWarning {
    AccountWarningId id;
    AccountId account_id;  ///< Who is warned.
    WarningAction action{};
    std::string text;  ///< Plain; "" where nothing is said.
    Time created_at{};
    std::vector<StatusId> statuses = {};  ///< Of the account: what it is about.
    auto row() { return std::tie(id, account_id, action, text, created_at); }
};

inline constexpr std::size_t warning_characters_max = 5000;
inline constexpr std::size_t warning_statuses_max = 100;

/// Stores it and, where `tell`, notifies whoever has the account. Posts of others are left out.
/// Errc::unprocessable for a text that is too long. Id and time are filled in.
Result<AccountWarning> warn_account(db::Tx& tx, AccountWarning warning, bool tell = true);
/// In any order; unknown ids are left out.
Result<std::vector<AccountWarning>> list_warnings(db::Tx& tx,
                                                  std::span<AccountWarningId const> ids);
/// Of an account, newest first.
Result<std::vector<AccountWarning>> list_warnings_of(db::Tx& tx, AccountId account,
                                                     std::int64_t limit);

}  // namespace skein::social
