#include "base/markdown.h"

#include <md4c-html.h>
#include <md4c.h>

#include <string>

#include "base/encoding.h"
#include "base/sanitize_html.h"

namespace skein {
namespace {

constexpr std::size_t markdown_bytes_max = 64 << 10;
/// What comes out is larger; beyond this it was made to harm.
constexpr std::size_t html_bytes_max = 16 * markdown_bytes_max;
constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_STRIKETHROUGH;

void append_part(MD_CHAR const* text, MD_SIZE size, void* to) {
    auto& out = *static_cast<std::string*>(to);
    if (out.size() + size <= html_bytes_max) out.append(text, size);
}

/// Two spaces before the end of a line are Markdown's way of ending it for the reader too.
std::string with_hard_breaks(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (auto const c : text) {
        if (c == '\0' || c == '\r') continue;
        if (c == '\n') out += "  ";
        out += c;
    }
    return out;
}

}  // namespace

SafeHtml render_markdown(std::string_view markdown) {
    auto const text = with_hard_breaks(to_valid_utf8(markdown.substr(0, markdown_bytes_max)));
    std::string html;
    if (md_html(text.data(), static_cast<MD_SIZE>(text.size()), append_part, &html, flags, 0) != 0)
        return escape_html(text);
    return sanitize_html(html);
}

}  // namespace skein
