#include "features/streaming/hear.h"

#include "features/streaming/deliver.h"
#include "features/streaming/pump.h"
#include "social/events.h"
#include "social/tags.h"

namespace skein::streaming {
namespace {

db::Query<AccountId> const list_named{"streaming.list_named",
                                      "SELECT account_id FROM mentions WHERE status_id = $1"};

/// A quote that was decided on while its post was made is in that post.
constexpr auto made_together = std::chrono::seconds(1);

bool nobody_listens(db::Tx& tx) { return !tx.board().part<Desk>().is_open(); }

Result<void> tell(db::Tx& tx, Happening happening) {
    tx.after_commit([&pump = tx.board().part<Pump>(), happening = std::move(happening)]() mutable {
        pump.tell(std::move(happening));
    });
    return {};
}

Result<void> hear_published(db::Tx& tx, social::StatusPublished const& event) {
    if (event.quiet || nobody_listens(tx)) return {};
    return tell(tx, PostPublished{event.status});
}

Result<void> hear_edited(db::Tx& tx, social::StatusEdited const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, PostEdited{event.status});
}

Result<void> hear_policy(db::Tx& tx, social::StatusPolicyChanged const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, PostEdited{event.status});
}

Result<void> hear_quote(db::Tx& tx, social::QuoteDecided const& event) {
    if (nobody_listens(tx) || tx.now() - id_time(event.status.value) < made_together) return {};
    return tell(tx, PostEdited{event.status});
}

/// Its rows are there for the last time.
Result<void> hear_removed(db::Tx& tx, social::StatusRemoved const& event) {
    if (nobody_listens(tx)) return {};
    PostRemoved removed{event.status, event.author, event.visibility, {}, {}, {}};
    if (!event.boost_of) {
        TRY(removed.named, tx.list(list_named, event.status));
        if (event.visibility == social::Visibility::public_) {
            TRY(removed.place, find_public_place(tx, event.status));
            TRY(auto tags, social::list_tags_of(tx, std::span(&event.status, 1)));
            for (auto& tag : tags) removed.tags.push_back(std::move(tag.name));
        }
    }
    return tell(tx, std::move(removed));
}

Result<void> hear_notice(db::Tx& tx, social::NotificationCreated const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, Noticed{event.account, event.notification});
}

Result<void> hear_merged(db::Tx& tx, social::NotificationsMerged const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, NoticesMerged{event.account});
}

Result<void> hear_filters(db::Tx& tx, social::FiltersChanged const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, FiltersChanged{event.account});
}

Result<void> hear_conversation(db::Tx& tx, social::ConversationChanged const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, ConversationTold{event.account, event.conversation});
}

Result<void> hear_announcement(db::Tx& tx, social::AnnouncementPublished const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, AnnouncementTold{event.announcement});
}

Result<void> hear_reaction(db::Tx& tx, social::AnnouncementReacted const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, ReactionTold{event.announcement, event.emoji, event.count});
}

Result<void> hear_announcement_gone(db::Tx& tx, social::AnnouncementRemoved const& event) {
    if (nobody_listens(tx)) return {};
    return tell(tx, AnnouncementGone{event.announcement});
}

}  // namespace

void hear_events(Server& server) {
    server.on<social::StatusPublished>(hear_published);
    server.on<social::StatusEdited>(hear_edited);
    server.on<social::StatusPolicyChanged>(hear_policy);
    server.on<social::QuoteDecided>(hear_quote);
    server.on<social::StatusRemoved>(hear_removed);
    server.on<social::NotificationCreated>(hear_notice);
    server.on<social::NotificationsMerged>(hear_merged);
    server.on<social::FiltersChanged>(hear_filters);
    server.on<social::ConversationChanged>(hear_conversation);
    server.on<social::AnnouncementPublished>(hear_announcement);
    server.on<social::AnnouncementReacted>(hear_reaction);
    server.on<social::AnnouncementRemoved>(hear_announcement_gone);
    // A stream outlives the request that opened it, and must not outlive the right to it.
    server.part<Principals>().on_forget([&server](Principals::About const& about) {
        if (server.part<Desk>().is_open()) server.part<Pump>().tell(Doubted{0, about});
    });
}

}  // namespace skein::streaming
