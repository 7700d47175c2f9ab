#include "features/mail_notices/digest.h"

#include <algorithm>
#include <vector>

#include "base/html.h"
#include "base/text.h"
#include "features/mail_notices/filtered.h"
#include "features/mail_notices/notices.h"
#include "features/mail_notices/wishes.h"
#include "social/locales.h"
#include "social/notifications.h"
#include "social/pages.h"
#include "social/presence.h"
#include "social/standing.h"
#include "social/statuses.h"

namespace skein::mail_notices {
namespace {

using social::NotificationKind;
using Composed = Result<std::optional<social::MailText>>;

constexpr std::int64_t batch_max = 100, looked_at_max = 100;
constexpr std::size_t told_max = 8, excerpt_characters_max = 160;

/// What a digest counts and lists.
social::NotificationFilter told() {
    return {.kinds = {NotificationKind::mention, NotificationKind::follow,
                      NotificationKind::follow_request}};
}

// Whose turn it is: of those after $1 who want it ($2), away since before $3 and not for ever ($4),
// not written to since $5, with something unread of these kinds ($7) that is newer than the last
// digest. 1 is the marker of notifications.
db::Query<UserId> const list_due{
    "mail_notice_wishes.list_due",
    "SELECT u.id FROM mail_notice_wishes w JOIN users u ON u.id = w.user_id JOIN accounts a ON "
    "a.id = u.account_id WHERE w.user_id > $1 AND (w.kinds & $2) <> 0 AND u.last_active_at < $3 "
    "AND u.last_active_at > $4 AND w.digest_at < $5 AND " SKEIN_MAY_ACT("u", "a")
    " AND EXISTS (SELECT 1 FROM notifications n WHERE n.account_id = u.account_id AND n.filtered = "
    "FALSE AND n.kind IN {list:$7} AND n.created_at > w.digest_at AND n.id > "
    "COALESCE((SELECT m.last_read_id FROM markers m WHERE m.account_id = u.account_id AND "
    "m.timeline = 1), 0)) ORDER BY w.user_id LIMIT $6"};
db::Sql const note_digest{"mail_notice_wishes.note_digest",
                          "UPDATE mail_notice_wishes SET digest_at = $2 WHERE user_id IN "
                          "{list:$1}"};

/// Promises the next batch; answers how many, and moves `after` behind them.
Result<std::int64_t> promise_batch(db::Tx& tx, UserId& after) {
    auto const now = tx.now();
    TRY(auto const due,
        tx.list(list_due, after, bit_of(Kind::digest), now - away_for, now - away_for_max,
                now - digest_every, batch_max, social::wanted_kinds(told())));
    if (due.empty()) return 0;
    TRY_OK(tx.run(note_digest, due, now));
    for (auto const user : due)
        TRY_OK(enqueue(
            tx, social::SendMail{user, mail_name(Kind::digest), {}},
            {.priority = Priority::upkeep, .unique_key = "digest:" + skein::to_string(user)}));
    after = due.back();
    return static_cast<std::int64_t>(due.size());
}

/// What waits, with what a line about it needs.
struct Waiting {
    social::Account own;
    std::string count;  ///< Of all that waits; `rows` are the newest of it.
    std::vector<social::Notification> rows;
    std::vector<social::Account> from;
    std::vector<social::Status> posts;
};

/// Loads what is unread, without what is of people or in conversations muted since, and without
/// posts that the reader's filters hide; a filter that warns stands for the text.
Result<void> load_unread(db::Tx& tx, AccountId account, Waiting& waiting) {
    auto& rows = waiting.rows;
    TRY(auto const read, social::find_last_read_notification(tx, account));
    TRY(rows, social::list_notifications(tx, account, told(),
                                         {.floor_id = read, .limit = looked_at_max}));
    auto const has_more = rows.size() == std::size_t{looked_at_max};
    std::vector<NotificationId> ids;
    std::vector<StatusId> posts;
    for (auto const& row : rows) {
        ids.push_back(row.id);
        if (row.status_id) posts.push_back(*row.status_id);
    }
    TRY(auto const left, list_still_told(tx, account, ids));
    TRY(waiting.posts, social::list_statuses(tx, posts));
    TRY(auto const filtered, ask_filters(tx, account, waiting.posts));
    std::erase_if(rows, [&](social::Notification const& row) {
        if (std::ranges::find(left, row.id) == left.end()) return true;
        auto const found = row.status_id ? filtered.find(*row.status_id) : filtered.end();
        return found != filtered.end() && found->second.hidden;
    });
    for (auto& post : waiting.posts)
        if (auto const found = filtered.find(post.id);
            found != filtered.end() && !found->second.warning.empty())
            post.spoiler_text = found->second.warning;
    waiting.count = std::to_string(rows.size()) + (has_more ? "+" : "");
    if (rows.size() > told_max) rows.resize(told_max);
    return {};
}

Result<std::optional<Waiting>> find_waiting(db::Tx& tx, social::User const& user) {
    Waiting waiting;
    TRY(waiting.own, social::load_account(tx, user.account_id));
    TRY(auto const wishes, load_wishes(tx, user.id));
    auto const here = tx.now() - user.last_active_at < away_for ||
                      tx.board().part<social::Presence>().was_here(user.id, tx.now() - away_for);
    if (here || !wishes.wants(Kind::digest) || !may_get_mail(user, waiting.own))
        return std::optional<Waiting>();
    TRY_OK(load_unread(tx, user.account_id, waiting));
    if (waiting.rows.empty()) return std::optional<Waiting>();
    std::vector<AccountId> accounts;
    for (auto const& row : waiting.rows) accounts.push_back(row.from_account_id);
    TRY(waiting.from, social::list_accounts(tx, accounts));
    return waiting;
}

std::string excerpt_of(social::Locale const& say, Waiting const& waiting, StatusId id) {
    auto const post = std::ranges::find(waiting.posts, id, &social::Status::id);
    if (post == waiting.posts.end()) return say("mail_notices.notice.no_text");
    auto const text =
        post->spoiler_text.empty() ? plain_text_of(post->content) : post->spoiler_text;
    auto line = std::string(trim(strip_controls(text, true)));
    std::ranges::replace(line, '\n', ' ');
    return line.empty() ? say("mail_notices.notice.no_text") : cut(line, excerpt_characters_max);
}

std::string line_about(social::Locale const& say, Waiting const& waiting,
                       social::Notification const& row) {
    auto const from = std::ranges::find(waiting.from, row.from_account_id, &social::Account::id);
    if (from == waiting.from.end()) return {};
    auto const who = full_name_of(*from);
    if (row.kind == NotificationKind::follow)
        return say("mail_notices.notice.digest_follow", {{"who", who}});
    if (row.kind == NotificationKind::follow_request)
        return say("mail_notices.notice.digest_request", {{"who", who}});
    auto const text = row.status_id ? excerpt_of(say, waiting, *row.status_id) : std::string();
    return say("mail_notices.notice.digest_mention", {{"who", who}, {"text", text}});
}

}  // namespace

Result<void> promise_digests(Server& server) {
    if (!server.part<Sending>().possible) return {};
    UserId after{};
    for (std::int64_t promised = 0; promised < digests_a_day_max;) {
        struct Batch {
            UserId last;
            std::int64_t count = 0;
        };
        TRY(auto const batch, server.db().write(
                                  [&](db::Tx& tx) -> Result<Batch> {
                                      Batch next{after};
                                      TRY(next.count, promise_batch(tx, next.last));
                                      return next;
                                  },
                                  db::Urgency::background));
        if (batch.count == 0) return {};
        promised += batch.count;
        after = batch.last;
    }
    return {};
}

Composed compose_digest(Server& server, social::User const& user) {
    if (!server.mailer().configured()) return std::optional<social::MailText>();
    TRY(auto const waiting, server.db().read([&](db::Tx& tx) { return find_waiting(tx, user); }));
    if (!waiting) return std::optional<social::MailText>();
    auto const title = social::server_words(server).title;
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(server, user, waiting->own, Kind::digest, title);
    text.subject = say("mail_notices.notice.digest_subject", {{"title", title}});
    text.paragraphs.push_back(
        say("mail_notices.notice.digest", {{"title", title}, {"count", waiting->count}}));
    for (auto const& row : waiting->rows)
        if (auto line = line_about(say, *waiting, row); !line.empty())
            text.paragraphs.push_back(std::move(line));
    text.action = say("mail_notices.notice.open_server", {{"title", title}});
    text.action_url = server.public_url() + "/";
    return text;
}

}  // namespace skein::mail_notices
