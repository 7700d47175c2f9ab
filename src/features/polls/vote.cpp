#include "core/server.h"
#include "features/polls/handlers.h"
#include "features/polls/visible_poll.h"
#include "social/views/poll_view.h"

namespace skein::polls {

Result<Reply> vote(Call& call, Vote const& input) {
    auto const id = call.path_id<PollId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const poll, load_visible_poll(tx, call.viewer(), id));
        return social::vote(tx, call.viewer(), poll, input.choices);
    }));
    return call.server().db().read([&](db::Tx& tx) { return answer(call, tx, id); });
}

}  // namespace skein::polls
