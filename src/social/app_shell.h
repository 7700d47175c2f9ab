// The web app's page. The feature that serves the app hangs it on the board; whoever draws a page
// whose address the app has too (a profile, a post, a tag, the start page) gives way to it: without
// a session the address shows the page that anybody can read, with one it opens the app.
#pragma once

#include <functional>
#include <optional>

#include "core/endpoint.h"

namespace skein::social {

/// A part of the board; empty where the program was built without the app.
struct AppShell {
    std::function<Result<Reply>(Call&)> draw;
};

/// The app, for whoever is signed in and in good standing; nothing for others, or where there is no
/// app.
std::optional<Result<Reply>> app_page(Call& call);

}  // namespace skein::social
