// What every statement about notifications shares: the columns of a row, and what a reader is shown
// of the stored rows, since blocks, sanctions and audiences may have changed after they were
// stored. For `.cpp` files with statements.
#pragma once

#include "social/audience.h"
#include "social/domains.h"

namespace skein::social {

/// As `Notification` reads them.
#define SKEIN_NOTIFICATION_COLUMNS(row)                                                           \
    row ".id, " row ".account_id, " row ".kind, " row ".from_account_id, " row ".status_id, " row \
        ".created_at, " row ".group_id"

/// Whether who caused a row is shown to the reader, who is parameter $1.
#define SKEIN_SENDER_SHOWN_TO_1(row) \
    "EXISTS (SELECT 1 FROM accounts fa WHERE fa.id = " row                                    \
    ".from_account_id AND fa.state <> 2 AND " SKEIN_DOMAIN_SHOWN_TO_1("fa")                   \
    ") AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND b.target_id = " row \
    ".from_account_id) OR (b.account_id = " row ".from_account_id AND b.target_id = $1))"

/// The same of the whole row, with the post it shows.
#define SKEIN_NOTIFICATION_SHOWN_TO_1(row)                                                  \
    SKEIN_SENDER_SHOWN_TO_1(row)                                                            \
    " AND (" row ".status_id IS NULL OR EXISTS (SELECT 1 FROM statuses s WHERE s.id = " row \
    ".status_id AND " SKEIN_VISIBLE_TO_1 "))"

}  // namespace skein::social
