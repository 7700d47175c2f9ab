#include "features/web_app/feature.h"

#include "core/server.h"
#include "features/web_app/files.h"
#include "features/web_app/shell.h"

namespace skein::web_app {
namespace {

constexpr std::string_view hashed = "web/";

/// The name of a file below `/web/` carries a digest of what is in it.
Result<Reply> serve_hashed(Call& call) {
    auto const* file = find_file(std::string(hashed) + call.path("name"));
    if (!file) return fail(Errc::not_found, "There is no such file.");
    return asset_reply(call, *file, Keep::for_ever);
}

/// What has one name for ever: the worker, the manifest, the icons.
Result<Reply> serve_named(Call& call) {
    auto const* file = find_file(std::string_view(call.request().path).substr(1));
    if (!file) return fail(Errc::not_found, "There is no such file.");
    auto reply = asset_reply(call, *file, Keep::ask_again);
    // A worker lives by the policy it came with, and asks the API.
    if (file->content_type.starts_with("text/javascript"))
        reply.headers.set("Content-Security-Policy", "default-src 'self'");
    return reply;
}

constexpr Route file_route(std::string_view summary) {
    return {.who = Who::unasked,
            .surface = Surface::open,
            .at_once = true,
            .produces = "",
            .summary = summary};
}

void install_files(Server& server) {
    server.get("/web/{name...}", serve_hashed, file_route("A file of the web app."));
    for (auto const& file : all_web_files())
        if (is_served(file) && !file.name.starts_with(hashed))
            server.get(fmt::format("/{}", file.name), serve_named,
                       file_route("A file of the web app."));
}

}  // namespace

void install(Server& server) {
    auto const* page = find_file("index.html");
    auto const* routes = find_file("routes.json");
    if (!page || !routes) return;
    install_shell(server, page->identity, routes->identity);
    install_files(server);
}

}  // namespace skein::web_app
