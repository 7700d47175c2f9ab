// What those who run the server tell everybody: the same words to each, written once.

#include "features/streaming/deliver.h"
#include "social/emojis.h"
#include "social/views/announcement_view.h"

namespace skein::streaming {
namespace {

void send_to_everybody(Desk const& desk, Frames frames) {
    for (auto const& seat : desk.all_seats(StreamKind::user)) seat.send(frames);
}

}  // namespace

Result<void> deliver(Delivery const& to, AnnouncementTold const& news) {
    if (!to.desk.has(StreamKind::user)) return {};
    json::Writer out;
    TRY_OK(social::write_announcement({to.server, to.tx, {}}, news.announcement, out));
    send_to_everybody(to.desk, Frames("announcement", out.take()));
    return {};
}

Result<void> deliver(Delivery const& to, ReactionTold const& news) {
    if (!to.desk.has(StreamKind::user)) return {};
    // A name of letters is that of an emoji of our own, with its picture.
    TRY(auto const own, social::list_emojis(to.tx, "", std::span(&news.emoji, 1)));
    json::Writer out;
    out.object([&] {
        out.field("name", news.emoji);
        out.field("count", news.count);
        out.field("announcement_id", news.announcement);
        if (own.empty()) return;
        out.field("url", social::media_url(to.server, own.front().file_key));
        out.field("static_url", social::media_url(to.server, own.front().static_key));
    });
    send_to_everybody(to.desk, Frames("announcement.reaction", out.take()));
    return {};
}

Result<void> deliver(Delivery const& to, AnnouncementGone const& news) {
    send_to_everybody(to.desk, Frames("announcement.delete", to_string(news.announcement)));
    return {};
}

}  // namespace skein::streaming
