// A notification as a mail: promised when it is stored, written after a while if there is still
// reason to.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/server.h"
#include "features/mail_notices/kinds.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/mailing.h"

namespace skein::mail_notices {

/// How notices are sent. A part of the board.
struct Sending {
    Duration wait{};
    bool possible = true;  ///< A mail server is set up.
};

/// The kind of mail, as the queue knows it: "mail_notices.mention".
std::string mail_name(Kind kind);

/// Hears NotificationCreated.
Result<void> mail_later(db::Tx& tx, social::NotificationCreated const& event);

/// Writes the mail about the notification with this id; nothing when it has gone, was read or is
/// too old, its reader was here meanwhile, or does not want it (any more).
Result<std::optional<social::MailText>> compose_notice(Server& server, social::User const& user,
                                                       std::int64_t id, Kind kind);

/// Those of these notifications that a mail may still tell their reader of: not taken back, not
/// waiting for consent, of nobody and in no conversation that was muted since. Whether what they
/// are about is still shown to the reader, lists ask anyway.
Result<std::vector<NotificationId>> list_still_told(db::Tx& tx, AccountId account,
                                                    std::span<NotificationId const> ids);

/// What every mail of this feature has: whom it greets, how such mails end, where that is chosen.
social::MailText begin_mail(Server& server, social::User const& user, social::Account const& own,
                            Kind kind, std::string_view title);

/// May mails go to them at all?
bool may_get_mail(social::User const& user, social::Account const& own);

/// `Bob`: what somebody calls themselves, on one line, cut, or their username.
std::string name_of(social::Account const& account);
/// `Bob (@bob@example.org)`.
std::string full_name_of(social::Account const& account);
/// A text on at most so many characters, an ellipsis for what is cut off.
std::string cut(std::string_view text, std::size_t characters_max);
std::string profile_url(Server const& server, social::Account const& account);

}  // namespace skein::mail_notices
