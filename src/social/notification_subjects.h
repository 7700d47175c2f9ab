// Notifications about what is no post: a report, a severance of relationships, a collection, a
// warning.
#pragma once

#include <span>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/account_warnings.h"
#include "social/collections.h"
#include "social/domains.h"
#include "social/notifications.h"
#include "social/reports.h"

namespace skein::social {

/// Stores one for a local account, once for each subject; publishes NotificationCreated. `from` may
/// be the account itself, where nobody else did it.
Result<void> notify_about(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                          std::int64_t subject);

/// Whether such a notification is about a collection.
bool is_about_collection(NotificationKind kind);
/// That somebody put the account into a collection, or changed one it is in. As `notify`: blocks,
/// mutes and the receiver's policy are asked first. That it changed is told anew each time, in
/// place of what was told before.
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
    std::vector<Of<Collection>> collections;
    std::vector<Of<AccountWarning>> warnings;

    static Result<NotificationSubjects> load(db::Tx& tx, std::span<Notification const> rows);
    Report const* report(NotificationId id) const;
    Severance const* severance(NotificationId id) const;
    Collection const* collection(NotificationId id) const;
    AccountWarning const* warning(NotificationId id) const;
};

}  // namespace skein::social
