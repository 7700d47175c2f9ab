// Beginning and ending a browser's session. A session always begins with a fresh secret, so what a
// browser brought along is never made valid.
#pragma once

#include <string>

#include "core/endpoint.h"
#include "social/locales.h"
#include "social/users.h"

namespace skein::sign_in {

/// Stores a new session in place of the browser's old one, and answers its secret. `user` is the
/// row whose password was found right: Errc::conflict when it, or the user's standing, has changed
/// since.
Result<std::string> begin_session(Call const& call, social::User const& user);

/// The cookie that carries a session.
std::string session_cookie(Server const& server, std::string_view secret);
/// This browser forgets the session, and the pages it was shown with it.
void leave(Server const& server, Reply& reply);

/// Begins a session and leads to `next`.
Result<Reply> enter(Call const& call, social::User const& user, std::string_view next);

/// `Firefox on Linux`: what a person needs to recognise a browser by its User-Agent.
std::string browser_name(social::Locale const& say, std::string_view user_agent);

/// Tries for one name, counted for what was typed, whether or not there is such an account:
/// Errc::rate_limited. From one address, and (more of them) from all.
Result<void> count_try(Call const& call, std::string_view kind, std::string_view name);

}  // namespace skein::sign_in
