#include "base/html_tags.h"

#include <algorithm>

#include "base/ascii.h"

namespace skein {
namespace {

constexpr std::size_t attributes_max = 32;

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

}  // namespace

std::string_view HtmlTag::get(std::string_view attribute) const {
    for (auto const& [known, value] : attributes)
        if (known == attribute) return value;
    return {};
}

std::optional<HtmlTag> next_html_tag(std::string_view html, std::size_t& at) {
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
        HtmlTag tag{ascii_lower(html.substr(begin, at - begin)), {}};
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

}  // namespace skein
