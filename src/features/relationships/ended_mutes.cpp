#include "features/relationships/ended_mutes.h"

#include "social/relations.h"

namespace skein::relationships {
namespace {

constexpr std::int64_t batch_max = 100;

struct EndedMute {
    AccountId account_id, target_id;
    auto row() { return std::tie(account_id, target_id); }
};
db::Query<EndedMute> const list_ended{
    "mutes.list_ended",
    "SELECT account_id, target_id FROM mutes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2"};

Result<std::int64_t> remove_batch(db::Tx& tx) {
    TRY(auto const batch, tx.list(list_ended, tx.now(), batch_max));
    for (auto const& [account, target] : batch) TRY_OK(social::unmute(tx, account, target));
    return std::ssize(batch);
}

}  // namespace

Result<void> remove_ended_mutes(Server& server) {
    for (auto removed = batch_max; removed == batch_max;) {
        TRY(removed, server.db().write(remove_batch, db::Urgency::background));
    }
    return {};
}

}  // namespace skein::relationships
