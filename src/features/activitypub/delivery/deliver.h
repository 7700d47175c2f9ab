// Carrying one parcel to one inbox: a network job, signed for each request. What came of it is
// written into `activitypub_deliveries`, where people can read it; a delivery that is given up
// leaves no dead job behind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/jobs.h"
#include "features/activitypub/delivery/parcels.h"

namespace skein::activitypub {

enum class DeliveryState : std::int64_t { goes_on = 0, arrived = 1, given_up = 2 };

/// A row of `activitypub_deliveries`: what became of a parcel at an inbox.
struct Delivery {
    ParcelId parcel_id;
    std::int64_t inbox_id = 0;
    DeliveryState state{};
    std::int64_t attempts = 0;
    std::int64_t knocks = 0;  ///< Signatures refused at once, in this attempt.
    std::string wanted;       ///< The `Accept-Signature` that is being answered.
    std::string location;     ///< Where the inbox sent us.
    std::string history;      ///< `microseconds words` a line.
    auto row() {
        return std::tie(parcel_id, inbox_id, state, attempts, knocks, wanted, location, history);
    }
};

Result<Prepared> prepare_delivery(Server& server, DeliverActivity const& job);
Result<Verdict> finish_delivery(db::Tx& tx, DeliverActivity const& job, Outcome const& outcome);

/// One attempt, as people read it.
struct Attempt {
    Time at{};
    std::string words;
};
std::vector<Attempt> read_history(std::string_view history);

Result<std::vector<Delivery>> list_deliveries_of(db::Tx& tx,
                                                 std::vector<std::int64_t> const& parcels,
                                                 std::int64_t limit);
/// Deliveries that were given up, of parcels that are still there, oldest first, after this one.
/// `host` "": of all.
struct LostDelivery {
    ParcelId parcel_id;
    std::int64_t inbox_id = 0;
    auto row() { return std::tie(parcel_id, inbox_id); }
};
Result<std::vector<LostDelivery>> list_lost_deliveries(db::Tx& tx, std::string_view host,
                                                       LostDelivery const& after,
                                                       std::int64_t limit);
/// They are on their way again, as if never tried; their history stays.
Result<void> deliver_again(db::Tx& tx, std::vector<LostDelivery> const& lost);

}  // namespace skein::activitypub
