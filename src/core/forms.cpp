#include "core/forms.h"

#include "core/server.h"
#include "platform/crypto/digest.h"

namespace skein {
namespace {

std::string_view form_cookie(Server const& server) {
    return server.secure() ? "__Host-skein_form" : "skein_form";
}

std::string token_for(Server const& server, std::string_view secret) {
    return server.keys().sign("form", secret);
}

/// What ties this browser to us: its session, else the cookie set with an earlier form.
std::optional<std::string_view> browser_secret(Call const& call) {
    auto const& server = call.server();
    if (auto const session = cookie(call.request(), server.session_cookie())) return session;
    return cookie(call.request(), form_cookie(server));
}

}  // namespace

FormToken form_token(Call const& call) {
    auto& server = call.server();
    if (auto const secret = browser_secret(call)) return {token_for(server, *secret), {}};
    auto const fresh = server.random().token(18);
    return {token_for(server, fresh),
            fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", form_cookie(server), fresh,
                        server.secure() ? "; Secure" : "")};
}

Result<void> check_form(Call const& call) {
    auto const& request = call.request();
    auto const site = request.headers.find("Sec-Fetch-Site");
    auto const origin = request.headers.find("Origin");
    auto const foreign = (site && *site != "same-origin") ||
                         (origin && *origin != call.server().public_url() && *origin != "null");
    auto const* given = call.params().find("csrf");
    auto const secret = browser_secret(call);
    if (!foreign && given && secret &&
        crypto::constant_time_equal(given->text, token_for(call.server(), *secret)))
        return {};
    return fail(Errc::forbidden,
                "This form is too old or came from another page. Please go back, reload the page "
                "and try again.");
}

}  // namespace skein
