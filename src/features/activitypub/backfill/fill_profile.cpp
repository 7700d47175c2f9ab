// The recent posts, boosts, pins and tags of another server's profile, from its outbox, `featured`
// and `featuredTags`.

#include "core/server.h"
#include "features/activitypub/activities/featured_tags.h"
#include "features/activitypub/actor_jobs.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/backfill/collections.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr int requests_max = 50;
constexpr auto time_max = std::chrono::seconds(30);
constexpr CollectionLimits outbox_limits{.pages = 2, .items = 40};
constexpr CollectionLimits featured_limits{.pages = 1, .items = 10};
constexpr auto pause = std::chrono::hours(24);

db::Query<Time> const find_filled{
    "activitypub_profiles.find",
    "SELECT fetched_at FROM activitypub_profiles WHERE account_id = $1"};
db::Sql const put_filled{
    "activitypub_profiles.put",
    "INSERT INTO activitypub_profiles (account_id, fetched_at) VALUES ($1, $2) "
    "ON CONFLICT (account_id) DO UPDATE SET fetched_at = $2"};
db::Query<StatusId> const list_pins{"activitypub.list_pins",
                                    "SELECT status_id FROM pins WHERE account_id = $1 ORDER BY id"};

struct Profile {
    Server& server;
    Actor actor;
    FetchBudget& budget;
};

/// Only what this actor wrote itself belongs to its profile.
bool is_by(OwnObject const& object, Profile const& profile) {
    return object.author().str() == profile.actor.address;
}

/// Posts that stand in the page are stored from it; others are asked for one by one, in jobs.
Result<void> take_post(Profile const& profile, Fetched const& page, json::Value item, bool pin) {
    auto& server = profile.server;
    if (item.is_object()) {
        auto const object = Authority::of_part(page, item);
        if (object && is_by(*object, profile)) {
            auto const stored = store_object(server, *object, profile.budget, {.quiet = true});
            // One that is no good does not keep the others away.
            if (!stored) return profile.budget.requests > 0 ? ok() : fail(stored.error());
            if (!pin || !*stored) return {};
        }
    }
    auto const id = id_of(item);
    if (!id || is_ours(server, id->str())) return {};
    auto const pinned_by = pin ? profile.actor.account_id : AccountId{};
    return server.db().write(
        [&](db::Tx& tx) {
            return enqueue(tx, FetchStatus{id->str(), pinned_by},
                           {.priority = Priority::person,
                            .unique_key = fmt::format("{} {}", pinned_by.value, id->str())});
        },
        db::Urgency::background);
}

Result<void> take_boost(Profile const& profile, json::Value activity) {
    auto& server = profile.server;
    auto const id = id_of(activity);
    auto const object = id_of(activity, "object");
    auto const origin = Iri::parse(profile.actor.address);
    if (!id || !object || !origin || !id->same_origin(*origin)) return {};
    auto const original = ensure_status(server, *object, profile.budget);
    if (!original || !*original) return {};
    auto const now = server.clock().now();
    auto const result = server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY(auto const status, social::find_status(tx, **original));
            if (!status) return {};
            TRY_OK(social::boost_status(
                tx,
                {.account = profile.actor.account_id,
                 .visibility = read_audience(activity).public_to ? social::Visibility::public_
                                                                 : social::Visibility::unlisted,
                 .network = social::Network::activitypub,
                 .address = id->str(),
                 .quiet = true,
                 .created_at = time_of(activity, "published", now).value_or(now)},
                *status));
            return {};
        },
        db::Urgency::background);
    // What may not be boosted is left out.
    return result || result.error().code == Errc::forbidden ? ok() : fail(result.error());
}

Result<void> fill_posts(Profile const& profile) {
    auto const outbox = Iri::parse(profile.actor.outbox);
    if (!outbox) return {};
    TRY_OK(read_collection(profile.server, *outbox, profile.budget, outbox_limits,
                           [&](Fetched const& page, json::Value item) -> Result<bool> {
                               if (has_type(item, "Announce")) {
                                   TRY_OK(take_boost(profile, item));
                                   return true;
                               }
                               auto const object =
                                   has_type(item, "Create") ? first_of(item, "object") : item;
                               if (object) TRY_OK(take_post(profile, page, *object, false));
                               return true;
                           }));
    return {};
}

/// What is no longer among the pins is unpinned.
Result<void> keep_pins(Profile const& profile, std::vector<std::string> const& addresses) {
    return profile.server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY(auto const pins, tx.list(list_pins, profile.actor.account_id));
            TRY(auto const statuses, social::list_statuses(tx, pins));
            for (auto const& status : statuses)
                if (std::ranges::find(addresses, status.address.value_or("")) == addresses.end())
                    TRY_OK(social::unpin_status(tx, profile.actor.account_id, status));
            return {};
        },
        db::Urgency::background);
}

Result<void> fill_pins(Profile const& profile) {
    auto const featured = Iri::parse(profile.actor.featured);
    if (!featured) return {};
    std::vector<std::string> addresses;
    TRY(auto const whole,
        read_collection(profile.server, *featured, profile.budget, featured_limits,
                        [&](Fetched const& page, json::Value item) -> Result<bool> {
                            if (auto const id = id_of(item)) addresses.push_back(id->str());
                            TRY_OK(take_post(profile, page, item, true));
                            return true;
                        }));
    return whole ? keep_pins(profile, addresses) : ok();
}

}  // namespace

Result<void> fill_profile(JobRun& run, FillProfile const& job) {
    auto& server = run.server();
    auto const now = server.clock().now();
    FetchBudget budget{.requests = requests_max, .until = now + time_max};
    std::optional<Actor> actor;
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const filled, tx.find(find_filled, job.account));
        if (filled && now - *filled < pause) return {};
        TRY(actor, find_actor(tx, job.account));
        return {};
    }));
    if (!actor) return {};
    Profile const profile{server, *actor, budget};
    // Each is worth having without the other; what its server cannot say now is asked tomorrow.
    (void)fill_pins(profile);
    (void)fill_featured_tags(server, *actor, budget);
    (void)fill_posts(profile);
    // Each post that was stored was counted once more: what its server says holds.
    auto const counts = ask_counts(server, *actor);
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(put_filled, job.account, tx.now()));
        return social::set_account_counts(tx, job.account, counts);
    });
}

Result<void> fetch_status(JobRun& run, FetchStatus const& job) {
    auto& server = run.server();
    auto const id = Iri::parse(job.address);
    if (!id) return {};
    FetchBudget budget{.requests = 10, .until = server.clock().now() + time_max};
    TRY(auto const status, ensure_status(server, *id, budget));
    if (!status || !job.pinned_by) return {};
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const found, social::find_status(tx, *status));
        // Whoever lists somebody else's post among the pins says nothing about that profile.
        if (!found || found->account_id != job.pinned_by || found->boost_of_id ||
            !social::counts_for_all(found->visibility))
            return {};
        return social::pin_status(tx, job.pinned_by, *found);
    });
}

}  // namespace skein::activitypub
