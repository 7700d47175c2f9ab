#include "features/profiles/accept_requests.h"

#include "core/server.h"
#include "social/relations.h"

namespace skein::profiles {
namespace {

constexpr std::int64_t batch_max = 50;

Result<std::int64_t> accept_batch(db::Tx& tx, AccountId target) {
    TRY(auto const account, social::load_account(tx, target));
    if (account.locked) return 0;
    Page page;
    page.limit = batch_max;
    TRY(auto const waiting, social::list_follow_requests(tx, target, page));
    for (auto const& request : waiting)
        TRY_OK(social::accept_follow_request(tx, target, request.id));
    return std::ssize(waiting);
}

}  // namespace

Result<void> accept_requests(JobRun& run, AcceptRequests const& job) {
    for (auto accepted = batch_max; accepted == batch_max;) {
        TRY(accepted,
            run.server().db().write([&](db::Tx& tx) { return accept_batch(tx, job.account); },
                                    db::Urgency::background));
    }
    return {};
}

}  // namespace skein::profiles
