// What one has favourited or bookmarked.

#include "core/server.h"
#include "features/interactions/handlers.h"
#include "social/views/views.h"

namespace skein::interactions {
namespace {

using ListStatuses = Result<std::vector<social::Listed<StatusId>>> (*)(db::Tx&, AccountId,
                                                                       Page const&);

Result<Reply> list_marked(Call& call, ListStatuses list) {
    TRY(auto const page, call.page({}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, list(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_statuses({call.server(), tx, call.viewer()}, social::ids_of(rows),
                                          out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

}  // namespace

Result<Reply> list_favourites(Call& call) { return list_marked(call, social::list_favourites); }

Result<Reply> list_bookmarks(Call& call) { return list_marked(call, social::list_bookmarks); }

}  // namespace skein::interactions
