// What became of a post on its way to others: every inbox, every attempt, every answer.

#include <algorithm>
#include <map>

#include "base/url.h"
#include "core/host_jobs.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/console/console.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/delivery/number_set.h"

namespace skein::activitypub {
namespace {

/// A post may be gone long before its trace is: its number is enough.
std::optional<StatusId> status_in(Server const& server, std::string_view address) {
    auto const url = Url::parse(address);
    if (!url || !is_ours(server, address)) return std::nullopt;
    std::optional<StatusId> found;
    for (auto rest = std::string_view(url->path()); !rest.empty();) {
        auto const segment = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
        if (auto const id = parse_id(segment)) found = StatusId{*id};
    }
    return found;
}

/// What is asked of the database for the stops of a trace.
struct Material {
    std::map<std::int64_t, Inbox> inboxes;
    std::map<std::pair<std::int64_t, std::int64_t>, Delivery> deliveries;  ///< Parcel, inbox.
    std::map<std::pair<std::int64_t, std::int64_t>, Time> jobs;            ///< When they are due.
};

Result<void> read_jobs(db::Tx& tx, std::vector<ParcelHead> const& parcels, Material& material) {
    std::vector<std::string> keys;
    for (auto const& parcel : parcels) {
        for (auto const number : unpack_numbers(parcel.inboxes.data)) {
            auto const found = material.deliveries.find({parcel.id.value, number});
            auto const ended =
                found != material.deliveries.end() && found->second.state != DeliveryState::goes_on;
            auto const inbox = material.inboxes.find(number);
            if (!ended && inbox != material.inboxes.end())
                keys.push_back(order_key_of(parcel.subject, inbox->second.host));
        }
    }
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    TRY(auto const jobs, list_ordered_jobs(tx, keys, traced_stops_max));
    for (auto const& stored : jobs) {
        if (stored.name != DeliverActivity::name) continue;
        TRY(auto const job, read_job<DeliverActivity>(stored));
        material.jobs[{job.parcel.value, job.inbox}] = stored.run_at;
    }
    return {};
}

Result<Material> gather(db::Tx& tx, std::vector<ParcelHead> const& parcels) {
    Material material;
    std::vector<std::int64_t> ids, numbers;
    for (auto const& parcel : parcels) {
        ids.push_back(parcel.id.value);
        for (auto const number : unpack_numbers(parcel.inboxes.data)) numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    if (std::ssize(numbers) > traced_stops_max) numbers.resize(traced_stops_max);
    TRY(auto inboxes, list_inboxes(tx, numbers));
    for (auto& inbox : inboxes) material.inboxes.emplace(inbox.id, std::move(inbox));
    TRY(auto deliveries, list_deliveries_of(tx, ids, traced_stops_max));
    for (auto& delivery : deliveries)
        material.deliveries.emplace(std::pair(delivery.parcel_id.value, delivery.inbox_id),
                                    std::move(delivery));
    TRY_OK(read_jobs(tx, parcels, material));
    return material;
}

std::string words_of(Server& server, ParcelHead const& parcel, Inbox const& inbox,
                     Material const& material) {
    std::pair const key(parcel.id.value, inbox.id);
    auto const delivery = material.deliveries.find(key);
    auto const tried = delivery != material.deliveries.end();
    if (tried && delivery->second.state == DeliveryState::arrived) return "arrived";
    if (tried && delivery->second.state == DeliveryState::given_up) return "given up";
    auto const job = material.jobs.find(key);
    if (job == material.jobs.end())
        return parcel.is_dispatched ? "dropped: its host is dead, refused, or was told better"
                                    : "is being put into the queue";
    auto const now = server.clock().now();
    auto const health = server.part<Hosts>().find(inbox.host);
    if (health && health->state != HostState::well)
        return fmt::format("waits for its host, which does not answer; asked again at {}",
                           to_rfc3339(health->probe_at));
    if (job->second <= now) return "is on its way";
    return "next attempt at " + to_rfc3339(job->second);
}

TraceParcel trace_of(Server& server, ParcelHead const& head, Material const& material) {
    TraceParcel parcel{head.kind, id_time(head.id.value), {}};
    for (auto const number : unpack_numbers(head.inboxes.data)) {
        auto const inbox = material.inboxes.find(number);
        if (inbox == material.inboxes.end()) continue;
        auto& stop = parcel.stops.emplace_back();
        stop.inbox = inbox->second.address;
        stop.words = words_of(server, head, inbox->second, material);
        auto const delivery = material.deliveries.find({head.id.value, number});
        if (delivery != material.deliveries.end())
            stop.attempts = read_history(delivery->second.history);
    }
    std::ranges::sort(parcel.stops, {}, &TraceStop::inbox);
    return parcel;
}

}  // namespace

Result<std::vector<TraceParcel>> trace(Server& server, std::string_view address) {
    auto const status = status_in(server, address);
    if (!status)
        return fail(Errc::unprocessable, "This is no address of a post on this server: " +
                                             std::string(address.substr(0, 500)));
    return server.db().read([&](db::Tx& tx) -> Result<std::vector<TraceParcel>> {
        TRY(auto const parcels, list_parcels_of(tx, *status, traced_parcels_max));
        TRY(auto const material, gather(tx, parcels));
        std::vector<TraceParcel> all;
        for (auto const& parcel : parcels) all.push_back(trace_of(server, parcel, material));
        return all;
    });
}

}  // namespace skein::activitypub
