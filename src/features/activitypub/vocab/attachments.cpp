// What hangs on a post: pictures, videos, sounds, other files, and links to pages.

#include <algorithm>
#include <array>
#include <cmath>

#include "base/ascii.h"
#include "base/text.h"
#include "features/activitypub/vocab/links.h"
#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

using social::MediaKind;

constexpr std::size_t entries_max = 64, pages_max = 8;
constexpr std::size_t description_characters_max = 5000, page_name_characters_max = 200;
constexpr std::int64_t pixels_of_a_side_max = 100'000;
constexpr std::size_t blurhash_bytes_max = 6 + 2 * 81;

struct Ending {
    std::string_view text;
    MediaKind kind;
};
constexpr std::array<Ending, 16> endings{{{".jpg", MediaKind::image},
                                          {".jpeg", MediaKind::image},
                                          {".png", MediaKind::image},
                                          {".apng", MediaKind::image},
                                          {".gif", MediaKind::image},
                                          {".webp", MediaKind::image},
                                          {".avif", MediaKind::image},
                                          {".heic", MediaKind::image},
                                          {".mp4", MediaKind::video},
                                          {".webm", MediaKind::video},
                                          {".mov", MediaKind::video},
                                          {".mp3", MediaKind::audio},
                                          {".ogg", MediaKind::audio},
                                          {".opus", MediaKind::audio},
                                          {".m4a", MediaKind::audio},
                                          {".flac", MediaKind::audio}}};

MediaKind kind_of_ending(std::string const& address) {
    auto const url = Url::parse(address);
    auto const path = url ? ascii_lower(url->path()) : std::string();
    auto const found = std::ranges::find_if(
        endings, [&](Ending const& ending) { return path.ends_with(ending.text); });
    return found == endings.end() ? MediaKind::unknown : found->kind;
}

MediaKind kind_of(json::Value value, FileLink const& link) {
    auto const& type = link.media_type;
    if (is_picture_type(type)) return MediaKind::image;
    if (type.starts_with("video/")) return MediaKind::video;
    if (type.starts_with("audio/")) return MediaKind::audio;
    // Something else: a document, or a picture that is a program (SVG).
    if (!type.empty() && type != "application/octet-stream") return MediaKind::unknown;
    if (has_type(value, "Image")) return MediaKind::image;
    if (has_type(value, "Video")) return MediaKind::video;
    if (has_type(value, "Audio")) return MediaKind::audio;
    return kind_of_ending(link.url);
}

/// Alternative text: `name` for most, `summary` for GoToSocial.
std::string description_of(json::Value value) {
    auto text = natural_text(value, "name");
    if (trim(text).empty()) text = natural_text(value, "summary");
    return shortened(trim(text), description_characters_max);
}

/// Base 83, and as long as it says itself.
std::string blurhash_of(json::Value value) {
    constexpr std::string_view digits =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    auto const text = value.get_text("blurhash");
    if (text.size() < 6 || text.size() > blurhash_bytes_max) return {};
    if (text.find_first_not_of(digits) != std::string_view::npos) return {};
    auto const components = digits.find(text[0]);
    auto const expected = 4 + 2 * (components % 9 + 1) * (components / 9 + 1);
    return text.size() == expected ? std::string(text) : std::string();
}

void read_focus(json::Value value, AttachmentDocument& file) {
    auto const point = list_of(value, "focalPoint", 3);
    if (point.size() != 2) return;
    auto const x = point[0].real(), y = point[1].real();
    auto const fits = [](std::optional<double> part) {
        return part && std::isfinite(*part) && *part >= -1 && *part <= 1;
    };
    if (!fits(x) || !fits(y)) return;
    file.focus_x = x;
    file.focus_y = y;
}

std::int64_t side_of(json::Value value, std::string_view key) {
    auto const side = count_of(value, key).value_or(0);
    return side > pixels_of_a_side_max ? 0 : side;
}

/// One that is shown as itself comes before one that is not.
std::optional<FileLink> best_link(json::Value value) {
    auto const links = links_in(value);
    auto const is_media = [&](FileLink const& link) {
        return kind_of(value, link) != MediaKind::unknown;
    };
    auto const good = std::ranges::find_if(links, is_media);
    if (good != links.end()) return *good;
    return links.empty() ? std::nullopt : std::optional(links.front());
}

AttachmentDocument file_of(json::Value value, FileLink const& link) {
    AttachmentDocument file;
    file.kind = kind_of(value, link);
    file.url = link.url;
    file.media_type = link.media_type;
    file.description = description_of(value);
    file.blurhash = blurhash_of(value);
    file.width = side_of(value, "width");
    file.height = side_of(value, "height");
    read_focus(value, file);
    for (auto const* key : {"icon", "image", "preview"}) {
        if (!file.preview_url.empty()) break;
        file.preview_url = picture_of(value, key).url;
    }
    return file;
}

bool is_page(json::Value value, FileLink const& link) {
    for (auto const* type : {"Page", "Article", "Note"})
        if (has_type(value, type)) return true;
    return link.media_type == "text/html" ||
           (has_type(value, "Link") && kind_of(value, link) == MediaKind::unknown);
}

/// The largest picture of several sizes.
std::optional<FileLink> thumbnail_of(json::Value object) {
    for (auto const* key : {"image", "icon"}) {
        auto links = links_of(object, key);
        std::erase_if(links, [](FileLink const& link) {
            return !link.media_type.empty() && !is_picture_type(link.media_type);
        });
        auto const largest = std::ranges::max_element(links, {}, &FileLink::width);
        if (largest != links.end()) return *largest;
    }
    return std::nullopt;
}

/// Of types that are themselves a file, or have a picture: shown where nothing else hangs on them.
void add_own_files(json::Value object, Attachments& attachments) {
    for (auto const* type : {"Image", "Audio", "Document"}) {
        if (!has_type(object, type)) continue;
        for (auto const& link : links_of(object, "url")) {
            AttachmentDocument file = file_of(object, link);
            if (file.kind == MediaKind::unknown) continue;
            file.description.clear();  // The name is the title.
            attachments.files.push_back(std::move(file));
            break;
        }
    }
    auto const thumbnail = attachments.files.empty() ? thumbnail_of(object) : std::nullopt;
    if (!thumbnail) return;
    AttachmentDocument picture;
    picture.kind = MediaKind::image;
    picture.url = thumbnail->url;
    picture.media_type = thumbnail->media_type;
    attachments.files.push_back(std::move(picture));
}

}  // namespace

Attachments read_attachments(json::Value object) {
    Attachments attachments;
    for (auto const& value : list_of(object, "attachment", entries_max)) {
        if (!value.is_object() || has_type(value, "PropertyValue")) continue;
        attachments.sensitive |= is_true(value, "sensitive");
        auto const link = best_link(value);
        if (!link) continue;
        if (is_page(value, *link)) {
            auto name = one_line(natural_text(value, "name"), page_name_characters_max);
            if (attachments.pages.size() < pages_max)
                attachments.pages.push_back({link->url, std::move(name)});
        } else if (attachments.files.size() < attachments_max) {
            attachments.files.push_back(file_of(value, *link));
        }
    }
    if (attachments.files.size() < attachments_max) add_own_files(object, attachments);
    return attachments;
}

}  // namespace skein::activitypub
