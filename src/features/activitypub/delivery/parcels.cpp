#include "features/activitypub/delivery/parcels.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "core/host_jobs.h"
#include "core/server.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/delivery/number_set.h"
#include "features/activitypub/delivery/reached.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

#define PARCEL_HEAD                                                                              \
    "id, sender_id, status_id, kind, subject, priority, is_dispatched, dispatched, expires_at, " \
    "inboxes"

db::Sql const insert_parcel{"activitypub_parcels.insert",
                            "INSERT INTO activitypub_parcels (" PARCEL_HEAD
                            ", to_followers, activity) "
                            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
db::Query<ParcelHead> const find_head{
    "activitypub_parcels.find", "SELECT " PARCEL_HEAD " FROM activitypub_parcels WHERE id = $1"};
db::Query<ParcelHead> const list_heads{
    "activitypub_parcels.list",
    "SELECT " PARCEL_HEAD " FROM activitypub_parcels WHERE id IN {list:$1} ORDER BY id"};
db::Query<ParcelHead> const list_of_status{
    "activitypub_parcels.list_of_status",
    "SELECT " PARCEL_HEAD
    " FROM activitypub_parcels WHERE status_id = $1 AND status_id <> 0 "
    "ORDER BY id DESC LIMIT $2"};
db::Query<ParcelId> const find_undispatched{
    "activitypub_parcels.find_undispatched",
    "SELECT id FROM activitypub_parcels WHERE subject = $1 AND NOT is_dispatched LIMIT 1"};
db::Sql const note_dispatched{
    "activitypub_parcels.note_dispatched",
    "UPDATE activitypub_parcels SET dispatched = $2, is_dispatched = $3 WHERE id = $1"};

/// The type of an activity of ours.
std::string kind_of_activity(std::string_view activity) {
    auto const document = json::Document::parse(activity);
    return document ? std::string(document->root().get_text("type")) : std::string();
}

/// Without those of refused domains, of dead hosts, and those that are gone.
std::vector<Inbox> keep_reachable(db::Tx& tx, std::vector<Inbox> inboxes) {
    auto const& book = tx.board().part<social::DomainBook>();
    auto const& hosts = tx.board().part<Hosts>();
    std::erase_if(inboxes, [&](Inbox const& inbox) {
        auto const gone =
            inbox.gone_at != Time{} && tx.now() - inbox.gone_at < Duration(gone_inbox_rest);
        return gone || book.verdict(inbox.host).refused() || hosts.is_dead(inbox.host, tx.now());
    });
    std::ranges::sort(inboxes, {}, &Inbox::id);
    if (inboxes.size() > parcel_inboxes_max) inboxes.resize(parcel_inboxes_max);
    return inboxes;
}

Result<void> store_parcel(db::Tx& tx, ParcelHead const& head, Parcel const& parcel) {
    TRY_OK(tx.run(insert_parcel, head.id, head.sender_id, head.status_id, head.kind, head.subject,
                  head.priority, head.is_dispatched, head.dispatched, head.expires_at, head.inboxes,
                  parcel.to_followers, parcel.activity));
    return {};
}

/// What still waits for a host that is away is void: the last word is enough. Its own deliveries to
/// other inboxes of the host are not what came before it.
Result<void> replace_waiting(db::Tx& tx, ParcelHead const& head, Inbox const& inbox) {
    if (head.kind != "Delete" || tx.board().part<Hosts>().is_well(inbox.host)) return {};
    TRY_OK(remove_ordered_jobs(tx, order_key_of(head.subject, inbox.host), head.id.value));
    return {};
}

/// The next stretch of a big parcel; false when it was the last.
Result<bool> dispatch_some(db::Tx& tx, ParcelId id) {
    TRY(auto const head, find_parcel(tx, id));
    if (!head || head->is_dispatched) return false;
    auto const all = unpack_numbers(head->inboxes.data);
    auto const done = std::min(static_cast<std::size_t>(head->dispatched), all.size());
    auto const part = std::span(all).subspan(done, std::min(all.size() - done, jobs_a_write_max));
    TRY(auto const inboxes, list_inboxes(tx, part));
    for (auto const& inbox : inboxes) TRY_OK(enqueue_delivery(tx, *head, inbox));
    auto const last = done + part.size() == all.size();
    TRY_OK(tx.run(note_dispatched, id, static_cast<std::int64_t>(done + part.size()), last));
    return !last;
}

}  // namespace

bool is_end(std::string_view kind) {
    constexpr std::array<std::string_view, 6> ends{"Delete", "Undo", "Reject",
                                                   "Block",  "Move", "Remove"};
    return std::ranges::find(ends, kind) != ends.end();
}

std::string actor_subject(AccountId account) { return "actor:" + to_string(account); }

std::string order_key_of(std::string_view subject, std::string_view host) {
    return "activitypub:" + std::string(subject) + ":" + std::string(host);
}

Result<void> enqueue_delivery(db::Tx& tx, ParcelHead const& parcel, Inbox const& inbox) {
    TRY_OK(replace_waiting(tx, parcel, inbox));
    auto const held = tx.board().part<Hosts>().held_until(inbox.host, tx.now());
    return enqueue(tx, DeliverActivity{parcel.id, inbox.id},
                   {.not_before = held.value_or(Time{}),
                    .priority = parcel.priority,
                    .order_key = order_key_of(parcel.subject, inbox.host),
                    .host = inbox.host});
}

Result<void> send_parcel(db::Tx& tx, Parcel const& parcel) {
    TRY(auto interned, intern_inboxes(tx, parcel.inboxes));
    auto const inboxes = keep_reachable(tx, std::move(interned));
    if (inboxes.empty()) return {};
    std::vector<std::int64_t> ids;
    for (auto const& inbox : inboxes) ids.push_back(inbox.id);
    if (parcel.status) TRY_OK(add_reached(tx, parcel.status, ids));

    ParcelHead head;
    head.id = tx.new_id<ParcelId>();
    head.sender_id = parcel.sender;
    head.status_id = parcel.status;
    head.kind = kind_of_activity(parcel.activity);
    head.subject = parcel.subject;
    head.priority = parcel.priority;
    head.expires_at =
        tx.now() + (is_end(head.kind) ? Duration(end_lifetime) : Duration(news_lifetime));
    head.inboxes = {pack_numbers(std::move(ids))};
    // What comes after a big one of the same subject waits behind it.
    TRY(auto const before, tx.find(find_undispatched, parcel.subject));
    head.is_dispatched = inboxes.size() <= jobs_a_write_max && !before;
    TRY_OK(store_parcel(tx, head, parcel));
    if (!head.is_dispatched)
        return enqueue(
            tx, DispatchParcel{head.id},
            {.priority = head.priority, .order_key = "activitypub.parcels:" + parcel.subject});
    for (auto const& inbox : inboxes) TRY_OK(enqueue_delivery(tx, head, inbox));
    return {};
}

Result<void> dispatch_parcel(JobRun& run, DispatchParcel const& job) {
    while (true) {
        TRY(auto const more,
            run.server().db().write([&](db::Tx& tx) { return dispatch_some(tx, job.parcel); },
                                    db::Urgency::background));
        if (!more) return {};
    }
}

Result<std::optional<ParcelHead>> find_parcel(db::Tx& tx, ParcelId id) {
    return tx.find(find_head, id);
}

Result<std::vector<ParcelHead>> list_parcels(db::Tx& tx, std::vector<std::int64_t> const& ids) {
    if (ids.empty()) return std::vector<ParcelHead>{};
    return tx.list(list_heads, ids);
}

Result<std::vector<ParcelHead>> list_parcels_of(db::Tx& tx, StatusId status, std::int64_t limit) {
    TRY(auto heads, tx.list(list_of_status, status, limit));
    std::ranges::reverse(heads);
    return heads;
}

}  // namespace skein::activitypub
