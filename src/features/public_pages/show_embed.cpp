// A post on pages of others: the frame they show, and what they are told of it (oEmbed). Always as
// nobody in particular sees it, since the page around it is anybody's.

#include <algorithm>

#include "core/assets.h"
#include "core/server.h"
#include "features/public_pages/draw_posts.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/one_post.h"
#include "social/pages.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t width_min = 220, width_max = 1000;

Result<Shown> load_embed(Server& server, StatusId id, std::string_view acct) {
    return server.db().read([&](db::Tx& tx) -> Result<Shown> {
        TRY_OK(load_named_post(tx, {}, id, acct));
        TRY(auto const heads, social::list_heads_of(tx, std::span(&id, 1)));
        TRY(auto shown, load_shown({server, tx, {}}, heads));
        if (shown.posts.empty()) return fail(Errc::not_found, "Record not found");
        return shown;
    });
}

/// Links lead out of the frame.
SafeHtml draw_document(Drawing const& with, ShownPost const& post) {
    auto const head = head_of(with.server, post);
    auto const& say = with.say;
    auto page = html(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" "
        "content=\"noindex, noarchive\">\n<title>{}</title>\n<base target=\"_blank\">\n"
        "<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"stylesheet\" href=\"{}\">\n<link "
        "rel=\"canonical\" href=\"{}\">\n</head>\n",
        say.language(), say.direction(), head.title, asset_path("skein.css"),
        asset_path("posts.css"), head.canonical);
    page += html(
        "<body class=\"embed\">\n{}<main><h1 class=\"hidden-words\">{}</h1>{}</main>\n"
        "<footer class=\"embed__foot\"><a href=\"{}\"><img src=\"{}\" alt=\"\" width=\"20\" "
        "height=\"20\"> <span>{}</span></a></footer>\n</body>\n</html>\n",
        draw_icons(), say("public_pages.thread.post_by", {{"name", name_of(post.author)}}),
        draw_post(with, post, PostPlace::alone), head.canonical, asset_path("logo.svg"),
        say("public_pages.embed.read_on", {{"server", with.server.domain()}}));
    return page;
}

/// The only page that others may put into theirs.
void add_embed_headers(http::Headers& headers, Server const& server) {
    social::add_browser_headers(headers, server);
    headers.remove("X-Frame-Options");
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    headers.set("Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
                "form-action 'none'; frame-ancestors *; base-uri 'none'");
    headers.set("X-Robots-Tag", "noindex, noarchive");
    headers.set("Cache-Control", "public, max-age=300");
    headers.add("Vary", "Accept-Language");
}

/// About what the frame will want; nothing tells it when it is wrong, so rather too much.
std::int64_t height_of(ShownPost const& post, std::int64_t width) {
    auto const text = std::ssize(plain_text_of(post.status.content));
    auto height = 230 + (text / std::max<std::int64_t>(width / 9, 1) + 1) * 30;
    if (!post.media.empty()) height += width * 3 / 4;
    if (post.poll) height += std::ssize(post.poll->options) * 44 + 30;
    if (post.quote) height += 180;
    if (post.card) height += 120;
    return std::min<std::int64_t>(height, 1200);
}

struct Size {
    std::int64_t width, height;
};

SafeHtml frame_of(Server const& server, ShownPost const& post, Size const& size) {
    return html(
        "<iframe src=\"{}/embed/{}\" title=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\" "
        "sandbox=\"allow-popups allow-popups-to-escape-sandbox\" style=\"max-width: 100%; border: "
        "0\"></iframe>",
        server.public_url(), post.status.id.value, head_of(server, post).title, size.width,
        size.height);
}

json::Writer describe(Server const& server, ShownPost const& post, Size const& size) {
    json::Writer out;
    out.object([&] {
        out.field("type", "rich");
        out.field("version", "1.0");
        out.field("title", head_of(server, post).title);
        out.field("author_name", name_of(post.author));
        out.field("author_url", page_of(server, post.author));
        out.field("provider_name", server.domain());
        out.field("provider_url", server.public_url() + "/");
        out.field("cache_age", 86400);
        out.field("html", frame_of(server, post, size).str());
        out.field("width", size.width);
        out.field("height", size.height);
    });
    return out;
}

}  // namespace

Result<Reply> show_embed(Call& call) {
    auto& server = call.server();
    TRY(auto const shown, load_embed(server, call.path_id<StatusId>("id"), ""));
    auto const& post = shown.posts.front();
    if (!post.author.local()) return http::redirect(302, page_of(server, post));
    Drawing const with{server, social::locale_of(call), shown.emojis};
    auto reply = http::html_response(200, std::string(draw_document(with, post).str()));
    add_embed_headers(reply.headers, server);
    return reply;
}

/// Where Mastodon has it.
Result<Reply> lead_to_embed(Call& call) {
    return http::redirect(301, fmt::format("/embed/{}", call.path_id<StatusId>("id").value));
}

Result<Reply> show_oembed(Call& call, OEmbedOf const& input) {
    auto& server = call.server();
    if (!input.format.empty() && input.format != "json")
        return http::json_response(501, R"({"error":"Only the format json is here"})");
    // `https://here/@name/id`, and nothing else.
    auto const pages = server.public_url() + "/@";
    auto const rest = std::string_view(input.url);
    auto const slash = rest.find('/', pages.size());
    if (!rest.starts_with(pages) || slash == std::string_view::npos)
        return fail(Errc::not_found, "Record not found");
    StatusId const id{parse_id(rest.substr(slash + 1)).value_or(0)};
    TRY(auto const shown, load_embed(server, id, rest.substr(pages.size(), slash - pages.size())));
    auto const& post = shown.posts.front();
    // Others may be framed, or not, as their own servers say.
    if (!post.author.local()) return fail(Errc::not_found, "Record not found");
    auto const width = std::clamp(input.maxwidth, width_min, width_max);
    auto const height = height_of(post, width);
    return json_reply(describe(
        server, post, {width, input.maxheight > 0 ? std::min(height, input.maxheight) : height}));
}

}  // namespace skein::public_pages
