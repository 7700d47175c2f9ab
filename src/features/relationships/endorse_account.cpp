// Recommending people one follows, and whom others recommend.

#include "core/server.h"
#include "features/relationships/change.h"
#include "features/relationships/handlers.h"
#include "social/admission.h"
#include "social/endorsements.h"
#include "social/relations.h"
#include "social/views/views.h"

namespace skein::relationships {
namespace {

constexpr PageLimits limits{.usual = 40, .most = 80};

Result<Reply> write_endorsed(Call& call, db::Tx& tx, AccountId account, Page const& page) {
    TRY(auto const rows, social::list_endorsed(tx, account, call.viewer(), page));
    json::Writer out;
    TRY_OK(out.array([&] {
        return social::write_accounts({call.server(), tx, call.viewer()}, social::ids_of(rows),
                                      out);
    }));
    return page_reply(call, page, rows, std::move(out));
}

/// Nobody is told by whoever blocks them whom they recommend.
Result<bool> shows_endorsed(db::Tx& tx, AccountId viewer, social::Account const& account) {
    if (account.state == social::AccountState::suspended) return false;
    if (!viewer || viewer == account.id) return true;
    TRY(auto const relations, social::list_relationships(tx, viewer, std::span(&account.id, 1)));
    return !relations.front().blocked_by;
}

}  // namespace

Result<Reply> endorse_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::endorse(tx, call.viewer(), target);
    });
}

Result<Reply> unendorse_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::unendorse(tx, call.viewer(), target);
    });
}

Result<Reply> list_own_endorsed(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read(
        [&](db::Tx& tx) { return write_endorsed(call, tx, call.viewer(), page); });
}

Result<Reply> list_endorsed_of(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        TRY(auto const shown, shows_endorsed(tx, call.viewer(), account));
        if (!shown) return http::json_response(200, "[]");
        return write_endorsed(call, tx, account.id, page);
    });
}

}  // namespace skein::relationships
