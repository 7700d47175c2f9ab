// Accounts: one's own, one, several, or by name.

#include "base/url.h"
#include "core/server.h"
#include "features/profiles/handlers.h"
#include "social/admission.h"
#include "social/network.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

constexpr std::size_t accounts_at_once_max = 40;

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
    auto const id = call.path_id<AccountId>("id");
    auto network = social::Network::local;
    auto reply = call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account, social::load_shown_account(tx, call.viewer(), id));
        network = account.network;
        return account_reply(call, tx, account.id);
    });
    auto* const spoken = call.server().part<social::Networks>().find(network);
    if (reply && call.viewer() && spoken) spoken->profile_viewed(call.server(), id);
    return reply;
}

Result<Reply> list_accounts(Call& call, AccountIds const& input) {
    if (input.ids.size() > accounts_at_once_max)
        return fail(Errc::unprocessable, "Validation failed: At most 40 accounts at once");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const shown, social::keep_shown(tx, call.viewer(), input.ids));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_accounts({call.server(), tx, call.viewer()}, shown, out);
        }));
        return json_reply(std::move(out));
    });
}

Result<Reply> list_identity_proofs(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY_OK(social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        return http::json_response(200, "[]");
    });
}

Result<Reply> show_proof(Call&) { return fail(Errc::not_found, "Record not found"); }

Result<Reply> look_up_account(Call& call, LookUpAccount const& input) {
    auto handle = Handle::parse(input.acct);
    if (!handle) return fail(Errc::not_found, "Record not found");
    if (handle->host == call.server().domain()) handle->host.clear();
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account,
            social::find_shown_account_by_name(tx, call.viewer(), handle->user, handle->host));
        if (!account) return fail(Errc::not_found, "Record not found");
        return account_reply(call, tx, account->id);
    });
}

}  // namespace skein::profiles
