// Refreshes in the background that a client may ask about: an answer shows what is known, its
// header `Mastodon-Async-Refresh` names the refresh that has begun, and the client asks for that
// until it is finished, then for the answer again.
//
// Invariants: (1) a refresh is begun in the transaction that stores its job, and finished in the
// job's last one, so it runs exactly as long as there is work; (2) of one subject at most one runs;
// (3) its id is drawn at random and told only to whoever was shown the subject; (4) it is forgotten
// an hour after it began, or after it was finished: a client that still waits then waits in vain.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/clock.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

inline constexpr auto async_refresh_lifetime = std::chrono::hours(1);

struct AsyncRefresh {
    std::string id;
    bool finished = false;
    std::optional<std::int64_t> result_count;  ///< Nothing: results are not counted.
    auto row() { return std::tie(id, finished, result_count); }
};

/// What to begin: its subject ("thread 123", a name of the caller's own making), and whether what
/// arrives is counted.
struct RefreshOf {
    std::string subject;
    bool counts = false;
};

/// The one of this id, running or finished, as long as it is remembered.
Result<std::optional<AsyncRefresh>> find_refresh(db::Tx& tx, std::string_view id);
/// The one that runs for this subject.
Result<std::optional<AsyncRefresh>> find_running_refresh(db::Tx& tx, std::string_view subject);
/// Begins one. Only when none runs: ask first, in the same transaction. `id` comes from
/// `new_refresh_id`, before the transaction.
Result<AsyncRefresh> begin_refresh(db::Tx& tx, std::string id, RefreshOf const& what);
std::string new_refresh_id(Server& server);
/// So many more results have arrived; nothing happens when none runs.
Result<void> count_refreshed(db::Tx& tx, std::string_view subject, std::int64_t results);
/// The work on this subject has ended, whatever came of it.
Result<void> finish_refresh(db::Tx& tx, std::string_view subject);
/// Removes those nobody may ask for any more, at most `limit`; answers how many.
Result<std::int64_t> remove_expired_refreshes(db::Tx& tx, std::int64_t limit);

inline constexpr std::string_view refresh_header_name = "Mastodon-Async-Refresh";
/// The header's value: `id="…", retry=3, result_count=2`.
std::string refresh_header(AsyncRefresh const& refresh, std::chrono::seconds retry);

}  // namespace skein::social
