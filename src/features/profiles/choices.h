// The web app's choices (colours, columns, what is folded), kept with the account so that they are
// there on the next device. One JSON object an account; nothing here reads what is in it.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein::profiles {

inline constexpr std::size_t choices_bytes_max = 16 << 10;
inline constexpr int choices_depth_max = 8;
/// Of the request, where white space and escapes may make the same object longer.
inline constexpr std::uint64_t choices_body_bytes_max = 8 * choices_bytes_max;

/// They go with the account.
Result<void> forget_choices(db::Tx& tx, social::AccountRemoved const& event);

}  // namespace skein::profiles
