// Files of ours inside documents: pictures, attachments, emojis.

#include <array>

#include "core/server.h"
#include "features/activitypub/documents/writing.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

struct Ending {
    std::string_view text, media_type;
};
constexpr auto endings = std::to_array<Ending>({{"jpg", "image/jpeg"},
                                                {"jpeg", "image/jpeg"},
                                                {"png", "image/png"},
                                                {"gif", "image/gif"},
                                                {"webp", "image/webp"},
                                                {"avif", "image/avif"},
                                                {"heic", "image/heic"},
                                                {"mp4", "video/mp4"},
                                                {"webm", "video/webm"},
                                                {"mov", "video/quicktime"},
                                                {"mp3", "audio/mpeg"},
                                                {"ogg", "audio/ogg"},
                                                {"oga", "audio/ogg"},
                                                {"opus", "audio/ogg"},
                                                {"flac", "audio/flac"},
                                                {"wav", "audio/wav"},
                                                {"m4a", "audio/mp4"},
                                                {"aac", "audio/aac"}});

}  // namespace

std::string_view media_type_of(std::string_view file_key) {
    auto const ending = file_key.substr(file_key.rfind('.') + 1);
    for (auto const& known : endings)
        if (known.text == ending) return known.media_type;
    return "application/octet-stream";
}

void write_image(Server const& server, std::string_view file_key, std::string_view description,
                 json::Writer& out) {
    out.object([&] {
        out.field("type", "Image");
        out.field("mediaType", media_type_of(file_key));
        out.field("url", social::media_url(server, file_key));
        if (!description.empty()) out.field("name", description);
    });
}

void write_emoji_tag(Server const& server, social::Emoji const& emoji, json::Writer& out) {
    out.object([&] {
        out.field("id", fmt::format("{}/ap/emojis/{}", server.public_url(), emoji.id.value));
        out.field("type", "Emoji");
        out.field("name", fmt::format(":{}:", emoji.shortcode));
        out.field("updated", to_timestamp(id_time(emoji.id.value)));
        out.key("icon");
        write_image(server, emoji.file_key, {}, out);
    });
}

std::string to_timestamp(Time at) { return to_rfc3339(at).substr(0, 19) + "Z"; }

}  // namespace skein::activitypub
