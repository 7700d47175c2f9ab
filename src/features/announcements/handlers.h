// The requests and commands of this feature.
#pragma once

#include "core/commands.h"
#include "core/endpoint.h"

namespace skein::announcements {

struct ListAnnouncements {
    bool with_dismissed = false;
    void read(Fields& in) { in("with_dismissed", with_dismissed, "Those one has dismissed too."); }
};
Result<Reply> list_announcements(Call& call, ListAnnouncements const& input);

Result<Reply> dismiss_announcement(Call& call);
Result<Reply> add_reaction(Call& call);
Result<Reply> remove_reaction(Call& call);

/// `announcement add`, `announcement edit ID`: the text is standard input.
Result<void> add_announcement(Server& server, CommandCall& call);
/// What no option names and no text replaces stays.
Result<void> edit_announcement(Server& server, CommandCall& call);
Result<void> list_all_announcements(Server& server, CommandCall& call);
Result<void> remove_announcement(Server& server, CommandCall& call);

}  // namespace skein::announcements
