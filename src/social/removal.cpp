// Removing a post with everything that hangs on it, in one transaction.

#include "social/removal.h"
#include "core/events.h"
#include "core/server.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/media.h"
#include "social/status_columns.h"
#include "social/statuses.h"

namespace skein::social {
namespace {

/// Boosts removed in one write, about ten rows each. Those of a post that is gone are shown
/// nowhere, so that the rest may follow in a job.
constexpr std::int64_t boosts_a_write_max = 50, rows_of_boost = 10;
/// Marks on a post removed in one write, one row each.
constexpr std::int64_t marks_a_write_max = 200;

db::Query<Status> const list_boosts{
    "statuses.list_boosts", "SELECT " SKEIN_STATUS_COLUMNS
                            " FROM statuses s WHERE s.boost_of_id = $1 ORDER BY s.id LIMIT $2"};
db::Sql const remove_row{"statuses.remove", "DELETE FROM statuses WHERE id = $1"};
db::Sql const remove_stats{"status_stats.remove", "DELETE FROM status_stats WHERE status_id = $1"};
db::Sql const remove_mentions{"mentions.remove", "DELETE FROM mentions WHERE status_id = $1"};
db::Sql const remove_tags{"status_tags.remove", "DELETE FROM status_tags WHERE status_id = $1"};
db::Sql const remove_edits{"status_edits.remove", "DELETE FROM status_edits WHERE status_id = $1"};
db::Sql const remove_favourites{"favourites.remove_of_status",
                                "DELETE FROM favourites WHERE status_id = $1"};
db::Sql const remove_bookmarks{"bookmarks.remove_of_status",
                               "DELETE FROM bookmarks WHERE status_id = $1"};
#define SOME_OF_STATUS(table)                                  \
    "DELETE FROM " table " WHERE id IN (SELECT id FROM " table \
    " WHERE status_id = $1 "                                   \
    "LIMIT $2)"
db::Sql const remove_some_favourites{"favourites.remove_some_of_status",
                                     SOME_OF_STATUS("favourites")};
db::Sql const remove_some_bookmarks{"bookmarks.remove_some_of_status", SOME_OF_STATUS("bookmarks")};
db::Sql const remove_some_notices{"notifications.remove_some_of_status",
                                  SOME_OF_STATUS("notifications")};
#undef SOME_OF_STATUS
db::Sql const remove_pins{"pins.remove_of_status", "DELETE FROM pins WHERE status_id = $1"};
db::Sql const remove_public{"public_entries.remove",
                            "DELETE FROM public_entries WHERE status_id = $1"};
db::Sql const remove_notices{"notifications.remove_of_status",
                             "DELETE FROM notifications WHERE status_id = $1"};
db::Sql const uncount_reply{
    "status_stats.uncount_reply",
    "UPDATE status_stats SET replies_count = replies_count - 1 WHERE status_id = $1"};

Result<void> remove_rows(db::Tx& tx, StatusId id) {
    for (auto const* sql :
         {&remove_stats, &remove_mentions, &remove_tags, &remove_edits, &remove_favourites,
          &remove_bookmarks, &remove_pins, &remove_public, &remove_notices, &remove_row})
        TRY_OK(tx.run(*sql, id));
    return {};
}

Result<void> tell_removed(db::Tx& tx, Status const& status) {
    return publish(tx, StatusRemoved{status.id, status.account_id, status.network,
                                     status.visibility, status.boost_of_id});
}

/// Removes a batch of the boosts of a post; says how many.
Result<std::int64_t> remove_some_boosts(db::Tx& tx, StatusId original) {
    TRY(auto const boosts, tx.list(list_boosts, original, boosts_a_write_max));
    for (auto const& boost : boosts) {
        TRY_OK(tell_removed(tx, boost));
        TRY_OK(remove_rows(tx, boost.id));
        if (counts_for_all(boost.visibility))
            TRY_OK(count_on_account(tx, boost.account_id, -1, 0, 0));
    }
    return std::ssize(boosts);
}

}  // namespace

Result<void> remove_boosts(JobRun& run, RemoveBoosts const& job) {
    auto& db = run.server().db();
    while (true) {
        TRY(auto const removed,
            db.write([&](db::Tx& tx) { return remove_some_boosts(tx, job.original); },
                     db::Urgency::background));
        if (removed < boosts_a_write_max) return {};
    }
}

Result<std::int64_t> remove_some_hanging(db::Tx& tx, StatusId id) {
    TRY(auto const boosts, remove_some_boosts(tx, id));
    if (boosts > 0) return boosts * rows_of_boost;
    for (auto const* sql :
         {&remove_some_favourites, &remove_some_bookmarks, &remove_some_notices}) {
        TRY(auto const rows, tx.run(*sql, id, marks_a_write_max));
        if (rows > 0) return rows;
    }
    return 0;
}

Result<void> remove_status(db::Tx& tx, Status const& status, bool remove_files) {
    // Home entries are left to the sweep: reading skips what is gone.
    if (!status.boost_of_id) {
        TRY(auto const removed, remove_some_boosts(tx, status.id));
        if (removed == boosts_a_write_max)
            TRY_OK(enqueue(tx, RemoveBoosts{status.id}, {.priority = Priority::upkeep}));
    }
    TRY(auto const media, list_media_of(tx, std::span(&status.id, 1)));
    for (auto const& one : media)
        TRY_OK(remove_files ? social::remove_media(tx, one) : detach_media(tx, one));
    if ((status.marks & status_marks::has_poll) != 0) TRY_OK(remove_poll(tx, status.id));
    if ((status.marks & status_marks::has_quote) != 0) TRY_OK(remove_quote(tx, status));
    TRY_OK(tell_removed(tx, status));
    TRY_OK(remove_rows(tx, status.id));
    if (status.boost_of_id) TRY_OK(count_boost(tx, *status.boost_of_id, -1));
    if (!counts_for_all(status.visibility)) return {};
    if (status.in_reply_to_id) TRY_OK(tx.run(uncount_reply, *status.in_reply_to_id));
    return count_on_account(tx, status.account_id, -1, 0, 0);
}

}  // namespace skein::social
