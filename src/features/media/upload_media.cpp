#include "core/server.h"
#include "features/media/chosen_preview.h"
#include "features/media/handlers.h"
#include "features/media/media_desk.h"
#include "features/media/processing.h"
#include "social/instance.h"
#include "social/media.h"
#include "social/media_words.h"
#include "social/pictures.h"
#include "social/views/views.h"

namespace skein::media {
namespace {

/// An old route answers when the file is ready, if that does not take too long.
constexpr auto ready_time_max = std::chrono::seconds(20);

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

void use_small(social::Media& media, social::Picture const& small, std::string const& blurhash) {
    media.preview_key = small.key;
    media.preview_width = small.width;
    media.preview_height = small.height;
    media.blurhash = blurhash;
}

social::Media with_pictures(social::Media media, social::Pictures const& pictures) {
    auto const& original = pictures.made.front();
    media.kind = social::MediaKind::image;
    media.state = social::MediaState::ready;
    media.original_key = original.key;
    media.width = original.width;
    media.height = original.height;
    media.size_bytes = static_cast<std::int64_t>(original.blob.size);
    use_small(media, pictures.made.back(), pictures.blurhash);
    return media;
}

Result<void> check_room(Call& call, db::Tx& tx, std::uint64_t bytes) {
    TRY_OK(social::check_unattached(tx, call.viewer()));
    return check_unattached_bytes(call.server(), tx, call.viewer(),
                                  static_cast<std::int64_t>(bytes));
}

Result<social::Media> store_picture(Call& call, UploadMedia const& input,
                                    social::Media const& media, social::Pictures const& pictures) {
    auto& server = call.server();
    TRY(auto const preview, make_preview(server, input.thumbnail));
    return server.db().write([&](db::Tx& tx) -> Result<social::Media> {
        TRY_OK(check_room(call, tx, pictures.made.front().blob.size));
        TRY(auto const named, social::insert_pictures(tx, pictures));
        auto whole = with_pictures(media, named);
        TRY_OK(use_preview(tx, whole, preview));
        return social::insert_media(tx, whole);
    });
}

/// `small`: of a moving picture, whose frames the confined decoder has seen already.
Result<social::Media> store_playable(Call& call, UploadMedia const& input,
                                     social::Media const& media, imaging::FileType type,
                                     std::optional<social::Pictures> small) {
    auto& server = call.server();
    auto const& path = input.file.file->path;
    TRY(auto const facts, check_playable(server, path, type));
    TRY(auto chosen, make_preview(server, input.thumbnail));
    Accepted accepted;
    accepted.type = type;
    accepted.kind = media_kind(imaging::kind_of(type, facts));
    TRY(accepted.upload, server.storage().put_file(path));
    accepted.preview = chosen ? std::move(chosen) : std::move(small);
    auto const key = social::new_file_key(server.random());
    return server.db().write([&](db::Tx& tx) -> Result<social::Media> {
        TRY_OK(check_room(call, tx, accepted.upload.size));
        auto whole = media;
        TRY_OK(use_preview(tx, whole, accepted.preview));
        return accept_playable(tx, std::move(whole), accepted, key);
    });
}

Result<social::Media> take_picture(Call& call, UploadMedia const& input, social::Media const& media,
                                   imaging::FileType type) {
    auto& server = call.server();
    auto const& path = input.file.file->path;
    auto const bytes_max = server.settings<social::InstanceConfig>().image_bytes_max;
    TRY(auto pictures, social::make_pictures(server, path, imaging::attachment_tasks(), bytes_max));
    bool moves = type == imaging::FileType::gif && pictures.frames > 1;
    if (type == imaging::FileType::png) {
        TRY(moves, is_moving_png(path));
    }
    // A picture one pixel wide is none that a video could hold.
    auto const& original = pictures.made.front();
    moves = moves && original.width > 1 && original.height > 1;
    if (!moves || !server.part<MediaDesk>().takes_playables())
        return store_picture(call, input, media, pictures);
    pictures.made.erase(pictures.made.begin(), pictures.made.end() - 1);
    return store_playable(call, input, media, type, std::move(pictures));
}

Result<social::Media> take_playable(Call& call, UploadMedia const& input,
                                    social::Media const& media, imaging::FileType type) {
    auto& server = call.server();
    if (!server.part<MediaDesk>().takes_playables())
        return fail(Errc::unprocessable,
                    "Validation failed: This server cannot process videos and sounds; only "
                    "pictures can be uploaded");
    auto const bytes_max = server.settings<social::InstanceConfig>().video_bytes_max;
    if (input.file.file->size > static_cast<std::uint64_t>(bytes_max))
        return fail(
            Errc::unprocessable,
            fmt::format("Validation failed: File size must be less than {} MB", bytes_max >> 20));
    return store_playable(call, input, media, type, std::nullopt);
}

Result<social::Media> take(Call& call, UploadMedia const& input) {
    auto& server = call.server();
    TRY(auto const media, described(call, input));
    // Asked before anything is decoded and stored, and again in the write, beside others.
    TRY_OK(
        server.db().read([&](db::Tx& tx) { return check_room(call, tx, input.file.file->size); }));
    TRY(auto const type, type_of_file(input.file.file->path));
    if (imaging::is_video(type) || imaging::is_audio(type))
        return take_playable(call, input, media, type);
    return take_picture(call, input, media, type);
}

}  // namespace

Result<Reply> upload_media(Call& call, UploadMedia const& input) {
    TRY(auto const stored, take(call, input));
    return media_reply(call.server(), stored, accepted_status);
}

Result<Reply> upload_media_and_wait(Call& call, UploadMedia const& input) {
    auto& server = call.server();
    TRY(auto stored, take(call, input));
    auto const look = [&] {
        auto const now = server.db().read(
            [&](db::Tx& tx) { return social::load_own_media(tx, stored.account_id, stored.id); });
        if (now) stored = *now;
        return !now || now->state != social::MediaState::processing;
    };
    if (stored.state == social::MediaState::processing)
        server.part<MediaDesk>().wait(server.scheduler().clock().now() + ready_time_max, look);
    return media_reply(server, stored, accepted_status);
}

}  // namespace skein::media
