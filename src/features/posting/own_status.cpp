#include "features/posting/own_status.h"

namespace skein::posting {

Result<social::Status> load_own_status(db::Tx& tx, AccountId author, StatusId id) {
    TRY(auto status, social::load_status(tx, id));
    if (status.account_id != author) return fail(Errc::not_found, "Record not found");
    return status;
}

}  // namespace skein::posting
