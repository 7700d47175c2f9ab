#include "social/accounts.h"

#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "core/events.h"
#include "core/principals.h"
#include "social/admission.h"
#include "social/domains.h"
#include "social/events.h"

namespace skein::social {
namespace {

#define ACCOUNT_COLUMNS                                                                       \
    "a.id, a.network, a.address, a.username, a.domain, a.url, a.display_name, a.note, "       \
    "a.note_html, a.fields, "                                                                 \
    "a.avatar, a.header, a.kind, a.locked, a.discoverable, a.indexable, a.hide_collections, " \
    "a.memorial, "                                                                            \
    "a.state, a.moved_to_id, a.version, a.created_at"

db::Query<AccountStats> const find_stats{
    "account_stats.find",
    "SELECT account_id, statuses_count, followers_count, following_count, last_status_at "
    "FROM account_stats WHERE account_id = $1"};
db::Query<Account> const find_by_id{"accounts.find",
                                    "SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id = $1"};

db::Query<Account> const find_by_name{
    "accounts.find_by_name",
    "SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.username_folded = $1 AND a.domain = $2"};

db::Query<Account> const find_by_address{
    "accounts.find_by_address",
    "SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.network = $1 AND a.address = $2"};

db::Query<Account> const list_by_ids{
    "accounts.list", "SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id IN {list:$1}"};

db::Sql const insert{"accounts.insert",
                     "INSERT INTO accounts (id, network, address, username, username_folded, "
                     "domain, url, display_name, note, "
                     "note_html, fields, avatar, header, kind, locked, discoverable, indexable, "
                     "hide_collections, memorial, state, "
                     "moved_to_id, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
                     "$9, $10, $11, $12, $13, $14, $15, "
                     "$16, $17, $18, $19, $20, $21, $22, $23)"};

db::Sql const insert_stats{
    "accounts.insert_stats",
    "INSERT INTO account_stats (account_id, version, state, moved_to_id, statuses_count, "
    "followers_count, following_count, last_status_at) VALUES ($1, $2, $3, $4, 0, 0, 0, 0)"};
db::Sql const update_stats{
    "accounts.update_stats",
    "UPDATE account_stats SET version = $2, state = $3, moved_to_id = $4 WHERE account_id = $1"};

db::Sql const insert_home{"accounts.insert_home",
                          "INSERT INTO homes (account_id, filled, rebuilding_since, last_read_at) "
                          "VALUES ($1, TRUE, NULL, $2)"};

db::Sql const update{"accounts.update",
                     "UPDATE accounts SET url = $2, display_name = $3, note = $4, note_html = $5, "
                     "fields = $6, avatar = $7, "
                     "header = $8, kind = $9, locked = $10, discoverable = $11, indexable = $12, "
                     "hide_collections = $13, "
                     "memorial = $14, state = $15, moved_to_id = $16, version = $17 WHERE id = $1"};

db::Sql const count{
    "accounts.count",
    "UPDATE account_stats SET statuses_count = statuses_count + $2, "
    "followers_count = followers_count + $3, following_count = following_count + $4, "
    "last_status_at = CASE WHEN $2 > 0 THEN $5 ELSE last_status_at END WHERE account_id = $1"};

// Those the viewer follows first, then names that begin with the text, then the rest.
#define SEARCH_ORDER                                                                           \
    " ORDER BY CASE WHEN f.id IS NULL THEN 1 ELSE 0 END, CASE WHEN a.username_folded LIKE $2 " \
    "ESCAPE '\\' THEN 0 "                                                                      \
    "ELSE 1 END, LENGTH(a.username_folded), a.id LIMIT $4 OFFSET $5"

// Limited ones are found by those who follow them, and by who names their domain too.
#define SEARCHABLE                                                                  \
    "a.state <> 2 AND (a.state = 0 OR f.id IS NOT NULL OR a.id = $1 OR $6 <> '%') " \
    "AND " SKEIN_SHOWN_TO_1("a") " AND " SKEIN_DOMAIN_SHOWN_TO_1("a")

db::Query<AccountId> const search{
    "accounts.search",
    "SELECT a.id FROM accounts a LEFT JOIN follows f ON f.account_id = $1 AND f.target_id = a.id "
    "WHERE " SEARCHABLE
    " AND a.domain LIKE $6 ESCAPE '\\' "
    "AND (a.username_folded LIKE $2 ESCAPE '\\' "
    "OR LOWER(a.display_name) LIKE $3 ESCAPE '\\')" SEARCH_ORDER};

db::Query<AccountId> const search_following{
    "accounts.search_following",
    "SELECT a.id FROM follows f JOIN accounts a ON a.id = f.target_id WHERE f.account_id = $1 "
    "AND " SEARCHABLE
    " AND a.domain LIKE $6 ESCAPE '\\' "
    "AND (a.username_folded LIKE $2 ESCAPE '\\' "
    "OR LOWER(a.display_name) LIKE $3 ESCAPE '\\')" SEARCH_ORDER};

// Names that would look like the server speaking, or that addresses of our own begin with.
constexpr std::array<std::string_view, 30> reserved{
    "abuse",         "account",    "accounts",   "admin",  "administrator", "api",
    "auth",          "help",       "hostmaster", "info",   "instance",      "instance_actor",
    "mailer_daemon", "mod",        "moderator",  "news",   "no_reply",      "noreply",
    "owner",         "postmaster", "relay",      "root",   "security",      "server",
    "skein",         "staff",      "support",    "system", "webmaster",     "www"};

/// `text` as a LIKE pattern that matches itself.
std::string escape_like(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::string Account::acct() const { return domain.empty() ? username : username + "@" + domain; }

Result<AccountStats> load_account_stats(db::Tx& tx, AccountId id) {
    return tx.load(find_stats, id);
}

Result<std::optional<Account>> find_account(db::Tx& tx, AccountId id) {
    return tx.find(find_by_id, id);
}

Result<Account> load_account(db::Tx& tx, AccountId id) { return tx.load(find_by_id, id); }

Result<std::optional<Account>> find_account_by_name(db::Tx& tx, std::string_view username,
                                                    std::string_view domain) {
    return tx.find(find_by_name, fold_case(username), domain);
}

Result<std::optional<Account>> find_account_by_address(db::Tx& tx, Network network,
                                                       std::string_view address) {
    return tx.find(find_by_address, network, address);
}

Result<std::vector<Account>> list_accounts(db::Tx& tx, std::span<AccountId const> ids) {
    return tx.list(list_by_ids, ids);
}

std::optional<UsernameFault> find_username_fault(std::string_view username) {
    if (username.empty()) return UsernameFault::blank;
    if (username.size() > username_characters_max) return UsernameFault::too_long;
    if (!std::ranges::all_of(username, is_name_character)) return UsernameFault::wrong_characters;
    if (std::ranges::find(reserved, fold_case(username)) != reserved.end())
        return UsernameFault::reserved;
    return std::nullopt;
}

Result<void> check_username(std::string_view username) {
    auto const fault = find_username_fault(username);
    if (!fault) return {};
    switch (*fault) {
        case UsernameFault::blank:
        case UsernameFault::too_long:
            return fail(Errc::unprocessable,
                        "Username must be 1 to 30 letters, digits or underscores");
        case UsernameFault::wrong_characters:
            return fail(Errc::unprocessable,
                        "Username must contain only letters, digits and underscores");
        case UsernameFault::reserved: break;
    }
    return fail(Errc::unprocessable, "Username is reserved");
}

Result<Account> insert_account(db::Tx& tx, Account account) {
    if (!account.id) account.id = tx.new_id<AccountId>();
    if (account.created_at == Time{}) account.created_at = tx.now();
    TRY(auto const taken, find_account_by_name(tx, account.username, account.domain));
    if (taken) return fail(Errc::unprocessable, "Username has already been taken");
    auto const sanction =
        account.local() ? AccountState::active : state_in_domain(tx, account.domain);
    auto const sanctioned = sanction > account.state;
    if (sanctioned) account.state = sanction;
    TRY_OK(tx.run(insert, account.id, account.network, account.address, account.username,
                  fold_case(account.username), account.domain, account.url, account.display_name,
                  account.note, account.note_html, account.fields, account.avatar, account.header,
                  account.kind, account.locked, account.discoverable, account.indexable,
                  account.hide_collections, account.memorial, account.state, account.moved_to_id,
                  account.version, account.created_at));
    TRY_OK(tx.run(insert_stats, account.id, account.version, account.state, account.moved_to_id));
    if (sanctioned) TRY_OK(note_sanction(tx, account.id, sanction));
    if (account.local()) TRY_OK(tx.run(insert_home, account.id, tx.now()));
    TRY_OK(publish(tx, AccountCreated{account.id, account.local()}));
    return account;
}

Result<void> update_account(db::Tx& tx, Account& account) {
    account.version += 1;
    TRY(auto const changed,
        tx.run(update, account.id, account.url, account.display_name, account.note,
               account.note_html, account.fields, account.avatar, account.header, account.kind,
               account.locked, account.discoverable, account.indexable, account.hide_collections,
               account.memorial, account.state, account.moved_to_id, account.version));
    if (changed == 0) return fail(Errc::not_found, "Record not found");
    TRY_OK(tx.run(update_stats, account.id, account.version, account.state, account.moved_to_id));
    if (account.local())
        forget_principals(tx,
                          [id = account.id](Principal const& who) { return who.account == id; });
    return publish(tx, AccountUpdated{account.id});
}

Result<void> count_on_account(db::Tx& tx, AccountId id, std::int64_t statuses,
                              std::int64_t followers, std::int64_t following) {
    TRY_OK(tx.run(count, id, statuses, followers, following, tx.now()));
    return {};
}

Result<std::vector<AccountId>> search_accounts(db::Tx& tx, AccountId viewer,
                                               AccountSearch const& wanted) {
    std::string_view text = wanted.text;
    if (text.starts_with('@')) text.remove_prefix(1);
    auto const at = text.find('@');
    auto const name = escape_like(fold_case(text.substr(0, at)));
    if (name.empty()) return fail(Errc::bad_request, "param is missing or the value is empty: q");
    auto const domain =
        at == std::string_view::npos ? std::string("%") : escape_like(text.substr(at + 1)) + "%";
    auto const begins = name + "%";
    auto const contains = "%" + name + "%";
    return tx.list(wanted.following_only ? search_following : search, viewer, begins, contains,
                   wanted.limit, wanted.offset, domain);
}

}  // namespace skein::social
