#include "features/activitypub/delivery/spread.h"

#include "core/server.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/delivery/parcels.h"
#include "features/activitypub/keys.h"
#include "social/account_removal.h"

namespace skein::activitypub {
namespace {

Result<std::vector<Parcel>> compose_in(Server& server, Compose const& compose) {
    auto parcels = server.db().read([&](db::Tx& tx) { return compose(Desk{server, tx}); });
    if (!parcels && (parcels.error().code == Errc::not_found || parcels.error().code == Errc::gone))
        return std::vector<Parcel>{};
    return parcels;
}

Result<void> hand_over(JobRun& run, AccountId speaker, Compose const& compose,
                       Besides const& besides) {
    auto& server = run.server();
    TRY_OK(load_own_keys(server, speaker));
    TRY(auto const parcels, compose_in(server, compose));
    for (auto const& parcel : parcels)
        if (parcel.inboxes.size() > jobs_a_write_max) TRY_OK(know_inboxes(server, parcel.inboxes));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        for (auto const& parcel : parcels)
            if (!parcel.inboxes.empty()) TRY_OK(send_parcel(tx, parcel));
        return besides ? besides(tx) : Result<void>{};
    });
}

}  // namespace

std::string spread_order_key(std::string_view subject) {
    return "activitypub.spread:" + std::string(subject);
}

Result<void> spread(JobRun& run, AccountId speaker, Compose const& compose,
                    Besides const& besides) {
    TRY(auto const ended,
        run.server().db().read([&](db::Tx& tx) { return social::was_removed(tx, speaker); }));
    if (!ended) return hand_over(run, speaker, compose, besides);
    return run.finish([&](db::Tx& tx) { return besides ? besides(tx) : Result<void>{}; });
}

Result<void> spread_end(JobRun& run, AccountId speaker, Compose const& compose) {
    return hand_over(run, speaker, compose, {});
}

}  // namespace skein::activitypub
