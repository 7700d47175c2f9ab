#include "social/async_refreshes.h"

#include <fmt/format.h>

#include "core/server.h"

namespace skein::social {
namespace {

/// Nobody guesses 128 bits.
constexpr std::size_t id_bytes = 16;

db::Query<AsyncRefresh> const find_by_id{
    "async_refreshes.find",
    "SELECT id, finished, result_count FROM async_refreshes WHERE id = $1 AND expires_at > $2"};
db::Query<AsyncRefresh> const find_running{
    "async_refreshes.find_running",
    "SELECT id, finished, result_count FROM async_refreshes "
    "WHERE subject = $1 AND finished = FALSE AND expires_at > $2 LIMIT 1"};
db::Sql const insert{"async_refreshes.insert",
                     "INSERT INTO async_refreshes (id, subject, finished, result_count, "
                     "expires_at) VALUES ($1, $2, FALSE, $3, $4)"};
db::Sql const count{"async_refreshes.count",
                    "UPDATE async_refreshes SET result_count = result_count + $2 "
                    "WHERE subject = $1 AND finished = FALSE"};
db::Sql const finish{"async_refreshes.finish",
                     "UPDATE async_refreshes SET finished = TRUE, expires_at = $2 "
                     "WHERE subject = $1 AND finished = FALSE"};
db::Sql const remove_expired{"async_refreshes.remove_expired",
                             "DELETE FROM async_refreshes WHERE id IN (SELECT id FROM "
                             "async_refreshes WHERE expires_at <= $1 LIMIT $2)"};

}  // namespace

Result<std::optional<AsyncRefresh>> find_refresh(db::Tx& tx, std::string_view id) {
    return tx.find(find_by_id, id, tx.now());
}

Result<std::optional<AsyncRefresh>> find_running_refresh(db::Tx& tx, std::string_view subject) {
    return tx.find(find_running, subject, tx.now());
}

Result<AsyncRefresh> begin_refresh(db::Tx& tx, std::string id, RefreshOf const& what) {
    AsyncRefresh refresh;
    refresh.id = std::move(id);
    if (what.counts) refresh.result_count = 0;
    TRY_OK(tx.run(insert, refresh.id, what.subject, refresh.result_count,
                  tx.now() + async_refresh_lifetime));
    return refresh;
}

std::string new_refresh_id(Server& server) { return server.random().token(id_bytes); }

Result<void> count_refreshed(db::Tx& tx, std::string_view subject, std::int64_t results) {
    TRY_OK(tx.run(count, subject, results));
    return {};
}

Result<void> finish_refresh(db::Tx& tx, std::string_view subject) {
    TRY_OK(tx.run(finish, subject, tx.now() + async_refresh_lifetime));
    return {};
}

Result<std::int64_t> remove_expired_refreshes(db::Tx& tx, std::int64_t limit) {
    return tx.run(remove_expired, tx.now(), limit);
}

std::string refresh_header(AsyncRefresh const& refresh, std::chrono::seconds retry) {
    auto value = fmt::format("id=\"{}\", retry={}", refresh.id, retry.count());
    if (refresh.result_count) value += fmt::format(", result_count={}", *refresh.result_count);
    return value;
}

}  // namespace skein::social
