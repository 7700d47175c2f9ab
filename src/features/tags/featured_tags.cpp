// Hashtags on profiles.

#include "base/text.h"
#include "core/server.h"
#include "features/tags/handlers.h"
#include "social/admission.h"
#include "social/views/tag_view.h"

namespace skein::tags {
namespace {

constexpr std::int64_t suggestions_max = 10;

Result<Reply> list_reply(Call& call, db::Tx& tx, AccountId account) {
    TRY(auto const tags, social::list_featured_tags(tx, account));
    json::Writer out;
    out.array([&] { social::write_featured_tags(call.server(), tags, out); });
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> list_own_featured_tags(Call& call) {
    return call.server().db().read([&](db::Tx& tx) { return list_reply(call, tx, call.viewer()); });
}

Result<Reply> list_featured_tags_of(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        if (account.state == social::AccountState::suspended) return http::json_response(200, "[]");
        return list_reply(call, tx, account.id);
    });
}

Result<Reply> add_featured_tag(Call& call, FeatureTag const& input) {
    auto const text = trim(input.name);
    auto const name = std::string(text.starts_with('#') ? text.substr(1) : text);
    if (!social::is_tag_name(name))
        return fail(Errc::unprocessable, "Validation failed: Tag is invalid");
    auto& db = call.server().db();
    TRY(auto const tag, db.write([&](db::Tx& tx) -> Result<TagId> {
        TRY(auto const found, social::ensure_tag(tx, name));
        TRY_OK(social::feature_tag(tx, call.viewer(), found.id, name));
        return found.id;
    }));
    // The answer says how often it was used.
    TRY_OK(social::recount_featured_tags(call.server(), call.viewer()));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const featured, social::find_featured_tag(tx, call.viewer(), tag));
        if (!featured) return fail(Errc::not_found, "Record not found");
        json::Writer out;
        social::write_featured_tags(call.server(), std::span(&*featured, 1), out);
        return json_reply(std::move(out));
    });
}

Result<Reply> remove_featured_tag(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) {
        return social::remove_featured_tag(tx, call.viewer(),
                                           call.path_id<social::FeaturedTagId>("id"));
    }));
    return empty_reply();
}

Result<Reply> suggest_featured_tags(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const ids, social::list_tags_to_feature(tx, call.viewer(), suggestions_max));
        TRY(auto const tags, social::list_tags(tx, ids));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_tags({call.server(), tx, call.viewer()}, tags, out); }));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::tags
