#include "social/admission.h"

#include <algorithm>

namespace skein::social {
namespace {

db::Query<AccountId> const list_shown{
    "accounts.list_shown",
    "SELECT a.id FROM accounts a WHERE a.id IN {list:$2} AND " SKEIN_SHOWN_TO_1("a")};

Result<bool> is_shown(db::Tx& tx, AccountId viewer, Account const& account) {
    if (!account.local() || account.id == viewer) return true;
    TRY(auto const shown, keep_shown(tx, viewer, std::span(&account.id, 1)));
    return !shown.empty();
}

}  // namespace

Result<Account> load_shown_account(db::Tx& tx, AccountId viewer, AccountId id) {
    TRY(auto account, load_account(tx, id));
    TRY(auto const shown, is_shown(tx, viewer, account));
    if (!shown) return fail(Errc::not_found, "Record not found");
    return account;
}

Result<std::optional<Account>> find_shown_account_by_name(db::Tx& tx, AccountId viewer,
                                                          std::string_view username,
                                                          std::string_view domain) {
    TRY(auto account, find_account_by_name(tx, username, domain));
    if (!account) return account;
    TRY(auto const shown, is_shown(tx, viewer, *account));
    if (!shown) account.reset();
    return account;
}

Result<std::vector<AccountId>> keep_shown(db::Tx& tx, AccountId viewer,
                                          std::span<AccountId const> ids) {
    TRY(auto shown, tx.list(list_shown, viewer, ids));
    std::ranges::sort(shown);
    std::vector<AccountId> kept;
    for (auto const id : ids)
        if (std::ranges::binary_search(shown, id)) kept.push_back(id);
    return kept;
}

}  // namespace skein::social
