// Which inboxes know a post of this server: those it was sent to, and those of people who answered,
// boosted or favourited it. They hear when it is changed (if it is for everybody) and when it ends.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::activitypub {

inline constexpr std::size_t reached_inboxes_max = 20'000;

/// In order.
Result<std::vector<std::int64_t>> list_reached(db::Tx& tx, StatusId status);
Result<void> add_reached(db::Tx& tx, StatusId status, std::span<std::int64_t const> inboxes);
/// The inbox of somebody elsewhere who did something with a post of this server.
Result<void> add_reached_by(db::Tx& tx, StatusId status, AccountId account);
Result<void> forget_reached(db::Tx& tx, StatusId status);

}  // namespace skein::activitypub
