// Parcels: an activity with those it is for, in the table, and the jobs that carry it. The contract
// with the rest of the feature is delivery.h; this is the inside.
//
// A small parcel's jobs are stored with it; those of a big one follow in a job of their own, a
// stretch in each transaction, so that nobody waits for five thousand rows.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/jobs.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/delivery/inboxes.h"

namespace skein::activitypub {

using ParcelId = Id<struct ParcelTag>;

/// A row of `activitypub_parcels` without its bytes.
struct ParcelHead {
    ParcelId id;
    AccountId sender_id;
    StatusId status_id;
    std::string kind, subject;
    Priority priority{};
    bool is_dispatched = false;
    std::int64_t dispatched = 0;
    Time expires_at{};
    db::Bytes inboxes;
    auto row() {
        return std::tie(id, sender_id, status_id, kind, subject, priority, is_dispatched,
                        dispatched, expires_at, inboxes);
    }
};

/// What is not told by then is not told any more. What ends something is worth telling longer.
inline constexpr auto news_lifetime = std::chrono::days(7);
inline constexpr auto end_lifetime = std::chrono::days(30);
inline constexpr std::size_t jobs_a_write_max = 200;
inline constexpr std::size_t parcel_inboxes_max = 100'000;
inline constexpr std::int64_t deliveries_kept_max = 2'000'000;

/// Delete, Undo, Reject, Block, Move, Remove: what must be true in the end.
bool is_end(std::string_view kind);

/// Carries one parcel to one inbox (deliver.h).
struct DeliverActivity {
    static constexpr std::string_view name = "activitypub.deliver";
    ParcelId parcel;
    std::int64_t inbox = 0;
    auto row() { return std::tie(parcel, inbox); }
};

/// Stores the jobs of a big parcel.
struct DispatchParcel {
    static constexpr std::string_view name = "activitypub.dispatch";
    ParcelId parcel;
    auto row() { return std::tie(parcel); }
};
Result<void> dispatch_parcel(JobRun& run, DispatchParcel const& job);

/// The subject of what is said of an account itself: its changes, its end.
std::string actor_subject(AccountId account);

/// Those of one subject reach one host in their order.
std::string order_key_of(std::string_view subject, std::string_view host);
Result<void> enqueue_delivery(db::Tx& tx, ParcelHead const& parcel, Inbox const& inbox);

Result<std::optional<ParcelHead>> find_parcel(db::Tx& tx, ParcelId id);
Result<std::vector<ParcelHead>> list_parcels(db::Tx& tx, std::vector<std::int64_t> const& ids);
/// Newest last, `limit` of the newest.
Result<std::vector<ParcelHead>> list_parcels_of(db::Tx& tx, StatusId status, std::int64_t limit);

/// Removes what is not worth telling any more, and what became of it. A schedule.
Result<void> sweep_parcels(Server& server);

}  // namespace skein::activitypub
