#include "social/accounts.h"
#include "base/text.h"
#include "features/admin/commands.h"
#include "features/admin/named_account.h"
#include "platform/crypto/password.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/sign_ups.h"
#include "social/standing.h"
#include "social/users.h"

namespace skein::admin {
namespace {

struct ListedAccount {
    std::string username;
    social::Role role{};
    social::AccountState state{};
    std::optional<Time> confirmed_at, approved_at;
    Time created_at{};
    auto row() { return std::tie(username, role, state, confirmed_at, approved_at, created_at); }
};

db::Query<ListedAccount> const list_local{
    "admin.list_accounts",
    "SELECT a.username, u.role, a.state, u.confirmed_at, u.approved_at, u.created_at FROM users u "
    "JOIN accounts a ON a.id = u.account_id ORDER BY u.id"};

/// One line of standard input, without its line break.
Result<std::string> password_of(CommandCall const& call) {
    if (!call.flag("password-stdin"))
        return fail(Errc::bad_request,
                    "Give the password on standard input: add --password-stdin and pipe it in.");
    auto const password = call.input.substr(0, call.input.find_first_of("\r\n"));
    if (count_graphemes(password) < crypto::password_characters_min)
        return fail(Errc::bad_request, fmt::format("A password has at least {} characters.",
                                                   crypto::password_characters_min));
    if (password.size() > crypto::password_bytes_max)
        return fail(Errc::bad_request, "This password is too long.");
    return password;
}

Result<social::Role> role_named(std::string const& text) {
    auto const role = social::parse_role(text);
    if (!role)
        return fail(Errc::bad_request,
                    "There is no such role: " + text + ". Use user, moderator, admin or owner.");
    return *role;
}

Result<void> end_access(db::Tx& tx, UserId user) {
    TRY_OK(social::remove_sessions_of_user(tx, user));
    return social::remove_tokens_of_user(tx, user);
}

std::string_view state_of(ListedAccount const& account) {
    if (account.state == social::AccountState::suspended) return "suspended";
    if (!account.approved_at) return "waits for approval";
    return account.confirmed_at ? "active" : "unconfirmed";
}

}  // namespace

Result<void> create_account(Server& server, CommandCall& call) {
    social::NewUser fresh;
    fresh.username = call.arguments[0];
    auto const email = mail::EmailAddress::parse(call.option("email"));
    if (!email)
        return fail(Errc::bad_request, "This is no e-mail address: " + call.option("email") +
                                           ". Write it like name@example.org.");
    fresh.email = email->canonical();
    TRY(fresh.role, role_named(call.option("role")));
    TRY(auto const password, password_of(call));
    TRY(fresh.password_hash, crypto::hash_password(password, server.keys().pepper()));
    fresh.confirmed = call.flag("confirmed");
    fresh.approved = true;
    auto const made = server.db().write(
        [&](db::Tx& tx) { return social::insert_user(tx, server.keys(), fresh); });
    if (!made && made.error().code == Errc::conflict)
        return fail(Errc::unprocessable,
                    "This name or this e-mail address is taken by another account.");
    TRY_OK(made);
    call.out("Made the account " + fresh.username + ".");
    return {};
}

Result<void> list_accounts(Server& server, CommandCall& call) {
    return server.db().read([&](db::Tx& tx) {
        return tx.each_row(list_local, [&](db::Columns const& columns) {
            auto const account = db::read_row<ListedAccount>(columns);
            call.out(fmt::format("{:<31}{:<11}{:<20}{}", account.username, to_string(account.role),
                                 state_of(account), to_iso_date(account.created_at)));
            return true;
        });
    });
}

Result<void> change_role(Server& server, CommandCall& call) {
    TRY(auto const role, role_named(call.arguments[1]));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, load_user_named(tx, call.arguments[0]));
        if (user.role == social::Role::owner && role != social::Role::owner) {
            TRY(auto const others, social::count_other_owners(tx, user.account_id));
            if (others == 0)
                return fail(Errc::unprocessable,
                            "This is the only owner. Give the role to somebody else first.");
        }
        user.role = role;
        return social::update_user(tx, user);
    }));
    call.out(fmt::format("{} is {} now.", call.arguments[0], to_string(role)));
    return {};
}

Result<void> approve_account(Server& server, CommandCall& call) {
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const user, load_user_named(tx, call.arguments[0]));
        return social::approve_user(tx, user.id);
    }));
    call.out(call.arguments[0] + " may sign in now.");
    return {};
}

Result<void> reset_password(Server& server, CommandCall& call) {
    TRY(auto const password, password_of(call));
    TRY(auto const hash, crypto::hash_password(password, server.keys().pepper()));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, load_user_named(tx, call.arguments[0]));
        user.password_hash = hash;
        TRY_OK(social::update_user(tx, user));
        return end_access(tx, user.id);
    }));
    call.out(call.arguments[0] + " has a new password; every session and token has ended.");
    return {};
}

}  // namespace skein::admin
