#include <algorithm>

#include "base/text.h"
#include "features/public_pages/drawing.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/shown_posts.h"
#include "social/collections.h"
#include "social/post_text.h"
#include "social/public_page.h"
#include "social/views/collection_view.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

struct CollectionPage {
    social::Collection collection;
    social::Account owner;
    std::vector<social::Account> members;  ///< In the order in which they were put in.
    social::EmojiBook emojis;
};

Result<CollectionPage> load_page(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<CollectionPage> {
        CollectionPage page;
        TRY(page.collection, social::load_shown_collection(
                                 tx, call.viewer(), call.path_id<social::CollectionId>("id")));
        TRY(auto const items,
            social::list_collection_items(tx, call.viewer(), std::span(&page.collection.id, 1)));
        std::vector<AccountId> ids{page.collection.account_id};
        for (auto const& item : items) ids.push_back(item.account_id);
        TRY(auto const accounts, social::list_accounts(tx, ids));
        auto const find = [&](AccountId id) {
            return std::ranges::find(accounts, id, &social::Account::id);
        };
        auto const owner = find(page.collection.account_id);
        if (owner == accounts.end()) return fail(Errc::not_found, "Record not found");
        page.owner = *owner;
        for (auto const& item : items)
            if (auto const member = find(item.account_id); member != accounts.end())
                page.members.push_back(*member);
        TRY(auto shown, load_shown({call.server(), tx, call.viewer()}, {}, accounts));
        page.emojis = std::move(shown.emojis);
        return page;
    });
}

social::PageHead head_of(Drawing const& with, CollectionPage const& page) {
    social::PageHead head;
    head.canonical = social::collection_url(with.server, page.collection.id);
    head.title = with.say("public_pages.collection.title",
                          {{"name", page.collection.name}, {"owner", name_of(page.owner)}});
    // Behind a warning nothing is said but the name.
    if (!page.collection.sensitive) head.description = page.collection.description;
    head.indexable =
        page.owner.indexable && page.collection.discoverable && !page.collection.sensitive;
    return head;
}

SafeHtml draw_words(Server const& server, CollectionPage const& page) {
    auto const& one = page.collection;
    auto words = social::render_note(one.description, {}, server.public_url());
    if (!one.tag.empty())
        words += html("<p><a rel=\"tag\" href=\"{}\">#{}</a></p>",
                      social::tag_url(server, fold_tag(one.tag)), one.tag);
    auto const language = one.language.empty() ? SafeHtml() : html(" lang=\"{}\"", one.language);
    return html("<div class=\"p-note html\"{}>{}</div>", language, words);
}

SafeHtml draw_members(Drawing const& with, CollectionPage const& page) {
    SafeHtml list;
    for (auto const& member : page.members) list += draw_account_row(with, member);
    if (list.empty())
        list = html("<p class=\"feed__none\">{}</p>", with.say("public_pages.collection.nobody"));
    return html("<section class=\"feed\" aria-label=\"{}\">{}</section>",
                with.say("public_pages.collection.accounts"), list);
}

SafeHtml draw(Drawing const& with, CollectionPage const& page) {
    auto const words = draw_words(with.server, page), members = draw_members(with, page);
    auto out = html(
        "<div class=\"column\"><section class=\"card\"><h1><bdi>{}</bdi></h1><p class=\"quiet\">{} "
        "<bdi dir=\"ltr\">@{}</bdi></p>{}</section>",
        page.collection.name, say_of(with, "public_pages.collection.by", "owner", page.owner),
        handle_of(with.server, page.owner), page.collection.sensitive ? SafeHtml() : words);
    if (page.collection.sensitive)
        out += html("<details class=\"card\"><summary>{}</summary>{}{}</details>",
                    with.say("public_pages.collection.sensitive"), words, members);
    else out += members;
    return draw_icons() + out + "</div>";
}

}  // namespace

Result<Reply> show_collection(Call& call) {
    TRY(auto const page, load_page(call));
    Drawing const with{call.server(), social::locale_of(call), page.emojis};
    return social::public_page(call, head_of(with, page), draw(with, page));
}

}  // namespace skein::public_pages
