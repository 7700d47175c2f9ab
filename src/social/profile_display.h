// What an account wants its profile to show beside its posts. A wish to apps: nothing is hidden by
// it. Part of the account's entity: whoever changes it raises the account's version
// (`update_account`).
#pragma once

#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct ProfileDisplay {
    AccountId account_id;
    bool show_media = true;          ///< A tab of media.
    bool show_media_replies = true;  ///< In it, those of replies too.
    bool show_featured = true;       ///< A tab of what is featured.
    auto row() { return std::tie(account_id, show_media, show_media_replies, show_featured); }
    bool operator==(ProfileDisplay const&) const = default;
};

/// Of those who ever chose; in any order.
Result<std::vector<ProfileDisplay>> list_profile_displays(db::Tx& tx,
                                                          std::span<AccountId const> accounts);
/// Of one, who may never have chosen.
Result<ProfileDisplay> load_profile_display(db::Tx& tx, AccountId account);
Result<void> put_profile_display(db::Tx& tx, ProfileDisplay const& display);
Result<void> remove_profile_display(db::Tx& tx, AccountId account);

}  // namespace skein::social
