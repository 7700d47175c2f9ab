#include "features/activitypub/upkeep.h"

#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/deleted_objects.h"
#include "features/activitypub/status_facts.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

constexpr std::int64_t statuses_a_write_max = 50;
constexpr int writes_a_run_max = 100;

// Nobody here follows the author, wrote it, was named in it, answered, boosted, favourited, kept,
// quoted or voted in it, or was told of it. Looked through in order of id, a bounded stretch a
// time.
db::Query<StatusId> const list_old{
    "activitypub.list_old_statuses",
    "SELECT s.id FROM statuses s WHERE s.id > $1 AND s.id < $2 AND s.network = 1 "
    "ORDER BY s.id LIMIT $3"};
db::Query<StatusId> const list_untouched{
    "activitypub.list_untouched",
    "SELECT s.id FROM statuses s WHERE s.id IN {list:$1} "
    "AND NOT EXISTS (SELECT 1 FROM follows f JOIN homes h ON h.account_id = f.account_id "
    "WHERE f.target_id = s.account_id) "
    "AND NOT EXISTS (SELECT 1 FROM mentions m JOIN homes h ON h.account_id = m.account_id "
    "WHERE m.status_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM statuses r WHERE r.in_reply_to_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM statuses b WHERE b.boost_of_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM favourites f JOIN homes h ON h.account_id = f.account_id "
    "WHERE f.status_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM bookmarks k WHERE k.status_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM pins p WHERE p.status_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.quoted_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM polls o JOIN poll_votes v ON v.poll_id = o.id "
    "WHERE o.status_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.status_id = s.id)"};
constexpr std::int64_t looked_at_max = 1000;

Result<void> let_go(Server& server, std::vector<StatusId> const& ids) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            // Somebody may have touched one meanwhile.
            TRY(auto const still, tx.list(list_untouched, ids));
            TRY(auto const statuses, social::list_statuses(tx, still));
            for (auto const& status : statuses) {
                TRY_OK(social::remove_status(tx, status, true));
                TRY_OK(remove_status_facts(tx, status.id));
            }
            return {};
        },
        db::Urgency::background);
}

Result<void> let_go_of_untouched(Server& server) {
    auto const days = server.settings<RetentionConfig>().keep_untouched_days;
    if (days == 0) return {};
    StatusId const before{first_id_at(server.clock().now() - std::chrono::days(days))};
    StatusId after;
    for (int i = 0; i < writes_a_run_max; ++i) {
        std::vector<StatusId> old, untouched;
        TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
            TRY(old, tx.list(list_old, after, before, looked_at_max));
            TRY(untouched, tx.list(list_untouched, old));
            return {};
        }));
        if (old.empty()) return {};
        after = old.back();
        for (auto rest = std::span(untouched); !rest.empty();) {
            auto const part = rest.first(std::min<std::size_t>(rest.size(), statuses_a_write_max));
            rest = rest.subspan(part.size());
            TRY_OK(let_go(server, {part.begin(), part.end()}));
        }
    }
    return {};
}

}  // namespace

void install_upkeep(Server& server) {
    server.settings<RetentionConfig>();
    server.every("activitypub.let_go_of_untouched", std::chrono::hours(6), let_go_of_untouched);
    server.every("activitypub.sweep_deleted", std::chrono::minutes(10), sweep_deleted_objects);
}

}  // namespace skein::activitypub
