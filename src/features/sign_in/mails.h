// The mails of this feature. Links are made when a mail is written, so that none waits in the
// queue.
#pragma once

#include <string_view>

#include "core/server.h"
#include "social/mailing.h"

namespace skein::sign_in {

/// After a sign-up: the link to confirm; or, when the address has an account already, word of that.
inline constexpr std::string_view welcome_mail = "sign_in.welcome";
/// A moderator let them in.
inline constexpr std::string_view approved_mail = "sign_in.approved";
inline constexpr std::string_view reset_mail = "sign_in.reset";
/// To the new address: the link that makes it theirs; or word that it has an account already.
inline constexpr std::string_view change_email_mail = "sign_in.change_email";
/// To the address so far: somebody asked for a change, or made it.
inline constexpr std::string_view email_changing_mail = "sign_in.email_changing";
inline constexpr std::string_view email_changed_mail = "sign_in.email_changed";
inline constexpr std::string_view password_changed_mail = "sign_in.password_changed";

/// Somebody typed an address to get a link. Stored for every address alike; whether there is an
/// account shows only when the job runs, so the answer takes the same time.
struct SendLink {
    static constexpr std::string_view name = "sign_in.send_link";
    std::string sealed_address;
    bool reset = false;  ///< A password is forgotten; else the proof of an address is wanted.
    auto row() { return std::tie(sealed_address, reset); }
};

/// Stores the job for what was typed; an address that is none is dropped in silence.
Result<void> send_link_later(Server& server, std::string_view typed_address, bool reset);

/// Notes that the user, whose password was found right, wants this address, and has the mails sent.
/// Whatever they asked for before is void, links that were mailed already among it; and so is this
/// once the password changes.
Result<void> ask_email_change(db::Tx& tx, Server& server, social::User const& user,
                              std::string const& address);

/// Registers the mails and the job.
void install_mails(Server& server);

/// To what a confirmation link is bound: it proves one address only.
std::string address_mark(crypto::SecretKeys const& keys, std::string_view address);
/// To what a reset link is bound: it dies with the password it was asked for.
std::string password_mark(social::User const& user);

}  // namespace skein::sign_in
