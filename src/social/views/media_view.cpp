// MediaAttachment.

#include "social/views/media_view.h"

#include "core/assets.h"
#include "core/server.h"
#include "social/remote_files.h"
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
