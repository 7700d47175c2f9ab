// Users: the people behind local accounts. E-mail addresses are encrypted; a keyed index finds
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/auth.h"
#include "platform/crypto/secret_keys.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein::social {

struct User {
    UserId id;
    AccountId account_id;
    db::Bytes email;  ///< Encrypted; see `email_of`.
    db::Bytes email_index;
    std::string password_hash;
    Role role{};
    std::string locale;
    std::string reason;  ///< What they wrote when asking to join.
    std::optional<Time> confirmed_at, approved_at, disabled_at;
    Visibility posting_visibility{};
    bool posting_sensitive = false;
    std::string posting_language;
    QuotePolicy posting_quote_policy{};
    std::string attribution_domains;  ///< Sites that may name them as author; space-separated.
    Time last_active_at{};
    Time created_at{};

    auto row() {
        return std::tie(id, account_id, email, email_index, password_hash, role, locale, reason,
                        confirmed_at, approved_at, disabled_at, posting_visibility,
                        posting_sensitive, posting_language, posting_quote_policy,
                        attribution_domains, last_active_at, created_at);
    }
};

struct NewUser {
    std::string username;
    std::string email;  ///< Checked and canonical (mail::EmailAddress).
    std::string password_hash;
    Role role = Role::user;
    std::string locale = "en";
    std::string reason;
    bool confirmed = false;
    bool approved = false;
    /// Without proof of the address it is not claimed: others may give it too, and whoever
    /// confirms first has it (sign_ups.h).
    bool claims_email = true;
};

Result<std::optional<User>> find_user(db::Tx& tx, UserId id);
Result<User> load_user(db::Tx& tx, UserId id);
Result<std::optional<User>> find_user_by_account(db::Tx& tx, AccountId account);
Result<std::optional<User>> find_user_by_email(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view email);
Result<std::string> email_of(User const& user, crypto::SecretKeys const& keys);

/// Makes the account and the user. A taken name is Errc::unprocessable; a taken address
/// Errc::conflict, which the caller must not show to strangers (nobody learns whether an address
/// has an account).
Result<User> insert_user(db::Tx& tx, crypto::SecretKeys const& keys, NewUser const& fresh);

/// Stores the changed row.
Result<void> update_user(db::Tx& tx, User const& user);
Result<std::int64_t> count_users(db::Tx& tx);
/// The permission bits a role has.
Permissions permissions_of(Role role);

}  // namespace skein::social
