#include "features/public_pages/feature.h"

#include "core/server.h"
#include "features/public_pages/handlers.h"

namespace skein::public_pages {
namespace {

Route page(std::string_view produces, std::string_view summary) {
    return {.who = Who::anyone,
            .surface = Surface::page,
            .produces = produces,
            .returns = "page",
            .summary = summary};
}

constexpr std::string_view page_or_feed = "text/html, application/rss+xml, application/atom+xml";

}  // namespace

void install(Server& server) {
    server.get("/@{name}", show_profile, page(page_or_feed, "A profile; `.rss` and `.atom` too."));
    server.get("/@{name}/{id}", show_post, page("text/html", "A post and its thread."));
    server.get("/tags/{name}", show_tag, page(page_or_feed, "A tag; `.rss` and `.atom` too."));
    server.get("/collections/{id}", show_collection,
               page("text/html", "A collection of accounts and who is in it."));
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
