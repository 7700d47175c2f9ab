#include "features/public_pages/heads.h"

#include "base/encoding.h"
#include "social/app_shell.h"
#include "social/pages.h"

namespace skein::public_pages {
namespace {

SafeHtml property(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    return html("<meta property=\"{}\" content=\"{}\">\n", name, value);
}

SafeHtml draw_head(std::string const& public_url, PageHead const& head) {
    auto out = html("<link rel=\"canonical\" href=\"{}\">\n", head.canonical);
    if (!head.indexable) out += "<meta name=\"robots\" content=\"noindex, noarchive\">\n";
    if (!head.description.empty())
        out += html("<meta name=\"description\" content=\"{}\">\n", head.description);
    out += property("og:title", head.title) + property("og:description", head.description) +
           property("og:type", head.kind) + property("og:url", head.canonical) +
           property("og:image", head.image) + property("og:image:alt", head.image_alt);
    out += html("<meta name=\"twitter:card\" content=\"{}\">\n",
                head.image.empty() || head.kind == "profile" ? "summary" : "summary_large_image");
    if (!head.activity.empty())
        out += html("<link rel=\"alternate\" type=\"application/activity+json\" href=\"{}\">\n",
                    head.activity);
    if (!head.feeds.empty())
        out += html(
            "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"RSS\" href=\"{}.rss\">\n"
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Atom\" "
            "href=\"{}.atom\">\n",
            head.feeds, head.feeds);
    if (!head.oembed.empty())
        out += html(
            "<link rel=\"alternate\" type=\"application/json+oembed\" "
            "href=\"{}/api/oembed?format=json&url={}\">\n",
            public_url, percent_encode(head.oembed));
    return out;
}

}  // namespace

Reply page_reply(Call const& call, PageHead const& head, SafeHtml body) {
    auto reply =
        social::PageWriter(call).reply({.title = head.title,
                                        .body = std::move(body),
                                        .head = draw_head(call.server().public_url(), head),
                                        .wide = true});
    social::vary_by_session(call, reply);
    if (!head.indexable) reply.headers.set("X-Robots-Tag", "noindex, noarchive");
    return reply;
}

}  // namespace skein::public_pages
