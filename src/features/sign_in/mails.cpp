#include "features/sign_in/mails.h"

#include "base/encoding.h"
#include "platform/crypto/digest.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/locales.h"
#include "social/pages.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

using social::MailText;
using social::Purpose;
using social::User;
using Composed = Result<std::optional<MailText>>;

constexpr auto reset_link_age_max = std::chrono::hours(1);
constexpr auto email_change_age_max = std::chrono::hours(24);

/// Makes a link that works once; its secret is only in the mail.
Result<std::string> make_link(Server& server, std::string_view path, social::OneTimeToken token,
                              Duration age_max) {
    auto const secret = server.random().token(social::secret_bytes);
    TRY_OK(server.db().write([&](db::Tx& tx) {
        token.expires_at = tx.now() + age_max;
        return social::insert_one_time_token(tx, secret, token);
    }));
    return server.public_url() + std::string(path) + secret;
}

struct Named {
    std::string name, title;
};
Result<Named> names_for(Server& server, User const& user) {
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::load_account(tx, user.account_id); }));
    return Named{"@" + account.username, social::server_words(server).title};
}

Result<std::optional<User>> holder_of(Server& server, std::string const& address) {
    return server.db().read(
        [&](db::Tx& tx) { return social::find_user_by_email(tx, server.keys(), address); });
}

/// A mail in the language of this user: whom it greets, and with what key.
MailText begin_mail(social::Locale const& say, Named const& names, std::string_view subject,
                    std::string_view hello = "sign_in.mail.hello") {
    MailText text;
    text.language = say.language();
    text.subject = say(subject, {{"server", names.title}});
    text.paragraphs = {say(hello, {{"name", names.name}})};
    return text;
}

Composed compose_has_account(Server& server, User const& holder, std::string_view what) {
    TRY(auto const names, names_for(server, holder));
    auto const& say = social::locale_for(holder.locale);
    auto text = begin_mail(say, names, "sign_in.mail.has_account");
    text.paragraphs.push_back(say(what, {{"server", names.title}}));
    text.paragraphs.push_back(say("sign_in.mail.has_account_do", {{"name", names.name}}));
    text.action = say("sign_in.page.title");
    text.action_url = server.public_url() + "/auth/sign_in";
    return text;
}

Composed compose_welcome(Server& server, User const& user, std::string const& address) {
    if (user.confirmed_at) return std::optional<MailText>();
    TRY(auto const holder, holder_of(server, address));
    TRY(auto const names, names_for(server, user));
    if (holder && holder->id != user.id)
        return compose_has_account(server, *holder, "sign_in.mail.has_account_joined");
    TRY(auto link,
        make_link(server, "/auth/confirm/",
                  {Purpose::confirm_email, user.id, address_mark(server.keys(), address), {}, {}},
                  social::confirm_link_age_max));
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(say, names, "sign_in.mail.welcome_subject", "sign_in.mail.welcome");
    text.paragraphs.push_back(say("sign_in.mail.welcome_text"));
    text.action = say("sign_in.confirm.button");
    text.action_url = std::move(link);
    text.after = {say("sign_in.mail.welcome_days"),
                  say("sign_in.mail.welcome_not_you", {{"server", names.title}})};
    return text;
}

Composed compose_approved(Server& server, User const& user, std::string const&) {
    TRY(auto const names, names_for(server, user));
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(say, names, "sign_in.mail.approved_subject");
    text.paragraphs.push_back(say("sign_in.mail.approved_text", {{"server", names.title}}));
    text.action = say("sign_in.page.title");
    text.action_url = server.public_url() + "/auth/sign_in";
    return text;
}

Composed compose_reset(Server& server, User const& user, std::string const&) {
    TRY(auto const names, names_for(server, user));
    TRY(auto link, make_link(server, "/auth/reset/",
                             {Purpose::reset_password, user.id, password_mark(user), {}, {}},
                             reset_link_age_max));
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(say, names, "sign_in.mail.reset_subject");
    text.paragraphs.push_back(say("sign_in.mail.reset_text"));
    text.action = say("sign_in.reset.title");
    text.action_url = std::move(link);
    text.after = {say("sign_in.mail.reset_hour"), say("sign_in.mail.not_you")};
    return text;
}

/// Stores the link for a change of address. False, and nothing is stored, when that change is void:
/// a later one took its place, the password was changed, or it was asked for too long ago.
Result<bool> allow_email_change(db::Tx& tx, crypto::SecretKeys const& keys, UserId id,
                                std::string_view address, std::string_view secret) {
    TRY(auto asked, social::find_link_of_user(tx, id, Purpose::ask_email_change));
    TRY(auto const user, social::load_user(tx, id));
    if (!asked || asked->bound_to != password_mark(user)) return false;
    TRY(auto const asked_for, keys.open("mail", asked->payload.data, to_string(id)));
    if (asked_for != address) return false;
    asked->purpose = Purpose::change_email;
    TRY_OK(social::insert_one_time_token(tx, secret, *asked));
    return true;
}

Composed compose_change_email(Server& server, User const& user, std::string const& address) {
    TRY(auto const holder, holder_of(server, address));
    TRY(auto const names, names_for(server, user));
    if (holder && holder->id != user.id)
        return compose_has_account(server, *holder, "sign_in.mail.has_account_changed");
    auto const secret = server.random().token(social::secret_bytes);
    TRY(auto const wanted, server.db().write([&](db::Tx& tx) {
        return allow_email_change(tx, server.keys(), user.id, address, secret);
    }));
    if (!wanted) return std::optional<MailText>();
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(say, names, "sign_in.mail.email_subject");
    text.paragraphs.push_back(say("sign_in.mail.email_text"));
    text.action = say("sign_in.email.use");
    text.action_url = server.public_url() + "/auth/email/" + secret;
    text.after = {say("sign_in.mail.email_day"), say("sign_in.mail.not_you")};
    return text;
}

/// Word of something that happened, with what to do if it was somebody else.
Composed compose_word(Server& server, User const& user, std::string_view subject,
                      std::string_view what) {
    TRY(auto const names, names_for(server, user));
    auto const& say = social::locale_for(user.locale);
    auto text = begin_mail(say, names, subject);
    text.paragraphs.push_back(say(what));
    text.paragraphs.push_back(say("sign_in.mail.warning", {{"server", names.title}}));
    text.action = say("sign_in.reset.title");
    text.action_url = server.public_url() + "/auth/reset";
    return text;
}

Composed compose_email_changing(Server& server, User const& user, std::string const&) {
    return compose_word(server, user, "sign_in.mail.changing_subject",
                        "sign_in.mail.changing_text");
}

Composed compose_email_changed(Server& server, User const& user, std::string const&) {
    return compose_word(server, user, "sign_in.mail.changed_subject", "sign_in.mail.changed_text");
}

Composed compose_password_changed(Server& server, User const& user, std::string const&) {
    return compose_word(server, user, "sign_in.mail.password_subject",
                        "sign_in.mail.password_text");
}

/// Which of the mails somebody gets who typed an address; nobody gets none.
Result<void> send_link(JobRun& run, SendLink const& job) {
    auto& server = run.server();
    auto const& keys = server.keys();
    TRY(auto const address, social::open_address(keys, UserId{}, job.sealed_address));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const proven, social::find_user_by_email(tx, keys, address));
        TRY(auto const unproven, social::find_unproven_user(tx, keys, address));
        auto const options = JobOptions{.priority = Priority::person};
        if (proven && proven->confirmed_at)
            return job.reset
                       ? enqueue(tx, social::SendMail{proven->id, std::string(reset_mail), {}},
                                 options)
                       : Result<void>();
        auto const& waiting = proven ? proven : unproven;
        if (!waiting) return {};
        return enqueue(tx, social::SendMail{waiting->id, std::string(welcome_mail), {}}, options);
    });
}

Result<void> tell_approved(db::Tx& tx, social::UserApproved const& event) {
    return enqueue(tx, social::SendMail{event.user, std::string(approved_mail), {}});
}

}  // namespace

Result<void> send_link_later(Server& server, std::string_view typed_address, bool reset) {
    auto const email = mail::EmailAddress::parse(typed_address);
    if (!email) return {};
    auto const sealed = social::seal_address(server.keys(), UserId{}, email->canonical());
    return server.db().write([&](db::Tx& tx) {
        return enqueue(tx, SendLink{sealed, reset}, {.priority = Priority::person});
    });
}

Result<void> ask_email_change(db::Tx& tx, Server& server, User const& user,
                              std::string const& address) {
    auto const& keys = server.keys();
    for (auto const purpose : {Purpose::ask_email_change, Purpose::change_email})
        TRY_OK(social::remove_links_of_user(tx, user.id, purpose));
    // Nobody learns this secret: the row only says what is asked for.
    TRY_OK(social::insert_one_time_token(tx, server.random().token(social::secret_bytes),
                                         {Purpose::ask_email_change,
                                          user.id,
                                          password_mark(user),
                                          {keys.seal("mail", address, to_string(user.id))},
                                          tx.now() + email_change_age_max}));
    TRY_OK(enqueue(tx,
                   social::SendMail{user.id, std::string(change_email_mail),
                                    social::seal_address(keys, user.id, address)},
                   {.priority = Priority::person}));
    return enqueue(tx, social::SendMail{user.id, std::string(email_changing_mail), {}});
}

std::string address_mark(crypto::SecretKeys const& keys, std::string_view address) {
    return to_hex(keys.email_index(address));
}

std::string password_mark(User const& user) { return to_hex(crypto::sha256(user.password_hash)); }

void install_mails(Server& server) {
    auto& kinds = server.part<social::MailKinds>().all;
    kinds.emplace(welcome_mail, social::MailKind{compose_welcome, true});
    kinds.emplace(approved_mail, social::MailKind{compose_approved});
    kinds.emplace(reset_mail, social::MailKind{compose_reset, true});
    kinds.emplace(change_email_mail, social::MailKind{compose_change_email, true});
    kinds.emplace(email_changing_mail, social::MailKind{compose_email_changing});
    kinds.emplace(email_changed_mail, social::MailKind{compose_email_changed});
    kinds.emplace(password_changed_mail, social::MailKind{compose_password_changed});
    server.job<SendLink>(send_link);
    server.on<social::UserApproved>(tell_approved);
}

}  // namespace skein::sign_in
