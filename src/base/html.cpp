#include "base/html.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "base/ascii.h"
#include "base/result.h"

namespace skein {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", "\xC2\xA0"}}};

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

/// Decodes the entity at the front (after '&'); answers its length with the semicolon, 0 when it is
/// none.
std::size_t append_entity(std::string& out, std::string_view text) {
    auto const end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end == 0) return 0;
    auto name = text.substr(0, end);
    if (name.starts_with('#')) {
        name.remove_prefix(1);
        auto const hex = name.starts_with('x') || name.starts_with('X');
        if (hex) name.remove_prefix(1);
        std::uint32_t code = 0;
        auto const [stop, error] =
            std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
        if (error != std::errc() || stop != name.data() + name.size()) return 0;
        if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
        append_utf8(out, code);
        return end + 1;
    }
    for (auto const& [known, value] : entities) {
        if (name != known) continue;
        out += value;
        return end + 1;
    }
    return 0;
}

/// Is this, behind a '<', a tag or a comment, and not "a < b"?
bool opens_tag(std::string_view text) {
    if (text.empty()) return false;
    return is_letter(text[0]) || text[0] == '/' || text[0] == '!' || text[0] == '?';
}

/// "BR /" → "br".
std::string tag_name(std::string_view tag) {
    constexpr std::size_t longest = 16;
    std::string name;
    for (char const c : tag.substr(0, longest)) {
        if (c == ' ' || c == '\t' || c == '\n' || (c == '/' && !name.empty())) break;
        name += to_lower(c);
    }
    return name;
}

}  // namespace

void append_escaped_html(std::string& out, std::string_view text) {
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
}

SafeHtml escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_escaped_html(out, text);
    return SafeHtml::trusted(std::move(out));
}

SafeHtml fill_html(SafeHtml const& pattern, std::span<HtmlValue const> values) {
    std::string out;
    auto rest = pattern.str();
    for (auto const& value : values) {
        auto const place = rest.find("{}");
        expects(place != std::string_view::npos);
        out += rest.substr(0, place);
        out += value.html().str();
        rest.remove_prefix(place + 2);
    }
    expects(!rest.contains("{}"));
    out += rest;
    return SafeHtml::trusted(std::move(out));
}

std::string plain_text_of(std::string_view html) {
    std::string out;
    for (std::size_t i = 0; i < html.size();) {
        if (html[i] == '<' && opens_tag(html.substr(i + 1))) {
            auto const end = html.find('>', i);
            if (end == std::string_view::npos) break;
            auto const name = tag_name(html.substr(i + 1, end - i - 1));
            if (name == "br") out += '\n';
            if (name == "/p" && end + 1 < html.size()) out += "\n\n";
            i = end + 1;
        } else if (html[i] == '&') {
            auto const length = append_entity(out, html.substr(i + 1));
            if (length == 0) out += '&';
            i += 1 + length;
        } else {
            out += html[i++];
        }
    }
    return out;
}

}  // namespace skein
