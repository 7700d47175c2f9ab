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
                                                 .title = "Moving",
                                                 .word = std::move(word),
                                                 .body = std::move(body),
                                                 .failed = failed}));
}

Reply moved_page(Call& call, social::Account const& target, SafeHtml word) {
    PageWriter const page(call);
    auto end = page.form("/settings/move/end");
    return settings_page(
        page, call,
        html("<p>Your account leads to <strong>{}</strong>. You cannot post here.</p><p>You may "
             "take the redirect back. Whoever has gone along stays there.</p><div "
             "class=\"actions\">{}</div>",
             full_handle(call.server(), target), end.button("End the redirect", "danger")),
        std::move(word));
}

Reply move_page(Call& call, social::Account const& own, std::string const& typed,
                social::FieldErrors errors, SafeHtml word = {}) {
    PageWriter const page(call);
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/move", std::move(errors));
    form.input({.name = "handle",
                .label = "Your new account",
                .value = typed,
                .hint = "Like name@example.org.",
                .characters_max = 400});
    form.input({.name = "current_password",
                .label = "Your password",
                .type = "password",
                .autocomplete = "current-password"});
    auto const body = form.done("Move");
    return settings_page(
        page, call,
        html(
            "<p>Your followers follow the new account from then on, and this one leads to it. Your "
            "posts stay here, and you cannot write new ones. For 30 days you cannot move "
            "again.</p><p>First sign in to the new account and name <strong>{}</strong> as its "
            "alias.</p>{}",
            full_handle(call.server(), own), body),
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
    TRY(auto const target, find_named(call, handle));
    if (!target)
        return std::string(
            "There is no such account, or its server does not answer. Write it like "
            "name@example.org.");
    if (target->id == call.viewer()) return std::string("This is your account here.");
    if (target->moved_to_id) return std::string("This account has moved away itself.");
    auto const names = names_asker(call, *target);
    if (!names && names.error().code == Errc::internal) return fail(names.error());
    if (!names || !*names)
        return std::string(
            "This account does not name yours as an alias yet. Add the alias there, then try "
            "again.");
    return *target;
}

}  // namespace

Result<Reply> show_move(Call& call) {
    auto const* done = call.params().find("done");
    SafeHtml word;
    if (done && done->text == "moved") word = "You have moved.";
    if (done && done->text == "ended") word = "The redirect is ended.";
    return page_for(call, {}, {}, std::move(word));
}

Result<Reply> move(Call& call, Move const& input) {
    // Before anything is asked of another server.
    TRY(auto const right, password_is_right(call, input.current_password));
    if (!right)
        return page_for(
            call, input.handle,
            {{"current_password", "This is not your password. Enter the one you use now."}});
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
