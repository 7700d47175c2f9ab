// The requests of this feature.
#pragma once

#include "core/endpoint.h"

namespace skein::mail_notices {

Result<Reply> show_wishes(Call& call);

struct ChooseMails {
    bool mention = false, follow = false, follow_request = false, report = false, digest = false;
    bool always = false;
    void read(Fields& in) {
        in("mention", mention, "When somebody mentions one.");
        in("follow", follow, "When somebody follows one.");
        in("follow_request", follow_request, "When somebody asks to.");
        in("report", report, "When something is reported; for moderators.");
        in("digest", digest, "Once a week, what waits.");
        in("always", always, "Also while one is here.");
    }
};
Result<Reply> choose_mails(Call& call, ChooseMails const& input);

/// The link in a mail as people open it: a page with a button, which changes nothing by itself.
Result<Reply> show_stop(Call& call);
/// The same address as mail programs post to it, and the button: ends such mails, without cookie or
/// token of a form. RFC 8058 allows no redirect.
Result<Reply> stop_mails(Call& call);

}  // namespace skein::mail_notices
