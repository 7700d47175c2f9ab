// Who favourited or boosted a post.

#include "core/server.h"
#include "features/interactions/handlers.h"
#include "features/interactions/target.h"
#include "social/views/views.h"

namespace skein::interactions {
namespace {

using ListPeople = Result<std::vector<social::Listed<AccountId>>> (*)(db::Tx&, AccountId, StatusId,
                                                                      Page const&);

Result<Reply> list_people(Call& call, ListPeople list) {
    TRY(auto const page, call.page({.usual = 40, .most = 80}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const status, load_target(tx, call.viewer(), call.path_id<StatusId>("id")));
        TRY(auto const rows, list(tx, call.viewer(), status.id, page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_accounts({call.server(), tx, call.viewer()}, social::ids_of(rows),
                                          out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

}  // namespace

Result<Reply> list_favourited_by(Call& call) {
    return list_people(call, social::list_favourited_by);
}

Result<Reply> list_boosted_by(Call& call) { return list_people(call, social::list_boosted_by); }

}  // namespace skein::interactions
