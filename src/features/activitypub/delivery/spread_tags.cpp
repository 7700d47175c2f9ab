// Tags that people show on their profiles, and show no longer.

#include "core/server.h"
#include "features/activitypub/delivery/recipients.h"
#include "features/activitypub/delivery/spread.h"
#include "features/activitypub/documents/featured_tags.h"
#include "features/activitypub/remote_actors.h"
#include "social/tags.h"

namespace skein::activitypub {
namespace {

/// How it is written now, or, when it is shown no longer, how it was first written.
Result<std::optional<social::FeaturedTag>> find_shown(db::Tx& tx, SpreadFeaturedTag const& job) {
    TRY(auto featured, social::find_featured_tag(tx, job.account, job.tag));
    // What has been undone by now is not told.
    if (featured.has_value() != job.is_featured) return std::nullopt;
    if (featured) return featured;
    TRY(auto const tags, social::list_tags(tx, std::span(&job.tag, 1)));
    if (tags.empty()) return std::nullopt;
    social::FeaturedTag tag;
    tag.name = tags.front().display_name;
    tag.folded = tags.front().name;
    return tag;
}

Result<std::vector<Parcel>> compose(Desk const& desk, SpreadFeaturedTag const& job) {
    TRY(auto const tag, find_shown(desk.tx, job));
    if (!tag) return std::vector<Parcel>{};
    Recipients who;
    who.followers_of = job.account;
    TRY(auto inboxes, list_recipients(desk.tx, who));
    Parcel parcel;
    parcel.sender = job.account;
    parcel.activity = featured_tag_activity(desk.server, job.account, *tag, job.is_featured);
    parcel.inboxes = std::move(inboxes);
    parcel.priority = Priority::mass;
    parcel.subject = fmt::format("tag:{}:{}", job.account.value, job.tag.value);
    return std::vector{std::move(parcel)};
}

Result<void> spread_featured_tag(JobRun& run, SpreadFeaturedTag const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose(desk, job); });
}

Result<void> spread_later(db::Tx& tx, AccountId account, TagId tag, bool is_featured) {
    TRY(auto const local, is_local(tx, account));
    if (!local) return {};
    auto const subject = fmt::format("tag:{}:{}", account.value, tag.value);
    return enqueue(tx, SpreadFeaturedTag{account, tag, is_featured},
                   {.order_key = spread_order_key(subject)});
}
Result<void> hear_featured(db::Tx& tx, social::TagFeatured const& event) {
    return spread_later(tx, event.account, event.tag, true);
}
Result<void> hear_unfeatured(db::Tx& tx, social::TagUnfeatured const& event) {
    return spread_later(tx, event.account, event.tag, false);
}

}  // namespace

void install_spread_tags(Server& server) {
    server.on<social::TagFeatured>(hear_featured);
    server.on<social::TagUnfeatured>(hear_unfeatured);
    server.job<SpreadFeaturedTag>(spread_featured_tag);
}

}  // namespace skein::activitypub
