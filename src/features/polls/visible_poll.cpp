#include "features/polls/visible_poll.h"

#include "core/server.h"
#include "social/statuses.h"
#include "social/views/poll_view.h"

namespace skein::polls {

Result<social::Poll> load_visible_poll(db::Tx& tx, AccountId viewer, PollId id) {
    TRY(auto poll, social::find_poll(tx, id));
    if (!poll) return fail(Errc::not_found, "Record not found");
    TRY_OK(social::load_visible_status(tx, viewer, poll->status_id));
    return *std::move(poll);
}

Result<Reply> answer(Call& call, db::Tx& tx, PollId id) {
    TRY(auto const poll, load_visible_poll(tx, call.viewer(), id));
    json::Writer out;
    TRY_OK(social::write_poll({call.server(), tx, call.viewer()}, poll, out));
    return json_reply(std::move(out));
}

}  // namespace skein::polls
