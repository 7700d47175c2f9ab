#include "social/public_page.h"

#include "base/encoding.h"
#include "core/assets.h"
#include "core/server.h"
#include "social/pages.h"

namespace skein::social {
namespace {

SafeHtml property(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    return html("<meta property=\"{}\" content=\"{}\">\n", name, value);
}

SafeHtml draw_feeds(std::string const& address) {
    if (address.empty()) return {};
    return html(
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"RSS\" href=\"{}.rss\">\n"
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Atom\" href=\"{}.atom\">\n"
        "<link rel=\"alternate\" type=\"application/feed+json\" title=\"JSON Feed\" "
        "href=\"{}.json\">\n",
        address, address, address);
}

SafeHtml draw_previews(Server const& server, PageHead const& head) {
    auto out = property("og:site_name", server.domain()) + property("og:title", head.title) +
               property("og:description", head.description) + property("og:type", head.kind) +
               property("og:url", head.canonical) + property("og:image", head.image) +
               property("og:image:alt", head.image_alt) +
               property("article:published_time", head.published_at) +
               property("profile:username", head.profile);
    return out +
           html("<meta name=\"twitter:card\" content=\"{}\">\n",
                head.image.empty() || head.kind == "profile" ? "summary" : "summary_large_image");
}

}  // namespace

SafeHtml draw_head(Server const& server, PageHead const& head) {
    auto out = html("<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"canonical\" href=\"{}\">\n",
                    asset_path("posts.css"), head.canonical);
    if (!head.indexable) out += "<meta name=\"robots\" content=\"noindex, noarchive\">\n";
    if (!head.description.empty())
        out += html("<meta name=\"description\" content=\"{}\">\n", head.description);
    out += draw_previews(server, head);
    if (!head.activity.empty())
        out += html("<link rel=\"alternate\" type=\"application/activity+json\" href=\"{}\">\n",
                    head.activity);
    out += draw_feeds(head.feeds);
    if (!head.oembed.empty())
        out += html(
            "<link rel=\"alternate\" type=\"application/json+oembed\" "
            "href=\"{}/api/oembed?format=json&url={}\">\n",
            server.public_url(), percent_encode(head.oembed));
    return out;
}

Reply public_page(Call const& call, PageHead const& head, SafeHtml body) {
    auto reply = PageWriter(call).reply({.title = head.title,
                                         .body = std::move(body),
                                         .head = draw_head(call.server(), head),
                                         .wide = true});
    if (!head.indexable) reply.headers.set("X-Robots-Tag", "noindex, noarchive");
    return reply;
}

}  // namespace skein::social
