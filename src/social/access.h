// How people and programs get in: apps, tokens, authorisation codes, sessions, and links sent by
// mail. Only hashes of secrets are stored.
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
#include "core/server.h"
#include "platform/crypto/random.h"
#include "platform/db/tx.h"
#include "social/users.h"

namespace skein::social {

/// Random bytes of a token, a session, a code or a link: nobody guesses them.
inline constexpr std::size_t secret_bytes = 32;

struct App {
    AppId id;
    std::string client_id;
    db::Bytes client_secret_hash;
    std::string name, website;
    std::string redirect_uris;  ///< One a line.
    std::string scopes;
    Time created_at{};
    auto row() {
        return std::tie(id, client_id, client_secret_hash, name, website, redirect_uris, scopes,
                        created_at);
    }
};

/// SHA-256 of a secret, as stored.
db::Bytes hash_secret(std::string_view secret);

Result<App> insert_app(db::Tx& tx, App app);
Result<std::optional<App>> find_app(db::Tx& tx, AppId id);
Result<std::optional<App>> find_app_by_client_id(db::Tx& tx, std::string_view client_id);

/// Stores a token; the caller made its text (256 random bits) and shows it once.
Result<TokenId> insert_token(db::Tx& tx, std::string_view token, AppId app,
                             std::optional<UserId> user, Scopes scopes);
Result<void> remove_token(db::Tx& tx, TokenId id);
/// With the codes that no app has exchanged yet.
Result<void> remove_tokens_of_user(db::Tx& tx, UserId user);

struct Session {
    SessionId id;
    UserId user_id;
    std::string user_agent, address_prefix;
    Time created_at{}, fresh_at{}, last_used_at{};
    auto row() {
        return std::tie(id, user_id, user_agent, address_prefix, created_at, fresh_at,
                        last_used_at);
    }
};
inline constexpr std::int64_t sessions_per_user_max = 50;
/// Of more than `sessions_per_user_max` the one unused longest goes.
Result<SessionId> insert_session(db::Tx& tx, std::string_view secret, UserId user,
                                 std::string_view user_agent, std::string_view client_address);
Result<std::vector<Session>> list_sessions(db::Tx& tx, UserId user);
Result<void> remove_session(db::Tx& tx, UserId user, SessionId id);
/// With the codes that no app has exchanged yet.
Result<void> remove_sessions_of_user(db::Tx& tx, UserId user, SessionId except = {});
/// Is it still open? For transactions that rely on it.
Result<bool> has_session(db::Tx& tx, SessionId id);

enum class Purpose : std::int64_t {
    confirm_email = 1,
    reset_password = 2,
    change_email = 3,
    first_owner = 4,
    /// No link: what its user wants, until the mail with the link is written.
    ask_email_change = 5
};
struct OneTimeToken {
    Purpose purpose{};
    std::optional<UserId> user_id;
    std::string bound_to;  ///< E.g. a digest of the password hash it may replace.
    db::Bytes payload;
    Time expires_at{};
    auto row() { return std::tie(purpose, user_id, bound_to, payload, expires_at); }
};
Result<void> insert_one_time_token(db::Tx& tx, std::string_view secret, OneTimeToken const& token);
/// Looks without using it up; nothing when unknown, of another purpose or expired.
Result<std::optional<OneTimeToken>> find_one_time_token(db::Tx& tx, std::string_view secret,
                                                        Purpose purpose);
/// Takes it: it works once.
Result<std::optional<OneTimeToken>> take_one_time_token(db::Tx& tx, std::string_view secret,
                                                        Purpose purpose);

/// Ends every link that was mailed to this user.
Result<void> remove_links_of_user(db::Tx& tx, UserId user);
/// Only those of one purpose.
Result<void> remove_links_of_user(db::Tx& tx, UserId user, Purpose purpose);
/// One of this purpose that has not expired.
Result<std::optional<OneTimeToken>> find_link_of_user(db::Tx& tx, UserId user, Purpose purpose);

/// Every transaction that changes what a user's tokens and sessions stand for says so here; those
/// of this file, `update_user` and `update_account` do.
void forget_user(db::Tx& tx, UserId user);

/// Hangs the authenticator on the server's board.
void install_access(Server& server);

}  // namespace skein::social
