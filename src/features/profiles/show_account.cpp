// Accounts: one's own, one, several, or by name.

#include "base/url.h"
#include "core/server.h"
#include "features/profiles/handlers.h"
#include "social/accounts.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

constexpr std::size_t accounts_at_once_max = 40;

/// Local accounts are shown once their user may come in; a suspended one stays, so that apps can
/// say so.
Result<void> check_admitted(db::Tx& tx, social::Account const& account) {
    if (!account.local()) return {};
    TRY(auto const user, social::find_user_by_account(tx, account.id));
    if (user && user->confirmed_at && user->approved_at) return {};
    return fail(Errc::not_found, "Record not found");
}

Result<Reply> account_reply(Call& call, db::Tx& tx, AccountId id) {
    json::Writer out;
    TRY_OK(social::write_account({call.server(), tx, call.viewer()}, id, out));
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> verify_credentials(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_credential_account({call.server(), tx, call.viewer()}, call.viewer(),
                                                out));
        return json_reply(std::move(out));
    });
}

Result<Reply> show_account(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account, social::load_account(tx, call.path_id<AccountId>("id")));
        TRY_OK(check_admitted(tx, account));
        return account_reply(call, tx, account.id);
    });
}

Result<Reply> list_accounts(Call& call, AccountIds const& input) {
    if (input.ids.size() > accounts_at_once_max)
        return fail(Errc::unprocessable, "Validation failed: At most 40 accounts at once");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        Result<void> written;
        out.array([&] {
            written = social::write_accounts({call.server(), tx, call.viewer()}, input.ids, out);
        });
        TRY_OK(std::move(written));
        return json_reply(std::move(out));
    });
}

Result<Reply> look_up_account(Call& call, LookUpAccount const& input) {
    auto handle = Handle::parse(input.acct);
    if (!handle) return fail(Errc::not_found, "Record not found");
    if (handle->host == call.server().domain()) handle->host.clear();
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account, social::find_account_by_name(tx, handle->user, handle->host));
        if (!account) return fail(Errc::not_found, "Record not found");
        TRY_OK(check_admitted(tx, *account));
        return account_reply(call, tx, account->id);
    });
}

}  // namespace skein::profiles
