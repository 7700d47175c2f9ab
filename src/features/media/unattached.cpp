#include "features/media/unattached.h"

#include "social/media.h"

namespace skein::media {
namespace {

struct Unattached {
    MediaId id;
    AccountId account_id;
    auto row() { return std::tie(id, account_id); }
};
db::Query<Unattached> const list_unattached{
    "media.list_unattached",
    "SELECT id, account_id FROM media_attachments WHERE status_id IS NULL AND created_at < $1 "
    "ORDER BY id LIMIT $2"};

constexpr auto unattached_lifetime = std::chrono::hours(24);
constexpr std::int64_t batch_max = 100;

Result<std::int64_t> remove_batch(db::Tx& tx, Time before) {
    TRY(auto const batch, tx.list(list_unattached, before, batch_max));
    for (auto const& [id, account] : batch) {
        TRY(auto const media, social::load_own_media(tx, account, id));
        TRY_OK(social::remove_media(tx, media));
    }
    return std::ssize(batch);
}

}  // namespace

Result<void> remove_unattached(Server& server) {
    auto const before = server.clock().now() - unattached_lifetime;
    for (auto removed = batch_max; removed == batch_max;) {
        TRY(removed, server.db().write([&](db::Tx& tx) { return remove_batch(tx, before); },
                                       db::Urgency::background));
    }
    return {};
}

}  // namespace skein::media
