// The home timeline of the one who asks.

#include "core/server.h"
#include "features/timelines/handlers.h"
#include "features/timelines/home_entries.h"
#include "social/timelines.h"
#include "social/views/views.h"

namespace skein::timelines {
namespace {

/// How exactly it is remembered when a home was last read.
constexpr auto read_precision = std::chrono::hours(24);
/// By then a home is mostly whole.
constexpr auto look_again_after = std::chrono::seconds(5);

bool is_incomplete(social::Home const& home) { return !home.filled || home.rebuilding_since; }

}  // namespace

Result<Reply> show_home(Call& call) {
    auto& server = call.server();
    auto const account = call.viewer();
    TRY(auto const page, call.page({}));
    social::Home home;
    std::optional<social::AsyncRefresh> refresh;
    auto reply = server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const found, social::find_home(tx, account));
        if (!found) return fail(Errc::not_found, "Record not found");
        home = *found;
        if (is_incomplete(home)) {
            TRY(refresh, find_rebuilding(tx, account));
        }
        TRY(auto const reader, social::load_reader(tx, account, home));
        TRY(auto const heads, social::list_home(tx, home, *reader, page));
        json::Writer out;
        TRY_OK(
            out.array([&] { return social::write_statuses({server, tx, account}, heads, out); }));
        return page_reply(call, page, heads, std::move(out));
    });
    if (!reply) return reply;
    auto const now = server.clock().now();
    if (needs_rebuilding(home, now) || now - home.last_read_at > read_precision) {
        auto const id = social::new_refresh_id(server);
        TRY(auto const begun,
            server.db().write([&](db::Tx& tx) { return note_home_read(tx, account, id); },
                              db::Urgency::background));
        if (begun) refresh = begun;
    }
    if (is_incomplete(home)) reply->status = 206;
    if (refresh)
        reply->headers.set(social::refresh_header_name,
                           social::refresh_header(*refresh, look_again_after));
    return reply;
}

}  // namespace skein::timelines
