// Notifications about what is no post: a report, a severance of relationships.
#pragma once

#include <span>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/domains.h"
#include "social/notifications.h"
#include "social/reports.h"

namespace skein::social {

/// Stores one for a local account, once for each subject; publishes NotificationCreated. `from` may
/// be the account itself, where nobody else did it.
Result<void> notify_about(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                          std::int64_t subject);

/// That somebody put the account into a collection, or changed one it is in. As `notify`: blocks,
/// mutes and the receiver's policy are asked first.
Result<void> notify_of_collection(db::Tx& tx, AccountId account, NotificationKind kind,
                                  AccountId from, std::int64_t collection);

/// The subjects of some notifications, for views. No statement when none of them has one.
struct NotificationSubjects {
    template <class Subject>
    struct Of {
        NotificationId notification;
        Subject subject;
    };
    std::vector<Of<Report>> reports;
    std::vector<Of<Severance>> severances;

    static Result<NotificationSubjects> load(db::Tx& tx, std::span<Notification const> rows);
    Report const* report(NotificationId id) const;
    Severance const* severance(NotificationId id) const;
};

}  // namespace skein::social
