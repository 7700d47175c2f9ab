#include "features/media/chosen_preview.h"

#include "social/instance.h"

namespace skein::media {

Result<std::optional<social::Pictures>> make_preview(Server& server,
                                                     std::optional<http::Upload> const& sent) {
    if (!sent || !sent->file) return std::nullopt;
    auto tasks = imaging::attachment_tasks();
    tasks.erase(tasks.begin(), tasks.end() - 1);
    TRY(auto made,
        social::make_pictures(server, sent->file->path, std::move(tasks),
                              server.settings<social::InstanceConfig>().image_bytes_max));
    return made;
}

Result<void> use_preview(db::Tx& tx, social::Media& media,
                         std::optional<social::Pictures> const& preview) {
    if (!preview) return {};
    TRY(auto const named, social::insert_pictures(tx, *preview));
    TRY_OK(social::remove_file(tx, media.preview_key));
    auto const& picture = named.made.front();
    media.preview_key = picture.key;
    media.preview_width = picture.width;
    media.preview_height = picture.height;
    media.blurhash = named.blurhash;
    return {};
}

}  // namespace skein::media
