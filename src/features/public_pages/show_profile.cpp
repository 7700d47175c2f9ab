#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "features/public_pages/feeds.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/heads.h"
#include "features/public_pages/shown_posts.h"
#include "social/account_removal.h"
#include "social/admission.h"
#include "social/app_shell.h"
#include "social/timelines.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

constexpr std::int64_t posts_max = 20;
constexpr std::size_t description_characters_max = 200;

struct Profile {
    social::Account account;
    social::AccountStats stats;
    std::vector<ShownPost> pinned, posts;
    bool more = false;
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

Result<Profile> load_profile(Call const& call, std::string_view name, bool with_pins) {
    TRY(auto const page, call.page({.usual = posts_max, .most = posts_max}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Profile> {
        Profile profile;
        TRY(profile.account, find_profile(tx, call, name));
        auto const id = profile.account.id;
        if (!profile.account.local()) return profile;
        TRY(profile.stats, social::load_account_stats(tx, id));
        TRY(auto const heads,
            social::list_by_account(tx, call.viewer(), id, {.exclude_replies = true}, page));
        TRY(profile.posts, load_shown(tx, heads));
        profile.more = std::ssize(heads) >= page.limit;
        if (!with_pins || page.max_id) return profile;
        TRY(auto const pins,
            social::list_by_account(tx, call.viewer(), id, {.pinned = true}, page));
        TRY(profile.pinned, load_shown(tx, pins));
        return profile;
    });
}

SafeHtml draw_fields(social::Account const& account) {
    auto const document = json::Document::parse(account.fields.empty() ? "[]" : account.fields);
    if (!document || document->root().elements().empty()) return {};
    SafeHtml list = "<dl class=\"facts\">";
    for (auto const& field : document->root().elements()) {
        auto const verified = field.find("verified_at");
        auto const is_verified = verified && verified->is_text();
        list +=
            html("<div{}><dt><bdi>{}</bdi></dt><dd>{}{}</dd></div>",
                 is_verified ? SafeHtml(" class=\"verified\"") : SafeHtml(), field.get_text("name"),
                 SafeHtml::trusted(std::string(field.get_text("html"))),
                 is_verified ? SafeHtml(" <span class=\"quiet\">(verified)</span>") : SafeHtml());
    }
    return list + "</dl>";
}

SafeHtml draw_account(Server const& server, Profile const& profile) {
    auto const& account = profile.account;
    auto const picture = social::avatar_of(server, account);
    auto out = html(
        "<section class=\"card profile h-card\"><img class=\"u-photo\" src=\"{}\" alt=\"{}\" "
        "width=\"96\" height=\"96\"><h1><bdi class=\"p-name\">{}</bdi></h1><p class=\"quiet\">"
        "<a class=\"u-url\" rel=\"me\" href=\"{}\">@{}</a></p><div class=\"p-note\">{}</div>",
        picture.url, picture.description, name_of(account), page_of(server, account),
        handle_of(server, account), SafeHtml::trusted(account.note_html));
    out += draw_fields(account);
    out += html(
        "<p class=\"quiet\">{} posts · {} following · {} followers · since {}</p><p><a "
        "class=\"button\" href=\"/authorize_interaction?uri={}\">Follow</a></p></section>",
        profile.stats.statuses_count, profile.stats.following_count, profile.stats.followers_count,
        to_iso_date(account.created_at), account.acct());
    return out;
}

SafeHtml draw_posts(Server const& server, Profile const& profile) {
    SafeHtml list = "<section class=\"h-feed\" aria-label=\"Posts\">";
    if (!profile.pinned.empty()) list += "<h2>Pinned</h2>";
    for (auto const& post : profile.pinned) list += draw_post(server, post);
    if (!profile.pinned.empty() && !profile.posts.empty()) list += "<h2>Posts</h2>";
    for (auto const& post : profile.posts) list += draw_post(server, post);
    if (profile.posts.empty() && profile.pinned.empty())
        list += "<p class=\"card quiet\">There are no posts to read here yet.</p>";
    if (profile.more && !profile.posts.empty())
        list += html("<p><a rel=\"next\" href=\"/@{}?max_id={}\">Older posts</a></p>",
                     profile.account.username, profile.posts.back().status.id.value);
    return list + "</section>";
}

PageHead head_of(Server const& server, Profile const& profile) {
    auto const& account = profile.account;
    auto const picture = social::avatar_of(server, account);
    PageHead head;
    head.canonical = page_of(server, account);
    head.title = fmt::format("{} (@{})", name_of(account), handle_of(server, account));
    head.description =
        first_graphemes(plain_text_of(account.note_html), description_characters_max);
    head.kind = "profile";
    head.image = picture.url;
    head.image_alt = picture.description;
    head.activity = social::account_uri(server, account.id);
    head.feeds = head.canonical;
    head.indexable = account.indexable;
    return head;
}

Reply profile_feed(Call const& call, FeedKind kind, Profile profile) {
    auto const head = head_of(call.server(), profile);
    // Boosts are others' words, which a feed of this author does not carry.
    std::erase_if(profile.posts, [](ShownPost const& post) { return post.boosted_by.has_value(); });
    return feed_reply(
        call, kind,
        {head.title, head.description, head.canonical, head.image, std::move(profile.posts)});
}

}  // namespace

Result<Reply> show_profile(Call& call) {
    auto& server = call.server();
    auto name = call.path("name");
    auto const feed = wanted_feed(call, name);
    if (!feed)
        if (auto app = social::app_page(call)) return *std::move(app);
    TRY(auto profile, load_profile(call, name, !feed));
    // Others are read at home.
    if (!profile.account.local()) return http::redirect(302, profile.account.url);
    if (feed) return profile_feed(call, *feed, std::move(profile));
    return page_reply(call, head_of(server, profile),
                      draw_account(server, profile) + draw_posts(server, profile));
}

}  // namespace skein::public_pages
