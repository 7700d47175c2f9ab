#include "features/discovery/directory.h"

#include "core/server.h"
#include "features/discovery/handlers.h"
#include "social/admission.h"
#include "social/domains.h"
#include "social/views/views.h"

namespace skein::discovery {
namespace {

constexpr std::int64_t limit_max = 80, offset_max = 10'000;
constexpr std::int64_t rows_a_write_max = 400;
constexpr int writes_a_run_max = 2000;

// $1 the viewer, $2 how many, $3 after how many.
#define DIRECTORY(where, order) \
    "SELECT d.account_id FROM directory d JOIN accounts a ON a.id = d.account_id WHERE " where   \
    SKEIN_RECOMMENDABLE("a")                                                                     \
    " AND ($1 = 0 OR (NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND "          \
    "b.target_id = a.id) OR (b.account_id = a.id AND b.target_id = $1)) AND NOT EXISTS (SELECT " \
    "1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = a.id) "                            \
    "AND " SKEIN_DOMAIN_SHOWN_TO_1("a") ")) ORDER BY " order " LIMIT $2 OFFSET $3"
#define BY_ACTIVITY "d.active_at DESC, d.account_id DESC"
#define BY_AGE "d.account_id DESC"
db::Query<AccountId> const active{"directory.active", DIRECTORY("", BY_ACTIVITY)};
db::Query<AccountId> const active_local{"directory.active_local",
                                        DIRECTORY("d.is_local AND ", BY_ACTIVITY)};
db::Query<AccountId> const newest{"directory.newest", DIRECTORY("", BY_AGE)};
db::Query<AccountId> const newest_local{"directory.newest_local",
                                        DIRECTORY("d.is_local AND ", BY_AGE)};

// To the hour: a busy author costs one change of the index in an hour.
db::Sql const touch{"directory.touch",
                    "UPDATE directory SET active_at = $2 WHERE account_id = $1 AND active_at < $2"};
db::Sql const put{
    "directory.put",
    "INSERT INTO directory (account_id, is_local, active_at) SELECT a.id, a.network = 0, "
    "c.last_status_at FROM accounts a JOIN account_stats c ON c.account_id = a.id WHERE a.id = $1 "
    "AND " SKEIN_RECOMMENDABLE("a") " ON CONFLICT (account_id) DO NOTHING"};
db::Sql const drop{
    "directory.drop",
    "DELETE FROM directory WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM accounts a WHERE "
    "a.id = $1 AND " SKEIN_RECOMMENDABLE("a") ")"};

db::Query<AccountId> const list_missing{
    "directory.list_missing",
    "SELECT a.id FROM accounts a WHERE a.id > $1 AND " SKEIN_RECOMMENDABLE(
        "a") " AND NOT EXISTS (SELECT 1 FROM directory d WHERE d.account_id = a.id) ORDER BY a.id "
             "LIMIT $2"};
db::Query<AccountId> const list_stale{
    "directory.list_stale",
    "SELECT d.account_id FROM directory d WHERE d.account_id > $1 AND NOT EXISTS (SELECT 1 FROM "
    "accounts a WHERE a.id = d.account_id AND " SKEIN_RECOMMENDABLE(
        "a") ") ORDER BY d.account_id LIMIT $2"};

/// Applies one statement to all accounts that another lists, some at a time.
Result<void> sweep(Server& server, db::Query<AccountId> const& list, db::Sql const& apply) {
    AccountId after;
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const ids,
            server.db().read([&](db::Tx& tx) { return tx.list(list, after, rows_a_write_max); }));
        if (ids.empty()) return {};
        after = ids.back();
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                for (auto const id : ids) TRY_OK(tx.run(apply, id));
                return {};
            },
            db::Urgency::background));
        if (std::ssize(ids) < rows_a_write_max) return {};
    }
    return {};
}

}  // namespace

Result<std::vector<AccountId>> list_directory_page(db::Tx& tx, AccountId viewer,
                                                   DirectoryPage const& page) {
    auto const& query =
        page.newest ? (page.local ? newest_local : newest) : (page.local ? active_local : active);
    return tx.list(query, viewer, page.limit, page.offset);
}

Result<void> note_activity(db::Tx& tx, social::StatusPublished const& event) {
    if (event.quiet || !social::counts_for_all(event.visibility)) return {};
    auto const hour = std::chrono::floor<std::chrono::hours>(tx.now());
    TRY_OK(tx.run(touch, event.author, Time(hour)));
    return {};
}

Result<void> note_account(db::Tx& tx, social::AccountUpdated const& event) {
    TRY_OK(tx.run(drop, event.account));
    TRY_OK(tx.run(put, event.account));
    return {};
}

Result<void> refresh_directory(Server& server) {
    TRY_OK(sweep(server, list_stale, drop));
    return sweep(server, list_missing, put);
}

Result<Reply> list_directory(Call& call, ListDirectory const& input) {
    DirectoryPage const page{.newest = input.order == "new",
                             .local = input.local,
                             .limit = std::clamp<std::int64_t>(input.limit, 1, limit_max),
                             .offset = std::clamp<std::int64_t>(input.offset, 0, offset_max)};
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const ids, list_directory_page(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_accounts({call.server(), tx, call.viewer()}, ids, out); }));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::discovery
