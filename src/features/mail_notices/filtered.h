// What the reader's own filters make of a post in a mail.
#pragma once

#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::mail_notices {

struct Filtered {
    bool hidden = false;
    std::string warning;  ///< The title of a filter that warns, or "".
};

/// By the filters that hold among notifications, in what a mail may show: the warning and the text.
Result<Filtered> ask_filters(db::Tx& tx, AccountId reader, social::Status const& post);

}  // namespace skein::mail_notices
