// How far somebody has read, shared by all their apps.

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/notifications.h"

namespace skein::notifications {
namespace {

Reply markers_reply(std::vector<social::Marker> const& markers) {
    json::Writer out;
    out.object([&] {
        for (auto const& marker : markers) {
            out.key(to_string(marker.timeline));
            out.object([&] {
                out.field("last_read_id", std::to_string(marker.last_read_id));
                out.field("version", marker.version);
                out.field("updated_at", marker.updated_at);
            });
        }
    });
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> show_markers(Call& call, WhichMarkers const& input) {
    TRY(auto markers, call.server().db().read(
                          [&](db::Tx& tx) { return social::list_markers(tx, call.viewer()); }));
    std::erase_if(markers, [&](social::Marker const& marker) {
        return std::ranges::find(input.timelines, to_string(marker.timeline)) ==
               input.timelines.end();
    });
    return markers_reply(markers);
}

Result<Reply> set_markers(Call& call, SetMarkers const& input) {
    for (auto const& wanted : {input.home, input.notifications})
        if (wanted.last_read_id && *wanted.last_read_id < 0)
            return fail(Errc::unprocessable, "Validation failed: Last read must be an id");
    TRY(auto const markers,
        call.server().db().write([&](db::Tx& tx) -> Result<std::vector<social::Marker>> {
            std::vector<social::Marker> set;
            auto const remember = [&](social::Timeline timeline,
                                      SetMarker const& wanted) -> Result<void> {
                if (!wanted.last_read_id) return {};
                TRY(auto marker,
                    social::set_marker(tx, call.viewer(), timeline, *wanted.last_read_id));
                set.push_back(marker);
                return {};
            };
            TRY_OK(remember(social::Timeline::home, input.home));
            TRY_OK(remember(social::Timeline::notifications, input.notifications));
            return set;
        }));
    return markers_reply(markers);
}

}  // namespace skein::notifications
