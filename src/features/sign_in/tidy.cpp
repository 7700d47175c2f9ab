#include "features/sign_in/tidy.h"

#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

constexpr std::int64_t people_per_sweep = 400;

}  // namespace

Result<void> tidy(Server& server) {
    auto const before = server.clock().now() - social::unproven_sign_up_age_max;
    TRY(auto const stale, server.db().read([&](db::Tx& tx) {
        return social::list_stale_sign_ups(tx, before, people_per_sweep);
    }));
    for (auto const id : stale) {
        auto const removed = server.db().write(
            [&](db::Tx& tx) { return social::remove_sign_up(tx, id); }, db::Urgency::background);
        // Somebody may follow the account already; then it stays.
        if (!removed && removed.error().code != Errc::conflict) return fail(Error(removed.error()));
    }
    return {};
}

}  // namespace skein::sign_in
