#include "features/public_pages/one_post.h"

#include "base/encoding.h"
#include "features/public_pages/draw_posts.h"
#include "features/public_pages/handlers.h"
#include "social/admission.h"
#include "social/app_shell.h"
#include "social/pages.h"
#include "social/public_page.h"
#include "social/thread.h"
#include "social/views/profile_picture.h"

namespace skein::public_pages {
namespace {

struct PostPage {
    Shown shown;
    std::size_t above = 0;

    ShownPost const& focus() const { return shown.posts[above]; }
    std::span<ShownPost const> before() const { return std::span(shown.posts).first(above); }
    std::span<ShownPost const> after() const { return std::span(shown.posts).subspan(above + 1); }
};

Result<PostPage> load_page(Call& call) {
    auto const id = call.path_id<StatusId>("id");
    return call.server().db().read([&](db::Tx& tx) -> Result<PostPage> {
        TRY(auto const status, load_named_post(tx, call.viewer(), id, call.path("name")));
        TRY(auto const focus, social::list_heads_of(tx, std::span(&id, 1)));
        if (focus.empty()) return fail(Errc::not_found, "Record not found");
        TRY(auto thread, social::load_thread(tx, call.viewer(), status));
        auto heads = std::move(thread.ancestors);
        heads.push_back(focus.front());
        heads.insert(heads.end(), std::make_move_iterator(thread.descendants.begin()),
                     std::make_move_iterator(thread.descendants.end()));
        PostPage page;
        TRY(page.shown, load_shown({call.server(), tx, call.viewer()}, heads));
        auto const& posts = page.shown.posts;
        auto const at = std::ranges::find(posts, id, [](auto const& one) { return one.status.id; });
        if (at == posts.end()) return fail(Errc::not_found, "Record not found");
        page.above = static_cast<std::size_t>(at - posts.begin());
        return page;
    });
}

SafeHtml draw(Drawing const& with, PostPage const& page) {
    auto const& focus = page.focus();
    auto const title = with.say("public_pages.thread.post_by", {{"name", name_of(focus.author)}});
    auto out = html(
        "<div class=\"column\"><h1 class=\"hidden-words\">{}</h1><section class=\"feed thread\" "
        "aria-label=\"{}\">{}{}",
        title, with.say("public_pages.thread.label"),
        draw_posts(with, page.before(), PostPlace::thread),
        draw_post(with, focus, PostPlace::focus));
    out += html(
        "<p class=\"feed__deed\"><a class=\"button\" href=\"/authorize_interaction?uri={}\">{}</a>"
        "</p>",
        percent_encode(page_of(with.server, focus)), with.say("public_pages.thread.act"));
    if (!page.after().empty())
        out +=
            html("<h2 class=\"feed__heading\">{}</h2>{}", with.say("public_pages.thread.answers"),
                 draw_posts(with, page.after(), PostPlace::thread));
    return draw_icons() + out + "</section></div>";
}

}  // namespace

Result<social::Status> load_named_post(db::Tx& tx, AccountId viewer, StatusId id,
                                       std::string_view acct) {
    TRY(auto const status, social::load_visible_status(tx, viewer, id));
    TRY(auto const author, social::load_shown_account(tx, viewer, status.account_id));
    if (status.boost_of_id || (!acct.empty() && author.acct() != acct))
        return fail(Errc::not_found, "Record not found");
    return status;
}

std::optional<PagePicture> picture_of(Server const& server, ShownPost const& post) {
    if (post.status.sensitive || !post.status.spoiler_text.empty()) return std::nullopt;
    for (auto const& media : post.media)
        if (media.kind == social::MediaKind::image && !media.original_key.empty())
            return PagePicture{social::media_url(server, media.original_key), media.description};
    return std::nullopt;
}

social::PageHead head_of(Server const& server, ShownPost const& post) {
    social::PageHead head;
    head.canonical = page_of(server, post);
    head.title = name_of(post.author) + ": " + summary_of(post, title_characters_max);
    head.description = summary_of(post, description_characters_max);
    head.kind = "article";
    head.published_at = to_rfc3339(post.status.created_at);
    if (auto const picture = picture_of(server, post)) {
        head.image = picture->url;
        head.image_alt = picture->words;
    } else {
        head.image = social::avatar_of(server, post.author).url;
    }
    head.activity = social::status_uri(server, post.author.id, post.status.id);
    head.oembed = head.canonical;
    head.indexable = post.author.indexable && post.author.state == social::AccountState::active &&
                     post.status.visibility == social::Visibility::public_;
    return head;
}

Result<Reply> show_post(Call& call) {
    if (auto app = social::app_page(call)) return *std::move(app);
    auto& server = call.server();
    TRY(auto const page, load_page(call));
    auto const& post = page.focus();
    if (!post.author.local()) return http::redirect(302, page_of(server, post));
    Drawing const with{server, social::locale_of(call), page.shown.emojis};
    return social::public_page(call, head_of(server, post), draw(with, page));
}

}  // namespace skein::public_pages
