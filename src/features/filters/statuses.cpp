// The posts of a filter, one by one.

#include "core/server.h"
#include "features/filters/entities.h"
#include "features/filters/handlers.h"
#include "social/audience.h"

namespace skein::filters {
namespace {

Reply status_reply(social::FilteredStatus const& status) {
    json::Writer out;
    write_status(status, out);
    return json_reply(std::move(out));
}

Result<social::Filter> load_filter_of(Call& call, db::Tx& tx) {
    return social::load_filter(tx, call.viewer(), call.path_id<social::FilterId>("filter_id"));
}

Result<social::FilteredStatus> load_own(Call& call, db::Tx& tx) {
    return social::load_filtered_status(tx, call.viewer(),
                                        call.path_id<social::FilteredStatusId>("id"));
}

}  // namespace

Result<Reply> show_statuses(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const filter, load_filter_of(call, tx));
        TRY(auto const statuses, social::list_filtered_statuses(tx, filter));
        json::Writer out;
        out.array([&] {
            for (auto const& status : statuses) write_status(status, out);
        });
        return json_reply(std::move(out));
    });
}

Result<Reply> show_status(Call& call) {
    TRY(auto const status, call.server().db().read([&](db::Tx& tx) { return load_own(call, tx); }));
    return status_reply(status);
}

Result<Reply> add_status(Call& call, StatusInput const& input) {
    TRY(auto const status,
        call.server().db().write([&](db::Tx& tx) -> Result<social::FilteredStatus> {
            TRY(auto const filter, load_filter_of(call, tx));
            TRY(auto const visible,
                social::keep_visible(tx, call.viewer(), std::vector{input.status_id}));
            if (visible.empty()) return fail(Errc::not_found, "Record not found");
            social::FilteredStatus fresh;
            fresh.filter_id = filter.id;
            fresh.account_id = filter.account_id;
            fresh.status_id = input.status_id;
            return social::insert_filtered_status(tx, fresh);
        }));
    return status_reply(status);
}

Result<Reply> remove_status(Call& call) {
    TRY(auto const status,
        call.server().db().write([&](db::Tx& tx) -> Result<social::FilteredStatus> {
            TRY(auto const gone, load_own(call, tx));
            TRY_OK(social::remove_filtered_status(tx, gone));
            return gone;
        }));
    return status_reply(status);
}

}  // namespace skein::filters
