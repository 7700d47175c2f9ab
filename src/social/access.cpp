#include "social/access.h"

#include <arpa/inet.h>

#include "base/encoding.h"
#include "base/log.h"
#include "core/principals.h"
#include "platform/crypto/digest.h"
#include "social/presence.h"
#include "social/standing.h"

namespace skein::social {
namespace {

#define APP_COLUMNS \
    "id, client_id, client_secret_hash, name, website, redirect_uris, scopes, created_at"

db::Query<App> const find_app_by_id{"apps.find", "SELECT " APP_COLUMNS " FROM apps WHERE id = $1"};
db::Query<App> const find_app_by_client{"apps.find_by_client",
                                        "SELECT " APP_COLUMNS " FROM apps WHERE client_id = $1"};
db::Sql const insert_app_row{
    "apps.insert", "INSERT INTO apps (" APP_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

db::Sql const insert_token_row{
    "access_tokens.insert",
    "INSERT INTO access_tokens (id, token_hash, app_id, user_id, scopes, created_at, "
    "last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $6)"};
db::Sql const remove_token_row{"access_tokens.remove", "DELETE FROM access_tokens WHERE id = $1"};
db::Sql const remove_user_tokens{"access_tokens.remove_of_user",
                                 "DELETE FROM access_tokens WHERE user_id = $1"};

/// What stands behind a token or a session: one row, one statement.
struct Credential {
    std::int64_t id = 0;
    AppId app;
    std::string scopes;
    std::optional<UserId> user;
    std::optional<AccountId> account;
    std::optional<Role> role;
    std::optional<std::string> locale;
    std::optional<Time> confirmed_at, approved_at, disabled_at;
    std::optional<AccountState> state;
    std::optional<bool> memorial;
    Time last_used_at{};
    auto row() {
        return std::tie(id, app, scopes, user, account, role, locale, confirmed_at, approved_at,
                        disabled_at, state, memorial, last_used_at);
    }
};

db::Query<Credential> const find_by_token{
    "access_tokens.find",
    "SELECT t.id, t.app_id, t.scopes, t.user_id, u.account_id, u.role, u.locale, u.confirmed_at, "
    "u.approved_at, "
    "u.disabled_at, a.state, a.memorial, t.last_used_at FROM access_tokens t LEFT JOIN users u "
    "ON u.id = t.user_id "
    "LEFT JOIN accounts a ON a.id = u.account_id WHERE t.token_hash = $1"};

db::Query<Credential> const find_by_session{
    "sessions.find",
    "SELECT s.id, 0, '', s.user_id, u.account_id, u.role, u.locale, u.confirmed_at, u.approved_at, "
    "u.disabled_at, "
    "a.state, a.memorial, s.last_used_at FROM sessions s JOIN users u ON u.id = s.user_id "
    "JOIN accounts a ON a.id = u.account_id WHERE s.token_hash = $1"};

db::Sql const insert_session_row{
    "sessions.insert",
    "INSERT INTO sessions (id, token_hash, user_id, user_agent, address_prefix, "
    "created_at, fresh_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $6)"};
db::Query<Session> const list_user_sessions{
    "sessions.list",
    "SELECT id, user_id, user_agent, address_prefix, created_at, fresh_at, last_used_at FROM "
    "sessions "
    "WHERE user_id = $1 ORDER BY last_used_at DESC, id DESC LIMIT 200"};
db::Sql const remove_session_row{"sessions.remove",
                                 "DELETE FROM sessions WHERE user_id = $1 AND id = $2"};
db::Sql const remove_user_sessions{"sessions.remove_of_user",
                                   "DELETE FROM sessions WHERE user_id = $1 AND id <> $2"};

db::Sql const remove_surplus_sessions{
    "sessions.remove_surplus",
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 "
    "ORDER BY last_used_at DESC, id DESC LIMIT 1000 OFFSET $2)"};

db::Sql const insert_one_time{
    "one_time_tokens.insert",
    "INSERT INTO one_time_tokens (token_hash, purpose, user_id, bound_to, payload, "
    "expires_at) VALUES ($1, $2, $3, $4, $5, $6)"};
db::Query<OneTimeToken> const find_one_time{
    "one_time_tokens.find",
    "SELECT purpose, user_id, bound_to, payload, expires_at FROM one_time_tokens "
    "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"};
db::Sql const remove_one_time{"one_time_tokens.remove",
                              "DELETE FROM one_time_tokens WHERE token_hash = $1"};

db::Query<SessionId> const find_session{"sessions.find_by_id",
                                        "SELECT id FROM sessions WHERE id = $1"};
db::Sql const remove_user_codes{"authorization_codes.remove_of_user",
                                "DELETE FROM authorization_codes WHERE user_id = $1"};
db::Sql const remove_user_links{"one_time_tokens.remove_of_user",
                                "DELETE FROM one_time_tokens WHERE user_id = $1"};
db::Sql const remove_user_links_for{
    "one_time_tokens.remove_of_user_for",
    "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2"};
db::Query<OneTimeToken> const find_user_link{
    "one_time_tokens.find_of_user",
    "SELECT purpose, user_id, bound_to, payload, expires_at FROM one_time_tokens "
    "WHERE user_id = $1 AND purpose = $2 AND expires_at > $3 LIMIT 1"};

db::Sql const touch_token{"access_tokens.touch",
                          "UPDATE access_tokens SET last_used_at = $2 WHERE id = $1"};
db::Sql const touch_session{"sessions.touch",
                            "UPDATE sessions SET last_used_at = $2 WHERE id = $1"};
db::Sql const touch_user{"users.touch", "UPDATE users SET last_active_at = $2 WHERE id = $1"};

/// How stale "last used" may become: a write per request would cost more than it tells.
constexpr auto last_used_precision = std::chrono::hours(1);
constexpr std::size_t user_agent_bytes_max = 200;

/// Enough of an address to recognise it, not enough to follow a person: /24 of IPv4, /48 of IPv6.
std::string address_prefix(std::string_view address) {
    std::string const text(address);
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> shown{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
        bytes[3] = 0;
        inet_ntop(AF_INET, bytes.data(), shown.data(), shown.size());
        return fmt::format("{}/24", shown.data());
    }
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return "";
    std::fill(bytes.begin() + 6, bytes.end(), static_cast<unsigned char>(0));
    inet_ntop(AF_INET6, bytes.data(), shown.data(), shown.size());
    return fmt::format("{}/48", shown.data());
}

Principal principal_of(Credential const& found) {
    Principal who;
    who.app = found.app;
    who.user = found.user.value_or(UserId{});
    who.account = found.account.value_or(AccountId{});
    who.permissions = found.role ? permissions_of(*found.role) : Permissions{};
    who.confirmed = found.confirmed_at.has_value();
    who.approved = found.approved_at.has_value();
    who.disabled =
        is_shut_out(found.disabled_at.has_value(), found.state.value_or(AccountState::active),
                    found.memorial.value_or(false));
    who.locale = found.locale.value_or("");
    return who;
}

/// Notes the use of a credential, seldom, and off the request's way.
void note_use(Server& server, Credential const& found, db::Sql const& touch) {
    auto const now = server.clock().now();
    if (now - found.last_used_at < last_used_precision) return;
    auto const id = found.id;
    auto const user = found.user;
    threads::Lane::Work work = [&server, &touch, id, user, now] {
        auto const done = server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                TRY_OK(tx.run(touch, id, now));
                if (user) TRY_OK(tx.run(touch_user, *user, now));
                return {};
            },
            db::Urgency::background);
        if (!done) log::failure(log::Level::warning, "access.note_use_failed", done.error());
    };
    server.lane(LaneName::jobs).post(std::move(work));
}

}  // namespace

void forget_user(db::Tx& tx, UserId user) {
    forget_principals(tx, [user](Principal const& who) { return who.user == user; });
}

db::Bytes hash_secret(std::string_view secret) { return {crypto::sha256(secret)}; }

Result<App> insert_app(db::Tx& tx, App app) {
    app.id = tx.new_id<AppId>();
    app.created_at = tx.now();
    TRY_OK(tx.run(insert_app_row, app.id, app.client_id, app.client_secret_hash, app.name,
                  app.website, app.redirect_uris, app.scopes, app.created_at));
    return app;
}

Result<std::optional<App>> find_app(db::Tx& tx, AppId id) { return tx.find(find_app_by_id, id); }

Result<std::optional<App>> find_app_by_client_id(db::Tx& tx, std::string_view client_id) {
    return tx.find(find_app_by_client, client_id);
}

Result<TokenId> insert_token(db::Tx& tx, std::string_view token, AppId app,
                             std::optional<UserId> user, Scopes scopes) {
    auto const id = tx.new_id<TokenId>();
    TRY_OK(tx.run(insert_token_row, id, hash_secret(token), app, user, scopes.str(), tx.now()));
    return id;
}

Result<void> remove_token(db::Tx& tx, TokenId id) {
    TRY_OK(tx.run(remove_token_row, id));
    forget_principals(tx, [id](Principal const& who) { return who.token == id; });
    return {};
}

Result<void> remove_tokens_of_user(db::Tx& tx, UserId user) {
    TRY_OK(tx.run(remove_user_tokens, user));
    TRY_OK(tx.run(remove_user_codes, user));
    forget_user(tx, user);
    return {};
}

Result<SessionId> insert_session(db::Tx& tx, std::string_view secret, UserId user,
                                 std::string_view user_agent, std::string_view client_address) {
    auto const id = tx.new_id<SessionId>();
    TRY_OK(tx.run(insert_session_row, id, hash_secret(secret), user,
                  to_valid_utf8(user_agent.substr(0, user_agent_bytes_max)),
                  address_prefix(client_address), tx.now()));
    TRY_OK(tx.run(remove_surplus_sessions, user, sessions_per_user_max));
    forget_user(tx, user);
    return id;
}

Result<std::vector<Session>> list_sessions(db::Tx& tx, UserId user) {
    return tx.list(list_user_sessions, user);
}

Result<void> remove_session(db::Tx& tx, UserId user, SessionId id) {
    TRY_OK(tx.run(remove_session_row, user, id));
    forget_user(tx, user);
    return {};
}

Result<void> remove_sessions_of_user(db::Tx& tx, UserId user, SessionId except) {
    TRY_OK(tx.run(remove_user_sessions, user, except));
    // What a session that ends had allowed and no app has fetched yet ends with it.
    TRY_OK(tx.run(remove_user_codes, user));
    forget_user(tx, user);
    return {};
}

Result<bool> has_session(db::Tx& tx, SessionId id) {
    TRY(auto const found, tx.find(find_session, id));
    return found.has_value();
}

Result<void> remove_links_of_user(db::Tx& tx, UserId user) {
    TRY_OK(tx.run(remove_user_links, user));
    return {};
}

Result<void> remove_links_of_user(db::Tx& tx, UserId user, Purpose purpose) {
    TRY_OK(tx.run(remove_user_links_for, user, purpose));
    return {};
}

Result<std::optional<OneTimeToken>> find_link_of_user(db::Tx& tx, UserId user, Purpose purpose) {
    return tx.find(find_user_link, user, purpose, tx.now());
}

Result<void> insert_one_time_token(db::Tx& tx, std::string_view secret, OneTimeToken const& token) {
    TRY_OK(tx.run(insert_one_time, hash_secret(secret), token.purpose, token.user_id,
                  token.bound_to, token.payload, token.expires_at));
    return {};
}

Result<std::optional<OneTimeToken>> find_one_time_token(db::Tx& tx, std::string_view secret,
                                                        Purpose purpose) {
    return tx.find(find_one_time, hash_secret(secret), purpose, tx.now());
}

Result<std::optional<OneTimeToken>> take_one_time_token(db::Tx& tx, std::string_view secret,
                                                        Purpose purpose) {
    TRY(auto found, find_one_time_token(tx, secret, purpose));
    if (found) TRY_OK(tx.run(remove_one_time, hash_secret(secret)));
    return found;
}

namespace {

/// Asks the memory first, then the database; `read` turns the row into a principal. The kind is
/// part of what it is remembered by: a token shown as a session's cookie is nobody.
template <class Read>
Result<Principal> recall_principal(Server& server, char kind, std::string_view secret,
                                   Read&& read) {
    auto& principals = server.part<Principals>();
    auto const digest = hash_secret(secret);
    auto const key = kind + digest.data;
    auto const now = server.clock().now();
    if (auto known = principals.find(key, now)) return *std::move(known);
    auto const present = principals.present();
    TRY(auto who, read(digest));
    auto const lifetime =
        server.db().embedded() ? Principals::lifetime_alone : Principals::lifetime_shared;
    principals.keep(present, key, who, now + lifetime);
    return who;
}

template <class Read>
Result<Principal> find_principal(Server& server, char kind, std::string_view secret, Read&& read) {
    TRY(auto who, recall_principal(server, kind, secret, std::forward<Read>(read)));
    if (who.user) server.part<Presence>().note(who.user, server.clock().now());
    return who;
}

Result<Principal> read_token(Server& server, db::Bytes const& digest) {
    TRY(auto const found,
        server.db().read([&](db::Tx& tx) { return tx.find(find_by_token, digest); }));
    if (!found) return fail(Errc::unauthenticated, "The access token is invalid");
    auto who = principal_of(*found);
    who.token = TokenId{found->id};
    TRY(who.scopes, Scopes::parse(found->scopes));
    note_use(server, *found, touch_token);
    return who;
}

Result<Principal> read_session(Server& server, db::Bytes const& digest) {
    TRY(auto const found,
        server.db().read([&](db::Tx& tx) { return tx.find(find_by_session, digest); }));
    if (!found) return fail(Errc::unauthenticated, "Please sign in again.");
    auto who = principal_of(*found);
    who.session = SessionId{found->id};
    // Our own pages may do everything their user may.
    TRY(who.scopes, Scopes::parse("read write follow push profile"));
    note_use(server, *found, touch_session);
    return who;
}

}  // namespace

void install_access(Server& server) {
    server.part<Presence>();
    auto& authenticator = server.part<Authenticator>();
    authenticator.by_token = [&server](std::string_view token) {
        return find_principal(server, 't', token,
                              [&](db::Bytes const& digest) { return read_token(server, digest); });
    };
    authenticator.by_session = [&server](std::string_view session) {
        return find_principal(server, 's', session, [&](db::Bytes const& digest) {
            return read_session(server, digest);
        });
    };
}

}  // namespace skein::social
