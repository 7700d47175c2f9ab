#include "features/profiles/own_profile.h"

#include "base/text.h"
#include "core/events.h"
#include "core/server.h"
#include "features/profiles/accept_requests.h"
#include "features/profiles/profile_text.h"
#include "social/attributions.h"
#include "social/featured_tags.h"
#include "social/profile_display.h"
#include "social/views/account_view.h"
#include "social/views/profile_picture.h"
#include "social/views/tag_view.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

Result<void> describe(std::optional<std::string> const& words, std::string_view what,
                      std::string& stored) {
    if (!words) return {};
    auto const text = strip_controls(trim(*words), true);
    if (has_more_graphemes(text, picture_description_characters_max))
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: {} is too long (maximum is {} characters)",
                                what, picture_description_characters_max));
    return describe_picture(stored, text);
}

/// Whether anything changed.
Result<bool> store_display(db::Tx& tx, AccountId id, ProfileExtras const& extras) {
    if (!extras.show_media && !extras.show_media_replies && !extras.show_featured) return false;
    TRY(auto const before, social::load_profile_display(tx, id));
    auto display = before;
    display.show_media = extras.show_media.value_or(display.show_media);
    display.show_media_replies = extras.show_media_replies.value_or(display.show_media_replies);
    display.show_featured = extras.show_featured.value_or(display.show_featured);
    if (display == before) return false;
    TRY_OK(social::put_profile_display(tx, display));
    return true;
}

/// The table as it was typed.
void write_fields(std::string const& stored, json::Writer& out) {
    out.key("fields");
    out.array([&] {
        auto const document = json::Document::parse(stored.empty() ? "[]" : stored);
        if (!document) return;
        for (auto const& field : document->root().elements())
            out.object([&] {
                out.field("name", field.get_text("name"));
                out.field("value", field.get_text("value"));
                social::write_verified_at(field, out);
            });
    });
}

/// Unlike in the other entities a missing picture is null here.
void write_picture(std::string_view name, bool there, social::ProfilePicture const& picture,
                   json::Writer& out) {
    auto const either = [&](std::string const& url) {
        there ? out.value(url) : out.value(nullptr);
    };
    out.key(name);
    either(picture.url);
    out.key(fmt::format("{}_static", name));
    either(picture.static_url);
    out.field(fmt::format("{}_description", name), there ? picture.description : std::string());
}

void write_domains(std::string_view domains, json::Writer& out) {
    out.key("attribution_domains");
    out.array([&] {
        while (!domains.empty()) {
            auto const end = std::min(domains.find(' '), domains.size());
            out.value(domains.substr(0, end));
            domains.remove_prefix(std::min(end + 1, domains.size()));
        }
    });
}

Result<void> write_profile(social::ViewOf const& view, json::Writer& out) {
    auto& tx = view.tx;
    TRY(auto const account, social::load_account(tx, view.viewer));
    TRY(auto const user, social::find_user_by_account(tx, view.viewer));
    TRY(auto const display, social::load_profile_display(tx, view.viewer));
    TRY(auto const tags, social::list_featured_tags(tx, view.viewer));
    out.object([&] {
        out.field("id", account.id);
        out.field("display_name", account.display_name);
        out.field("note", account.note);
        write_fields(account.fields, out);
        write_picture("avatar", !account.avatar.empty(), avatar_of(view.server, account), out);
        write_picture("header", !account.header.empty(), header_of(view.server, account), out);
        out.field("locked", account.locked);
        out.field("bot", account.kind == social::AccountKind::bot);
        out.field("hide_collections", account.hide_collections);
        out.field("discoverable", account.discoverable);
        out.field("indexable", account.indexable);
        out.field("show_media", display.show_media);
        out.field("show_media_replies", display.show_media_replies);
        out.field("show_featured", display.show_featured);
        write_domains(user ? user->attribution_domains : "", out);
        out.key("featured_tags");
        out.array([&] { social::write_featured_tags(view.server, tags, out); });
    });
    return {};
}

}  // namespace

Result<void> store_profile(Server& server, db::Tx& tx, AccountId id, ProfileChange const& change) {
    auto const& [input, pictures, extras] = change;
    TRY(auto account, social::load_account(tx, id));
    auto before = account;
    TRY_OK(apply_profile(server, tx, input, account));
    if (pictures.avatar) TRY_OK(replace_picture(tx, account.avatar, pictures.avatar));
    if (pictures.header) TRY_OK(replace_picture(tx, account.header, pictures.header));
    TRY_OK(describe(extras.avatar_description, "Avatar description", account.avatar));
    TRY_OK(describe(extras.header_description, "Header description", account.header));
    TRY(auto const displayed, store_display(tx, id, extras));
    if (account.row() == before.row() && !displayed) return {};
    TRY_OK(social::update_account(tx, account));
    return before.locked && !account.locked ? enqueue(tx, AcceptRequests{id}) : ok();
}

Result<void> store_defaults(db::Tx& tx, UpdateProfile const& input, UserId id) {
    TRY(auto user, social::load_user(tx, id));
    auto before = user;
    TRY_OK(apply_defaults(input, user));
    if (user.row() == before.row()) return {};
    TRY_OK(social::update_user(tx, user));
    if (user.attribution_domains == before.attribution_domains) return {};
    TRY_OK(publish(tx, social::AttributionsChanged{user.account_id}));
    // Part of what other servers are told.
    TRY(auto account, social::load_account(tx, user.account_id));
    return social::update_account(tx, account);
}

Result<Reply> show_own_profile(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(write_profile({call.server(), tx, call.viewer()}, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> update_own_profile(Call& call, UpdateOwnProfile const& input) {
    auto& server = call.server();
    TRY(auto const pictures,
        make_profile_pictures(server, input.profile.avatar, input.profile.header));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(store_profile(server, tx, call.viewer(), {input.profile, pictures, input.extras}));
        return store_defaults(tx, input.profile, call.who().user);
    }));
    return show_own_profile(call);
}

Result<void> forget_display(db::Tx& tx, social::AccountRemoved const& event) {
    return social::remove_profile_display(tx, event.account);
}

}  // namespace skein::profiles
