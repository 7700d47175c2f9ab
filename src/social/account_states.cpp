#include "social/account_states.h"

#include "social/access.h"
#include "social/account_removal.h"
#include "social/severances.h"
#include "social/users.h"

namespace skein::social {
namespace {

/// Tokens stay: taken back, the decision leaves everything as it was.
Result<void> end_sessions(db::Tx& tx, AccountId account) {
    TRY(auto const user, find_user_by_account(tx, account));
    return user ? remove_sessions_of_user(tx, user->id) : Result<void>{};
}

Result<void> set_state(db::Tx& tx, Account& account, AccountState state) {
    if (account.state == state) return {};
    account.state = state;
    return update_account(tx, account);
}

std::unexpected<Error> refused(std::string_view why) {
    return fail(Errc::unprocessable, std::string(why));
}

}  // namespace

Result<void> suspend_account(db::Tx& tx, Account account) {
    TRY_OK(set_state(tx, account, AccountState::suspended));
    TRY_OK(end_sessions(tx, account.id));
    return part_from_suspended(tx, account);
}

Result<void> unsuspend_account(db::Tx& tx, Account account) {
    TRY(auto const removed, was_removed(tx, account.id));
    if (removed) return refused("This account was deleted. It does not come back.");
    if (account.state != AccountState::suspended) return refused("This account is not suspended.");
    return set_state(tx, account, AccountState::active);
}

Result<void> limit_account(db::Tx& tx, Account account) {
    if (account.state == AccountState::suspended)
        return refused("This account is suspended, which is more.");
    return set_state(tx, account, AccountState::limited);
}

Result<void> unlimit_account(db::Tx& tx, Account account) {
    if (account.state != AccountState::limited) return refused("This account is not limited.");
    return set_state(tx, account, AccountState::active);
}

Result<void> memorialize_account(db::Tx& tx, Account account) {
    if (!account.local())
        return refused("This account is of another server, which says so itself.");
    if (account.state == AccountState::suspended) return refused("This account is suspended.");
    if (account.memorial) return {};
    account.memorial = true;
    TRY_OK(update_account(tx, account));
    return end_sessions(tx, account.id);
}

Result<void> end_memorial(db::Tx& tx, Account account) {
    if (!account.local() || !account.memorial) return refused("This account is not in memoriam.");
    account.memorial = false;
    return update_account(tx, account);
}

}  // namespace skein::social
