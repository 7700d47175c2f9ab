// The digest: once a week, for whoever wants it and has not been here, what waits unread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/server.h"
#include "social/mailing.h"
#include "social/users.h"

namespace skein::mail_notices {

inline constexpr std::chrono::days away_for{7}, digest_every{7};
/// Whoever does not come back is written to for so long and no longer.
inline constexpr std::chrono::days away_for_max{180};
inline constexpr std::int64_t digests_a_day_max = 20'000;

/// Promises digests to whom they are due, in batches; daily. To nobody without a mail server: a
/// promise counts as that week's digest.
Result<void> promise_digests(Server& server);

/// Nothing when its reader is back, or nothing waits any more that they would be shown.
Result<std::optional<social::MailText>> compose_digest(Server& server, social::User const& user);

}  // namespace skein::mail_notices
