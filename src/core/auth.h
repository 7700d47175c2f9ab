// Who is asking, and what they may do. The nouns behind (users, apps, tokens, sessions) are
// `social`'s, which hangs an `Authenticator` on the board; the core only asks it and checks the
// answer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/http/message.h"

namespace skein {

/// A set of OAuth scopes, with their hierarchy: `read` grants `read:statuses`, `follow` the six it
/// stands for.
class Scopes {
  public:
    /// Reads `read write:statuses push`; Errc::bad_request (`invalid_scope`) names an unknown one.
    /// At most 64.
    static Result<Scopes> parse(std::string_view text);

    bool empty() const { return bits_ == 0; }
    /// Is one of these granted? `wanted` is a list like "read:follows follow"; any one will do.
    bool grants_any(std::string_view wanted) const;
    /// Is everything in `other` granted?
    bool covers(Scopes other) const;
    /// In the words of the request, space-separated, in a fixed order.
    std::string str() const;

    /// Every scope there is, for the metadata document.
    static std::vector<std::string_view> all();

    bool operator==(Scopes const&) const = default;

  private:
    std::uint64_t bits_ = 0;
};

/// Permission bits of a role (mastodon-errors.md, last section).
struct Permissions {
    std::uint64_t bits = 0;
    static constexpr std::uint64_t administrator = 1, devops = 2, view_audit_log = 4,
                                   view_dashboard = 8, manage_reports = 0x10,
                                   manage_federation = 0x20, manage_settings = 0x40,
                                   manage_blocks = 0x80, manage_taxonomies = 0x100,
                                   manage_appeals = 0x200, manage_users = 0x400,
                                   manage_invites = 0x800, manage_rules = 0x1000,
                                   manage_announcements = 0x2000, manage_custom_emojis = 0x4000,
                                   manage_webhooks = 0x8000, invite_users = 0x10000,
                                   manage_roles = 0x20000, manage_user_access = 0x40000,
                                   delete_user_data = 0x80000, view_feeds = 0x100000;
    bool may(std::uint64_t permission) const { return (bits & (permission | administrator)) != 0; }
};

/// What the token or the session behind a request says. Zero ids: nobody, or an app without a user.
struct Principal {
    AccountId account;
    UserId user;
    AppId app;
    TokenId token;      ///< By bearer token…
    SessionId session;  ///< …or by the session cookie.
    Scopes scopes;
    Permissions permissions;
    bool confirmed = false, approved = false, disabled = false;
    std::string locale;

    bool is_user() const { return static_cast<bool>(user); }
    bool is_known() const { return token || session; }
    /// Confirmed, approved and not disabled.
    bool active() const { return is_user() && confirmed && approved && !disabled; }
};

/// The name of the session cookie, by whether the public address is https.
inline constexpr std::string_view session_cookie_secure = "__Host-skein_session";
inline constexpr std::string_view session_cookie_plain = "skein_session";

/// Turns credentials into a principal. Hung on the board by `social`.
struct Authenticator {
    /// A bearer token; Errc::unauthenticated when it is unknown or revoked.
    std::function<Result<Principal>(std::string_view token)> by_token;
    /// A session cookie's value.
    std::function<Result<Principal>(std::string_view session)> by_session;
};

/// The bearer token of a request: header only (streaming also takes other places, and asks by
/// itself).
std::optional<std::string_view> bearer_token(http::Request const& request);
/// A cookie of a request.
std::optional<std::string_view> cookie(http::Request const& request, std::string_view name);
/// True when the request surely comes from a page of ours: `Sec-Fetch-Site: same-origin`, or an
/// equal `Origin`.
bool from_same_origin(http::Request const& request, std::string_view origin);

}  // namespace skein
