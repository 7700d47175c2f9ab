// Addresses at which other programs look: where a password is changed (W3C), whom to tell of a hole
// (RFC 9116).

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "social/instance.h"

namespace skein::sign_in {
namespace {

// RFC 9116 advises less than a year; whoever reads it later asks again.
constexpr auto valid_for = std::chrono::days(180);

}  // namespace

Result<Reply> lead_to_change_password(Call&) { return http::redirect(302, "/settings/password"); }

Result<Reply> show_security_txt(Call& call) {
    auto& server = call.server();
    auto const& email = server.settings<social::InstanceConfig>().contact_email;
    auto const contact = email.empty() ? server.public_url() + "/" : "mailto:" + email;
    return http::text_response(
        200, fmt::format("Contact: {}\nExpires: {}\nPreferred-Languages: en\nCanonical: "
                         "{}/.well-known/security.txt\n",
                         contact, to_rfc3339(midnight(server.clock().now()) + valid_for),
                         server.public_url()));
}

}  // namespace skein::sign_in
