// The settings of `mail_notices`.
#pragma once

#include "core/config.h"

namespace skein::mail_notices {

struct MailNoticesConfig {
    bool enabled = true;
    Duration wait = std::chrono::minutes(5);

    void declare(Settings& s) {
        s.flag("mail_notices.enabled", enabled,
               "Tell people by mail of mentions, follows and reports while they are away; off: "
               "nobody is, and links in earlier mails end nothing.");
        s.duration("mail_notices.wait", wait,
                   "How long a notification waits before it is mailed. Whoever is here in that "
                   "time gets no mail.");
    }
};

}  // namespace skein::mail_notices
