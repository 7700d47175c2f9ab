// Accounts: people, bots and groups of every network. A local account has a user behind it
// (users.h).
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
#include "social/vocabulary.h"

namespace skein::social {

/// One row of the profile's table; `verified_at` is the epoch when it is not verified.
struct ProfileField {
    std::string name;
    std::string value;  ///< The author's text (local) or sanitised HTML (remote).
    Time verified_at{};
};

/// A row of `accounts`.
struct Account {
    AccountId id;
    Network network{};
    std::string
        address;  ///< Unique in its network: the actor's id; for local accounts the username.
    std::string username;
    std::string domain;  ///< "" for local accounts.
    std::string url;     ///< Profile page; "" for local accounts (made from the public address).
    std::string display_name;
    std::string note;  ///< The author's text; "" for remote accounts.
    std::string note_html;
    std::string fields;  ///< JSON array of {name, value, html, verified_at}.
    std::string avatar;  ///< JSON {key, static_key, description, remote_url} or "".
    std::string header;
    AccountKind kind{};
    bool locked = false;
    std::optional<bool> discoverable;
    bool indexable = false;
    bool hide_collections = false;
    bool memorial = false;
    AccountState state{};
    std::optional<AccountId> moved_to_id;
    std::int64_t version = 1;
    Time created_at{};

    bool local() const { return network == Network::local; }
    /// `username`, or `username@domain`.
    std::string acct() const;

    auto row() {
        return std::tie(id, network, address, username, domain, url, display_name, note, note_html,
                        fields, avatar, header, kind, locked, discoverable, indexable,
                        hide_collections, memorial, state, moved_to_id, version, created_at);
    }
};

struct AccountStats {
    AccountId account_id;
    std::int64_t statuses_count = 0, followers_count = 0, following_count = 0;
    Time last_status_at{};
    auto row() {
        return std::tie(account_id, statuses_count, followers_count, following_count,
                        last_status_at);
    }
};

Result<AccountStats> load_account_stats(db::Tx& tx, AccountId id);
Result<std::optional<Account>> find_account(db::Tx& tx, AccountId id);
Result<Account> load_account(db::Tx& tx, AccountId id);
/// Name without regard to case; `domain` "" is this server.
Result<std::optional<Account>> find_account_by_name(db::Tx& tx, std::string_view username,
                                                    std::string_view domain);
Result<std::optional<Account>> find_account_by_address(db::Tx& tx, Network network,
                                                       std::string_view address);
/// In any order; unknown ids are left out.
Result<std::vector<Account>> list_accounts(db::Tx& tx, std::span<AccountId const> ids);

inline constexpr std::size_t username_characters_max = 30;
enum class UsernameFault { blank, too_long, wrong_characters, reserved };
/// What keeps a name from being one of this server's: 1 to 30 of [a-z0-9_] without regard to case,
/// not reserved (security.md 6.18).
std::optional<UsernameFault> find_username_fault(std::string_view username);
/// The same as an error: Errc::unprocessable, and the message says what is wrong.
Result<void> check_username(std::string_view username);

/// Stores a new account, its counters and (local) its home; publishes AccountCreated. A taken name
/// is Errc::unprocessable. `account.id` may be zero (one is made) and `created_at` the epoch (now).
Result<Account> insert_account(db::Tx& tx, Account account);

/// Stores the changed profile, raises the version, publishes AccountUpdated.
Result<void> update_account(db::Tx& tx, Account& account);

/// Adds to the counters; the last write of a transaction, since counters are where writers meet.
Result<void> count_on_account(db::Tx& tx, AccountId id, std::int64_t statuses,
                              std::int64_t followers, std::int64_t following);

struct AccountSearch {
    std::string text;
    bool following_only = false;  ///< Only those the viewer follows.
    std::int64_t limit = 20, offset = 0;
};
/// People whose name or display name begins with or contains the text, those `viewer` follows
/// first. Suspended ones, and those not shown to `viewer` (admission.h), are left out.
/// Errc::bad_request for an empty text.
Result<std::vector<AccountId>> search_accounts(db::Tx& tx, AccountId viewer,
                                               AccountSearch const& wanted);

}  // namespace skein::social
