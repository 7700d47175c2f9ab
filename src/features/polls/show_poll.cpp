#include "core/server.h"
#include "features/polls/handlers.h"
#include "features/polls/visible_poll.h"
#include "social/network.h"
#include "social/statuses.h"

namespace skein::polls {
namespace {

/// Are its counts of a time when one could still vote, and not of the last minutes?
bool is_stale(social::Poll const& poll, Time now) {
    if (!poll.remote() || now - *poll.fetched_at < social::poll_asked_every) return false;
    return !poll.ended(*poll.fetched_at);
}

/// Asks the poll's server and then answers. Noted first, so that a server that does not answer is
/// not asked by everybody who looks.
Result<Reply> refresh_and_show(Call& call) {
    auto& server = call.server();
    auto const id = call.path_id<PollId>("id");
    using Asked = std::optional<social::Status>;
    TRY(auto const asked, server.db().write([&](db::Tx& tx) -> Result<Asked> {
        TRY(auto const poll, load_visible_poll(tx, call.viewer(), id));
        if (!is_stale(poll, tx.now())) return std::nullopt;
        TRY_OK(social::note_poll_asked(tx, id));
        TRY(auto status, social::load_status(tx, poll.status_id));
        return Asked(std::move(status));
    }));
    auto* const network = asked ? server.part<social::Networks>().find(asked->network) : nullptr;
    if (network) network->refresh_status(server, asked->id);
    return server.db().read([&](db::Tx& tx) { return answer(call, tx, id); });
}

}  // namespace

Result<Reply> show_poll(Call& call) {
    auto const id = call.path_id<PollId>("id");
    auto stale = false;
    auto reply = call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const poll, load_visible_poll(tx, call.viewer(), id));
        stale = is_stale(poll, tx.now());
        return stale ? Reply{} : answer(call, tx, id);
    });
    if (!reply || !stale) return reply;
    return call.go_on_in(LaneName::fetch, refresh_and_show);
}

}  // namespace skein::polls
