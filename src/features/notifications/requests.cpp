#include "features/notifications/requests.h"

#include "core/events.h"
#include "core/paged_query.h"
#include "core/server.h"
#include "social/events.h"
#include "social/notification_columns.h"

namespace skein::notifications {
namespace {

// Mentions and quotes: what somebody asks to be read.
#define WAITING                                                                          \
    "FROM notifications w WHERE w.from_account_id = r.from_account_id AND w.account_id " \
    "= r.account_id AND w.kind IN (1, 13) AND w.filtered = TRUE"
#define WAITING_COUNT "(SELECT COUNT(*) FROM (SELECT w.id " WAITING " LIMIT 100) AS waiting)"
#define SHOWN_REQUESTS                                                                   \
    "FROM notification_requests r WHERE r.account_id = $1 AND r.decided_at IS NULL AND " \
    "EXISTS (SELECT 1 " WAITING ") AND " SKEIN_SENDER_SHOWN_TO_1("r")

PagedQuery<Request> const shown{
    "notification_requests.list",
    "SELECT r.id, r.from_account_id, r.last_status_id, r.created_at, r.updated_at, " WAITING_COUNT
    " " SHOWN_REQUESTS,
    "r.id"};
db::Query<WaitingCounts> const count_shown{
    "notification_requests.count",
    "SELECT COUNT(*), CAST(COALESCE(SUM(one.waits), 0) AS BIGINT) FROM (SELECT " WAITING_COUNT
    " AS waits " SHOWN_REQUESTS " ORDER BY r.id DESC LIMIT $2) AS one"};

db::Sql const permit_senders{
    "notification_requests.permit",
    "INSERT INTO notification_permissions (account_id, from_account_id, created_at) SELECT "
    "r.account_id, r.from_account_id, $3 FROM notification_requests r WHERE r.account_id = $1 AND "
    "r.decided_at IS NULL AND r.id IN {list:$2} ON CONFLICT (account_id, from_account_id) DO "
    "NOTHING"};
db::Sql const decide{
    "notification_requests.decide",
    "UPDATE notification_requests SET decided_at = $3, accepted = $4 WHERE account_id = $1 AND "
    "decided_at IS NULL AND id IN {list:$2}"};

struct Decided {
    RequestId id;
    AccountId account, from;
    Time decided_at{};
    bool accepted = false;
    auto row() { return std::tie(id, account, from, decided_at, accepted); }
};
db::Query<Decided> const list_decided{
    "notification_requests.list_decided",
    "SELECT id, account_id, from_account_id, decided_at, accepted FROM notification_requests WHERE "
    "account_id = $1 AND decided_at IS NOT NULL ORDER BY id LIMIT $2"};
db::Query<RequestId> const find_accepted{
    "notification_requests.find_accepted",
    "SELECT id FROM notification_requests WHERE account_id = $1 AND decided_at IS NOT NULL AND "
    "accepted = TRUE LIMIT 1"};

#define SOME_FILTERED                                                                       \
    "(SELECT n.id FROM notifications n WHERE n.from_account_id = $2 AND n.account_id = $1 " \
    "AND n.filtered = TRUE"
db::Sql const let_in{"notification_requests.let_in",
                     "UPDATE notifications SET filtered = FALSE WHERE id IN " SOME_FILTERED
                     " ORDER BY n.id LIMIT $3)"};
db::Sql const remove_waiting{"notification_requests.remove_waiting",
                             "DELETE FROM notifications WHERE id IN " SOME_FILTERED
                             " AND n.created_at <= $4 ORDER BY n.id LIMIT $3)"};
constexpr std::int64_t batch_max = 200;

db::Sql const remove_settled{
    "notification_requests.remove_settled",
    "DELETE FROM notification_requests AS r WHERE r.id = $1 AND NOT EXISTS (SELECT 1 " WAITING ")"};
// Something came after the decision: a new question.
db::Sql const ask_again{"notification_requests.ask_again",
                        "UPDATE notification_requests SET decided_at = NULL, accepted = FALSE "
                        "WHERE id = $1"};

/// Moves or removes a batch; says whether there may be more.
Result<bool> settle_some(db::Tx& tx, Decided const& one) {
    TRY(auto const moved,
        one.accepted ? tx.run(let_in, one.account, one.from, batch_max)
                     : tx.run(remove_waiting, one.account, one.from, batch_max, one.decided_at));
    if (moved == batch_max) return true;
    TRY_OK(tx.run(remove_settled, one.id));
    TRY_OK(tx.run(ask_again, one.id));
    return false;
}

Result<void> settle(Server& server, Decided const& one) {
    while (true) {
        TRY(auto const more, server.db().write([&](db::Tx& tx) { return settle_some(tx, one); },
                                               db::Urgency::background));
        if (!more) return {};
    }
}

}  // namespace

Result<std::vector<Request>> list_requests(db::Tx& tx, AccountId account, Page const& page) {
    return list_page(tx, shown, page, account);
}

Result<Request> load_request(db::Tx& tx, AccountId account, RequestId id) {
    // Nothing lies above the highest number there is.
    if (!id || id.value == INT64_MAX) return fail(Errc::not_found, "Record not found");
    TRY(auto const rows,
        list_requests(tx, account, {.max_id = id.value + 1, .floor_id = id.value - 1, .limit = 1}));
    if (rows.empty()) return fail(Errc::not_found, "Record not found");
    return rows.front();
}

Result<WaitingCounts> count_waiting(db::Tx& tx, AccountId account) {
    return tx.load(count_shown, account, count_max);
}

Result<std::int64_t> decide_requests(db::Tx& tx, AccountId account,
                                     std::vector<RequestId> const& ids, Decision decision) {
    auto const accepted = decision == Decision::accept;
    if (accepted) TRY_OK(tx.run(permit_senders, account, ids, tx.now()));
    TRY(auto const decided, tx.run(decide, account, ids, tx.now(), accepted));
    if (decided > 0)
        TRY_OK(enqueue(tx, SettleRequests{account},
                       {.priority = Priority::person, .unique_key = to_string(account)}));
    return decided;
}

Result<bool> is_merged(db::Tx& tx, AccountId account) {
    TRY(auto const waiting, tx.find(find_accepted, account));
    return !waiting;
}

Result<void> settle_requests(JobRun& run, SettleRequests const& job) {
    auto& server = run.server();
    TRY(auto const decided, server.db().read([&](db::Tx& tx) {
        return tx.list(list_decided, job.account, static_cast<std::int64_t>(decided_max));
    }));
    bool merged = false;
    for (auto const& one : decided) {
        TRY_OK(settle(server, one));
        merged = merged || one.accepted;
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const more, tx.find(list_decided, job.account, 1));
        if (more)
            TRY_OK(enqueue(tx, job,
                           {.priority = Priority::person, .unique_key = to_string(job.account)}));
        return merged ? publish(tx, social::NotificationsMerged{job.account}) : ok();
    });
}

}  // namespace skein::notifications
