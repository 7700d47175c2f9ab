#include "features/instance/limits.h"

#include <array>

#include "social/polls.h"
#include "social/statuses.h"

namespace skein::instance {
namespace {

void write_account_limits(Form form, json::Writer& out) {
    out.object([&] {
        out.field("max_featured_tags", 10);
        if (form == Form::first) return;
        out.field("max_pinned_statuses", social::pins_max);
        out.field("max_display_name_length", 30);
        out.field("max_note_length", 500);
        out.field("max_avatar_description_length", 150);
        out.field("max_header_description_length", 150);
        out.field("max_profile_fields", 4);
        out.field("profile_field_name_limit", 255);
        out.field("profile_field_value_limit", 255);
    });
}

constexpr std::array picture_types = {"image/jpeg", "image/png",  "image/gif", "image/webp",
                                      "image/avif", "image/heic", "image/heif"};
constexpr std::array playable_types = {"video/mp4", "video/webm", "video/quicktime", "audio/mpeg",
                                       "audio/mp3", "audio/ogg",  "audio/opus",      "audio/vorbis",
                                       "audio/wav", "audio/wave", "audio/x-wav",     "audio/flac",
                                       "audio/aac", "audio/mp4",  "audio/m4a",       "audio/x-m4a"};

void write_media_limits(Limits const& limits, Form form, json::Writer& out) {
    auto const& config = limits.config;
    out.object([&] {
        out.key("supported_mime_types");
        out.array([&] {
            for (auto const* type : picture_types) out.value(type);
            if (!limits.playables) return;
            for (auto const* type : playable_types) out.value(type);
        });
        if (form == Form::second) out.field("description_limit", config.description_characters_max);
        out.field("image_size_limit", config.image_bytes_max);
        out.field("image_matrix_limit", config.image_pixels_max);
        // Apps compute with these even where no video is taken.
        out.field("video_size_limit", config.video_bytes_max);
        out.field("video_frame_rate_limit", config.video_frame_rate_max);
        out.field("video_matrix_limit", config.video_pixels_max);
    });
}

}  // namespace

void write_limits(Limits const& limits, Form form, json::Writer& out) {
    auto const& config = limits.config;
    out.key("accounts");
    write_account_limits(form, out);
    out.key("statuses");
    out.object([&] {
        out.field("max_characters", config.status_characters_max);
        out.field("max_media_attachments", config.media_per_status_max);
        out.field("characters_reserved_per_url", 23);
    });
    out.key("media_attachments");
    write_media_limits(limits, form, out);
    out.key("polls");
    out.object([&] {
        namespace limits = social::poll_limits;
        out.field("max_options", limits::options_max);
        out.field("max_characters_per_option", limits::option_characters_max);
        out.field("min_expiration", limits::shortest.count());
        out.field("max_expiration", limits::longest.count());
    });
}

}  // namespace skein::instance
