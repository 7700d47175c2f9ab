#include "features/activitypub/serve/tombstones.h"

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/documents/writing.h"

namespace skein::activitypub {
namespace {

db::Query<Tombstone> const find{"activitypub_tombstones.find",
                                "SELECT id, account_id FROM activitypub_tombstones WHERE id = $1"};
db::Sql const put{"activitypub_tombstones.put",
                  "INSERT INTO activitypub_tombstones (id, account_id, removed_at) "
                  "VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING"};

}  // namespace

Result<std::optional<Tombstone>> find_tombstone(db::Tx& tx, std::int64_t id) {
    return tx.find(find, id);
}

std::string tombstone_of(Server const& server, Tombstone const& tombstone) {
    if (tombstone.id != tombstone.account_id.value)
        return tombstone_document(server, tombstone.account_id, StatusId{tombstone.id});
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", actor_address(server, tombstone.account_id));
        out.field("type", "Tombstone");
    });
}

Result<void> remember_status(db::Tx& tx, social::StatusRemoved const& event) {
    if (event.network != social::Network::local || event.boost_of ||
        !social::counts_for_all(event.visibility))
        return {};
    TRY_OK(tx.run(put, event.status, event.author, tx.now()));
    return {};
}

Result<void> remember_account(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    TRY_OK(tx.run(put, event.account.value, event.account, tx.now()));
    return {};
}

void install_tombstones(Server& server) {
    server.on<social::StatusRemoved>(remember_status);
    server.on<social::AccountRemoved>(remember_account);
}

}  // namespace skein::activitypub
