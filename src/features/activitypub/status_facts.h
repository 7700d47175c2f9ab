// What the protocol knows of another server's post beyond the domain: where its thread goes on, and
// whether its author has sent it here.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::activitypub {

struct StatusFacts {
    StatusId status_id;
    std::string replies, context;  ///< Collections of its own host, or "".
    /// False for what was fetched: when its author sends it after all, homes get it then.
    bool is_announced = false;
    Time thread_fetched_at{};
    Time fetched_at{};
    auto row() {
        return std::tie(status_id, replies, context, is_announced, thread_fetched_at, fetched_at);
    }
};

Result<std::optional<StatusFacts>> find_status_facts(db::Tx& tx, StatusId status);
Result<void> put_status_facts(db::Tx& tx, StatusFacts const& facts);
Result<void> remove_status_facts(db::Tx& tx, StatusId status);

}  // namespace skein::activitypub
