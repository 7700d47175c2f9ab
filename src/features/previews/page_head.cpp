#include "features/previews/page_head.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/html.h"
#include "base/text.h"

namespace skein::previews {
namespace {

constexpr std::size_t looked_at_bytes_max = 512 << 10;
constexpr std::size_t tags_max = 4000;
constexpr std::size_t attributes_max = 32;
constexpr std::size_t title_characters_max = 300, description_characters_max = 1000;
constexpr std::size_t url_bytes_max = 2048;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Reads one attribute of the tag that `at` stands in.
std::pair<std::string, std::string> next_attribute(std::string_view html, std::size_t& at) {
    auto const begin = at;
    while (at < html.size() && !is_space(html[at]) && html[at] != '=' && html[at] != '>' &&
           (html[at] != '/' || at == begin))
        ++at;
    if (at == begin) ++at;
    auto name = ascii_lower(html.substr(begin, at - begin));
    while (at < html.size() && is_space(html[at])) ++at;
    if (at >= html.size() || html[at] != '=') return {std::move(name), {}};
    ++at;
    while (at < html.size() && is_space(html[at])) ++at;
    if (at >= html.size()) return {std::move(name), {}};
    auto const quote = html[at];
    if (quote == '"' || quote == '\'') {
        auto const end = std::min(html.find(quote, at + 1), html.size());
        auto const value = html.substr(at + 1, end - at - 1);
        at = std::min(end + 1, html.size());
        return {std::move(name), std::string(value)};
    }
    auto const value_begin = at;
    while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
    return {std::move(name), std::string(html.substr(value_begin, at - value_begin))};
}

/// Behind the end tag of this name, which begins a text that is no markup.
void pass_raw_text(std::string_view html, std::string_view name, std::size_t& at) {
    while (at < html.size()) {
        at = html.find("</", at);
        if (at == std::string_view::npos) break;
        at += 2;
        if (ascii_lower(html.substr(at, name.size())) == name) return;
    }
    at = html.size();
}

std::string cleaned(std::string_view value, std::size_t characters_max) {
    auto text = strip_controls(trim(plain_text_of(value)), false);
    return has_more_graphemes(text, characters_max) ? first_graphemes(text, characters_max) : text;
}

void take_meta(Tag const& tag, PageHead& head) {
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

std::string_view Tag::get(std::string_view attribute) const {
    for (auto const& [known, value] : attributes)
        if (known == attribute) return value;
    return {};
}

std::optional<Tag> next_tag(std::string_view html, std::size_t& at) {
    while (at < html.size()) {
        at = html.find('<', at);
        if (at == std::string_view::npos) break;
        if (html.substr(at).starts_with("<!--")) {
            auto const end = html.find("-->", at + 4);
            at = end == std::string_view::npos ? html.size() : end + 3;
            continue;
        }
        ++at;
        if (at >= html.size() || !is_letter(html[at])) continue;
        auto const begin = at;
        while (at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '/') ++at;
        Tag tag{ascii_lower(html.substr(begin, at - begin)), {}};
        while (at < html.size() && html[at] != '>') {
            if (is_space(html[at]) || html[at] == '/') {
                ++at;
                continue;
            }
            auto attribute = next_attribute(html, at);
            if (tag.attributes.size() < attributes_max)
                tag.attributes.push_back(std::move(attribute));
        }
        at = std::min(at + 1, html.size());
        if (tag.name == "script" || tag.name == "style") pass_raw_text(html, tag.name, at);
        return tag;
    }
    at = html.size();
    return std::nullopt;
}

PageHead read_page_head(std::string_view html) {
    html = html.substr(0, looked_at_bytes_max);
    PageHead head;
    std::string title;
    std::size_t at = 0;
    for (std::size_t count = 0; count < tags_max; ++count) {
        auto const tag = next_tag(html, at);
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
