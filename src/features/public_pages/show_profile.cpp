#include "base/text.h"
#include "base/url.h"
#include "features/public_pages/draw_posts.h"
#include "features/public_pages/feeds.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/profile_head.h"
#include "features/public_pages/shown_posts.h"
#include "social/account_removal.h"
#include "social/admission.h"
#include "social/app_shell.h"
#include "social/pages.h"
#include "social/public_page.h"
#include "social/timelines.h"
#include "social/views/profile_picture.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t posts_max = 20;
constexpr std::size_t description_characters_max = 200;

/// What of a profile is shown.
struct Tab {
    std::string_view path;  ///< Behind the profile's address.
    std::string_view label;
    social::AccountFilter filter;
};
Tab const posts_tab{"", "public_pages.list.posts", {.exclude_replies = true}};
Tab const replies_tab{"/with_replies", "public_pages.profile.replies", {}};
Tab const media_tab{"/media", "public_pages.profile.media", {.only_media = true}};

struct Profile {
    ProfileHead head;
    Shown shown;
    std::size_t pins = 0;  ///< The first of the posts.
    bool begins = true, more = false;

    std::span<ShownPost const> pinned() const { return std::span(shown.posts).first(pins); }
    std::span<ShownPost const> posts() const { return std::span(shown.posts).subspan(pins); }
};

std::unexpected<Error> fail_missing(db::Tx& tx, Handle const& handle) {
    auto const removed = social::was_removed(tx, handle.user);
    if (handle.host.empty() && removed && *removed)
        return fail(Errc::gone, "This account is gone.");
    return fail(Errc::not_found, "Record not found");
}

Result<social::Account> find_profile(db::Tx& tx, Call const& call, std::string_view name) {
    auto handle = Handle::parse(name);
    if (!handle) return fail(Errc::not_found, "Record not found");
    if (handle->host == call.server().domain()) handle->host.clear();
    TRY(auto const account,
        social::find_shown_account_by_name(tx, call.viewer(), handle->user, handle->host));
    if (!account) return fail_missing(tx, *handle);
    if (account->state == social::AccountState::suspended)
        return fail(Errc::gone, "This account is suspended.");
    return *account;
}

Result<void> load_posts(social::ViewOf const& view, Profile& profile, Tab const& tab,
                        Page const& page, bool with_pins) {
    auto const id = profile.head.account.id;
    TRY(auto posts, social::list_by_account(view.tx, view.viewer, id, tab.filter, page));
    profile.begins = page.max_id == Page{}.max_id;
    profile.more = std::ssize(posts) >= page.limit;
    std::vector<social::StatusHead> heads;
    if (with_pins && profile.begins) {
        TRY(heads, social::list_by_account(view.tx, view.viewer, id, {.pinned = true}, page));
    }
    auto const pins = heads.size();
    heads.insert(heads.end(), std::make_move_iterator(posts.begin()),
                 std::make_move_iterator(posts.end()));
    auto const& moved = profile.head.moved_to;
    std::vector<social::Account> others{profile.head.account};
    if (moved) others.push_back(*moved);
    TRY(profile.shown, load_shown(view, heads, others));
    // One that went in this moment is left out; then none is taken for a pinned one.
    profile.pins = profile.shown.posts.size() == heads.size() ? pins : 0;
    return {};
}

Result<Profile> load_profile(Call& call, std::string_view name, Tab const& tab, bool with_pins) {
    TRY(auto const page, call.page({.usual = posts_max, .most = posts_max}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Profile> {
        Profile profile;
        auto& [account, stats, moved_to] = profile.head;
        TRY(account, find_profile(tx, call, name));
        if (!account.local()) return profile;
        TRY(stats, social::load_account_stats(tx, account.id));
        if (account.moved_to_id) {
            TRY(moved_to, social::find_account(tx, *account.moved_to_id));
        }
        TRY_OK(load_posts({call.server(), tx, call.viewer()}, profile, tab, page, with_pins));
        return profile;
    });
}

std::string address_of(Server const& server, Profile const& profile, Tab const& tab) {
    return page_of(server, profile.head.account) + std::string(tab.path);
}

SafeHtml draw_tabs(Drawing const& with, Profile const& profile, Tab const& shown) {
    auto tabs =
        html("<nav class=\"tabs\" aria-label=\"{}\">", with.say("public_pages.profile.tabs"));
    for (auto const* tab : {&posts_tab, &replies_tab, &media_tab})
        tabs += html("<a class=\"tabs__tab\" href=\"{}\"{}>{}</a>",
                     address_of(with.server, profile, *tab),
                     tab->path == shown.path ? SafeHtml(" aria-current=\"page\"") : SafeHtml(),
                     with.say(tab->label));
    return tabs + "</nav>\n";
}

SafeHtml draw(Drawing const& with, Profile const& profile, Tab const& tab) {
    auto const posts = profile.posts();
    auto feed = html("<section class=\"feed h-feed\"><h2 class=\"p-name hidden-words\">{}</h2>",
                     with.say(tab.label));
    feed += draw_posts(with, profile.pinned(), PostPlace::pinned) + draw_posts(with, posts);
    if (profile.shown.posts.empty())
        feed += html("<p class=\"feed__none\">{}</p>", with.say("public_pages.list.none"));
    auto const base = address_of(with.server, profile, tab);
    auto const more = profile.more && !posts.empty();
    return draw_icons() +
           html("<div class=\"column\">{}{}{}</section>{}</div>",
                draw_profile_head(with, profile.head), draw_tabs(with, profile, tab), feed,
                draw_ends(with, {.base = base,
                                 .begins = profile.begins,
                                 .more = more,
                                 .last = more ? posts.back().status.id : StatusId{}}));
}

social::PageHead head_of(Call const& call, Profile const& profile, Tab const& tab) {
    auto const& server = call.server();
    auto const& account = profile.head.account;
    auto const picture = social::avatar_of(server, account);
    social::PageHead head;
    head.canonical = address_of(server, profile, tab);
    if (!profile.begins && !profile.posts().empty())
        if (auto const* cursor = call.params().find("max_id"))
            head.canonical += "?max_id=" + std::to_string(parse_id(cursor->text).value_or(0));
    head.title = fmt::format("{} (@{})", name_of(account), handle_of(server, account));
    head.description =
        first_graphemes(plain_text_of(account.note_html), description_characters_max);
    head.kind = "profile";
    head.profile = account.username;
    head.image = picture.url;
    head.image_alt = picture.description;
    head.activity = social::account_uri(server, account.id);
    head.feeds = page_of(server, account);
    // Whom those who run the server show to few, search engines are not shown.
    head.indexable = account.indexable && account.state == social::AccountState::active;
    return head;
}

Reply profile_feed(Call const& call, FeedKind kind, Profile profile) {
    auto const head = head_of(call, profile, posts_tab);
    auto& posts = profile.shown.posts;
    // Boosts are others' words, which a feed of this author does not carry.
    std::erase_if(posts, [](ShownPost const& post) { return post.boosted_by.has_value(); });
    return feed_reply(call, kind,
                      {.title = head.title,
                       .description = head.description,
                       .page = head.feeds,
                       .image = head.image,
                       .author = profile.head.account,
                       .shown = std::move(profile.shown)});
}

Result<Reply> show(Call& call, Tab const& tab) {
    auto name = call.path("name");
    auto const feed = tab.path.empty() ? wanted_feed(call, name) : std::nullopt;
    if (!feed)
        if (auto app = social::app_page(call)) return *std::move(app);
    TRY(auto profile, load_profile(call, name, tab, !feed && tab.path.empty()));
    // Others are read at home.
    if (!profile.head.account.local()) return http::redirect(302, profile.head.account.url);
    if (feed) return profile_feed(call, *feed, std::move(profile));
    Drawing const with{call.server(), social::locale_of(call), profile.shown.emojis};
    return social::public_page(call, head_of(call, profile, tab), draw(with, profile, tab));
}

}  // namespace

Result<Reply> show_profile(Call& call) { return show(call, posts_tab); }
Result<Reply> show_profile_with_replies(Call& call) { return show(call, replies_tab); }
Result<Reply> show_profile_media(Call& call) { return show(call, media_tab); }

}  // namespace skein::public_pages
