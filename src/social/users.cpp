#include "social/users.h"

#include "base/text.h"
#include "core/events.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/events.h"

namespace skein::social {
namespace {

#define USER_COLUMNS                                                                               \
    "id, account_id, email, email_index, password_hash, role, locale, reason, confirmed_at, "      \
    "approved_at, "                                                                                \
    "disabled_at, posting_visibility, posting_sensitive, posting_language, posting_quote_policy, " \
    "attribution_domains, last_active_at, created_at"

db::Query<User> const find_by_id{"users.find", "SELECT " USER_COLUMNS " FROM users WHERE id = $1"};
db::Query<User> const find_by_account{"users.find_by_account",
                                      "SELECT " USER_COLUMNS " FROM users WHERE account_id = $1"};
db::Query<User> const find_by_email{"users.find_by_email",
                                    "SELECT " USER_COLUMNS " FROM users WHERE email_index = $1"};
db::Query<std::int64_t> const count_all{"users.count", "SELECT COUNT(*) FROM users"};

db::Sql const insert{
    "users.insert",
    "INSERT INTO users (" USER_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"};

db::Sql const update{
    "users.update",
    "UPDATE users SET email = $2, email_index = $3, password_hash = $4, role = $5, locale = $6, "
    "reason = $7, "
    "confirmed_at = $8, approved_at = $9, disabled_at = $10, posting_visibility = $11, "
    "posting_sensitive = $12, "
    "posting_language = $13, posting_quote_policy = $14, attribution_domains = $15, "
    "last_active_at = $16 WHERE id = $1"};

}  // namespace

Result<std::optional<User>> find_user(db::Tx& tx, UserId id) { return tx.find(find_by_id, id); }
Result<User> load_user(db::Tx& tx, UserId id) { return tx.load(find_by_id, id); }

Result<std::optional<User>> find_user_by_account(db::Tx& tx, AccountId account) {
    return tx.find(find_by_account, account);
}

Result<std::optional<User>> find_user_by_email(db::Tx& tx, crypto::SecretKeys const& keys,
                                               std::string_view email) {
    return tx.find(find_by_email, db::Bytes{keys.email_index(email)});
}

Result<std::string> email_of(User const& user, crypto::SecretKeys const& keys) {
    return keys.open_email(user.email.data, to_string(user.id));
}

Result<User> insert_user(db::Tx& tx, crypto::SecretKeys const& keys, NewUser const& fresh) {
    TRY_OK(check_username(fresh.username));
    if (fresh.claims_email) {
        TRY(auto const taken, find_user_by_email(tx, keys, fresh.email));
        if (taken) return fail(Errc::conflict, "This e-mail address already has an account.");
    }
    Account account;
    account.address = fold_case(fresh.username);
    account.username = fresh.username;
    account.fields = "[]";
    TRY(account, insert_account(tx, std::move(account)));
    User user;
    user.id = tx.new_id<UserId>();
    user.account_id = account.id;
    user.email = {keys.seal_email(fresh.email, to_string(user.id))};
    user.email_index = {
        keys.email_index(fresh.claims_email ? fresh.email : "unclaimed " + to_string(user.id))};
    user.password_hash = fresh.password_hash;
    user.role = fresh.role;
    user.locale = fresh.locale;
    user.reason = fresh.reason;
    if (fresh.confirmed) user.confirmed_at = tx.now();
    if (fresh.approved) user.approved_at = tx.now();
    user.last_active_at = user.created_at = tx.now();
    TRY_OK(tx.run(insert, user.id, user.account_id, user.email, user.email_index,
                  user.password_hash, user.role, user.locale, user.reason, user.confirmed_at,
                  user.approved_at, user.disabled_at, user.posting_visibility,
                  user.posting_sensitive, user.posting_language, user.posting_quote_policy,
                  user.attribution_domains, user.last_active_at, user.created_at));
    TRY_OK(publish(tx, UserSignedUp{user.id, user.account_id}));
    return user;
}

Result<void> update_user(db::Tx& tx, User const& user) {
    TRY(auto const changed,
        tx.run(update, user.id, user.email, user.email_index, user.password_hash, user.role,
               user.locale, user.reason, user.confirmed_at, user.approved_at, user.disabled_at,
               user.posting_visibility, user.posting_sensitive, user.posting_language,
               user.posting_quote_policy, user.attribution_domains, user.last_active_at));
    if (changed == 0) return fail(Errc::not_found, "Record not found");
    forget_user(tx, user.id);
    return {};
}

Result<std::int64_t> count_users(db::Tx& tx) { return tx.load(count_all); }

Permissions permissions_of(Role role) {
    switch (role) {
        case Role::user: return {Permissions::invite_users};
        case Role::moderator:
            return {Permissions::view_dashboard | Permissions::view_audit_log |
                    Permissions::manage_reports | Permissions::manage_users |
                    Permissions::manage_taxonomies | Permissions::manage_appeals |
                    Permissions::invite_users};
        case Role::admin:
        case Role::owner: return {Permissions::administrator};
    }
    return {};
}

}  // namespace skein::social
