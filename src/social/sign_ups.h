// How somebody becomes a user: sign up, prove the address, be approved.
//
// Nobody may learn whether an address has an account. So a sign-up never fails for a known address:
// the user is made as with any other, without a claim on the address, and what differs is only the
// mail that goes there. Whoever confirms first has the address; the others stay without proof and
// are removed after a while, which frees their names.
//
//     sign_up ──▶ unproven ── confirm_user ──▶ proven ── approve_user ──▶ in
//                    └─────── remove_sign_up ─────┘ (too old, or turned down)
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/crypto/secret_keys.h"
#include "platform/db/tx.h"
#include "social/users.h"

namespace skein::social {

/// How long a link to confirm works, and how long a sign-up may wait for its proof: a link that was
/// asked for again late still finds its user.
inline constexpr auto confirm_link_age_max = std::chrono::days(7);
inline constexpr auto unproven_sign_up_age_max = std::chrono::days(14);

/// Makes the user, unproven. A taken name is Errc::unprocessable.
Result<User> sign_up(db::Tx& tx, crypto::SecretKeys const& keys, NewUser fresh);

/// The newest unproven user who gave this address.
Result<std::optional<User>> find_unproven_user(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view email);

/// By username, or by e-mail address when there is an `@` inside: proven addresses first.
Result<std::optional<User>> find_user_by_login(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view login);

/// The address is proven: the user claims it. Errc::conflict when somebody else has it by now.
/// Doing it again changes nothing.
Result<void> confirm_user(db::Tx& tx, crypto::SecretKeys const& keys, UserId id);

/// An unproven user gave another address. Errc::conflict when theirs is proven.
Result<void> correct_address(db::Tx& tx, crypto::SecretKeys const& keys, UserId id,
                             std::string_view email);

/// The user's address becomes this one, which they have proven. Errc::conflict when somebody else
/// has it.
Result<void> change_email(db::Tx& tx, crypto::SecretKeys const& keys, UserId id,
                          std::string_view email);

/// Lets somebody in who waits for approval. Doing it again changes nothing.
Result<void> approve_user(db::Tx& tx, UserId id);

/// Users who have proven their address and wait for approval, oldest first, at most `limit`.
Result<std::vector<User>> list_waiting_users(db::Tx& tx, std::int64_t limit);

/// Removes somebody who is not in yet, with the account. Errc::conflict when they are, or when
/// something already refers to the account.
Result<void> remove_sign_up(db::Tx& tx, UserId id);

/// Removes the user and all that lets them in: tokens, sessions, links. The account stays.
Result<void> remove_user(db::Tx& tx, UserId id);

/// Unproven users who signed up before `before`, at most `limit`.
Result<std::vector<UserId>> list_stale_sign_ups(db::Tx& tx, Time before, std::int64_t limit);

}  // namespace skein::social
