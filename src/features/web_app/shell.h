// The app's page: the built `index.html` with the API's first answers in it, so that the first
// posts are on the screen before the app has asked for anything.
#pragma once

#include <string>
#include <vector>

#include "core/assets.h"
#include "core/endpoint.h"

namespace skein::web_app {

/// The built page, cut where the answers go. A part of the board.
struct Shell {
    std::string_view before, after;
};

/// Cuts the page; its build must have left the empty element in it.
Shell cut_shell(std::string_view page);

/// The page for the one who is signed in. An answer that fails is left out: the app asks for it as
/// usual and shows the failure where it belongs.
Result<Reply> draw_shell(Call& call);

/// Hangs the app's page on the board and answers the addresses that only the app has: `routes` is
/// the JSON list of their patterns, as the build wrote it. What has a page for everybody too is
/// answered by that page's feature (social/app_shell.h).
void install_shell(Server& server, std::string_view page, std::string_view routes);

/// JSON that may stand inside a script element: no `<` ends it or begins another.
std::string inside_script(std::string_view json);

}  // namespace skein::web_app
