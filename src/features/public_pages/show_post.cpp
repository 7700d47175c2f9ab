#include "features/public_pages/handlers.h"
#include "features/public_pages/heads.h"
#include "features/public_pages/shown_posts.h"
#include "social/admission.h"
#include "social/app_shell.h"
#include "social/thread.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

constexpr std::size_t title_characters_max = 70, description_characters_max = 300;

struct PostPage {
    std::vector<ShownPost> above, focus, below;
};

/// The post and its thread as `viewer` (zero: nobody in particular) sees it.
Result<PostPage> load_post(Server& server, AccountId viewer, std::string_view name, StatusId id) {
    return server.db().read([&](db::Tx& tx) -> Result<PostPage> {
        TRY(auto const status, social::load_visible_status(tx, viewer, id));
        TRY(auto const author, social::load_shown_account(tx, viewer, status.account_id));
        if (status.boost_of_id || author.acct() != name)
            return fail(Errc::not_found, "Record not found");
        PostPage page;
        TRY(auto const heads, social::list_heads_of(tx, std::span(&id, 1)));
        TRY(page.focus, load_shown(tx, heads));
        TRY(auto const thread, social::load_thread(tx, viewer, status));
        TRY(page.above, load_shown(tx, thread.ancestors));
        TRY(page.below, load_shown(tx, thread.descendants));
        if (page.focus.empty()) return fail(Errc::not_found, "Record not found");
        return page;
    });
}

/// The first picture that may be shown beside a link; none behind a warning.
social::Media const* picture_of(ShownPost const& post) {
    if (post.status.sensitive || !post.status.spoiler_text.empty()) return nullptr;
    for (auto const& media : post.media)
        if (media.kind == social::MediaKind::image && !media.original_key.empty()) return &media;
    return nullptr;
}

PageHead head_of(Server const& server, ShownPost const& post) {
    PageHead head;
    head.canonical = page_of(server, post);
    head.title = name_of(post.author) + ": " + summary_of(post, title_characters_max);
    head.description = summary_of(post, description_characters_max);
    head.kind = "article";
    if (auto const* picture = picture_of(post)) {
        head.image = social::media_url(server, picture->original_key);
        head.image_alt = picture->description;
    } else {
        head.image = social::avatar_of(server, post.author).url;
    }
    head.activity = social::status_uri(server, post.author.id, post.status.id);
    head.oembed = head.canonical;
    head.indexable = post.author.indexable && post.status.visibility == social::Visibility::public_;
    return head;
}

SafeHtml draw(Server const& server, PostPage const& page) {
    SafeHtml out = "<section class=\"thread\" aria-label=\"Thread\">";
    for (auto const& post : page.above) out += draw_post(server, post);
    for (auto const& post : page.focus) out += draw_post(server, post, true);
    out += html(
        "<p><a class=\"button\" href=\"/authorize_interaction?uri={}\">Answer, boost or favourite"
        "</a></p>",
        page_of(server, page.focus.front()));
    if (!page.below.empty()) out += "<h2>Answers</h2>";
    for (auto const& post : page.below) out += draw_post(server, post);
    return out + "</section>";
}

SafeHtml embed_of(Server const& server, ShownPost const& post) {
    return html(
        "<blockquote cite=\"{}\"><p>{}</p><footer>— {} (@{}), <a href=\"{}\">{}</a></footer>"
        "</blockquote>",
        page_of(server, post), summary_of(post, description_characters_max), name_of(post.author),
        handle_of(server, post.author), page_of(server, post), to_iso_date(post.status.created_at));
}

}  // namespace

Result<Reply> show_post(Call& call) {
    if (auto app = social::app_page(call)) return *std::move(app);
    auto& server = call.server();
    TRY(auto const shown,
        load_post(server, call.viewer(), call.path("name"), call.path_id<StatusId>("id")));
    auto const& post = shown.focus.front();
    if (!post.author.local()) return http::redirect(302, page_of(server, post));
    return page_reply(call, head_of(server, post), draw(server, shown));
}

Result<Reply> show_oembed(Call& call, OEmbedOf const& input) {
    auto& server = call.server();
    if (!input.format.empty() && input.format != "json") {
        auto reply = http::json_response(501, R"({"error":"Only the format json is here"})");
        return reply;
    }
    // `https://here/@name/id`, and nothing else.
    auto const pages = server.public_url() + "/@";
    auto const rest = std::string_view(input.url);
    auto const slash = rest.find('/', pages.size());
    if (!rest.starts_with(pages) || slash == std::string_view::npos)
        return fail(Errc::not_found, "Record not found");
    StatusId const id{parse_id(rest.substr(slash + 1)).value_or(0)};
    // For a page that anybody may read, so only what anybody may read.
    TRY(auto const shown,
        load_post(server, {}, rest.substr(pages.size(), slash - pages.size()), id));
    auto const& post = shown.focus.front();
    json::Writer out;
    out.object([&] {
        out.field("type", "rich");
        out.field("version", "1.0");
        out.field("title", name_of(post.author) + ": " + summary_of(post, title_characters_max));
        out.field("author_name", name_of(post.author));
        out.field("author_url", page_of(server, post.author));
        out.field("provider_name", server.domain());
        out.field("provider_url", server.public_url() + "/");
        out.field("cache_age", 86400);
        out.field("html", embed_of(server, post).str());
        out.field("width", std::clamp<std::int64_t>(input.maxwidth, 100, 1000));
        out.field("height", nullptr);
    });
    return json_reply(std::move(out));
}

}  // namespace skein::public_pages
