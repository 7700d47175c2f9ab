// The words of a profile: checked, rendered, and put into the account's row.
#pragma once

#include "core/server.h"
#include "features/profiles/handlers.h"
#include "social/accounts.h"
#include "social/users.h"

namespace skein::profiles {

inline constexpr std::size_t display_name_characters_max = 30;
inline constexpr std::int64_t note_characters_max = 500;
inline constexpr std::size_t fields_max = 4;
inline constexpr std::size_t field_characters_max = 255;
inline constexpr std::size_t attribution_domains_max = 10;

/// Applies what the input says about the account to its row. Errc::unprocessable says what breaks a
/// rule. Reads mentioned accounts, so it takes the transaction that will store the row.
Result<void> apply_profile(Server const& server, db::Tx& tx, UpdateProfile const& input,
                           social::Account& account);

/// The same for the user's defaults.
Result<void> apply_defaults(UpdateProfile const& input, social::User& user);

}  // namespace skein::profiles
