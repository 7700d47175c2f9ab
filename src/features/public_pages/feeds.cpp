#include "features/public_pages/feeds.h"

#include "social/views/views.h"

namespace skein::public_pages {
namespace {

constexpr std::size_t title_characters_max = 80;

std::string address_of(Server const& server, ShownPost const& post) {
    return post.status.address.value_or(
        social::status_uri(server, post.status.account_id, post.status.id));
}

Time newest_of(Feed const& feed, Time otherwise) {
    return feed.posts.empty() ? otherwise : feed.posts.front().status.created_at;
}

/// XML 1.0 knows no control characters, and our texts hold none but tabs and line breaks.
std::string write_rss(Server const& server, Feed const& feed) {
    auto out = html(
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n"
        "<title>{}</title>\n<description>{}</description>\n<link>{}</link>\n"
        "<generator>Skein</generator>\n<lastBuildDate>{}</lastBuildDate>\n",
        feed.title, feed.description, feed.page,
        to_http_date(newest_of(feed, server.clock().now())));
    if (!feed.image.empty())
        out += html("<image><url>{}</url><title>{}</title><link>{}</link></image>\n", feed.image,
                    feed.title, feed.page);
    for (auto const& post : feed.posts) {
        out += html(
            "<item>\n<guid isPermaLink=\"false\">{}</guid>\n<link>{}</link>\n<pubDate>{}</pubDate>"
            "\n<title>{}</title>\n<description>{}</description>\n",
            address_of(server, post), page_of(server, post), to_http_date(post.status.created_at),
            summary_of(post, title_characters_max), draw_body(server, post).str());
        out += "</item>\n";
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::string(out.str()) +
           "</channel>\n</rss>\n";
}

std::string write_atom(Server const& server, Feed const& feed) {
    auto out = html(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{}</id>\n<title>{}</title>\n"
        "<subtitle>{}</subtitle>\n<updated>{}</updated>\n<link rel=\"alternate\" "
        "type=\"text/html\" href=\"{}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" "
        "href=\"{}.atom\"/>\n<generator>Skein</generator>\n",
        feed.page, feed.title, feed.description, to_rfc3339(newest_of(feed, server.clock().now())),
        feed.page, feed.page);
    if (!feed.image.empty()) out += html("<logo>{}</logo>\n", feed.image);
    for (auto const& post : feed.posts)
        out += html(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<published>{}</published>\n"
            "<updated>{}</updated>\n<author><name>{}</name><uri>{}</uri></author>\n<link "
            "rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<content "
            "type=\"html\">{}</content>"
            "\n</entry>\n",
            address_of(server, post), summary_of(post, title_characters_max),
            to_rfc3339(post.status.created_at),
            to_rfc3339(post.status.edited_at.value_or(post.status.created_at)),
            name_of(post.author), page_of(server, post.author), page_of(server, post),
            draw_body(server, post).str());
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::string(out.str()) + "</feed>\n";
}

bool takes_off(std::string& name, std::string_view ending) {
    if (!name.ends_with(ending) || name.size() == ending.size()) return false;
    name.resize(name.size() - ending.size());
    return true;
}

}  // namespace

std::optional<FeedKind> wanted_feed(Call const& call, std::string& name) {
    if (takes_off(name, ".rss")) return FeedKind::rss;
    if (takes_off(name, ".atom")) return FeedKind::atom;
    auto const accept = call.request().headers.get("Accept");
    if (accept.contains("html") || accept.contains("*/*")) return std::nullopt;
    if (accept.contains("application/rss+xml")) return FeedKind::rss;
    if (accept.contains("application/atom+xml")) return FeedKind::atom;
    return std::nullopt;
}

Reply feed_reply(Call const& call, FeedKind kind, Feed const& feed) {
    auto const rss = kind == FeedKind::rss;
    auto reply = http::text_response(
        200, rss ? write_rss(call.server(), feed) : write_atom(call.server(), feed),
        rss ? "application/rss+xml; charset=utf-8" : "application/atom+xml; charset=utf-8");
    // What is said to somebody signed in is theirs alone, as every answer without this is.
    if (!call.viewer()) reply.headers.set("Cache-Control", "public, max-age=300");
    reply.headers.set("X-Content-Type-Options", "nosniff");
    return reply;
}

}  // namespace skein::public_pages
