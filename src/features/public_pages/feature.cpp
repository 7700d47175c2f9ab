#include "features/public_pages/feature.h"

#include "core/server.h"
#include "features/public_pages/handlers.h"
#include "social/pages.h"

namespace skein::public_pages {
namespace {

Route page(std::string_view produces, std::string_view summary) {
    return {.who = Who::anyone,
            .surface = Surface::page,
            .produces = produces,
            .returns = "page",
            .summary = summary};
}

constexpr std::string_view page_or_feed =
    "text/html, application/rss+xml, application/atom+xml, application/feed+json";

void install_people(Server& server) {
    server.get("/@{name}", show_profile,
               page(page_or_feed, "A profile; `.rss`, `.atom` and `.json` too."));
    server.get("/@{name}/with_replies", show_profile_with_replies,
               page("text/html", "A profile with answers to others."));
    server.get("/@{name}/media", show_profile_media,
               page("text/html", "A profile's posts with pictures, film or sound."));
    server.get("/@{name}/{id}", show_post, page("text/html", "A post and its thread."));
    server.get("/@{name}/{id}/embed", lead_to_embed,
               page("text/html", "Leads to the post for frames."));
}

}  // namespace

void install(Server& server) {
    server.part<social::FrameLinks>().top.push_back({"/explore", "pages.frame.explore", 10});
    install_people(server);
    server.get("/tags/{name}", show_tag,
               page(page_or_feed, "A tag; `.rss`, `.atom` and `.json` too."));
    server.get("/collections/{id}", show_collection,
               page("text/html", "A collection of accounts and who is in it."));
    server.get("/explore", show_explore,
               page("text/html", "What is talked about here, and the newest posts."));
    server.get("/embed/{id}", show_embed,
               page("text/html", "A post on its own, for frames on pages of others."));
    server.get("/api/oembed", show_oembed,
               {.who = Who::anyone,
                .returns = "OEmbed",
                .summary = "How to show a post on another page (oEmbed)."});
    server.get("/robots.txt", show_robots,
               {.who = Who::unasked,
                .surface = Surface::open,
                .at_once = true,
                .produces = "text/plain",
                .returns = "document",
                .summary = "What search engines need not read."});
}

}  // namespace skein::public_pages
