#include "core/server.h"
#include "features/async_refreshes/handlers.h"
#include "social/async_refreshes.h"

namespace skein::async_refreshes {
namespace {

/// As long as ours, and a little: nobody has the database look for more.
constexpr std::size_t id_bytes_max = 64;
constexpr std::int64_t rows_a_write_max = 200;
constexpr int writes_a_run_max = 50;

}  // namespace

Result<Reply> show_refresh(Call& call) {
    auto const& id = call.path("id");
    if (id.size() > id_bytes_max) return fail(Errc::not_found, "Record not found");
    TRY(auto const refresh,
        call.server().db().read([&](db::Tx& tx) { return social::find_refresh(tx, id); }));
    if (!refresh) return fail(Errc::not_found, "Record not found");
    json::Writer out;
    out.object([&] {
        out.key("async_refresh");
        out.object([&] {
            out.field("id", refresh->id);
            out.field("status", refresh->finished ? "finished" : "running");
            out.key("result_count");
            refresh->result_count ? out.value(*refresh->result_count) : out.value(nullptr);
        });
    });
    return json_reply(std::move(out));
}

Result<void> sweep_refreshes(Server& server) {
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const rows,
            server.db().write(
                [](db::Tx& tx) { return social::remove_expired_refreshes(tx, rows_a_write_max); },
                db::Urgency::background));
        if (rows < rows_a_write_max) break;
    }
    return {};
}

}  // namespace skein::async_refreshes
