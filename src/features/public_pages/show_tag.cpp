#include "base/encoding.h"
#include "base/text.h"
#include "features/public_pages/feeds.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/heads.h"
#include "features/public_pages/shown_posts.h"
#include "social/app_shell.h"
#include "social/tags.h"
#include "social/timelines.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t posts_max = 20;
constexpr std::size_t name_bytes_max = 400;

struct TagPage {
    std::string name;  ///< As first written.
    std::vector<ShownPost> posts;
    bool more = false;
};

Result<TagPage> load_tag(Call const& call, std::string const& name) {
    auto const folded = fold_tag(name.size() > name_bytes_max ? std::string_view{} : name);
    TRY(auto const page, call.page({.usual = posts_max, .most = posts_max}));
    return call.server().db().read([&](db::Tx& tx) -> Result<TagPage> {
        TRY(auto const tag, social::find_tag(tx, folded));
        TagPage found;
        if (!tag) return found;
        found.name = tag->display_name;
        TRY(auto const heads, social::list_tagged(tx, call.viewer(), {.any = {folded}}, page));
        found.more = std::ssize(heads) >= page.limit;
        TRY(found.posts, load_shown(tx, heads));
        return found;
    });
}

}  // namespace

Result<Reply> show_tag(Call& call) {
    auto& server = call.server();
    auto name = call.path("name");
    auto const feed = wanted_feed(call, name);
    if (!feed)
        if (auto app = social::app_page(call)) return *std::move(app);
    TRY(auto tag, load_tag(call, name));
    // The same for a tag that nobody used: whether somebody wrote it to a few is not told.
    if (tag.posts.empty()) return fail(Errc::not_found, "There are no public posts with this tag.");
    auto const title = "#" + tag.name;
    auto const address = social::tag_url(server, fold_tag(tag.name));
    auto const description = "Public posts with " + title;
    if (feed)
        return feed_reply(call, *feed, {title, description, address, "", std::move(tag.posts)});
    auto body = html("<section class=\"h-feed\"><h1>{}</h1>", title);
    for (auto const& post : tag.posts) body += draw_post(server, post);
    if (tag.more)
        body += html("<p><a rel=\"next\" href=\"{}?max_id={}\">Older posts</a></p>", address,
                     tag.posts.back().status.id.value);
    body += "</section>";
    PageHead head;
    head.canonical = address;
    head.title = title;
    head.description = description;
    head.kind = "website";
    head.feeds = address;
    return page_reply(call, head, std::move(body));
}

// Each page says for itself what its author wants; here stands only what is no page.
Result<Reply> show_robots(Call&) {
    return http::text_response(200,
                               "User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: "
                               "/settings/\nDisallow: /oauth/\nDisallow: /authorize_interaction\n");
}

}  // namespace skein::public_pages
