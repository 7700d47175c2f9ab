#include "features/previews/page_head.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/html.h"
#include "base/html_tags.h"
#include "base/text.h"

namespace skein::previews {
namespace {

constexpr std::size_t looked_at_bytes_max = 512 << 10;
constexpr std::size_t tags_max = 4000;
constexpr std::size_t title_characters_max = 300, description_characters_max = 1000;
constexpr std::size_t url_bytes_max = 2048;

std::string cleaned(std::string_view value, std::size_t characters_max) {
    auto text = strip_controls(trim(plain_text_of(value)), false);
    return has_more_graphemes(text, characters_max) ? first_graphemes(text, characters_max) : text;
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
    else if (name == "author" || name == "article:author") take(head.author, title_characters_max);
    else if (name == "og:image" || name == "og:image:url" || name == "og:image:secure_url" ||
             name == "twitter:image")
        take(head.image, url_bytes_max);
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
    return head;
}

}  // namespace skein::previews
