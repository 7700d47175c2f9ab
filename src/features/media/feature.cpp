#include "features/media/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/media/config.h"
#include "features/media/handlers.h"
#include "social/instance.h"

namespace skein::media {
namespace {

void install_uploads(Server& server) {
    auto const picture_bytes_max =
        static_cast<std::uint64_t>(server.settings<social::InstanceConfig>().image_bytes_max);
    Route const upload{.scope = "write:media",
                       .lane = LaneName::slow,
                       .body_bytes_max = 2 * picture_bytes_max + form_bytes_max,
                       .to_disk = true,
                       .limit = "media",
                       .returns = "MediaAttachment",
                       .summary = "Upload a picture, to attach it to a post."};
    server.post("/api/v2/media", upload_media, upload);
    server.post("/api/v1/media", upload_media, upload);
    server.put("/api/v1/media/{id}", change_media,
               {.scope = "write:media",
                .lane = LaneName::slow,
                .body_bytes_max = picture_bytes_max + form_bytes_max,
                .to_disk = true,
                .returns = "MediaAttachment",
                .summary = "Describe an attachment, move its focus, or choose its preview."});
}

}  // namespace

void install(Server& server) {
    server.limit("media", upload_limit());
    install_uploads(server);
    server.get("/api/v1/media/{id}", show_media,
               {.scope = "write:media",
                .returns = "MediaAttachment",
                .summary = "One's own attachment, and whether it is ready."});
    server.del("/api/v1/media/{id}", remove_media,
               {.scope = "write:media",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Remove an attachment that no post uses."});
    server.get("/media/{key}", serve_file,
               {.who = Who::anyone,
                .surface = Surface::open,
                .produces = "",
                .returns = "file",
                .summary = "A picture by its key."});
    server.settings<MediaConfig>();
    server.get("/media/remote/{source}/{id}/{form}/{proof}", serve_remote_file,
               {.who = Who::unasked,
                .surface = Surface::open,
                .produces = "",
                .returns = "file",
                .summary = "A file of another server, by the address that an entity shows."});
}

}  // namespace skein::media
