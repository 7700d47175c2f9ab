#include "features/public_pages/feeds.h"

#include "features/public_pages/draw_posts.h"
#include "social/locales.h"
#include "social/views/media_view.h"

namespace skein::public_pages {
namespace {

constexpr std::size_t title_characters_max = 80;

/// What is written for whom.
struct Writing {
    Drawing const& with;
    Feed const& feed;
    Server const& server() const { return with.server; }
};

std::string address_of(Server const& server, ShownPost const& post) {
    return post.status.address.value_or(
        social::status_uri(server, post.status.account_id, post.status.id));
}

Time newest_of(Feed const& feed, Time otherwise) {
    auto const& posts = feed.shown.posts;
    return posts.empty() ? otherwise : posts.front().status.created_at;
}

std::string body_of(Writing const& in, ShownPost const& post) {
    return std::string(draw_content(in.with, post).str());
}

SafeHtml draw_enclosures(Server const& server, ShownPost const& post) {
    SafeHtml all;
    for (auto const& media : post.media)
        if (auto const at = social::addresses_of(server, media); !at.url.empty())
            all += html("<media:content url=\"{}\" medium=\"{}\"/>\n", at.url,
                        media.kind == social::MediaKind::image   ? "image"
                        : media.kind == social::MediaKind::audio ? "audio"
                                                                 : "video");
    return all;
}

/// XML 1.0 knows no control characters, and our texts hold none but tabs and line breaks.
std::string write_rss(Writing const& in) {
    auto const& feed = in.feed;
    auto out = html(
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" "
        "xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n<title>{}</title>\n"
        "<description>{}</description>\n<link>{}</link>\n<atom:link rel=\"self\" "
        "type=\"application/rss+xml\" href=\"{}.rss\"/>\n<generator>Skein</generator>\n"
        "<lastBuildDate>{}</lastBuildDate>\n",
        feed.title, feed.description, feed.page, feed.page,
        to_http_date(newest_of(feed, in.server().clock().now())));
    if (!feed.image.empty())
        out += html("<image><url>{}</url><title>{}</title><link>{}</link></image>\n", feed.image,
                    feed.title, feed.page);
    for (auto const& post : feed.shown.posts)
        out += html(
            "<item>\n<guid isPermaLink=\"false\">{}</guid>\n<link>{}</link>\n<pubDate>{}</pubDate>"
            "\n<title>{}</title>\n<description>{}</description>\n{}</item>\n",
            address_of(in.server(), post), page_of(in.server(), post),
            to_http_date(post.status.created_at), summary_of(post, title_characters_max),
            body_of(in, post), draw_enclosures(in.server(), post));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::string(out.str()) +
           "</channel>\n</rss>\n";
}

std::string write_atom(Writing const& in) {
    auto const& feed = in.feed;
    auto out = html(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{}</id>\n<title>{}</title>\n"
        "<subtitle>{}</subtitle>\n<updated>{}</updated>\n<link rel=\"alternate\" "
        "type=\"text/html\" href=\"{}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" "
        "href=\"{}.atom\"/>\n<generator>Skein</generator>\n",
        feed.page, feed.title, feed.description,
        to_rfc3339(newest_of(feed, in.server().clock().now())), feed.page, feed.page);
    if (!feed.image.empty()) out += html("<logo>{}</logo>\n", feed.image);
    for (auto const& post : feed.shown.posts)
        out += html(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<published>{}</published>\n"
            "<updated>{}</updated>\n<author><name>{}</name><uri>{}</uri></author>\n<link "
            "rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<content "
            "type=\"html\">{}</content>"
            "\n</entry>\n",
            address_of(in.server(), post), summary_of(post, title_characters_max),
            to_rfc3339(post.status.created_at),
            to_rfc3339(post.status.edited_at.value_or(post.status.created_at)),
            name_of(post.author), page_of(in.server(), post.author), page_of(in.server(), post),
            body_of(in, post));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::string(out.str()) + "</feed>\n";
}

void write_json_authors(Server const& server, social::Account const& author, json::Writer& out) {
    out.key("authors");
    out.array([&] {
        out.object([&] {
            out.field("name", name_of(author));
            out.field("url", page_of(server, author));
        });
    });
}

void write_json_item(Writing const& in, ShownPost const& post, json::Writer& out) {
    auto const& status = post.status;
    out.object([&] {
        out.field("id", address_of(in.server(), post));
        out.field("url", page_of(in.server(), post));
        if (!status.spoiler_text.empty()) out.field("summary", status.spoiler_text);
        out.field("content_html", body_of(in, post));
        out.field("date_published", status.created_at);
        if (status.edited_at) out.field("date_modified", *status.edited_at);
        if (!status.language.empty()) out.field("language", status.language);
        write_json_authors(in.server(), post.author, out);
    });
}

/// https://www.jsonfeed.org/version/1.1/
std::string write_json(Writing const& in) {
    auto const& feed = in.feed;
    json::Writer out;
    out.object([&] {
        out.field("version", "https://jsonfeed.org/version/1.1");
        out.field("title", feed.title);
        out.field("home_page_url", feed.page);
        out.field("feed_url", feed.page + ".json");
        if (!feed.description.empty()) out.field("description", feed.description);
        if (!feed.image.empty()) out.field("icon", feed.image);
        if (feed.author) write_json_authors(in.server(), *feed.author, out);
        out.key("items");
        out.array([&] {
            for (auto const& post : feed.shown.posts) write_json_item(in, post, out);
        });
    });
    return out.take();
}

struct Form {
    FeedKind kind;
    std::string_view ending, media_type;
    std::string (*write)(Writing const&);
};
constexpr Form forms[] = {
    {FeedKind::rss, ".rss", "application/rss+xml", write_rss},
    {FeedKind::atom, ".atom", "application/atom+xml", write_atom},
    {FeedKind::json, ".json", "application/feed+json", write_json},
};

bool takes_off(std::string& name, std::string_view ending) {
    if (!name.ends_with(ending) || name.size() == ending.size()) return false;
    name.resize(name.size() - ending.size());
    return true;
}

}  // namespace

std::optional<FeedKind> wanted_feed(Call const& call, std::string& name) {
    for (auto const& form : forms)
        if (takes_off(name, form.ending)) return form.kind;
    auto const accept = call.request().headers.get("Accept");
    if (accept.contains("html") || accept.contains("*/*")) return std::nullopt;
    for (auto const& form : forms)
        if (accept.contains(form.media_type)) return form.kind;
    return std::nullopt;
}

Reply feed_reply(Call const& call, FeedKind kind, Feed const& feed) {
    auto const& form = *std::ranges::find(forms, kind, &Form::kind);
    Drawing const with{call.server(), social::locale_of(call), feed.shown.emojis};
    auto reply = http::text_response(200, form.write({with, feed}),
                                     fmt::format("{}; charset=utf-8", form.media_type));
    // What is said to somebody signed in is theirs alone, as every answer without this is.
    if (!call.viewer()) reply.headers.set("Cache-Control", "public, max-age=300");
    // At the same address are the page, and the app for whoever is signed in.
    reply.headers.add("Vary", "Accept, Accept-Language, Cookie");
    reply.headers.set("X-Content-Type-Options", "nosniff");
    return reply;
}

}  // namespace skein::public_pages
