#include "core/server.h"
#include "features/media/chosen_preview.h"
#include "features/media/handlers.h"
#include "social/instance.h"
#include "social/media.h"
#include "social/media_words.h"
#include "social/pictures.h"
#include "social/views/views.h"

namespace skein::media {
namespace {

Result<social::Media> described(Call& call, UploadMedia const& input) {
    social::Media media;
    media.account_id = call.viewer();
    TRY(media.description, social::checked_description(call.server(), input.description));
    if (input.focus.empty()) return media;
    TRY(auto const focus, social::checked_focus(input.focus));
    media.focus_x = focus.x;
    media.focus_y = focus.y;
    return media;
}

social::Media with_pictures(social::Media media, social::Pictures const& pictures) {
    auto const& original = pictures.made.front();
    auto const& preview = pictures.made.back();
    media.kind = social::MediaKind::image;
    media.state = social::MediaState::ready;
    media.original_key = original.key;
    media.width = original.width;
    media.height = original.height;
    media.preview_key = preview.key;
    media.preview_width = preview.width;
    media.preview_height = preview.height;
    media.blurhash = pictures.blurhash;
    return media;
}

}  // namespace

Result<Reply> upload_media(Call& call, UploadMedia const& input) {
    auto& server = call.server();
    TRY(auto const media, described(call, input));
    // Asked before the picture is decoded and stored, and again in the write, beside others.
    TRY_OK(
        server.db().read([&](db::Tx& tx) { return social::check_unattached(tx, call.viewer()); }));
    auto const bytes_max = server.settings<social::InstanceConfig>().image_bytes_max;
    TRY(auto const pictures, social::make_pictures(server, input.file.file->path,
                                                   imaging::attachment_tasks(), bytes_max));
    TRY(auto const preview, make_preview(server, input.thumbnail));
    TRY(auto const stored, server.db().write([&](db::Tx& tx) -> Result<social::Media> {
        TRY_OK(social::check_unattached(tx, call.viewer()));
        TRY(auto const named, social::insert_pictures(tx, pictures));
        auto whole = with_pictures(media, named);
        TRY_OK(use_preview(tx, whole, preview));
        return social::insert_media(tx, whole);
    }));
    json::Writer out;
    social::write_media(server, stored, out);
    return json_reply(std::move(out));
}

}  // namespace skein::media
