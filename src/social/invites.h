// Invites: links with which people bring others in, also while nobody else may sign up.
//
// Invariants: (1) `uses` is counted in the transaction that makes the user and never passes
// `uses_max`; (2) an invite is worth what its maker is worth now: whoever may not act, has moved
// away, or may not invite any more, lets nobody in; (3) an invite stands for the permission to sign
// up and for the approval, and for nothing else: the address is proven and every rule about it
// holds as for everybody. Why so: docs/design/0024-an-invite-is-worth-what-its-maker-is.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/auth.h"
#include "core/config.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/instance.h"

namespace skein {
class Server;
}

namespace skein::social {

using InviteId = Id<struct InviteTag>;

inline constexpr std::size_t invite_code_bytes = 12;
inline constexpr std::size_t invite_comment_characters_max = 420;
inline constexpr std::int64_t invite_uses_most = 10'000;
inline constexpr auto invite_lifetime_max = std::chrono::days(366);

struct InviteConfig {
    std::string from = "auto";  ///< auto, everybody, staff or nobody.
    std::int64_t open_max = 20;
    void declare(Settings& s);
};

struct Invite {
    InviteId id;
    std::optional<AccountId> account_id;  ///< Nothing: those who run the server.
    std::string code;
    std::string comment;  ///< For its maker only.
    bool autofollow = false;
    std::int64_t uses = 0;
    std::optional<std::int64_t> uses_max;
    std::optional<Time> expires_at, revoked_at;
    Time created_at{};

    bool ended(Time now) const {
        return revoked_at || (expires_at && *expires_at <= now) || (uses_max && uses >= *uses_max);
    }
    auto row() {
        return std::tie(id, account_id, code, comment, autofollow, uses, uses_max, expires_at,
                        revoked_at, created_at);
    }
};
inline std::int64_t cursor_of(Invite const& row) { return row.id.value; }

/// May people with these permissions bring others in, as things are now?
bool may_invite(InviteConfig const& config, Registrations mode, Permissions permissions);
Result<bool> may_invite(Server& server, db::Tx& tx, Permissions permissions);

struct NewInvite {
    std::optional<AccountId> account_id = {};
    std::string comment = {};
    bool autofollow = false;
    std::optional<std::int64_t> uses_max = {};
    std::optional<Duration> lifetime = {};
};
/// Errc::unprocessable for what is out of bounds, and beyond `open_max` open ones of one account.
Result<Invite> insert_invite(Server& server, db::Tx& tx, NewInvite fresh);
/// Lets nobody in any more. Errc::not_found unless it is the account's. Doing it again changes
/// nothing.
Result<void> revoke_invite(db::Tx& tx, AccountId account, InviteId id);
/// Anybody's, for those who run the server. Errc::not_found.
Result<void> revoke_invite(db::Tx& tx, std::string_view code);

Result<std::vector<Invite>> list_invites_by(db::Tx& tx, AccountId account, Page const& page);
/// Those that have not ended, newest first.
Result<std::vector<Invite>> list_open_invites_by(db::Tx& tx, AccountId account, std::int64_t limit);
/// Of everybody, newest first.
Result<std::vector<Invite>> list_all_invites(db::Tx& tx, std::int64_t limit);

/// What a code is worth now.
struct Invitation {
    Invite invite;
    std::optional<Account> maker;
    bool open = false;  ///< It lets somebody in.
};
/// Errc::not_found for a code that nobody gave out.
Result<Invitation> load_invitation(Server& server, db::Tx& tx, std::string_view code);

/// Counts a use, by a user who was made in this transaction. Errc::gone when the code lets nobody
/// in.
Result<void> use_invite(Server& server, db::Tx& tx, std::string_view code, UserId user);

/// Who brought a user.
struct InvitedUser {
    AccountId guest_id;                   ///< The user's account.
    std::optional<AccountId> account_id;  ///< Who brought them; nothing: those who run the server.
    bool autofollow = false;
    Time since{};
    auto row() { return std::tie(guest_id, account_id, autofollow, since); }
};
Result<std::optional<InvitedUser>> find_invited_user(db::Tx& tx, UserId user);
/// The latest, newest first; only those whom `by` brought, if given.
Result<std::vector<InvitedUser>> list_invited_users(db::Tx& tx, std::optional<AccountId> by,
                                                    std::int64_t limit);
/// The invite of somebody who never came in may be used once more.
Result<void> give_invite_back(db::Tx& tx, UserId user);
/// For a user who goes away.
Result<void> forget_invited_user(db::Tx& tx, UserId user);

/// Removes invites that have ended, a month after they were made; at most `limit`. How many.
Result<std::int64_t> remove_ended_invites(db::Tx& tx, std::int64_t limit);

}  // namespace skein::social
