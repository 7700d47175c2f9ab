// Reactions to announcements: whose they are, and how many there are of each.

#include <algorithm>

#include "base/ascii.h"
#include "base/emoji.h"
#include "core/events.h"
#include "core/server.h"
#include "social/announcements.h"
#include "social/emojis.h"

namespace skein::social {
namespace {

struct Count {
    std::string name;
    std::int64_t count = 0;
    auto row() { return std::tie(name, count); }
};
db::Query<Count> const list_counts{
    "announcement_reaction_counts.list",
    "SELECT name, count FROM announcement_reaction_counts WHERE announcement_id = $1"};
db::Sql const put{"announcement_reactions.put",
                  "INSERT INTO announcement_reactions (account_id, announcement_id, name) VALUES "
                  "($1, $2, $3) ON CONFLICT (account_id, announcement_id, name) DO NOTHING"};
db::Sql const remove_one{"announcement_reactions.remove",
                         "DELETE FROM announcement_reactions WHERE account_id = $1 AND "
                         "announcement_id = $2 AND name = $3"};
db::Query<std::int64_t> const count_one_more{
    "announcement_reaction_counts.add",
    "INSERT INTO announcement_reaction_counts (announcement_id, name, custom, count, first_at) "
    "VALUES ($1, $2, $3, 1, $4) ON CONFLICT (announcement_id, name) DO UPDATE SET count = "
    "announcement_reaction_counts.count + 1 RETURNING count"};
db::Query<std::int64_t> const count_one_less{
    "announcement_reaction_counts.subtract",
    "UPDATE announcement_reaction_counts SET count = count - 1 WHERE announcement_id = $1 AND name "
    "= $2 RETURNING count"};
db::Sql const remove_empty{"announcement_reaction_counts.remove_empty",
                           "DELETE FROM announcement_reaction_counts WHERE announcement_id = $1 "
                           "AND count <= 0"};
struct Given {
    AnnouncementId announcement;
    std::string name;
    auto row() { return std::tie(announcement, name); }
};
db::Query<Given> const take_given{
    "announcement_reactions.take_by",
    "DELETE FROM announcement_reactions WHERE account_id = $1 AND (announcement_id, name) IN "
    "(SELECT r.announcement_id, r.name FROM announcement_reactions r WHERE r.account_id = $1 "
    "LIMIT $2) RETURNING announcement_id, name"};
constexpr std::int64_t forgotten_a_write_max = 50;

struct ForgetReactions {
    static constexpr std::string_view name = "social.forget_announcement_reactions";
    AccountId account;
    auto row() { return std::tie(account); }
};

Result<void> check_shown(db::Tx& tx, AnnouncementId id) {
    TRY(auto const one, load_announcement(tx, id));
    return one.shown ? ok() : fail(Errc::not_found, "Record not found");
}

Result<void> count_less(db::Tx& tx, AnnouncementId id, std::string const& name) {
    TRY(auto const left, tx.find(count_one_less, id, name));
    if (!left) return {};
    if (*left <= 0) TRY_OK(tx.run(remove_empty, id));
    return publish(tx, AnnouncementReacted{id, name, std::max<std::int64_t>(*left, 0)});
}

Result<void> forget_reactions_later(db::Tx& tx, AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, ForgetReactions{event.account}, {.priority = Priority::upkeep});
}

Result<std::int64_t> forget_some(db::Tx& tx, AccountId account) {
    TRY(auto const given, tx.list(take_given, account, forgotten_a_write_max));
    for (auto const& one : given) TRY_OK(count_less(tx, one.announcement, one.name));
    return std::ssize(given);
}

// Few: at most `announcement_reactions_max` for each of `announcements_max`, in truth a handful.
Result<void> forget_reactions(JobRun& run, ForgetReactions const& job) {
    for (;;) {
        TRY(auto const taken,
            run.server().db().write([&](db::Tx& tx) { return forget_some(tx, job.account); },
                                    db::Urgency::background));
        if (taken == 0) return {};
    }
}

struct Named {
    std::string name;
    bool custom = false;
};

Result<Named> recognised(db::Tx& tx, std::string_view name) {
    if (auto emoji = one_emoji(name)) return Named{*std::move(emoji), false};
    std::string const shortcode(name);
    if (!shortcode.empty() && std::ranges::all_of(shortcode, is_name_character)) {
        TRY(auto const own, list_emojis(tx, "", std::span(&shortcode, 1)));
        if (!own.empty()) return Named{shortcode, true};
    }
    return fail(Errc::unprocessable, "Validation failed: Name is not a recognized emoji");
}

}  // namespace

Result<void> add_announcement_reaction(db::Tx& tx, AnnouncementId id, AccountId account,
                                       std::string_view name) {
    TRY_OK(check_shown(tx, id));
    TRY(auto const reaction, recognised(tx, name));
    TRY(auto const counts, tx.list(list_counts, id));
    if (std::ranges::find(counts, reaction.name, &Count::name) == counts.end() &&
        std::ssize(counts) >= announcement_reactions_max)
        return fail(Errc::unprocessable, "Validation failed: Limit of different reactions reached");
    TRY(auto const added, tx.run(put, account, id, reaction.name));
    if (!added) return {};
    TRY(auto const count, tx.load(count_one_more, id, reaction.name, reaction.custom, tx.now()));
    return publish(tx, AnnouncementReacted{id, reaction.name, count});
}

Result<void> remove_announcement_reaction(db::Tx& tx, AnnouncementId id, AccountId account,
                                          std::string_view name) {
    TRY_OK(check_shown(tx, id));
    // Also one whose picture is gone by now.
    auto const reaction = one_emoji(name).value_or(std::string(name));
    TRY(auto const removed, tx.run(remove_one, account, id, reaction));
    if (!removed) return fail(Errc::not_found, "Record not found");
    return count_less(tx, id, reaction);
}

void install_announcement_reactions(Server& server) {
    server.on<AccountRemoved>(forget_reactions_later);
    server.job<ForgetReactions>(forget_reactions);
}

}  // namespace skein::social
