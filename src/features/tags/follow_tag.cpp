// One hashtag, and what its reader does with it.

#include "base/text.h"
#include "core/server.h"
#include "features/tags/handlers.h"
#include "social/tag_follows.h"
#include "social/views/tag_view.h"

namespace skein::tags {
namespace {

constexpr PageLimits limits{.usual = 100, .most = 200};

/// The path's tag, as it is written there.
Result<std::string> name_in(Call const& call) {
    auto const& name = call.path("name");
    if (!social::is_tag_name(name)) return fail(Errc::not_found, "Record not found");
    return name;
}

Result<Reply> tag_reply(Call& call, std::string const& name) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        auto const folded = fold_tag(name);
        TRY(auto const tag, social::find_tag(tx, folded));
        json::Writer out;
        TRY_OK(social::write_tag({call.server(), tx, call.viewer()},
                                 tag.value_or(social::Tag{TagId{}, folded, name}), out));
        return json_reply(std::move(out));
    });
}

/// Runs the change for the path's tag, which is made when nobody has used it yet.
Result<Reply> change(Call& call, Result<void> (*deed)(db::Tx&, AccountId, social::Tag const&)) {
    TRY(auto const name, name_in(call));
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const tag, social::ensure_tag(tx, name));
        return deed(tx, call.viewer(), tag);
    }));
    return tag_reply(call, name);
}

/// The same for what needs no tag that nobody has used.
Result<Reply> undo(Call& call, Result<void> (*deed)(db::Tx&, AccountId, TagId)) {
    TRY(auto const name, name_in(call));
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const tag, social::find_tag(tx, fold_tag(name)));
        return tag ? deed(tx, call.viewer(), tag->id) : Result<void>{};
    }));
    return tag_reply(call, name);
}

}  // namespace

Result<Reply> show_tag(Call& call) {
    TRY(auto const name, name_in(call));
    return tag_reply(call, name);
}

Result<Reply> follow_tag(Call& call) {
    return change(call, [](db::Tx& tx, AccountId account, social::Tag const& tag) {
        return social::follow_tag(tx, account, tag.id);
    });
}

Result<Reply> unfollow_tag(Call& call) { return undo(call, social::unfollow_tag); }

Result<Reply> feature_tag(Call& call) {
    return change(call, [](db::Tx& tx, AccountId account, social::Tag const& tag) {
        return social::feature_tag(tx, account, tag.id, tag.display_name);
    });
}

Result<Reply> unfeature_tag(Call& call) { return undo(call, social::unfeature_tag); }

Result<Reply> list_followed_tags(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_followed_tags(tx, call.viewer(), page));
        TRY(auto const tags, social::list_tags(tx, social::ids_of(rows)));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_tags({call.server(), tx, call.viewer()}, tags, out); }));
        return page_reply(call, page, rows, std::move(out));
    });
}

}  // namespace skein::tags
