// Telling others: one serialisation for each activity, one durable job for each inbox, shared
// inboxes merged; order kept for each object and host.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/jobs.h"
#include "platform/db/tx.h"

namespace skein::activitypub {

struct Parcel {
    AccountId sender = {};      ///< Whose key signs it; zero: the instance actor.
    std::string activity = {};  ///< The bytes that are sent.
    std::vector<std::string> inboxes = {};
    Priority priority = Priority::normal;
    /// What it is about (`status:1`, `follow:1:2`, `actor:1`): those of one subject reach one host
    /// in the order they were sent.
    std::string subject = {};
    StatusId status = {};       ///< For `skein federation trace`; zero: none.
    bool to_followers = false;  ///< Sends the followers synchronisation header (FEP-8fcf).
};
/// Part of the transaction that promises it. Inboxes of refused domains and of dead hosts are left
/// out.
Result<void> send_parcel(db::Tx& tx, Parcel const& parcel);

/// Inboxes of the followers of a local account, shared ones merged.
Result<std::vector<std::string>> list_follower_inboxes(db::Tx& tx, AccountId account);
/// Of these accounts of other servers; a shared inbox only where `shared`.
Result<std::vector<std::string>> list_inboxes_of(db::Tx& tx, std::vector<AccountId> const& accounts,
                                                 bool shared);

}  // namespace skein::activitypub
