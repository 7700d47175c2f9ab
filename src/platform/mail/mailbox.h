// An address with the name people see before it, as it stands in a From field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/mail/mail.h"

namespace skein::mail {

struct Mailbox {
    std::string name;
    EmailAddress address;
};

/// Reads `Name <address>`, `"Name" <address>` or a bare address.
std::optional<Mailbox> parse_mailbox(std::string_view text);

}  // namespace skein::mail
