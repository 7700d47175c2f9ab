// What the reader's own filters make of posts in a mail.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::mail_notices {

struct Filtered {
    bool hidden = false;
    std::string warning;  ///< The title of a filter that warns, or "".
};

/// By the filters that hold among notifications, in all that people read of a post, as in the lists
/// of an app. Only posts that some filter finds are answered.
Result<std::unordered_map<StatusId, Filtered>> ask_filters(db::Tx& tx, AccountId reader,
                                                           std::span<social::Status const> posts);

}  // namespace skein::mail_notices
