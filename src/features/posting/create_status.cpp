#include "core/server.h"
#include "features/posting/drafts.h"
#include "features/posting/handlers.h"
#include "features/posting/schedule_status.h"
#include "social/statuses.h"

namespace skein::posting {

Result<Reply> create_status(Call& call, CreateStatus const& input) {
    if (input.scheduled_at) return schedule_status(call, input);
    TRY(auto const draft, draft_of(call.server(), author_of(call), input));
    auto const key = stored_key(call);
    // Looking for the key and remembering it are one transaction with the post, so that two
    // requests at the same moment make one post.
    TRY(auto const id, call.server().db().write([&](db::Tx& tx) -> Result<StatusId> {
        if (key.empty()) {
            TRY(auto const status, social::publish_status(tx, draft));
            return status.id;
        }
        TRY(auto const earlier, social::find_status_by_key(tx, draft.author, key));
        if (earlier) return *earlier;
        TRY(auto const status, social::publish_status(tx, draft));
        TRY_OK(social::remember_key(tx, draft.author, key, status.id));
        return status.id;
    }));
    return show_made(call, id);
}

}  // namespace skein::posting
