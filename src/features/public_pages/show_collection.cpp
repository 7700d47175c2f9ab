#include <algorithm>

#include "base/text.h"
#include "features/public_pages/handlers.h"
#include "features/public_pages/heads.h"
#include "features/public_pages/shown_posts.h"
#include "social/collections.h"
#include "social/post_text.h"
#include "social/views/collection_view.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

struct CollectionPage {
    social::Collection collection;
    social::Account owner;
    std::vector<social::Account> members;  ///< In the order in which they were put in.
};

Result<CollectionPage> load_page(Call const& call) {
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
        return page;
    });
}

PageHead head_of(Server const& server, CollectionPage const& page) {
    PageHead head;
    head.canonical = social::collection_url(server, page.collection.id);
    head.title = fmt::format("{} (a collection by {})", page.collection.name, name_of(page.owner));
    // Behind a warning nothing is said but the name.
    if (!page.collection.sensitive) head.description = page.collection.description;
    head.kind = "website";
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
    return html("<div class=\"p-note\"{}>{}</div>", language, words);
}

SafeHtml draw_members(Server const& server, CollectionPage const& page) {
    if (page.members.empty()) return "<p class=\"card quiet\">There is nobody in it yet.</p>";
    SafeHtml list;
    for (auto const& member : page.members)
        list += html("<article class=\"post\">{}</article>", draw_author(server, member));
    return list;
}

SafeHtml draw(Server const& server, CollectionPage const& page) {
    auto const words = draw_words(server, page), members = draw_members(server, page);
    auto out = html(
        "<section class=\"card profile\"><h1><bdi class=\"p-name\">{}</bdi></h1><p class=\"quiet\">"
        "A collection by <a href=\"{}\"><bdi>{}</bdi> @{}</a></p>{}</section>",
        page.collection.name, page_of(server, page.owner), name_of(page.owner),
        handle_of(server, page.owner), page.collection.sensitive ? SafeHtml() : words);
    if (page.collection.sensitive)
        return out + html("<details class=\"post\"><summary>Sensitive</summary>{}{}</details>",
                          words, members);
    return out + html("<section class=\"thread\" aria-label=\"Accounts\">{}</section>", members);
}

}  // namespace

Result<Reply> show_collection(Call& call) {
    auto& server = call.server();
    TRY(auto const shown, load_page(call));
    return page_reply(call, head_of(server, shown), draw(server, shown));
}

}  // namespace skein::public_pages
