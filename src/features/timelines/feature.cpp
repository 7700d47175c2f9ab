#include "features/timelines/feature.h"

#include "core/server.h"
#include "features/timelines/config.h"
#include "features/timelines/handlers.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"
#include "social/events.h"
#include "social/tag_follows.h"

namespace skein::timelines {
namespace {

Result<void> sweep_removed(db::Tx& tx, social::StatusRemoved const& event) {
    TRY_OK(remove_waiting_posts(tx, std::span(&event.status, 1)));
    return enqueue(tx, SweepStatus{event.status, event.author}, {.priority = Priority::upkeep});
}

Result<void> merge_later(db::Tx& tx, social::FollowAccepted const& event) {
    return enqueue(tx, MergeFollows{event.account, tx.now()},
                   {.unique_key = to_string(event.account)});
}

/// What was hidden while it came has no entries.
Result<void> merge_unmuted(db::Tx& tx, social::AccountUnmuted const& event) {
    return enqueue(tx, MergeFollowed{event.account, event.target});
}

/// What was read apart has no entries either.
Result<void> merge_widened(db::Tx& tx, social::HomeWidened const& event) {
    return enqueue(tx, MergeFollows{event.account, Time{}},
                   {.unique_key = "all " + to_string(event.account)});
}

Result<void> sweep_unfollowed(db::Tx& tx, social::FollowRemoved const& event) {
    return enqueue(tx, SweepAuthor{event.account, event.target}, {.priority = Priority::upkeep});
}

/// A tag that very many follow is asked for by their homes instead.
Result<void> merge_tag_later(db::Tx& tx, social::TagFollowed const& event) {
    TRY_OK(make_wide_beyond(tx, event.tag, tx.board().part<Pace>().fan_out_max));
    return enqueue(tx, MergeTag{event.account, event.tag});
}

Result<void> sweep_tag_later(db::Tx& tx, social::TagUnfollowed const& event) {
    return enqueue(tx, SweepTag{event.account, event.tag}, {.priority = Priority::upkeep});
}

void install_routes(Server& server) {
    server.get("/api/v1/timelines/home", show_home,
               {.scope = "read:statuses",
                .returns = "[Status]",
                .summary = "Posts of the people one follows. 206 while it is being rebuilt."});
    server.get("/api/v1/timelines/public", show_public,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Status]",
                .summary = "Public posts of this server and others."});
    server.get("/api/v1/timelines/tag/{name}", show_tag,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Status]",
                .summary = "Public posts with a tag."});
    server.get("/api/v1/accounts/{id}/statuses", show_account_statuses,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Status]",
                .summary = "The posts of one account."});
}

}  // namespace

void install(Server& server) {
    server.part<Pace>().gather_for =
        std::chrono::milliseconds(server.settings<TimelinesConfig>().gather_milliseconds);
    server.part<Pace>().fan_out_max = server.settings<TimelinesConfig>().fan_out_max;
    install_routes(server);
    server.on<social::StatusPublished>(fan_out_later);
    server.on<social::StatusRemoved>(sweep_removed);
    server.on<social::FollowAccepted>(merge_later);
    server.on<social::AccountUnmuted>(merge_unmuted);
    server.on<social::HomeWidened>(merge_widened);
    server.on<social::FollowRemoved>(sweep_unfollowed);
    server.on<social::TagFollowed>(merge_tag_later);
    server.on<social::TagUnfollowed>(sweep_tag_later);
    server.job<FanOutStatus>(fan_out);
    server.job<RebuildHome>(rebuild_home);
    server.job<MergeFollows>(merge_follows);
    server.job<MergeFollowed>(merge_followed);
    server.job<MergeTag>(merge_tag);
    server.job<SweepTag>(sweep_tag);
    server.job<SweepAuthor>(sweep_author);
    server.job<SweepStatus>(sweep_status);
    server.every("timelines.trim_homes", std::chrono::minutes(10), trim_homes);
    server.every("timelines.retire_homes", std::chrono::hours(6), retire_homes);
}

}  // namespace skein::timelines
