#include "features/translation/texts.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/html.h"
#include "base/sanitize_html.h"
#include "base/text.h"
#include "features/translation/provider.h"

namespace skein::translation {
namespace {

constexpr std::string_view guard_open = R"(<span translate="no">)";
constexpr std::string_view guard_close = "</span>";

/// The length of `:code:` at this place, or 0.
std::size_t shortcode_at(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_name_character(text[end])) ++end;
    return end < text.size() && text[end] == ':' && end > at + 2 ? end + 1 - at : 0;
}

/// Puts guards around shortcodes, outside tags only.
std::string guard_emojis(std::string_view html) {
    std::string out;
    out.reserve(html.size() + html.size() / 8);
    auto in_tag = false;
    for (std::size_t at = 0; at < html.size();) {
        auto const c = html[at];
        if (c == '<') in_tag = true;
        if (c == '>') in_tag = false;
        if (auto const length = !in_tag && c == ':' ? shortcode_at(html, at) : 0; length > 0) {
            out += guard_open;
            out += html.substr(at, length);
            out += guard_close;
            at += length;
            continue;
        }
        out += c;
        ++at;
    }
    return out;
}

/// Links, mentions and tags among them: those of ours are marked when they are made, others not.
std::string guard_links(std::string_view html) {
    std::string out;
    for (;;) {
        auto const at = html.find("<a ");
        out += html.substr(0, at);
        if (at == std::string_view::npos) return out;
        out += R"(<a translate="no" )";
        html.remove_prefix(at + std::string_view("<a ").size());
    }
}

/// The guards of emojis alone go away again: what is left around text of ours is no one's.
std::string without_guards(std::string_view html) {
    std::string out;
    for (;;) {
        auto const at = html.find("<span>:");
        auto const length = at == std::string_view::npos
                                ? 0
                                : shortcode_at(html, at + std::string_view("<span>").size());
        auto const end =
            at == std::string_view::npos ? at : at + std::string_view("<span>").size() + length;
        if (at == std::string_view::npos) {
            out += html;
            return out;
        }
        out += html.substr(0, at);
        if (length > 0 && html.substr(end).starts_with(guard_close)) {
            out += html.substr(at + std::string_view("<span>").size(), length);
            html.remove_prefix(end + guard_close.size());
        } else {
            out += html.substr(at, std::string_view("<span>").size());
            html.remove_prefix(at + std::string_view("<span>").size());
        }
    }
}

std::vector<std::string_view> links_in(std::string_view html) {
    constexpr std::string_view opening = "href=\"";
    std::vector<std::string_view> links;
    for (auto at = html.find(opening); at != std::string_view::npos; at = html.find(opening, at)) {
        at += opening.size();
        auto const end = std::min(html.find('"', at), html.size());
        links.push_back(html.substr(at, end - at));
        at = end;
    }
    std::ranges::sort(links);
    return links;
}

}  // namespace

std::string outgoing_text(std::string_view plain) { return guard_emojis(escape_html(plain).str()); }

std::string outgoing_html(std::string_view html) { return guard_links(guard_emojis(html)); }

std::string incoming_text(std::string_view html) {
    return strip_controls(trim(plain_text_of(html)), true);
}

Result<std::string> incoming_html(std::string_view html, std::string_view source) {
    auto const safe = sanitize_html(html);
    auto const known_safe = sanitize_html(source);
    auto const known = links_in(known_safe.str());
    for (auto const& link : links_in(safe.str()))
        if (!std::ranges::binary_search(known, link)) return strange_answer("a link of its own");
    return without_guards(safe.str());
}

}  // namespace skein::translation
