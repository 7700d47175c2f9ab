#include "core/server.h"
#include "features/posting/handlers.h"
#include "social/network.h"
#include "social/thread.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

/// By then some answers have come.
constexpr auto look_again_after = std::chrono::seconds(3);

}  // namespace

Result<Reply> show_context(Call& call) {
    auto const id = call.path_id<StatusId>("id");
    auto network = social::Network::local;
    auto reply = call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const status, social::load_visible_status(tx, call.viewer(), id));
        network = status.network;
        TRY(auto const thread, social::load_thread(tx, call.viewer(), status));
        social::ViewOf const view{call.server(), tx, call.viewer()};
        json::Writer out;
        Result<void> above, below;
        out.object([&] {
            out.key("ancestors");
            out.array([&] { above = social::write_statuses(view, thread.ancestors, out); });
            out.key("descendants");
            out.array([&] { below = social::write_statuses(view, thread.descendants, out); });
        });
        TRY_OK(std::move(above));
        TRY_OK(std::move(below));
        return json_reply(std::move(out));
    });
    // What others answered elsewhere is asked for now, for whoever looks again.
    auto* const spoken = call.server().part<social::Networks>().find(network);
    if (!reply || !call.viewer() || !spoken) return reply;
    if (auto const refresh = spoken->thread_viewed(call.server(), id, call.viewer()))
        reply->headers.set(social::refresh_header_name,
                           social::refresh_header(*refresh, look_again_after));
    return reply;
}

}  // namespace skein::posting
