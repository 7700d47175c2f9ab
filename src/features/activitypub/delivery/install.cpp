#include "features/activitypub/delivery/install.h"

#include "core/server.h"
#include "features/activitypub/console/console.h"
#include "features/activitypub/delivery/answers.h"
#include "features/activitypub/delivery/deliver.h"
#include "features/activitypub/delivery/follower_digests.h"
#include "features/activitypub/delivery/followers_sync.h"
#include "features/activitypub/delivery/gone_inboxes.h"
#include "features/activitypub/delivery/host_upkeep.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/delivery/parcels.h"
#include "features/activitypub/delivery/spread.h"

namespace skein::activitypub {
namespace {

/// Of what goes wrong before a request is made; what its answer means is `finish_delivery`'s word.
std::optional<Duration> preparing_retry(std::int64_t failures) {
    return delivery_pause(failures, 0);
}

}  // namespace

void install_delivery(Server& server) {
    server.part<Hosts>();
    install_follower_digests(server);
    server.network_job<DeliverActivity>(prepare_delivery, finish_delivery, preparing_retry);
    server.job<DispatchParcel>(dispatch_parcel);
    server.job<KeepHost>(keep_host);
    server.job<CallLateJobs>(call_late_jobs);
    server.job<ConfirmGone>(confirm_gone, LaneName::fetch);
    server.job<CompareFollowers>(compare_followers, LaneName::fetch);
    server.every("activitypub.keep_hosts", hosts_are_kept_every, keep_hosts);
    server.every("activitypub.sweep_parcels", std::chrono::hours(1), sweep_parcels);
    server.every("activitypub.sweep_comparisons", std::chrono::hours(6), sweep_comparisons);
    server.at_start(load_hosts);
    install_spread_statuses(server);
    install_spread_tags(server);
    install_spread_marks(server);
    install_spread_accounts(server);
    install_console(server);
}

}  // namespace skein::activitypub
