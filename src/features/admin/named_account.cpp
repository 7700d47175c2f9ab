#include "features/admin/named_account.h"

#include "base/url.h"

namespace skein::admin {
namespace {

Error no_such_account(std::string const& name) {
    return {Errc::not_found, "There is no account named " + name + ".", {}};
}

}  // namespace

Result<social::Account> load_named(db::Tx& tx, std::string const& name) {
    auto const handle = Handle::parse(name);
    if (!handle) return fail(no_such_account(name));
    TRY(auto account, social::find_account_by_name(tx, handle->user, handle->host));
    if (!account) return fail(no_such_account(name));
    return *std::move(account);
}

Result<social::User> load_user_named(db::Tx& tx, std::string const& name) {
    TRY(auto const account, load_named(tx, name));
    TRY(auto user, social::find_user_by_account(tx, account.id));
    if (!user) return fail(no_such_account(name));
    return *std::move(user);
}

}  // namespace skein::admin
