#include "social/sign_ups.h"

#include "core/events.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/invites.h"

namespace skein::social {
namespace {

db::Sql const insert_pending{
    "pending_addresses.insert",
    "INSERT INTO pending_addresses (user_id, email_index) VALUES ($1, $2)"};
db::Sql const remove_pending{"pending_addresses.remove",
                             "DELETE FROM pending_addresses WHERE user_id = $1"};
db::Query<UserId> const find_pending{
    "pending_addresses.find",
    "SELECT user_id FROM pending_addresses WHERE email_index = $1 ORDER BY user_id DESC LIMIT 1"};

db::Query<UserId> const list_waiting{
    "users.list_waiting",
    "SELECT id FROM users WHERE confirmed_at IS NOT NULL AND approved_at IS NULL ORDER BY id "
    "LIMIT $1"};
db::Query<UserId> const list_stale{
    "users.list_stale",
    "SELECT u.id FROM pending_addresses p JOIN users u ON u.id = p.user_id "
    "WHERE u.confirmed_at IS NULL AND u.created_at < $1 ORDER BY u.id LIMIT $2"};

db::Sql const remove_user_row{"users.remove", "DELETE FROM users WHERE id = $1"};
// Moderators were told of the sign-up; nobody else can have been told anything by this account.
db::Sql const remove_notices{
    "notifications.remove_of_sign_up",
    "DELETE FROM notifications WHERE from_account_id = $1 AND account_id IN "
    "(SELECT account_id FROM users WHERE role > 0)"};
db::Sql const remove_home{"homes.remove", "DELETE FROM homes WHERE account_id = $1"};
db::Sql const remove_stats{"account_stats.remove",
                           "DELETE FROM account_stats WHERE account_id = $1"};
db::Sql const remove_account{"accounts.remove", "DELETE FROM accounts WHERE id = $1"};

/// Gives the user this address, if nobody else has it.
Result<void> claim(db::Tx& tx, crypto::SecretKeys const& keys, User& user, std::string_view email) {
    TRY(auto const holder, find_user_by_email(tx, keys, email));
    if (holder && holder->id != user.id)
        return fail(Errc::conflict, "This e-mail address already has an account.");
    user.email = {keys.seal_email(email, to_string(user.id))};
    user.email_index = {keys.email_index(email)};
    return {};
}

}  // namespace

Result<User> sign_up(db::Tx& tx, crypto::SecretKeys const& keys, NewUser fresh) {
    fresh.confirmed = fresh.claims_email = false;
    TRY(auto user, insert_user(tx, keys, fresh));
    TRY_OK(tx.run(insert_pending, user.id, db::Bytes{keys.email_index(fresh.email)}));
    return user;
}

Result<std::optional<User>> find_unproven_user(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view email) {
    TRY(auto const id, tx.find(find_pending, db::Bytes{keys.email_index(email)}));
    if (!id) return std::optional<User>();
    return find_user(tx, *id);
}

Result<std::optional<User>> find_user_by_login(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view login) {
    if (login.starts_with('@')) login.remove_prefix(1);
    if (!login.contains('@')) {
        TRY(auto const account, find_account_by_name(tx, login, ""));
        if (!account) return std::optional<User>();
        return find_user_by_account(tx, account->id);
    }
    auto const email = mail::EmailAddress::parse(login);
    if (!email) return std::optional<User>();
    // Both are asked whether or not the first finds one: the same work for every address.
    TRY(auto unproven, find_unproven_user(tx, keys, email->canonical()));
    TRY(auto proven, find_user_by_email(tx, keys, email->canonical()));
    return proven ? std::move(proven) : std::move(unproven);
}

Result<void> confirm_user(db::Tx& tx, crypto::SecretKeys const& keys, UserId id) {
    TRY(auto user, load_user(tx, id));
    if (user.confirmed_at) return {};
    TRY(auto const email, email_of(user, keys));
    TRY_OK(claim(tx, keys, user, email));
    user.confirmed_at = tx.now();
    TRY_OK(tx.run(remove_pending, user.id));
    TRY_OK(update_user(tx, user));
    return publish(tx, UserConfirmed{user.id, user.account_id});
}

Result<void> correct_address(db::Tx& tx, crypto::SecretKeys const& keys, UserId id,
                             std::string_view email) {
    TRY(auto user, load_user(tx, id));
    if (user.confirmed_at) return fail(Errc::conflict, "This e-mail address is confirmed.");
    user.email = {keys.seal_email(email, to_string(user.id))};
    TRY_OK(update_user(tx, user));
    // Links to the old address would prove the new one.
    TRY_OK(remove_links_of_user(tx, user.id));
    TRY_OK(tx.run(remove_pending, user.id));
    TRY_OK(tx.run(insert_pending, user.id, db::Bytes{keys.email_index(email)}));
    return {};
}

Result<void> change_email(db::Tx& tx, crypto::SecretKeys const& keys, UserId id,
                          std::string_view email) {
    TRY(auto user, load_user(tx, id));
    TRY_OK(claim(tx, keys, user, email));
    // A link in the old mailbox must not open the account any more.
    TRY_OK(remove_links_of_user(tx, id));
    return update_user(tx, user);
}

Result<void> approve_user(db::Tx& tx, UserId id) {
    TRY(auto user, load_user(tx, id));
    if (user.approved_at) return {};
    user.approved_at = tx.now();
    TRY_OK(update_user(tx, user));
    return publish(tx, UserApproved{user.id, user.account_id});
}

Result<std::vector<User>> list_waiting_users(db::Tx& tx, std::int64_t limit) {
    TRY(auto const ids, tx.list(list_waiting, limit));
    std::vector<User> users;
    for (auto const id : ids) {
        TRY(auto user, load_user(tx, id));
        users.push_back(std::move(user));
    }
    return users;
}

Result<void> remove_sign_up(db::Tx& tx, UserId id) {
    TRY(auto const user, load_user(tx, id));
    if (user.confirmed_at && user.approved_at)
        return fail(Errc::conflict, "This person is a member already.");
    TRY_OK(give_invite_back(tx, id));
    TRY_OK(remove_user(tx, id));
    for (auto const* sql : {&remove_notices, &remove_home, &remove_stats, &remove_account})
        TRY_OK(tx.run(*sql, user.account_id));
    return {};
}

Result<void> remove_user(db::Tx& tx, UserId id) {
    TRY_OK(remove_tokens_of_user(tx, id));
    TRY_OK(remove_sessions_of_user(tx, id));
    TRY_OK(remove_links_of_user(tx, id));
    TRY_OK(forget_invited_user(tx, id));
    for (auto const* sql : {&remove_pending, &remove_user_row}) TRY_OK(tx.run(*sql, id));
    return {};
}

Result<std::vector<UserId>> list_stale_sign_ups(db::Tx& tx, Time before, std::int64_t limit) {
    return tx.list(list_stale, before, limit);
}

}  // namespace skein::social
