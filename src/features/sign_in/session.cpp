#include "features/sign_in/session.h"

#include <array>

#include "base/text.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/pages.h"
#include "social/standing.h"

namespace skein::sign_in {
namespace {

constexpr auto cookie_age = std::chrono::seconds(std::chrono::days(365));

// Guessing is slowed, but nobody can lock a person out from elsewhere: the narrow limit counts one
// address, the wide one is far above what people type.
constexpr std::int64_t tries_from_one_address = 10, tries_from_all = 200;
constexpr auto narrow_window = std::chrono::minutes(10);
constexpr auto wide_window = std::chrono::hours(1);

using Names = std::array<std::pair<std::string_view, std::string_view>, 6>;
// The order matters: most browsers also name those they imitate.
constexpr Names browsers{{{"Firefox/", "Firefox"},
                          {"Edg", "Edge"},
                          {"OPR/", "Opera"},
                          {"Chromium/", "Chromium"},
                          {"Chrome/", "Chrome"},
                          {"Safari/", "Safari"}}};
constexpr Names systems{{{"Android", "Android"},
                         {"iPhone", "iPhone"},
                         {"iPad", "iPad"},
                         {"Windows", "Windows"},
                         {"Mac OS", "macOS"},
                         {"Linux", "Linux"}}};

std::string_view named_in(std::string_view text, Names const& names) {
    for (auto const& [mark, name] : names)
        if (text.contains(mark)) return name;
    return {};
}

}  // namespace

Result<std::string> begin_session(Call const& call, social::User const& user) {
    auto& server = call.server();
    auto const secret = server.random().token(social::secret_bytes);
    auto const& request = call.request();
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        // Finding a password right takes a while, in which it may have been changed because of
        // whoever is entering here.
        TRY(auto const now, social::load_user(tx, user.id));
        TRY(auto const account, social::load_account(tx, now.account_id));
        if (now.password_hash != user.password_hash || social::is_shut_out(now, account))
            return fail(Errc::conflict, "Your account has just been changed. Sign in again.");
        if (call.who().session)
            TRY_OK(social::remove_session(tx, call.who().user, call.who().session));
        TRY_OK(social::insert_session(tx, secret, user.id, request.headers.get("User-Agent"),
                                      request.client_address));
        return {};
    }));
    return secret;
}

std::string session_cookie(Server const& server, std::string_view secret) {
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
                       server.session_cookie(), secret, cookie_age.count(),
                       server.secure() ? "; Secure" : "");
}

void leave(Server const& server, Reply& reply) {
    reply.headers.add("Set-Cookie",
                      fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}",
                                  server.session_cookie(), server.secure() ? "; Secure" : ""));
    reply.headers.set("Clear-Site-Data", "\"cache\"");
}

Result<Reply> enter(Call const& call, social::User const& user, std::string_view next) {
    TRY(auto const secret, begin_session(call, user));
    auto reply = http::redirect(303, social::safe_next(next));
    reply.headers.add("Set-Cookie", session_cookie(call.server(), secret));
    return reply;
}

std::string browser_name(social::Locale const& say, std::string_view user_agent) {
    auto const browser = named_in(user_agent, browsers);
    auto const system = named_in(user_agent, systems);
    if (browser.empty() && system.empty()) return say("sign_in.sessions.unknown");
    if (system.empty()) return std::string(browser);
    if (browser.empty()) return say("sign_in.sessions.some_browser", {{"system", system}});
    return say("sign_in.sessions.browser", {{"browser", browser}, {"system", system}});
}

Result<void> count_try(Call const& call, std::string_view kind, std::string_view name) {
    auto const& request = call.request();
    if (request.loopback) return {};
    auto& server = call.server();
    auto& limits = server.part<RateLimits>();
    auto const now = server.clock().now();
    // A digest: what people type (addresses among it) is not kept, and the key has a bounded size.
    auto const key = crypto::sha256(fold_case(trim(name)));
    RateLimit const narrow{std::string(kind) + "_here", tries_from_one_address, narrow_window};
    RateLimit const wide{std::string(kind) + "_anywhere", tries_from_all, wide_window};
    auto const here = limits.check(narrow, key + request.client_address, now);
    auto const anywhere = limits.check(wide, key, now);
    if (here.allowed && anywhere.allowed) return {};
    return fail(Errc::rate_limited,
                "There were too many tries with this name or address. Please wait ten minutes, "
                "then try again.");
}

}  // namespace skein::sign_in
