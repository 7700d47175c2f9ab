// Somebody who wants to join: what they typed, judged, and made a user. Shared by the sign-up page,
// the first set-up and sign-up through the API.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "core/endpoint.h"
#include "social/instance.h"
#include "social/pages.h"
#include "social/users.h"

namespace skein::sign_in {

struct Candidate {
    std::string username, email, password, reason, locale, date_of_birth, invite_code;
    bool agreement = false;
    void read(Fields& in) {
        in("username", username, "The name wanted: letters, digits and underscores.");
        in("email", email, "Where the link to confirm is sent.");
        in("password", password, "At least 12 characters.");
        in("agreement", agreement, "The rules are accepted.");
        in("locale", locale, "The language of mails, e.g. en.");
        in("date_of_birth", date_of_birth,
           "A day like 2000-12-31, where people must have an age; it is not kept.");
        in("reason", reason, "Why they want to join, where a moderator approves.");
        in("invite_code", invite_code, "Of a link with which a member invites them.");
        // Keyboards of phones leave a blank behind what they completed.
        username = std::string(trim(username));
        email = std::string(trim(email));
    }
};

/// One thing wrong with a candidate: for apps (`code`, `description`) and for people (the key of
/// its words, which may want a number of years).
struct Complaint {
    std::string field, code, description;
    std::string_view words;
    std::int64_t years = 0;
};

struct Demands {
    bool agreement = true;
    bool reason = false;
    std::int64_t age_min = 0;  ///< In years; 0 asks for no date of birth.
};

/// Everything that is wrong; empty when nothing is. Whether the name is free shows only when the
/// user is stored.
std::vector<Complaint> judge(Server const& server, Candidate const& candidate,
                             Demands const& demands);
/// The complaint about a name that was taken meanwhile.
Complaint name_taken();

social::FieldErrors for_people(social::Locale const& say, std::vector<Complaint> const& complaints);

/// The fields for name, address and password.
void add_fields(social::Form& form, social::Locale const& say, Server const& server,
                Candidate const& candidate);

/// Hashes the password (waits for the lane `cpu`) and fills in the rest of a user to be stored.
/// `language`: of their mails, if they did not name one.
Result<social::NewUser> prepare(Server& server, Candidate const& candidate,
                                std::string_view language);

/// Stores the sign-up and, in the same transaction, counts the use of an invite (unless it is "")
/// and has the mail sent. A taken name is Errc::unprocessable; Errc::gone for an invite that has
/// ended meanwhile.
Result<social::User> store_sign_up(Server& server, social::NewUser const& fresh,
                                   std::string_view invite_code);

}  // namespace skein::sign_in
