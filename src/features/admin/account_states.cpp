// What is decided about an account: suspended, limited, in memoriam, deleted.

#include "social/account_states.h"

#include "features/admin/commands.h"
#include "features/admin/named_account.h"
#include "social/account_removal.h"
#include "social/account_warnings.h"
#include "social/sign_ups.h"

namespace skein::admin {
namespace {

/// Decides about the account that the command names.
Result<void> decide(Server& server, CommandCall const& call,
                    Result<void> (*change)(db::Tx&, social::Account)) {
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_named(tx, call.arguments[0]));
        return change(tx, std::move(account));
    });
}

/// The same of a sanction, which is kept with its reason and told to whoever has the account, once.
Result<void> sanction(Server& server, CommandCall const& call, social::AccountState state,
                      social::WarningAction action,
                      Result<void> (*change)(db::Tx&, social::Account)) {
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const account, load_named(tx, call.arguments[0]));
        TRY_OK(change(tx, account));
        if (account.state == state) return {};
        social::AccountWarning warning;
        warning.account_id = account.id;
        warning.action = action;
        warning.text = call.option("text");
        TRY_OK(social::warn_account(tx, warning, !call.flag("quiet")));
        return {};
    });
}

/// Somebody who is not in yet leaves nothing behind, and nobody has to be told. False when somebody
/// is, or something refers to the account already.
Result<bool> remove_newcomer(Server& server, std::string const& name) {
    auto const removed = server.db().write([&](db::Tx& tx) -> Result<bool> {
        TRY(auto const user, load_user_named(tx, name));
        if (user.confirmed_at && user.approved_at) return false;
        TRY_OK(social::remove_sign_up(tx, user.id));
        return true;
    });
    if (!removed && removed.error().code == Errc::conflict) return false;
    return removed;
}

}  // namespace

Result<void> suspend_account(Server& server, CommandCall& call) {
    auto const undo = call.flag("undo");
    TRY_OK(undo ? decide(server, call, social::unsuspend_account)
                : sanction(server, call, social::AccountState::suspended,
                           social::WarningAction::suspend, social::suspend_account));
    call.out(call.arguments[0] + (undo ? " is back." : " is suspended."));
    return {};
}

Result<void> limit_account(Server& server, CommandCall& call) {
    TRY_OK(sanction(server, call, social::AccountState::limited, social::WarningAction::silence,
                    social::limit_account));
    call.out(call.arguments[0] + " is limited: only followers are shown what it posts.");
    return {};
}

Result<void> unlimit_account(Server& server, CommandCall& call) {
    TRY_OK(decide(server, call, social::unlimit_account));
    call.out(call.arguments[0] + " is limited no longer.");
    return {};
}

Result<void> memorialize_account(Server& server, CommandCall& call) {
    auto const undo = call.flag("undo");
    TRY_OK(decide(server, call, undo ? social::end_memorial : social::memorialize_account));
    call.out(call.arguments[0] + (undo ? " is an account as any other again."
                                       : " is in memoriam. Nobody can sign in to it."));
    return {};
}

Result<void> delete_account(Server& server, CommandCall& call) {
    auto const& name = call.arguments[0];
    TRY(auto const newcomer, remove_newcomer(server, name));
    if (!newcomer)
        TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const user, load_user_named(tx, name));
            return social::remove_own_account(tx, user.account_id);
        }));
    call.out(name + (newcomer ? " is deleted."
                              : " is deleted. What it posted is being removed, here and elsewhere; "
                                "nobody can have its name again."));
    return {};
}

}  // namespace skein::admin
