#include "base/text.h"
#include "features/public_pages/draw_posts.h"
#include "features/public_pages/feeds.h"
#include "features/public_pages/handlers.h"
#include "social/app_shell.h"
#include "social/public_page.h"
#include "social/tags.h"
#include "social/timelines.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t posts_max = 20;
constexpr std::size_t name_bytes_max = 400;

struct TagPage {
    std::string name;  ///< As first written.
    Shown shown;
    bool begins = true, more = false;
};

Result<TagPage> load_tag(Call& call, std::string const& name) {
    auto const folded = fold_tag(name.size() > name_bytes_max ? std::string_view{} : name);
    TRY(auto const page, call.page({.usual = posts_max, .most = posts_max}));
    return call.server().db().read([&](db::Tx& tx) -> Result<TagPage> {
        TRY(auto const tag, social::find_tag(tx, folded));
        TagPage found;
        if (!tag) return found;
        found.name = tag->display_name;
        TRY(auto const heads, social::list_tagged(tx, call.viewer(), {.any = {folded}}, page));
        found.begins = page.max_id == Page{}.max_id;
        found.more = std::ssize(heads) >= page.limit;
        TRY(found.shown, load_shown({call.server(), tx, call.viewer()}, heads));
        return found;
    });
}

SafeHtml draw(Drawing const& with, TagPage const& page, social::PageHead const& head) {
    auto const& posts = page.shown.posts;
    auto const ends = draw_ends(with, {.base = head.feeds,
                                       .begins = page.begins,
                                       .more = page.more,
                                       .last = posts.back().status.id});
    return draw_icons() +
           html(
               "<div class=\"column\"><section class=\"feed h-feed\"><h1 class=\"feed__title "
               "p-name\"><bdi>{}</bdi></h1>{}</section>{}</div>",
               head.title, draw_posts(with, posts), ends);
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
    if (tag.shown.posts.empty())
        return fail(Errc::not_found, "There are no public posts with this tag.");
    auto const& say = social::locale_of(call);
    social::PageHead head;
    head.title = "#" + tag.name;
    head.canonical = head.feeds = social::tag_url(server, fold_tag(tag.name));
    head.description = say("public_pages.tag.description", {{"tag", head.title}});
    if (feed)
        return feed_reply(call, *feed,
                          {.title = head.title,
                           .description = head.description,
                           .page = head.feeds,
                           .shown = std::move(tag.shown)});
    Drawing const with{server, say, tag.shown.emojis};
    auto body = draw(with, tag, head);
    return social::public_page(call, head, std::move(body));
}

// Each page says for itself what its author wants; here stands only what is no page.
Result<Reply> show_robots(Call&) {
    return http::text_response(200,
                               "User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: "
                               "/settings/\nDisallow: /oauth/\nDisallow: /authorize_interaction\n");
}

}  // namespace skein::public_pages
