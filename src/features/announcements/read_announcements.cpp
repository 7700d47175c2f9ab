// What readers do: list, dismiss, react.

#include "core/server.h"
#include "features/announcements/handlers.h"
#include "social/views/announcement_view.h"

namespace skein::announcements {

using social::AnnouncementId;

Result<Reply> list_announcements(Call& call, ListAnnouncements const& input) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const shown,
            social::list_shown_announcements(tx, call.viewer(), input.with_dismissed));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_announcements({call.server(), tx, call.viewer()}, shown, out);
        }));
        return json_reply(std::move(out));
    });
}

Result<Reply> dismiss_announcement(Call& call) {
    auto const id = call.path_id<AnnouncementId>("id");
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::dismiss_announcement(tx, id, call.viewer()); }));
    return empty_reply();
}

Result<Reply> add_reaction(Call& call) {
    auto const id = call.path_id<AnnouncementId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) {
        return social::add_announcement_reaction(tx, id, call.viewer(), call.path("name"));
    }));
    return empty_reply();
}

Result<Reply> remove_reaction(Call& call) {
    auto const id = call.path_id<AnnouncementId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) {
        return social::remove_announcement_reaction(tx, id, call.viewer(), call.path("name"));
    }));
    return empty_reply();
}

}  // namespace skein::announcements
