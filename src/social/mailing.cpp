#include "social/mailing.h"

#include "base/encoding.h"
#include "base/html.h"
#include "base/log.h"
#include "social/locales.h"
#include "social/pages.h"

namespace skein::social {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (;;) {
        auto const end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::string plain_text(MailText const& text, std::string_view server_title) {
    std::string out;
    for (auto const& paragraph : text.paragraphs) out += paragraph + "\n\n";
    if (!text.quotation.empty()) {
        for (auto const line : lines_of(text.quotation)) out.append("> ").append(line).append("\n");
        out += "\n";
    }
    if (!text.action.empty()) out += text.action + ":\n" + text.action_url + "\n\n";
    for (auto const& paragraph : text.after) out += paragraph + "\n\n";
    for (auto const& link : text.links) out += link.label + ":\n" + link.url + "\n\n";
    return out + "-- \n" + std::string(server_title) + "\n";
}

SafeHtml quoted(std::string_view quotation) {
    SafeHtml lines;
    for (auto const line : lines_of(quotation))
        lines += html("{}{}", lines.empty() ? SafeHtml() : SafeHtml("<br>"), line);
    return html(
        "<blockquote style=\"margin:16px 0;padding:4px 16px;border-inline-start:4px solid "
        "#14506b\">{}"
        "</blockquote>",
        lines);
}

// Mail programs know no style sheets of ours: the few styles stand at the elements.
SafeHtml dressed_text(MailText const& text, std::string_view server_title) {
    auto const& say = locale_for(text.language);
    auto const direction = text.language == say.language() ? say.direction() : "ltr";
    SafeHtml body;
    for (auto const& paragraph : text.paragraphs) body += html("<p>{}</p>", paragraph);
    if (!text.quotation.empty()) body += quoted(text.quotation);
    if (!text.action.empty())
        body += html(
            "<p><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;"
            "background:#14506b;color:#ffffff;font-weight:bold;text-decoration:none\">{}</a></p>"
            "<p style=\"font-size:14px\">{}<br>{}</p>",
            text.action_url, text.action,
            text.button_hint.empty() ? say("mails.frame.button_hint") : text.button_hint,
            text.action_url);
    for (auto const& paragraph : text.after) body += html("<p>{}</p>", paragraph);
    for (auto const& link : text.links)
        body += html("<p style=\"font-size:14px\"><a href=\"{}\">{}</a></p>", link.url, link.label);
    return html(
        "<!DOCTYPE html><html lang=\"{}\" dir=\"{}\"><head><meta "
        "charset=\"utf-8\"><title>{}</title></head>"
        "<body style=\"margin:0;padding:24px;font:16px/1.6 sans-serif\">"
        "<div dir=\"{}\" style=\"max-width:560px;margin:0 auto\">{}<p "
        "style=\"font-size:14px\">{}</p></div>"
        "</body></html>",
        text.language, direction, text.subject, direction, body, server_title);
}

/// Most hosts deliver `name+anything` to `name`: whoever counts by mailbox leaves it out.
std::string mailbox_of(std::string_view address) {
    auto const at = address.rfind('@');
    auto const tag = address.find('+', 1);
    if (at == std::string_view::npos || tag >= at) return std::string(address);
    return std::string(address.substr(0, tag)).append(address.substr(at));
}

/// Counts a mail that somebody else may have caused.
bool may_go_out(Server& server, std::string_view kind, MailQuota const& quota,
                std::string_view address) {
    RateLimit const hourly{fmt::format("{}_hourly", kind), quota.per_hour_max,
                           std::chrono::hours(1)};
    RateLimit const daily{fmt::format("{}_daily", kind), quota.per_day_max, std::chrono::hours(24)};
    auto& limits = server.part<RateLimits>();
    auto const key = to_hex(server.keys().email_index(mailbox_of(address)));
    auto const now = server.clock().now();
    if (limits.check(hourly, key, now).allowed && limits.check(daily, key, now).allowed)
        return true;
    log::info("mail.over_limit", {{"kind", kind}});
    return false;
}

Result<void> send_mail(JobRun& run, SendMail const& job) {
    auto& server = run.server();
    auto& kinds = server.part<MailKinds>().all;
    auto const kind = kinds.find(job.kind);
    if (kind == kinds.end()) {
        log::warning("mail.unknown_kind", {{"kind", job.kind}});
        return {};
    }
    TRY(auto const user, server.db().read([&](db::Tx& tx) { return find_user(tx, job.user); }));
    if (!user) return {};
    TRY(auto const address, job.sealed_address.empty()
                                ? email_of(*user, server.keys())
                                : open_address(server.keys(), job.user, job.sealed_address));
    // Another try of one mail is the same mail, also one that found no room to store its link.
    auto const first_try = run.stored().attempts == 0 && run.stored().last_error.empty();
    auto const& [compose, for_strangers, compose_about, quota] = kind->second;
    if (for_strangers && first_try &&
        !may_go_out(server, job.kind, {stranger_mails_per_hour_max, stranger_mails_per_day_max},
                    address))
        return {};
    TRY(auto const text, compose_about ? compose_about(server, *user, job.subject)
                                       : compose(server, *user, address));
    if (!text) return {};
    if (quota && first_try && !may_go_out(server, job.kind, *quota, address)) return {};
    auto message = dress_mail(*text, server_words(server).title);
    message.to = address;
    message.message_id = fmt::format("{}@{}", to_string(run.stored().id), server.domain());
    return server.mailer().send(message);
}

Result<void> warn_without_mail(Server& server) {
    if (!server.mailer().configured())
        log::warning("mail.none",
                     {{"consequence", "nobody can confirm an address or reset a password"},
                      {"remedy", "set the mail server (mail.smtp_url)"}});
    return {};
}

}  // namespace

std::string seal_address(crypto::SecretKeys const& keys, UserId user, std::string_view address) {
    return to_base64url(keys.seal("mail", address, to_string(user)));
}

Result<std::string> open_address(crypto::SecretKeys const& keys, UserId user,
                                 std::string_view sealed) {
    auto const bytes = from_base64(sealed);
    if (!bytes) return fail(Errc::internal, "", "a sealed address is no base64");
    return keys.open("mail", *bytes, to_string(user));
}

mail::Message dress_mail(MailText const& text, std::string_view server_title) {
    mail::Message message;
    message.subject = text.subject;
    message.text = plain_text(text, server_title);
    message.html = dressed_text(text, server_title).str();
    message.unsubscribe_url = text.unsubscribe_url;
    message.list_id = text.list_id;
    return message;
}

void install_mailing(Server& server) {
    server.part<MailKinds>();
    server.job<SendMail>(send_mail, LaneName::fetch);
    server.at_start(warn_without_mail);
}

}  // namespace skein::social
