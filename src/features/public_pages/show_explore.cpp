// What is talked about here, and what was said last.

#include "features/public_pages/draw_posts.h"
#include "features/public_pages/handlers.h"
#include "social/app_shell.h"
#include "social/public_page.h"
#include "social/tags.h"
#include "social/timelines.h"
#include "social/trends.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t posts_max = 20;
constexpr std::int64_t trending_tags_max = 10, trending_posts_max = 5;

struct Explore {
    std::vector<social::Tag> tags;
    Shown shown;
    std::size_t trending = 0;  ///< The first of the posts.
    bool begins = true, more = false;

    std::span<ShownPost const> trends() const { return std::span(shown.posts).first(trending); }
    std::span<ShownPost const> newest() const { return std::span(shown.posts).subspan(trending); }
};

Result<std::vector<social::Tag>> load_tags(db::Tx& tx, social::TrendsPage const& page) {
    TRY(auto const subjects, social::list_trends(tx, social::TrendKind::tag, page));
    std::vector<TagId> ids;
    for (auto const subject : subjects) ids.push_back(TagId{subject});
    return social::list_tags(tx, ids);
}

/// As the list of trends shows them to this reader.
Result<std::vector<social::StatusHead>> load_trending(social::ViewOf const& view,
                                                      social::TrendsPage const& page) {
    TRY(auto const subjects, social::list_trends(view.tx, social::TrendKind::status, page));
    std::vector<StatusId> ids;
    for (auto const subject : subjects) ids.push_back(StatusId{subject});
    TRY(auto heads, social::list_heads_of(view.tx, ids));
    TRY(auto const reader, social::load_reader(view.tx, view.viewer));
    std::erase_if(heads, [&](social::StatusHead const& head) {
        return head.own.visibility != social::Visibility::public_ ||
               !social::belongs_among_strangers(*reader, head, view.tx.now());
    });
    TRY_OK(social::drop_blocked_domains(view.tx, *reader, heads));
    TRY_OK(social::keep_visible(view.tx, *reader, heads));
    return heads;
}

social::TrendsPage trends_of(Call& call, std::int64_t most) {
    return social::trends_page(call, {}, {.usual = most, .most = most});
}

Result<Explore> load_explore(Call& call) {
    TRY(auto const page, call.page({.usual = posts_max, .most = posts_max}));
    auto const tags = trends_of(call, trending_tags_max);
    auto const posts = trends_of(call, trending_posts_max);
    return call.server().db().read([&](db::Tx& tx) -> Result<Explore> {
        social::ViewOf const view{call.server(), tx, call.viewer()};
        Explore found;
        found.begins = page.max_id == Page{}.max_id;
        std::vector<social::StatusHead> heads;
        if (found.begins) {
            TRY(found.tags, load_tags(tx, tags));
            TRY(heads, load_trending(view, posts));
        }
        auto const trending = heads.size();
        TRY(auto const newest, social::list_public(tx, view.viewer, {.local_only = true}, page));
        found.more = std::ssize(newest) >= page.limit;
        heads.insert(heads.end(), newest.begin(), newest.end());
        TRY(found.shown, load_shown(view, heads));
        found.trending = found.shown.posts.size() == heads.size() ? trending : 0;
        return found;
    });
}

SafeHtml draw_tags(Drawing const& with, std::vector<social::Tag> const& tags) {
    if (tags.empty()) return {};
    SafeHtml list;
    for (auto const& tag : tags)
        list += html("<li><a rel=\"tag\" href=\"{}\">#<bdi>{}</bdi></a></li>",
                     social::tag_url(with.server, tag.name), tag.display_name);
    return html(
        "<section class=\"feed\"><h2 class=\"feed__heading\">{}</h2><ul class=\"tags\">{}</ul>"
        "</section>",
        with.say("public_pages.explore.tags"), list);
}

SafeHtml draw_list(Drawing const& with, std::string_view heading,
                   std::span<ShownPost const> posts) {
    return html(
        "<section class=\"feed h-feed\"><h2 class=\"feed__heading p-name\">{}</h2>{}"
        "</section>",
        with.say(heading), draw_posts(with, posts));
}

SafeHtml draw(Drawing const& with, Explore const& page) {
    auto out = html("<div class=\"column\"><h1>{}</h1>{}", with.say("public_pages.explore.title"),
                    draw_tags(with, page.tags));
    if (page.trending > 0) out += draw_list(with, "public_pages.explore.posts", page.trends());
    auto const newest = page.newest();
    if (!newest.empty()) out += draw_list(with, "public_pages.explore.newest", newest);
    if (page.shown.posts.empty())
        out += html("<p class=\"card quiet\">{}</p>", with.say("public_pages.list.none"));
    auto const more = page.more && !newest.empty();
    return draw_icons() + out +
           draw_ends(with, {.base = "/explore",
                            .begins = page.begins,
                            .more = more,
                            .last = more ? newest.back().status.id : StatusId{}}) +
           "</div>";
}

}  // namespace

Result<Reply> show_explore(Call& call) {
    if (auto app = social::app_page(call)) return *std::move(app);
    auto& server = call.server();
    TRY(auto const page, load_explore(call));
    Drawing const with{server, social::locale_of(call), page.shown.emojis};
    social::PageHead head;
    head.canonical = server.public_url() + "/explore";
    head.title = with.say("public_pages.explore.title");
    head.description = with.say("public_pages.explore.about", {{"server", server.domain()}});
    return social::public_page(call, head, draw(with, page));
}

}  // namespace skein::public_pages
