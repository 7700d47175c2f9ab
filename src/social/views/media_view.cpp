// MediaAttachment.

#include "core/assets.h"
#include "core/server.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

void write_size(json::Writer& out, std::string_view name, std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0) return;
    out.key(name);
    out.object([&] {
        out.field("width", width);
        out.field("height", height);
        out.field("size", fmt::format("{}x{}", width, height));
        out.field("aspect", static_cast<double>(width) / static_cast<double>(height));
    });
}

void write_meta(Media const& media, json::Writer& out) {
    out.object([&] {
        if (media.focus_x && media.focus_y) {
            out.key("focus");
            out.object([&] {
                out.field("x", *media.focus_x);
                out.field("y", *media.focus_y);
            });
        }
        write_size(out, "original", media.width, media.height);
        write_size(out, "small", media.preview_width, media.preview_height);
    });
}

void write_or_null(json::Writer& out, std::string_view name, std::string const& text) {
    out.key(name);
    text.empty() ? out.value(nullptr) : out.value(text);
}

}  // namespace

void write_media(Server const& server, Media const& media, json::Writer& out) {
    auto const address = [&](std::string const& key) {
        return key.empty() ? std::string() : media_url(server, key);
    };
    auto const away = media.original_key.empty() && !media.remote_url.empty();
    // A picture to look at stands in for no sound.
    auto const kind = away && media.kind != MediaKind::image ? MediaKind::unknown : media.kind;
    out.object([&] {
        out.field("id", media.id);
        out.field("type", to_string(kind));
        // Clients drop a post whose picture has no address. What was never fetched must not be
        // loaded from its home either, which would learn who reads the post.
        write_or_null(out, "url",
                      away ? server.public_url() + asset_path("media-missing.png")
                           : address(media.original_key));
        write_or_null(out, "preview_url", address(media.preview_key));
        write_or_null(out, "remote_url", media.remote_url);
        out.field("preview_remote_url", nullptr);
        out.field("text_url", nullptr);
        out.key("meta");
        write_meta(media, out);
        write_or_null(out, "description", media.description);
        write_or_null(out, "blurhash", media.blurhash);
    });
}

}  // namespace skein::social
