#include "features/activitypub/vocab/links.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t url_bytes_max = 2048, links_max = 32;
constexpr std::size_t media_type_bytes_max = 100, description_characters_max = 1500;
/// Image in `icon`, Link in its `url`.
constexpr int nesting_max = 3;

/// Some software escapes addresses as if they stood in HTML, `&#038;` for `&`.
std::string without_entities(std::string_view text) {
    std::string url(text);
    for (std::string_view const entity : {"&#038;", "&#38;", "&amp;"})
        for (auto at = url.find(entity); at != std::string::npos; at = url.find(entity, at + 1))
            url.replace(at, entity.size(), "&");
    return url;
}

std::string file_address(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > url_bytes_max) return {};
    auto const url = Url::parse(without_entities(text));
    return url && !url->host().is_ip() ? url->str() : std::string();
}

std::string media_type_of(json::Value value) {
    auto const text = value.get_text("mediaType");
    auto const type = trim(text.substr(0, text.find(';')));
    return type.size() > media_type_bytes_max ? std::string() : ascii_lower(type);
}

void collect(json::Value value, FileLink const& around, int depth, std::vector<FileLink>& links) {
    if (depth > nesting_max || links.size() >= links_max) return;
    if (value.is_array()) {
        for (auto const& element : value.elements()) collect(element, around, depth + 1, links);
        return;
    }
    auto link = around;
    if (auto const text = value.text()) {
        link.url = file_address(*text);
        if (!link.url.empty()) links.push_back(std::move(link));
        return;
    }
    if (auto type = media_type_of(value); !type.empty()) link.media_type = std::move(type);
    link.width = count_of(value, "width").value_or(link.width);
    for (auto const* key : {"href", "url"}) {
        auto const inner = value.find(key);
        if (!inner) continue;
        collect(*inner, link, depth + 1, links);
        return;
    }
}

std::string_view without_www(std::string_view host) {
    return host.starts_with("www.") ? host.substr(4) : host;
}

/// Is the page's host the id's, or above or below it? What is elsewhere would be shown as the
/// address of a post that is not there.
bool is_near(std::string const& address, Iri const& id) {
    auto const url = Url::parse(address);
    if (!url) return false;
    auto const page = Host::parse(without_www(url->host().str()));
    auto const own = Host::parse(without_www(id.host()));
    if (!page || !own) return false;
    return page->is_within(own->str()) ||
           (page->str().contains('.') && own->is_within(page->str()));
}

}  // namespace

std::vector<FileLink> links_in(json::Value value) {
    std::vector<FileLink> links;
    collect(value, {}, 0, links);
    return links;
}

std::vector<FileLink> links_of(json::Value object, std::string_view key) {
    auto const value = object.find(key);
    return value ? links_in(*value) : std::vector<FileLink>{};
}

std::string page_of(json::Value object, Iri const& id) {
    std::string plain;
    for (auto const& link : links_of(object, "url")) {
        if (!is_near(link.url, id)) continue;
        if (link.media_type == "text/html") return link.url;
        if (plain.empty() && link.media_type.empty()) plain = link.url;
    }
    return plain;
}

PictureLink picture_of(json::Value object, std::string_view key) {
    for (auto const& value : list_of(object, key, links_max)) {
        auto const links = links_in(value);
        auto const good = std::ranges::find_if(links, [](FileLink const& link) {
            return link.media_type.empty() || is_picture_type(link.media_type);
        });
        if (good == links.end()) continue;
        auto description = text_of(value, "name");
        if (description.empty()) description = text_of(value, "summary");
        return {good->url, shortened(description, description_characters_max)};
    }
    return {};
}

bool is_picture_type(std::string_view media_type) {
    constexpr std::array<std::string_view, 9> types{"image/jpeg", "image/jpg",  "image/png",
                                                    "image/apng", "image/gif",  "image/webp",
                                                    "image/avif", "image/heic", "image/heif"};
    return std::ranges::find(types, media_type) != types.end();
}

}  // namespace skein::activitypub
