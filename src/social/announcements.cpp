#include "social/announcements.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/numbers.h"
#include "base/text.h"
#include "core/events.h"
#include "core/server.h"
#include "social/network.h"
#include "social/post_entities.h"
#include "social/post_text.h"

namespace skein::social {
namespace {

#define ANNOUNCEMENT_COLUMNS                                                        \
    "id, shown, all_day, starts_at, ends_at, over_at, scheduled_at, published_at, " \
    "created_at, updated_at, mentioned, statuses, text, html"
#define ANNOUNCEMENT_ORDER \
    " ORDER BY COALESCE(starts_at, scheduled_at, published_at, created_at), id"
db::Query<Announcement> const find_one{
    "announcements.find", "SELECT " ANNOUNCEMENT_COLUMNS " FROM announcements WHERE id = $1"};
db::Query<Announcement> const list_all{
    "announcements.list", "SELECT " ANNOUNCEMENT_COLUMNS " FROM announcements" ANNOUNCEMENT_ORDER};
db::Query<Announcement> const list_shown{"announcements.list_shown",
                                         "SELECT " ANNOUNCEMENT_COLUMNS
                                         " FROM announcements WHERE shown" ANNOUNCEMENT_ORDER};
db::Query<std::int64_t> const count_all{"announcements.count",
                                        "SELECT COUNT(*) FROM announcements"};
db::Sql const insert{"announcements.insert",
                     "INSERT INTO announcements (" ANNOUNCEMENT_COLUMNS
                     ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};
db::Sql const update{
    "announcements.update",
    "UPDATE announcements SET shown = $2, all_day = $3, starts_at = $4, ends_at = $5, over_at = "
    "$6, scheduled_at = $7, published_at = $8, updated_at = $9, mentioned = $10, statuses = $11, "
    "text = $12, html = $13 WHERE id = $1"};
db::Sql const remove_one{"announcements.remove", "DELETE FROM announcements WHERE id = $1"};
db::Sql const show_due{"announcements.show_due",
                       "UPDATE announcements SET shown = TRUE, published_at = COALESCE("
                       "published_at, $2) WHERE id = $1 AND NOT shown AND scheduled_at <= $2 AND "
                       "COALESCE(over_at > $2, TRUE)"};
db::Sql const hide_over{
    "announcements.hide_over",
    "UPDATE announcements SET shown = FALSE WHERE id = $1 AND shown AND over_at <= $2"};

db::Query<AnnouncementId> const list_dismissed{
    "announcement_dismissals.list",
    "SELECT announcement_id FROM announcement_dismissals WHERE account_id = $1"};
db::Sql const dismiss{"announcement_dismissals.put",
                      "INSERT INTO announcement_dismissals (account_id, announcement_id) VALUES "
                      "($1, $2) ON CONFLICT (account_id, announcement_id) DO NOTHING"};
db::Sql const forget_dismissals_by{"announcement_dismissals.forget_by",
                                   "DELETE FROM announcement_dismissals WHERE account_id = $1"};
db::Sql const forget_dismissals_of{
    "announcement_dismissals.forget_of",
    "DELETE FROM announcement_dismissals WHERE announcement_id = $1 AND account_id IN (SELECT "
    "d.account_id FROM announcement_dismissals d WHERE d.announcement_id = $1 LIMIT $2)"};
db::Sql const forget_reactions_of{
    "announcement_reactions.forget_of",
    "DELETE FROM announcement_reactions WHERE announcement_id = $1 AND account_id IN (SELECT "
    "r.account_id FROM announcement_reactions r WHERE r.announcement_id = $1 LIMIT $2)"};
db::Sql const forget_counts_of{
    "announcement_reaction_counts.forget_of",
    "DELETE FROM announcement_reaction_counts WHERE announcement_id = $1"};

constexpr std::int64_t forgotten_at_once = 400;
constexpr std::size_t statuses_max = 10;

struct PublishAnnouncement {
    static constexpr std::string_view name = "social.publish_announcement";
    AnnouncementId announcement;
    auto row() { return std::tie(announcement); }
};
struct EndAnnouncement {
    static constexpr std::string_view name = "social.end_announcement";
    AnnouncementId announcement;
    auto row() { return std::tie(announcement); }
};
struct ForgetAnnouncement {
    static constexpr std::string_view name = "social.forget_announcement";
    AnnouncementId announcement;
    auto row() { return std::tie(announcement); }
};

Result<void> publish_announcement(JobRun& run, PublishAnnouncement const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const changed, tx.run(show_due, job.announcement, tx.now()));
        return changed ? publish(tx, AnnouncementPublished{job.announcement}) : ok();
    });
}

Result<void> end_announcement(JobRun& run, EndAnnouncement const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const changed, tx.run(hide_over, job.announcement, tx.now()));
        return changed ? publish(tx, AnnouncementRemoved{job.announcement}) : ok();
    });
}

Result<void> forget_announcement(JobRun& run, ForgetAnnouncement const& job) {
    for (auto const* sql : {&forget_dismissals_of, &forget_reactions_of}) {
        std::int64_t removed = 1;
        while (removed > 0) {
            TRY(removed, run.server().db().write([&](db::Tx& tx) {
                return tx.run(*sql, job.announcement, forgotten_at_once);
            }));
        }
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(forget_counts_of, job.announcement));
        return {};
    });
}

/// A job for each moment that was ever set; those that no longer hold find nothing to do.
template <class Job>
Result<void> enqueue_at(db::Tx& tx, AnnouncementId id, std::optional<Time> at) {
    if (!at || *at <= tx.now()) return {};
    auto key = fmt::format("{}:{}", id.value, at->time_since_epoch().count());
    return enqueue(tx, Job{id}, {.not_before = *at, .unique_key = std::move(key)});
}

Result<void> keep_moments(db::Tx& tx, Announcement const& one) {
    if (!one.shown) TRY_OK(enqueue_at<PublishAnnouncement>(tx, one.id, one.scheduled_at));
    return enqueue_at<EndAnnouncement>(tx, one.id, one.over_at);
}

/// `/@name/ID` and the other address of a post of our own.
std::optional<StatusId> own_status_in(std::string_view link, std::string_view public_url) {
    if (!link.starts_with(public_url)) return std::nullopt;
    auto const path = link.substr(public_url.size());
    if (!path.starts_with("/@") && !path.starts_with("/ap/users/")) return std::nullopt;
    auto const id = parse_id(path.substr(path.rfind('/') + 1));
    return id ? std::optional(StatusId{*id}) : std::nullopt;
}

Result<std::optional<StatusId>> find_linked(Server& server, db::Tx& tx, std::string_view link) {
    if (auto const own = own_status_in(link, server.public_url())) return own;
    auto const url = Url::parse(link);
    if (!url) return std::nullopt;
    for (auto const& network : server.part<Networks>().all) {
        TRY(auto const found, network->find(server, tx, *url));
        if (found.status) return found.status;
    }
    return std::nullopt;
}

template <class AnyId>
std::string json_of(std::vector<AnyId> const& ids) {
    json::Writer out;
    out.array([&] {
        for (auto const id : ids) out.value(id.value);
    });
    return out.take();
}

Result<void> read_text(Server& server, db::Tx& tx, std::string const& text, Announcement& into) {
    into.text = text;
    TRY(auto const mentioned,
        list_mentioned(tx, handles_in(text), server.public_url(), server.domain()));
    into.html = std::string(render_note(text, mentioned, server.public_url()).str());
    std::vector<AccountId> people;
    for (auto const& one : mentioned) people.push_back(one.account);
    into.mentioned = json_of(people);
    std::vector<StatusId> statuses;
    for (auto const& entity : entities_in(text)) {
        if (entity.kind != PostEntity::Kind::link || statuses.size() == statuses_max) continue;
        TRY(auto const status, find_linked(server, tx, entity.text));
        if (status && std::ranges::find(statuses, *status) == statuses.end())
            statuses.push_back(*status);
    }
    into.statuses = json_of(statuses);
    return {};
}

Result<std::string> checked_text(AnnouncementDraft const& draft) {
    auto text = clean_post_text(draft.text);
    if (text.empty()) return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    if (has_more_graphemes(text, announcement_characters_max))
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: Text is too long (maximum is {} characters)",
                                announcement_characters_max));
    return text;
}

/// Everything of the draft, and whether it is shown now.
Result<void> apply(Server& server, db::Tx& tx, AnnouncementDraft const& draft, Announcement& one) {
    TRY(auto const text, checked_text(draft));
    one.all_day = draft.all_day;
    one.starts_at = draft.starts_at;
    one.ends_at = draft.ends_at;
    one.over_at = draft.ends_at;
    if (one.all_day && one.over_at) *one.over_at = midnight(*one.over_at) + std::chrono::days(1);
    one.scheduled_at = draft.scheduled_at;
    if (one.ends_at && one.starts_at && *one.ends_at < *one.starts_at)
        return fail(Errc::unprocessable, "Validation failed: Ends at must be after its beginning");
    if (one.over_at && one.scheduled_at && *one.over_at <= *one.scheduled_at)
        return fail(Errc::unprocessable,
                    "Validation failed: Ends at must be after it is published");
    auto const now = tx.now();
    one.shown =
        (!one.scheduled_at || *one.scheduled_at <= now) && (!one.over_at || *one.over_at > now);
    if (one.shown && !one.published_at) one.published_at = now;
    one.updated_at = now;
    return read_text(server, tx, text, one);
}

Result<void> forget_reader(db::Tx& tx, AccountRemoved const& event) {
    if (event.local) TRY_OK(tx.run(forget_dismissals_by, event.account));
    return {};
}

}  // namespace

Result<AnnouncementId> insert_announcement(Server& server, db::Tx& tx,
                                           AnnouncementDraft const& draft) {
    TRY(auto const kept, tx.load(count_all));
    if (kept >= announcements_max)
        return fail(Errc::unprocessable,
                    "Validation failed: Too many announcements; remove some of the old ones");
    Announcement one;
    TRY_OK(apply(server, tx, draft, one));
    one.id = tx.new_id<AnnouncementId>();
    one.created_at = tx.now();
    TRY_OK(tx.run(insert, one.id, one.shown, one.all_day, one.starts_at, one.ends_at, one.over_at,
                  one.scheduled_at, one.published_at, one.created_at, one.updated_at, one.mentioned,
                  one.statuses, one.text, one.html));
    TRY_OK(keep_moments(tx, one));
    if (one.shown) TRY_OK(publish(tx, AnnouncementPublished{one.id}));
    return one.id;
}

Result<void> update_announcement(Server& server, db::Tx& tx, AnnouncementId id,
                                 AnnouncementDraft const& draft) {
    TRY(auto one, load_announcement(tx, id));
    auto const before = one.shown;
    TRY_OK(apply(server, tx, draft, one));
    TRY_OK(tx.run(update, one.id, one.shown, one.all_day, one.starts_at, one.ends_at, one.over_at,
                  one.scheduled_at, one.published_at, one.updated_at, one.mentioned, one.statuses,
                  one.text, one.html));
    TRY_OK(keep_moments(tx, one));
    if (one.shown) return publish(tx, AnnouncementPublished{id});
    return before ? publish(tx, AnnouncementRemoved{id}) : ok();
}

Result<void> remove_announcement(db::Tx& tx, AnnouncementId id) {
    TRY(auto const one, load_announcement(tx, id));
    TRY_OK(tx.run(remove_one, id));
    TRY_OK(enqueue(tx, ForgetAnnouncement{id}));
    return one.shown ? publish(tx, AnnouncementRemoved{id}) : ok();
}

Result<Announcement> load_announcement(db::Tx& tx, AnnouncementId id) {
    return tx.load(find_one, id);
}

Result<std::vector<Announcement>> list_announcements(db::Tx& tx) { return tx.list(list_all); }

Result<std::vector<ShownAnnouncement>> list_shown_announcements(db::Tx& tx, AccountId reader,
                                                                bool with_dismissed) {
    TRY(auto rows, tx.list(list_shown));
    TRY(auto const dismissed, tx.list(list_dismissed, reader));
    std::vector<ShownAnnouncement> shown;
    for (auto& row : rows) {
        auto const read = std::ranges::find(dismissed, row.id) != dismissed.end();
        if (!read || with_dismissed) shown.push_back({std::move(row), read});
    }
    return shown;
}

Result<void> dismiss_announcement(db::Tx& tx, AnnouncementId id, AccountId reader) {
    TRY(auto const one, load_announcement(tx, id));
    if (!one.shown) return fail(Errc::not_found, "Record not found");
    TRY_OK(tx.run(dismiss, reader, id));
    return {};
}

void install_announcements(Server& server) {
    server.part<Networks>();
    server.job<PublishAnnouncement>(publish_announcement);
    server.job<EndAnnouncement>(end_announcement);
    server.job<ForgetAnnouncement>(forget_announcement);
    server.on<AccountRemoved>(forget_reader);
    install_announcement_reactions(server);
}

}  // namespace skein::social
