#include "features/sign_in/new_member.h"

#include <algorithm>

#include "base/text.h"
#include "core/server.h"
#include "features/sign_in/mails.h"
#include "platform/mail/mail.h"
#include "social/accounts.h"
#include "social/invites.h"
#include "social/passwords.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t reason_characters_max = 2000;
constexpr std::size_t locale_bytes_max = 16;

void judge_username(std::string_view username, std::vector<Complaint>& out) {
    auto const fault = social::find_username_fault(username);
    if (!fault) return;
    switch (*fault) {
        case social::UsernameFault::blank:
            out.push_back({"username", "ERR_BLANK", "Username can't be blank",
                           "sign_in.wrong.username_blank"});
            break;
        case social::UsernameFault::too_long:
            out.push_back({"username", "ERR_TOO_LONG",
                           "Username is too long (maximum is 30 characters)",
                           "sign_in.wrong.username_long"});
            break;
        case social::UsernameFault::wrong_characters:
            out.push_back({"username", "ERR_INVALID",
                           "Username must contain only letters, numbers and underscores",
                           "sign_in.wrong.username_characters"});
            break;
        case social::UsernameFault::reserved:
            out.push_back({"username", "ERR_RESERVED", "Username is reserved",
                           "sign_in.wrong.username_reserved"});
            break;
    }
}

void judge_email(std::string_view email, std::vector<Complaint>& out) {
    if (email.empty())
        out.push_back({"email", "ERR_BLANK", "Email can't be blank", "sign_in.wrong.email_blank"});
    else if (email.size() > email_bytes_max || !mail::EmailAddress::parse(email))
        out.push_back({"email", "ERR_INVALID", "Email is invalid", "sign_in.wrong.email_invalid"});
}

void judge_password(Server const& server, Candidate const& candidate, std::vector<Complaint>& out) {
    if (candidate.password.empty()) {
        out.push_back(
            {"password", "ERR_BLANK", "Password can't be blank", "sign_in.wrong.password_blank"});
        return;
    }
    std::vector<std::string> const own_words{
        candidate.username, candidate.email.substr(0, candidate.email.find('@')), server.domain()};
    auto const fault = social::find_password_fault(candidate.password, own_words);
    if (!fault) return;
    auto const message = social::words_for(*fault);
    switch (*fault) {
        case social::PasswordFault::too_short:
            out.push_back({"password", "ERR_TOO_SHORT",
                           "Password is too short (minimum is 12 characters)", message});
            break;
        case social::PasswordFault::too_long:
            out.push_back({"password", "ERR_TOO_LONG", "Password is too long", message});
            break;
        case social::PasswordFault::too_simple:
            out.push_back({"password", "ERR_INVALID", "Password is easy to guess", message});
            break;
    }
}

/// Whoever was born on the 29th of February is a year older on the 1st of March.
bool is_old_enough(Time born, Time now, std::int64_t years) {
    std::chrono::year_month_day const birth(std::chrono::floor<std::chrono::days>(born));
    auto then = birth + std::chrono::years(years);
    if (!then.ok()) then = then.year() / std::chrono::March / 1;
    return std::chrono::sys_days(then) <= now;
}

void judge_age(Server const& server, std::string_view text, std::int64_t age_min,
               std::vector<Complaint>& out) {
    if (age_min <= 0) return;
    auto const born = text.size() == 10 ? parse_rfc3339(text) : std::nullopt;
    if (trim(text).empty())
        out.push_back({"date_of_birth", "ERR_BLANK", "Date of birth can't be blank",
                       "sign_in.wrong.born_blank"});
    else if (!born)
        out.push_back({"date_of_birth", "ERR_INVALID", "Date of birth is invalid",
                       "sign_in.wrong.born_invalid"});
    else if (!is_old_enough(*born, server.clock().now(), age_min))
        out.push_back({"date_of_birth", "ERR_BELOW_LIMIT", "Date of birth is below the age limit",
                       "sign_in.wrong.born_late", age_min});
}

}  // namespace

std::vector<Complaint> judge(Server const& server, Candidate const& candidate,
                             Demands const& demands) {
    std::vector<Complaint> out;
    judge_username(candidate.username, out);
    judge_email(candidate.email, out);
    judge_password(server, candidate, out);
    judge_age(server, candidate.date_of_birth, demands.age_min, out);
    if (demands.agreement && !candidate.agreement)
        out.push_back(
            {"agreement", "ERR_ACCEPTED", "Agreement must be accepted", "sign_in.wrong.agreement"});
    if (demands.reason && trim(candidate.reason).empty())
        out.push_back(
            {"reason", "ERR_BLANK", "Reason can't be blank", "sign_in.wrong.reason_blank"});
    if (count_graphemes(candidate.reason) > reason_characters_max)
        out.push_back({"reason", "ERR_TOO_LONG", "Reason is too long (maximum is 2000 characters)",
                       "sign_in.wrong.reason_long"});
    return out;
}

Complaint name_taken() {
    return {"username", "ERR_TAKEN", "Username has already been taken",
            "sign_in.wrong.username_taken"};
}

social::FieldErrors for_people(social::Locale const& say,
                               std::vector<Complaint> const& complaints) {
    social::FieldErrors errors;
    for (auto const& complaint : complaints)
        errors.push_back({complaint.field, say(complaint.words, {{"years", complaint.years}})});
    return errors;
}

void add_fields(social::Form& form, social::Locale const& say, Server const& server,
                Candidate const& candidate) {
    form.input({.name = "username",
                .label = say("sign_in.field.username"),
                .value = candidate.username,
                .autocomplete = "username",
                .hint = say.html("sign_in.field.username_hint"),
                .suffix = "@" + server.domain(),
                .characters_max = social::username_characters_max});
    form.input({.name = "email",
                .label = say("sign_in.field.email"),
                .value = candidate.email,
                .type = "email",
                .autocomplete = "email",
                .hint = say.html("sign_in.field.email_hint"),
                .characters_max = email_bytes_max});
    form.input({.name = "password",
                .label = say("sign_in.field.password"),
                .type = "password",
                .autocomplete = "new-password",
                .hint = say.html("sign_in.field.password_hint")});
}

Result<social::NewUser> prepare(Server& server, Candidate const& candidate,
                                std::string_view language) {
    social::NewUser fresh;
    fresh.locale = language;
    fresh.username = candidate.username;
    auto const email = mail::EmailAddress::parse(candidate.email);
    if (!email) return fail(Errc::unprocessable, "Email is invalid");
    fresh.email = email->canonical();
    TRY(fresh.password_hash, social::hash_password(server, candidate.password));
    if (!candidate.locale.empty() && candidate.locale.size() <= locale_bytes_max)
        fresh.locale = candidate.locale;
    fresh.reason = strip_controls(trim(candidate.reason), true);
    return fresh;
}

Result<social::User> store_sign_up(Server& server, social::NewUser const& fresh,
                                   std::string_view invite_code) {
    return server.db().write([&](db::Tx& tx) -> Result<social::User> {
        TRY(auto user, social::sign_up(tx, server.keys(), fresh));
        if (!invite_code.empty()) TRY_OK(social::use_invite(server, tx, invite_code, user.id));
        TRY_OK(enqueue(tx, social::SendMail{user.id, std::string(welcome_mail), {}},
                       {.priority = Priority::person}));
        return user;
    });
}

}  // namespace skein::sign_in
