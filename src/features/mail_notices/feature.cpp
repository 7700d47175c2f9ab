#include "features/mail_notices/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/mail_notices/config.h"
#include "features/mail_notices/digest.h"
#include "features/mail_notices/handlers.h"
#include "features/mail_notices/notices.h"
#include "features/mail_notices/wishes.h"
#include "social/events.h"
#include "social/mailing.h"
#include "social/pages.h"
#include "social/presence.h"

namespace skein::mail_notices {
namespace {

/// What others can cause of each kind. Digests have none: each person has one a week, and several
/// people may share a mailbox.
constexpr social::MailQuota notices_quota{20, 100};

Result<void> forget_removed(db::Tx& tx, social::AccountRemoved const& event) {
    return event.user ? forget_wishes(tx, *event.user) : ok();
}

Result<void> note_mailer(Server& server) {
    server.part<Sending>().possible = server.mailer().configured();
    return {};
}

void install_mails(Server& server) {
    auto& kinds = server.part<social::MailKinds>().all;
    for (auto const kind : all_kinds) {
        social::MailKind mail;
        if (kind == Kind::digest) {
            mail.compose_about = [](Server& of, social::User const& user, std::int64_t) {
                return compose_digest(of, user);
            };
        } else {
            mail.quota = notices_quota;
            mail.compose_about = [kind](Server& of, social::User const& user, std::int64_t id) {
                return compose_notice(of, user, id, kind);
            };
        }
        kinds.emplace(mail_name(kind), std::move(mail));
    }
    server.on<social::NotificationCreated>(mail_later);
    server.every("mail_notices.digest", std::chrono::hours(24), promise_digests);
}

void install_pages(Server& server) {
    server.part<social::SettingsTabs>().all.push_back(
        {"/settings/mails", "mail_notices.wishes.tab", 25});
    server.get("/settings/mails", show_wishes,
               {.who = Who::session,
                .surface = Surface::page,
                .produces = "text/html",
                .summary = "Which mails one gets."});
    server.post("/settings/mails", choose_mails,
                {.who = Who::session,
                 .lane = LaneName::write,
                 .surface = Surface::page,
                 .body_bytes_max = form_bytes_max,
                 .produces = "text/html",
                 .summary = "Stores the choice."});
    server.get("/mail/stop/{token}", show_stop,
               {.who = Who::anyone,
                .surface = Surface::page,
                .produces = "text/html",
                .summary = "The link in a mail: a button that ends such mails."});
    server.post("/mail/stop/{token}", stop_mails,
                {.who = Who::unasked,
                 .lane = LaneName::write,
                 .surface = Surface::open,
                 .body_bytes_max = form_bytes_max,
                 .produces = "text/html",
                 .summary = "Ends such mails with one click (RFC 8058): no cookie, no form."});
}

}  // namespace

void install(Server& server) {
    // What was chosen while it was on goes with its owner also when it is off.
    server.on<social::AccountRemoved>(forget_removed);
    auto const& config = server.settings<MailNoticesConfig>();
    if (!config.enabled) return;
    server.part<Sending>().wait = config.wait;
    server.at_start(note_mailer);
    server.part<social::Presence>();
    install_mails(server);
    install_pages(server);
}

}  // namespace skein::mail_notices
