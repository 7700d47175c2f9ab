// Inboxes of other servers: whose they are, and under which small number they are known here.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

/// A row of `activitypub_inboxes`.
struct Inbox {
    std::int64_t id = 0;
    std::string address, host;
    Time gone_at{};  ///< The epoch: not that we know.
    auto row() { return std::tie(id, address, host, gone_at); }
};

/// One that is gone is asked again after so long, in case that was a mistake of theirs.
inline constexpr auto gone_inbox_rest = std::chrono::days(7);

/// The rows of these addresses, made where there is none, in any order; what is no address of https
/// (or of http on a server of its own without it) is left out. Many new ones are made by
/// `know_inboxes` before.
Result<std::vector<Inbox>> intern_inboxes(db::Tx& tx, std::vector<std::string> const& addresses);
/// The same for any number of them, in several transactions; for a job, before the one that counts.
Result<void> know_inboxes(Server& server, std::vector<std::string> const& addresses);
Result<std::vector<Inbox>> list_inboxes(db::Tx& tx, std::span<std::int64_t const> ids);
/// Their addresses, in any order.
Result<std::vector<std::string>> list_inbox_addresses(db::Tx& tx,
                                                      std::span<std::int64_t const> ids);

/// The epoch: it is there again.
Result<void> mark_inbox_gone(db::Tx& tx, std::int64_t inbox, Time at);

/// Those of this host (of all, for "") are there again, as far as we know.
Result<void> forget_gone_inboxes(db::Tx& tx, std::string_view host);

/// Every shared inbox (or the only one) of servers where somebody is known, for what everybody must
/// hear. A page after this address.
Result<std::vector<std::string>> list_known_inboxes(db::Tx& tx, std::string_view after,
                                                    std::int64_t limit);

}  // namespace skein::activitypub
