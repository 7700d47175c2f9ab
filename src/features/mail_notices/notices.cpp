#include "features/mail_notices/notices.h"

#include <span>

#include "base/html.h"
#include "base/text.h"
#include "features/mail_notices/filtered.h"
#include "features/mail_notices/wishes.h"
#include "social/instance.h"
#include "social/locales.h"
#include "social/notification_subjects.h"
#include "social/notifications.h"
#include "social/pages.h"
#include "social/presence.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "social/views/views.h"

namespace skein::mail_notices {
namespace {

using social::MailText;
using Composed = Result<std::optional<MailText>>;

constexpr std::size_t name_characters_max = 60, quoted_characters_max = 1000;
/// What could not be mailed for so long is told by nobody any more.
constexpr auto worth_telling = std::chrono::hours(24);

// Who is to be told by mail: $2 is the bit of the kind, $3 what whoever never chose wants.
db::Query<UserId> const find_wanting{
    "mail_notice_wishes.find_wanting",
    "SELECT u.id FROM users u JOIN accounts a ON a.id = u.account_id LEFT JOIN mail_notice_wishes "
    "w ON w.user_id = u.id WHERE u.account_id = $1 AND (COALESCE(w.kinds, $3) & $2) <> 0 "
    "AND " SKEIN_MAY_ACT("u", "a")};

// What may have changed since the notification was stored, beyond what lists ask anyway.
db::Query<NotificationId> const still_told{
    "mail_notices.still_told",
    "SELECT n.id FROM notifications n WHERE n.id IN {list:$1} AND n.account_id = $2 AND n.filtered "
    "= FALSE AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $2 AND m.target_id = "
    "n.from_account_id AND m.hide_notifications = TRUE AND (m.expires_at IS NULL OR m.expires_at > "
    "$3)) AND NOT EXISTS (SELECT 1 FROM statuses s JOIN conversation_mutes cm ON "
    "cm.conversation_id = s.conversation_id AND cm.account_id = $2 WHERE s.id = n.status_id)"};

/// What a mail tells of.
struct Notice {
    social::Account own, from;
    std::optional<social::Status> post;
    std::string warning;  ///< Of the reader's filters.
    std::optional<social::Report> report;
    std::optional<social::Account> target;  ///< Of the report.
    Time created_at{};
};

template <class T>
Result<std::optional<T>> if_there(Result<T> result) {
    if (result) return std::optional<T>(*std::move(result));
    if (result.error().code == Errc::not_found) return std::optional<T>();
    return fail(std::move(result).error());
}

/// Whether the reader has not met it anyway.
Result<bool> is_news(db::Tx& tx, social::User const& user, Wishes const& wishes,
                     social::Notification const& row) {
    if (wishes.always) return true;
    if (user.last_active_at >= row.created_at) return false;
    if (tx.board().part<social::Presence>().was_here(user.id, row.created_at)) return false;
    TRY(auto const read, social::find_last_read_notification(tx, user.account_id));
    return row.id.value > read;
}

/// The rest of what is told; false when some of it is gone, or hidden by the reader's filters.
Result<bool> load_around(db::Tx& tx, social::Notification const& row, Notice& notice) {
    if (row.status_id) {
        TRY(notice.post, if_there(social::load_visible_status(tx, row.account_id, *row.status_id)));
        if (!notice.post) return false;
        TRY(auto const filtered, ask_filters(tx, row.account_id, std::span(&*notice.post, 1)));
        if (auto const found = filtered.find(notice.post->id); found != filtered.end()) {
            if (found->second.hidden) return false;
            notice.warning = found->second.warning;
        }
    }
    if (row.kind != social::NotificationKind::admin_report) return true;
    TRY(auto const subjects, social::NotificationSubjects::load(tx, std::span(&row, 1)));
    auto const* const report = subjects.report(row.id);
    if (!report || report->resolved_at) return false;
    notice.report = *report;
    TRY(notice.target, social::find_account(tx, report->target_id));
    return notice.target.has_value();
}

Result<std::optional<Notice>> find_notice(db::Tx& tx, social::User const& user, NotificationId id,
                                          Kind kind) {
    Notice notice;
    TRY(notice.own, social::load_account(tx, user.account_id));
    TRY(auto const wishes, load_wishes(tx, user.id));
    if (!may_get_mail(user, notice.own) || !wishes.wants(kind) ||
        !may_have(social::permissions_of(user.role), kind))
        return std::optional<Notice>();
    TRY(auto const told, list_still_told(tx, user.account_id, std::span(&id, 1)));
    if (told.empty()) return std::optional<Notice>();
    TRY(auto const row, if_there(social::load_notification(tx, user.account_id, id)));
    if (!row || tx.now() - row->created_at > worth_telling) return std::optional<Notice>();
    TRY(auto const news, is_news(tx, user, wishes, *row));
    if (!news) return std::optional<Notice>();
    TRY(auto const from, social::find_account(tx, row->from_account_id));
    if (!from) return std::optional<Notice>();
    notice.from = *from;
    notice.created_at = row->created_at;
    TRY(auto const complete, load_around(tx, *row, notice));
    if (!complete) return std::optional<Notice>();
    return notice;
}

/// What the mail shows in place of the post, or "": the warning of its reader, or of its author.
std::string const& warning_of(Notice const& notice) {
    return notice.warning.empty() ? notice.post->spoiler_text : notice.warning;
}

/// Text alone: no markup, no pictures.
std::string quotation_of(Notice const& notice) {
    auto const& warning = warning_of(notice);
    auto const text = warning.empty() ? plain_text_of(notice.post->content) : warning;
    return cut(trim(strip_controls(text, true)), quoted_characters_max);
}

std::string post_url(Server const& server, social::Status const& post,
                     social::Account const& author) {
    if (post.network == social::Network::local)
        return social::status_url(server, author.username, post.id);
    for (auto const& url : {post.url, post.address})
        if (url && url->starts_with("https://")) return *url;
    return profile_url(server, author);
}

/// A mail that is being written.
struct Draft {
    Server const& server;
    social::Locale const& say;
    std::string title;  ///< Of the server.
    MailText text;
};

void tell_of_mention(Draft& draft, Notice const& notice) {
    auto const& post = *notice.post;
    auto const& say = draft.say;
    auto& text = draft.text;
    auto const in_private = post.visibility == social::Visibility::direct;
    text.subject = say(
        in_private ? "mail_notices.notice.direct_subject" : "mail_notices.notice.mention_subject",
        {{"who", name_of(notice.from)}});
    text.paragraphs.push_back(
        say(in_private ? "mail_notices.notice.direct" : "mail_notices.notice.mention",
            {{"who", full_name_of(notice.from)}, {"title", draft.title}}));
    text.quotation = quotation_of(notice);
    if (text.quotation.empty()) text.paragraphs.emplace_back(say("mail_notices.notice.no_text"));
    else if (!warning_of(notice).empty())
        text.paragraphs.emplace_back(say("mail_notices.notice.warned"));
    text.action = say("mail_notices.notice.see_post");
    text.action_url = post_url(draft.server, post, notice.from);
}

void tell_of_follow(Draft& draft, Notice const& notice, bool asked) {
    auto const& say = draft.say;
    auto& text = draft.text;
    text.subject =
        say(asked ? "mail_notices.notice.request_subject" : "mail_notices.notice.follow_subject",
            {{"who", name_of(notice.from)}});
    text.paragraphs.push_back(
        say(asked ? "mail_notices.notice.request" : "mail_notices.notice.follow",
            {{"who", full_name_of(notice.from)}, {"title", draft.title}}));
    if (asked) text.paragraphs.emplace_back(say("mail_notices.notice.request_how"));
    text.action = say("mail_notices.notice.see_profile");
    text.action_url = profile_url(draft.server, notice.from);
}

/// The key of why it was reported.
std::string_view reason_of(social::ReportCategory category) {
    switch (category) {
        case social::ReportCategory::spam: return "mail_notices.notice.spam";
        case social::ReportCategory::legal: return "mail_notices.notice.legal";
        case social::ReportCategory::violation: return "mail_notices.notice.violation";
        case social::ReportCategory::other: break;
    }
    return "mail_notices.notice.other";
}

void tell_of_report(Draft& draft, Notice const& notice) {
    auto const& say = draft.say;
    auto& text = draft.text;
    text.subject =
        say("mail_notices.notice.report_subject", {{"target", "@" + notice.target->acct()}});
    text.paragraphs.push_back(
        say("mail_notices.notice.report",
            {{"who", full_name_of(notice.from)}, {"target", full_name_of(*notice.target)}}));
    text.paragraphs.emplace_back(say(reason_of(notice.report->category)));
    text.quotation = cut(trim(strip_controls(notice.report->comment, true)), quoted_characters_max);
    text.action = say("mail_notices.notice.see_profile");
    text.action_url = profile_url(draft.server, *notice.target);
}

}  // namespace

std::string mail_name(Kind kind) { return fmt::format("mail_notices.{}", to_string(kind)); }

Result<void> mail_later(db::Tx& tx, social::NotificationCreated const& event) {
    auto const& sending = tx.board().part<Sending>();
    auto const kind = kind_about(event.kind);
    if (!kind || !sending.possible) return {};
    TRY(auto const user, tx.find(find_wanting, event.account, bit_of(*kind), usual_kinds));
    if (!user) return {};
    return enqueue(tx, social::SendMail{*user, mail_name(*kind), {}, event.notification.value},
                   {.not_before = tx.now() + sending.wait,
                    .priority = Priority::mass,
                    .unique_key = "notice:" + skein::to_string(event.notification)});
}

Composed compose_notice(Server& server, social::User const& user, std::int64_t id, Kind kind) {
    // What was promised while there was a mail server does not wait for another.
    if (!server.mailer().configured()) return std::optional<MailText>();
    TRY(auto const notice, server.db().read([&](db::Tx& tx) {
        return find_notice(tx, user, NotificationId{id}, kind);
    }));
    if (!notice) return std::optional<MailText>();
    auto const title = social::server_words(server).title;
    Draft draft{server, social::locale_for(user.locale), title,
                begin_mail(server, user, notice->own, kind, title)};
    if (kind == Kind::report) tell_of_report(draft, *notice);
    else if (kind == Kind::mention && notice->post) tell_of_mention(draft, *notice);
    else tell_of_follow(draft, *notice, kind == Kind::follow_request);
    return std::move(draft.text);
}

Result<std::vector<NotificationId>> list_still_told(db::Tx& tx, AccountId account,
                                                    std::span<NotificationId const> ids) {
    if (ids.empty()) return std::vector<NotificationId>();
    return tx.list(still_told, ids, account, tx.now());
}

MailText begin_mail(Server& server, social::User const& user, social::Account const& own, Kind kind,
                    std::string_view title) {
    auto const& say = social::locale_for(user.locale);
    MailText text;
    text.language = say.language();
    text.paragraphs = {say("mail_notices.notice.hello", {{"name", "@" + own.username}})};
    text.after = {say("mail_notices.notice.why", {{"title", title}})};
    text.unsubscribe_url = stop_url(server.public_url(), server.keys(), {user.id, kind});
    text.list_id = fmt::format("{}.{}.{}", to_string(kind), own.username, server.domain());
    text.links = {{say("mail_notices.notice.stop"), text.unsubscribe_url},
                  {say("mail_notices.notice.settings"), server.public_url() + "/settings/mails"}};
    return text;
}

bool may_get_mail(social::User const& user, social::Account const& own) {
    return social::may_act(user, own);
}

std::string name_of(social::Account const& account) {
    auto const name = std::string(trim(strip_controls(account.display_name, false)));
    return name.empty() ? account.username : cut(name, name_characters_max);
}

std::string full_name_of(social::Account const& account) {
    return fmt::format("{} (@{})", name_of(account), account.acct());
}

std::string cut(std::string_view text, std::size_t characters_max) {
    if (!has_more_graphemes(text, characters_max)) return std::string(text);
    return first_graphemes(text, characters_max) + "…";
}

std::string profile_url(Server const& server, social::Account const& account) {
    if (account.local()) return social::account_url(server, account.username);
    return account.url.starts_with("https://") ? account.url : server.public_url() + "/";
}

}  // namespace skein::mail_notices
