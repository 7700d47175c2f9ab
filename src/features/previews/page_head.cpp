#include "features/previews/page_head.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/html.h"
#include "base/html_tags.h"
#include "base/text.h"
#include "base/url.h"

namespace skein::previews {
namespace {

constexpr std::size_t looked_at_bytes_max = 512 << 10;
constexpr std::size_t tags_max = 4000;
constexpr std::size_t title_characters_max = 300, description_characters_max = 1000;
constexpr std::size_t image_description_characters_max = 1500;
constexpr std::size_t url_bytes_max = 2048, handle_bytes_max = 400;
constexpr std::int64_t side_pixels_max = 100'000;

std::string cleaned(std::string_view value, std::size_t characters_max) {
    auto text = strip_controls(trim(plain_text_of(value)), false);
    return has_more_graphemes(text, characters_max) ? first_graphemes(text, characters_max) : text;
}

/// OpenGraph means the address of a profile, most pages write a name.
void take_author(std::string_view content, PageHead& head) {
    auto const text = cleaned(content, url_bytes_max);
    if (auto const url = Url::parse(text)) {
        if (head.author_url.empty()) head.author_url = url->str();
    } else if (head.author.empty()) {
        head.author = cleaned(content, title_characters_max);
    }
}

std::int64_t side_of(std::string_view content) {
    auto const text = trim(content);
    std::int64_t pixels = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), pixels);
    auto const whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && pixels > 0 && pixels <= side_pixels_max ? pixels : 0;
}

/// What a page says of its picture; of several, the first.
void take_picture(std::string_view name, std::string_view content, PageHead& head) {
    if (name == "og:image:alt" || name == "twitter:image:alt") {
        if (head.image_description.empty())
            head.image_description = cleaned(content, image_description_characters_max);
    } else if (name == "og:image:width") {
        if (head.width == 0) head.width = side_of(content);
    } else if (name == "og:image:height") {
        if (head.height == 0) head.height = side_of(content);
    }
}

void take_meta(HtmlTag const& tag, PageHead& head) {
    auto const name =
        ascii_lower(tag.get("property").empty() ? tag.get("name") : tag.get("property"));
    auto const content = tag.get("content");
    auto const take = [&](std::string& into, std::size_t most, bool replace = false) {
        if (into.empty() || replace) into = cleaned(content, most);
    };
    // OpenGraph is what its author made for this; the rest stands in.
    if (name == "og:title") take(head.title, title_characters_max, true);
    else if (name == "twitter:title") take(head.title, title_characters_max);
    else if (name == "og:description") take(head.description, description_characters_max, true);
    else if (name == "description" || name == "twitter:description")
        take(head.description, description_characters_max);
    else if (name == "og:site_name") take(head.site_name, title_characters_max);
    else if (name == "author" || name == "og:author" || name == "article:author")
        take_author(content, head);
    else if (name == "fediverse:creator") {
        if (content.size() <= handle_bytes_max) take(head.creator, handle_bytes_max);
    } else if (name == "og:image" || name == "og:image:url" || name == "og:image:secure_url" ||
               name == "twitter:image")
        take(head.image, url_bytes_max);
    else if (name.starts_with("og:image:") || name == "twitter:image:alt")
        take_picture(name, content, head);
    else if (name == "article:published_time" && !head.published_at)
        head.published_at = parse_rfc3339(content);
}

}  // namespace

PageHead read_page_head(std::string_view html) {
    html = html.substr(0, looked_at_bytes_max);
    PageHead head;
    std::string title;
    std::size_t at = 0;
    for (std::size_t count = 0; count < tags_max; ++count) {
        auto const tag = next_html_tag(html, at);
        if (!tag || tag->name == "body") break;
        if (tag->name == "html") head.language = std::string(tag->get("lang").substr(0, 35));
        if (tag->name == "meta") take_meta(*tag, head);
        if (tag->name == "title" && title.empty()) {
            auto const end = std::min(html.find("</", at), html.size());
            title = cleaned(html.substr(at, end - at), title_characters_max);
        }
    }
    if (head.title.empty()) head.title = std::move(title);
    // One without the other says nothing of the shape.
    if (head.width == 0 || head.height == 0) head.width = head.height = 0;
    return head;
}

}  // namespace skein::previews
