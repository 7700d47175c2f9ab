#include "features/activitypub/page_links.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/html.h"
#include "base/text.h"
#include "features/activitypub/media_type.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t html_bytes_max = 512 << 10;
constexpr std::size_t tag_bytes_max = 4096;
constexpr std::size_t tags_max = 500;
constexpr std::size_t header_bytes_max = 8192;

struct Attribute {
    std::string name, value;
};

bool is_space(char c) { return is_white_space(static_cast<unsigned char>(c)); }

bool says_alternate(std::string_view rel) {
    auto const text = ascii_lower(rel);
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find_first_of(" \t\r\n\f", at), text.size());
        if (text.substr(at, end - at) == "alternate") return true;
        at = end + 1;
    }
    return false;
}

/// `name="value"`, `name='value'`, `name=value` or `name`, one after the other.
std::vector<Attribute> read_attributes(std::string_view tag) {
    std::vector<Attribute> attributes;
    std::size_t at = 0;
    while (at < tag.size()) {
        while (at < tag.size() && (is_space(tag[at]) || tag[at] == '/' || tag[at] == ';')) ++at;
        auto const start = at;
        while (at < tag.size() && !is_space(tag[at]) && tag[at] != '=' && tag[at] != ';') ++at;
        Attribute attribute{ascii_lower(tag.substr(start, at - start)), {}};
        while (at < tag.size() && is_space(tag[at])) ++at;
        if (at < tag.size() && tag[at] == '=') {
            ++at;
            while (at < tag.size() && is_space(tag[at])) ++at;
            char const quote = at < tag.size() && (tag[at] == '"' || tag[at] == '\'') ? tag[at] : 0;
            auto const from = quote ? at + 1 : at;
            auto const end = quote ? tag.find(quote, from) : tag.find_first_of(" \t\r\n;", from);
            auto const to = std::min(end, tag.size());
            attribute.value = tag.substr(std::min(from, to), to - std::min(from, to));
            at = quote ? std::min(to + 1, tag.size()) : to;
        }
        if (!attribute.name.empty()) attributes.push_back(std::move(attribute));
        else if (start == at) ++at;
    }
    return attributes;
}

std::string value_of(std::vector<Attribute> const& attributes, std::string_view name) {
    auto const found = std::ranges::find(attributes, name, &Attribute::name);
    return found == attributes.end() ? std::string{} : found->value;
}

bool is_alternate(std::vector<Attribute> const& attributes) {
    return says_alternate(value_of(attributes, "rel")) &&
           is_activity_type(value_of(attributes, "type"));
}

std::optional<Url> in_header(std::string_view header, Url const& page) {
    if (header.size() > header_bytes_max) return std::nullopt;
    for (auto at = header.find('<'); at != std::string_view::npos; at = header.find('<', at)) {
        auto const close = header.find('>', at);
        if (close == std::string_view::npos) return std::nullopt;
        auto const next = std::min(header.find('<', close), header.size());
        auto const attributes = read_attributes(header.substr(close + 1, next - close - 1));
        if (is_alternate(attributes)) return page.resolve(header.substr(at + 1, close - at - 1));
        at = next;
    }
    return std::nullopt;
}

std::optional<Url> in_html(std::string_view html, Url const& page) {
    html = html.substr(0, html_bytes_max);
    std::size_t seen = 0;
    for (auto at = html.find('<'); at != std::string_view::npos && seen < tags_max;
         at = html.find('<', at + 1)) {
        if (html.size() - at < 6 || ascii_lower(html.substr(at, 5)) != "<link") continue;
        ++seen;
        auto const rest = html.substr(at + 5, tag_bytes_max);
        auto const end = rest.find('>');
        if (end == std::string_view::npos) continue;
        auto const attributes = read_attributes(rest.substr(0, end));
        if (!is_alternate(attributes)) continue;
        return page.resolve(plain_text_of(value_of(attributes, "href")));
    }
    return std::nullopt;
}

}  // namespace

std::optional<Url> find_alternate(http::Headers const& headers, std::string_view html,
                                  Url const& page) {
    for (auto const& [name, value] : headers)
        if (ascii_lower(name) == "link")
            if (auto url = in_header(value, page)) return url;
    return in_html(html, page);
}

}  // namespace skein::activitypub
