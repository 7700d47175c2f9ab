// Mail to people: queued in the transaction that promises it, written when it is sent.
//
// A job names a user and a kind of mail, never an address or a secret: the kind's composer writes
// the text at the last moment, and makes a one-time link there if the mail carries one. An address
// that is not (or no longer) the user's own travels sealed. So nothing in the database can be read
// as an address or used as a link.
//
// What a stranger can cause by typing somebody's address is limited by the mailbox, however many
// addresses the requests come from. Mails over the limit are dropped here, long after the request
// was answered, so it shows neither in the answer nor in its time.
//
//     server.part<social::MailKinds>().all["sign_in.reset"] = {compose_reset, true};
//     TRY_OK(enqueue(tx, social::SendMail{user.id, "sign_in.reset"}));
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "core/server.h"
#include "platform/crypto/secret_keys.h"
#include "platform/mail/mail.h"
#include "social/users.h"

namespace skein::social {

struct SendMail {
    static constexpr std::string_view name = "mail.send";
    UserId user;
    std::string kind;            ///< A key of `MailKinds`.
    std::string sealed_address;  ///< By `seal_address`; "" is the user's own.
    std::int64_t subject = 0;    ///< What it is about, as the kind's composer reads it.
    auto row() { return std::tie(user, kind, sealed_address, subject); }
};

struct MailLink {
    std::string label, url;
};

/// What a mail says, before it is dressed as plain text and as HTML.
struct MailText {
    std::string subject;
    std::vector<std::string> paragraphs;
    std::string action, action_url;  ///< A button, or "" for none.
    std::vector<std::string> after;  ///< Paragraphs behind the button.
    /// Words of others, shown as a quotation behind the paragraphs, line by line, or "".
    std::string quotation = {};
    std::string language = "en";
    /// Said above the action's address, for who cannot use the button; "": as the language has it.
    std::string button_hint = {};
    std::vector<MailLink> links = {};                ///< Small ones at the very end.
    std::string unsubscribe_url = {}, list_id = {};  ///< As in mail::Message.
};

/// Writes a mail; nothing: there is no longer a reason to send it. Runs in the lane `fetch` and may
/// write to the database. `address` is where it will go.
using MailComposer = std::function<Result<std::optional<MailText>>(Server&, User const&,
                                                                   std::string const& address)>;

/// The same for a mail about something: `subject` of the job.
using MailAboutComposer =
    std::function<Result<std::optional<MailText>>(Server&, User const&, std::int64_t subject)>;

/// At most so many mails of one kind go to one mailbox. Each kind counts by itself: mails that
/// somebody else causes must not keep a reset from whoever needs it.
struct MailQuota {
    std::int64_t per_hour_max = 0, per_day_max = 0;
};
inline constexpr std::int64_t stranger_mails_per_hour_max = 4;
inline constexpr std::int64_t stranger_mails_per_day_max = 12;

struct MailKind {
    MailComposer compose;
    /// Whoever types an address makes such a mail go there: counted before anything is composed.
    bool for_strangers = false;
    MailAboutComposer compose_about = {};  ///< In place of `compose`, if there is one.
    std::optional<MailQuota> quota = {};   ///< Of mails that are composed.
};

/// The kinds of mail of one server. A part of the board.
struct MailKinds {
    std::map<std::string, MailKind, std::less<>> all;
};

/// An address as it may stand in a job of this user.
std::string seal_address(crypto::SecretKeys const& keys, UserId user, std::string_view address);
Result<std::string> open_address(crypto::SecretKeys const& keys, UserId user,
                                 std::string_view sealed);

/// The whole mail, as it is handed to the mailer.
mail::Message dress_mail(MailText const& text, std::string_view server_title);

/// Registers the job.
void install_mailing(Server& server);

}  // namespace skein::social
