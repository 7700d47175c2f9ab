#include "features/streaming/credentials.h"

#include "platform/http/tokens.h"

namespace skein::streaming {

Result<Credential> read_credential(Server const& server, http::Request const& request,
                                   std::string const& access_token) {
    if (auto const token = bearer_token(request)) return Credential{std::string(*token)};
    if (!access_token.empty()) return Credential{access_token};
    std::string protocol;
    http::for_each_element(request.headers.get("Sec-WebSocket-Protocol"),
                           [&](std::string_view name) {
                               protocol = name;
                               return false;
                           });
    if (!protocol.empty()) return Credential{protocol};
    // Of our own pages only: any page may open a WebSocket to anywhere, and sends the cookie along.
    auto const session = cookie(request, server.session_cookie());
    if (session && from_same_origin(request, server.public_url()))
        return Credential{std::string(*session), true};
    return fail(Errc::unauthenticated, "Missing access token");
}

Result<Principal> find_streamer(Server& server, Credential const& credential) {
    auto const& authenticator = server.part<Authenticator>();
    auto who = credential.is_session ? authenticator.by_session(credential.secret)
                                     : authenticator.by_token(credential.secret);
    if (!who && who.error().code != Errc::unauthenticated) return who;
    if (!who || !who->active()) return fail(Errc::unauthenticated, "Invalid access token");
    return who;
}

}  // namespace skein::streaming
