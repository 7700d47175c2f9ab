#include "features/relationships/change.h"

#include "social/admission.h"
#include "social/views/views.h"

namespace skein::relationships {

Result<Reply> change_relation(
    Call& call, std::function<Result<void>(db::Tx&, AccountId target)> const& change) {
    auto const target = call.path_id<AccountId>("id");
    auto& db = call.server().db();
    TRY_OK(db.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::load_shown_account(tx, call.viewer(), target));
        return change(tx, target);
    }));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_relationships({call.server(), tx, call.viewer()},
                                           std::span(&target, 1), out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::relationships
