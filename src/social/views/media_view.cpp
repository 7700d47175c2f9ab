// MediaAttachment.

#include "social/views/media_view.h"

#include <charconv>

#include "core/assets.h"
#include "core/server.h"
#include "platform/imaging/blurhash.h"
#include "social/media_details.h"
#include "social/remote_files.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

void write_dimensions(json::Writer& out, std::int64_t width, std::int64_t height) {
    out.field("width", width);
    out.field("height", height);
    out.field("size", fmt::format("{}x{}", width, height));
    out.field("aspect", static_cast<double>(width) / static_cast<double>(height));
}

/// What plays is described once more, as Mastodon does, beside its parts.
void write_playing(Media const& media, MediaDetails const& details, json::Writer& out) {
    if (media.kind != MediaKind::audio && media.width > 0 && media.height > 0)
        write_dimensions(out, media.width, media.height);
    write_playing_meta(details, out);
}

void write_original(Media const& media, MediaDetails const& details, json::Writer& out) {
    bool const sized = media.width > 0 && media.height > 0;
    if (!sized && details.empty()) return;
    out.key("original");
    out.object([&] {
        // Of a video Mastodon says width and height alone.
        if (sized && details.empty()) write_dimensions(out, media.width, media.height);
        if (sized && !details.empty()) {
            out.field("width", media.width);
            out.field("height", media.height);
        }
        write_original_meta(details, out);
    });
}

/// The colours that a player takes on: those of the cover, and what can be read on them.
void write_colors(Media const& media, json::Writer& out) {
    if (media.kind != MediaKind::audio || media.blurhash.empty()) return;
    auto const background = imaging::average_colour(media.blurhash);
    unsigned rgb = 0;
    std::from_chars(background.data() + 1, background.data() + background.size(), rgb, 16);
    // Perceived brightness (ITU-R BT.601), in thousandths of a step.
    auto const brightness = (rgb >> 16) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114;
    bool const bright = brightness > 128'000;
    out.key("colors");
    out.object([&] {
        out.field("background", background);
        out.field("foreground", bright ? "#000000" : "#ffffff");
        out.field("accent", bright ? "#000000" : "#ffffff");
    });
}

void write_meta(Media const& media, json::Writer& out) {
    auto const details = read_details(media.details);
    out.object([&] {
        if (media.focus_x && media.focus_y) {
            out.key("focus");
            out.object([&] {
                out.field("x", *media.focus_x);
                out.field("y", *media.focus_y);
            });
        }
        if (!details.empty()) write_playing(media, details, out);
        write_original(media, details, out);
        if (media.preview_width > 0 && media.preview_height > 0) {
            out.key("small");
            out.object([&] { write_dimensions(out, media.preview_width, media.preview_height); });
        }
        write_colors(media, out);
    });
}

void write_or_null(json::Writer& out, std::string_view name, std::string const& text) {
    out.key(name);
    text.empty() ? out.value(nullptr) : out.value(text);
}

}  // namespace

MediaAddresses addresses_of(Server const& server, Media const& media) {
    auto const address = [&](std::string const& key) {
        return key.empty() ? std::string() : media_url(server, key);
    };
    auto const away = media.original_key.empty() && !media.remote_url.empty();
    if (!away) return {address(media.original_key), address(media.preview_key)};
    // Clients drop a post whose attachment has no address. What is none of these is not copied, and
    // must not be loaded from its home either, which would learn who reads the post.
    if (media.kind == MediaKind::unknown)
        return {server.public_url() + asset_path("media-missing.png"), {}};
    RemoteName const name{"attachments", media.id.value, media.remote_url};
    MediaAddresses addresses{remote_url_here(server, name, RemoteForm::whole), {}};
    if (media.kind == MediaKind::image)
        addresses.preview_url = remote_url_here(server, name, RemoteForm::small);
    return addresses;
}

void write_media(Server const& server, Media const& media, json::Writer& out) {
    auto const addresses = addresses_of(server, media);
    out.object([&] {
        out.field("id", media.id);
        out.field("type", to_string(media.kind));
        write_or_null(out, "url", addresses.url);
        write_or_null(out, "preview_url", addresses.preview_url);
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
