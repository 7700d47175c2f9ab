// The lists of accounts, paged by the ids of the relations themselves.

#include "core/server.h"
#include "features/relationships/handlers.h"
#include "social/admission.h"
#include "social/relations.h"
#include "social/views/views.h"

namespace skein::relationships {
namespace {

constexpr PageLimits limits{.usual = 40, .most = 80};
constexpr std::size_t relationships_at_once_max = 80;

using ListAccounts = Result<std::vector<social::Listed<AccountId>>> (*)(db::Tx&, AccountId,
                                                                        Page const&);

Result<Reply> write_page(Call& call, db::Tx& tx, Page const& page,
                         std::vector<social::Listed<AccountId>> const& rows) {
    json::Writer out;
    TRY_OK(out.array([&] {
        return social::write_accounts({call.server(), tx, call.viewer()}, social::ids_of(rows),
                                      out);
    }));
    return page_reply(call, page, rows, std::move(out));
}

/// One of the viewer's own lists.
Result<Reply> list_own(Call& call, ListAccounts list) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, list(tx, call.viewer(), page));
        return write_page(call, tx, page, rows);
    });
}

/// Does this account show the viewer whom it follows and who follows it?
Result<bool> shows_network(db::Tx& tx, AccountId viewer, social::Account const& account) {
    if (account.id == viewer) return true;
    if (account.hide_collections || account.state == social::AccountState::suspended) return false;
    if (!viewer) return true;
    TRY(auto const relations, social::list_relationships(tx, viewer, std::span(&account.id, 1)));
    return !relations.front().blocked_by;
}

Result<Reply> list_network(Call& call, ListAccounts list) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const account,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        TRY(auto const shown, shows_network(tx, call.viewer(), account));
        if (!shown) return write_page(call, tx, page, {});
        TRY(auto const rows, list(tx, account.id, page));
        return write_page(call, tx, page, rows);
    });
}

}  // namespace

Result<Reply> list_relationships(Call& call, AccountIds const& input) {
    std::vector<AccountId> ids;
    for (auto const id : input.ids) {
        if (!id || std::ranges::find(ids, id) != ids.end()) continue;
        ids.push_back(id);
        if (ids.size() > relationships_at_once_max)
            return fail(Errc::unprocessable, "Validation failed: At most 80 accounts at once");
    }
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_relationships({call.server(), tx, call.viewer()}, ids, out);
        }));
        return json_reply(std::move(out));
    });
}

Result<Reply> list_followers(Call& call) { return list_network(call, social::list_followers); }
Result<Reply> list_following(Call& call) { return list_network(call, social::list_following); }
Result<Reply> list_follow_requests(Call& call) {
    return list_own(call, social::list_follow_requests);
}
Result<Reply> list_blocked(Call& call) { return list_own(call, social::list_blocked); }

Result<Reply> list_muted(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_muted(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_muted_accounts({call.server(), tx, call.viewer()}, rows, out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

}  // namespace skein::relationships
