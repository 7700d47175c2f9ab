// Which lists there are, and what they show.

#include "core/server.h"
#include "features/lists/handlers.h"
#include "social/admission.h"
#include "social/views/views.h"

namespace skein::lists {
namespace {

Reply lists_reply(std::vector<social::List> const& lists) {
    json::Writer out;
    out.array([&] {
        for (auto const& list : lists) write_list(list, out);
    });
    return json_reply(std::move(out));
}

}  // namespace

void write_list(social::List const& list, json::Writer& out) {
    out.object([&] {
        out.field("id", list.id);
        out.field("title", list.title);
        out.field("replies_policy", to_string(list.replies_policy));
        out.field("exclusive", list.exclusive);
    });
}

Result<social::List> load_own_list(Call& call, db::Tx& tx) {
    return social::load_list(tx, call.viewer(), call.path_id<social::ListId>("id"));
}

Result<Reply> show_lists(Call& call) {
    TRY(auto const lists,
        call.server().db().read([&](db::Tx& tx) { return social::list_lists(tx, call.viewer()); }));
    return lists_reply(lists);
}

Result<Reply> show_list(Call& call) {
    TRY(auto const list,
        call.server().db().read([&](db::Tx& tx) { return load_own_list(call, tx); }));
    json::Writer out;
    write_list(list, out);
    return json_reply(std::move(out));
}

Result<Reply> show_lists_with(Call& call) {
    auto const account = call.path_id<AccountId>("id");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY_OK(social::load_shown_account(tx, call.viewer(), account));
        TRY(auto const lists, social::list_lists_with(tx, call.viewer(), account));
        return lists_reply(lists);
    });
}

Result<Reply> show_list_timeline(Call& call) {
    TRY(auto const page, call.page({}));
    auto& server = call.server();
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const list, load_own_list(call, tx));
        TRY(auto const heads, social::list_posts_of(tx, list, page));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_statuses({server, tx, call.viewer()}, heads, out); }));
        return page_reply(call, page, heads, std::move(out));
    });
}

}  // namespace skein::lists
