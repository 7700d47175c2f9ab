// The page to move to another account: confirmed by the password, and only to an account that names
// this one as an alias.

#include <variant>

#include "core/server.h"
#include "features/moving/handlers.h"
#include "features/moving/named_account.h"
#include "social/moves.h"
#include "social/network.h"
#include "social/pages.h"
#include "social/passwords.h"
#include "social/users.h"

namespace skein::moving {
namespace {

using social::PageWriter;

Reply settings_page(PageWriter const& page, Call const& call, SafeHtml body, SafeHtml word = {},
                    bool failed = false) {
    return page.reply(social::in_settings(call, {.path = "/settings/move",
                                                 .title = page.locale()("moving.move.title"),
                                                 .word = std::move(word),
                                                 .body = std::move(body),
                                                 .failed = failed}));
}

Reply moved_page(Call& call, social::Account const& target, SafeHtml word) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto end = page.form("/settings/move/end");
    return settings_page(
        page, call,
        html("<p>{}</p><p>{}</p><div class=\"actions\">{}</div>",
             say.html("moving.move.leads", {{"account", full_handle(call.server(), target)}}),
             say("moving.move.back"), end.button(say("moving.move.end"), "danger")),
        std::move(word));
}

Reply move_page(Call& call, social::Account const& own, std::string const& typed,
                social::FieldErrors errors, SafeHtml word = {}) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/move", std::move(errors));
    form.input({.name = "handle",
                .label = say("moving.move.new_account"),
                .value = typed,
                .hint = say.html("moving.aliases.hint"),
                .characters_max = 400});
    form.input({.name = "current_password",
                .label = say("pages.field.your_password"),
                .type = "password",
                .autocomplete = "current-password"});
    auto const body = form.done(say("moving.move.button"));
    return settings_page(
        page, call,
        html("<p>{}</p><p>{}</p>{}", say("moving.move.what"),
             say.html("moving.move.first", {{"account", full_handle(call.server(), own)}}), body),
        std::move(word), wrong);
}

Result<Reply> page_for(Call& call, std::string const& typed, social::FieldErrors errors,
                       SafeHtml word = {}) {
    struct Found {
        social::Account own;
        std::optional<social::Account> target;
    };
    TRY(auto const found, call.server().db().read([&](db::Tx& tx) -> Result<Found> {
        Found both;
        TRY(both.own, social::load_account(tx, call.viewer()));
        if (both.own.moved_to_id) {
            TRY(both.target, social::find_account(tx, *both.own.moved_to_id));
        }
        return both;
    }));
    if (found.target) return moved_page(call, *found.target, std::move(word));
    return move_page(call, found.own, typed, std::move(errors), std::move(word));
}

Result<bool> password_is_right(Call& call, std::string const& password) {
    auto& server = call.server();
    TRY(auto const user,
        server.db().read([&](db::Tx& tx) { return social::load_user(tx, call.who().user); }));
    return social::verify_password(server, password, user.password_hash);
}

/// Does the account name the asking one as an alias?
Result<bool> names_asker(Call& call, social::Account const& target) {
    auto& server = call.server();
    if (!target.local()) {
        auto* const network = server.part<social::Networks>().find(target.network);
        if (!network) return false;
        return network->names_alias(server, target.id, call.viewer());
    }
    return server.db().read([&](db::Tx& tx) -> Result<bool> {
        TRY(auto const own, social::load_account(tx, call.viewer()));
        TRY(auto const aliases, social::list_aliases(tx, target.id));
        return std::ranges::find(aliases, alias_address(server, own)) != aliases.end();
    });
}

/// What is wrong with the handle that was typed, or the account it names.
Result<std::variant<social::Account, std::string>> judge_target(Call& call,
                                                                std::string const& handle) {
    auto const& say = social::locale_of(call);
    TRY(auto const target, find_named(call, handle));
    if (!target) return say("moving.wrong.unknown");
    if (target->id == call.viewer()) return say("moving.wrong.own");
    if (target->moved_to_id) return say("moving.wrong.moved");
    auto const names = names_asker(call, *target);
    if (!names && names.error().code == Errc::internal) return fail(names.error());
    if (!names || !*names) return say("moving.wrong.no_alias");
    return *target;
}

}  // namespace

Result<Reply> show_move(Call& call) {
    auto const* done = call.params().find("done");
    auto const& say = social::locale_of(call);
    SafeHtml word;
    if (done && done->text == "moved") word = say.html("moving.move.moved");
    if (done && done->text == "ended") word = say.html("moving.move.ended");
    return page_for(call, {}, {}, std::move(word));
}

Result<Reply> move(Call& call, Move const& input) {
    // Before anything is asked of another server.
    TRY(auto const right, password_is_right(call, input.current_password));
    if (!right)
        return page_for(
            call, input.handle,
            {{"current_password", social::locale_of(call)("pages.field.wrong_password")}});
    TRY(auto const target, judge_target(call, input.handle));
    if (auto const* const wrong = std::get_if<std::string>(&target))
        return page_for(call, input.handle, {{"handle", *wrong}});
    auto const moved = call.server().db().write([&](db::Tx& tx) {
        return social::move_account(tx, call.viewer(), std::get<social::Account>(target).id);
    });
    if (!moved && moved.error().code == Errc::unprocessable)
        return page_for(call, input.handle, {{"handle", moved.error().message}});
    TRY_OK(moved);
    return http::redirect(303, "/settings/move?done=moved");
}

Result<Reply> end_move(Call& call) {
    TRY_OK(
        call.server().db().write([&](db::Tx& tx) { return social::end_move(tx, call.viewer()); }));
    return http::redirect(303, "/settings/move?done=ended");
}

}  // namespace skein::moving
