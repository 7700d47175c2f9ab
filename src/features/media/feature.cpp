#include "features/media/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/media/config.h"
#include "features/media/handlers.h"
#include "features/media/media_desk.h"
#include "features/media/processing.h"
#include "social/instance.h"
#include "social/media_support.h"

namespace skein::media {
namespace {

void install_uploads(Server& server) {
    auto const& config = server.settings<social::InstanceConfig>();
    auto const picture_bytes_max = static_cast<std::uint64_t>(config.image_bytes_max);
    auto const file_bytes_max =
        std::max(picture_bytes_max, static_cast<std::uint64_t>(config.video_bytes_max));
    Route const upload{.scope = "write:media",
                       .lane = LaneName::slow,
                       .body_bytes_max = file_bytes_max + picture_bytes_max + form_bytes_max,
                       .to_disk = true,
                       .limit = "media",
                       .returns = "MediaAttachment",
                       .summary = "Upload a file, to attach it to a post."};
    server.post("/api/v2/media", upload_media, upload);
    server.post("/api/v1/media", upload_media_and_wait, upload);
    server.put("/api/v1/media/{id}", change_media,
               {.scope = "write:media",
                .lane = LaneName::slow,
                .body_bytes_max = picture_bytes_max + form_bytes_max,
                .to_disk = true,
                .returns = "MediaAttachment",
                .summary = "Describe an attachment, move its focus, or choose its preview."});
}

void install_processing(Server& server) {
    server.part<MediaDesk>();
    server.part<social::MediaSupport>();
    server.settings<MediaConfig>();
    // It takes its time: where jobs have one thread, the rest of them would wait for it.
    server.job<ProcessMedia>(process_media,
                             server.config().job_threads > 1 ? LaneName::jobs : LaneName::slow);
    server.at_start([](Server& starting) -> Result<void> {
        starting.part<MediaDesk>().open(starting);
        return {};
    });
    server.at_stop([](Server& stopping) { stopping.part<MediaDesk>().close(); });
    server.inspection("videos and sounds", [](Server& inspected) -> std::optional<std::string> {
        auto const& config = inspected.settings<MediaConfig>();
        imaging::ToolOptions options;
        options.ffmpeg = config.ffmpeg;
        options.ffprobe = config.ffprobe;
        return imaging::Tools(std::move(options)).problem();
    });
}

}  // namespace

void install(Server& server) {
    server.limit("media", upload_limit());
    install_uploads(server);
    install_processing(server);
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
                .summary = "A file by its key."});
    server.get("/media/remote/{source}/{id}/{form}/{proof}", serve_remote_file,
               {.who = Who::unasked,
                .surface = Surface::open,
                .produces = "",
                .returns = "file",
                .summary = "A file of another server, by the address that an entity shows."});
}

}  // namespace skein::media
