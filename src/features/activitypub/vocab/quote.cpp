// What a post quotes: FEP-044f, and the older forms, which ask nobody.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t tags_max = 200, rels_max = 8;
constexpr std::string_view quote_rel = "https://misskey-hub.net/ns#_misskey_quote";
constexpr std::array<std::string_view, 4> legacy_names{"quoteUri", "quoteUrl", "quoteURL",
                                                       "_misskey_quote"};

/// FEP-e232.
std::optional<Iri> tagged_quote(json::Value object) {
    for (auto const& tag : list_of(object, "tag", tags_max)) {
        if (!has_type(tag, "Link")) continue;
        auto const rels = list_of(tag, "rel", rels_max);
        auto const is_quote = std::ranges::any_of(
            rels, [](json::Value rel) { return rel.text() == std::optional(quote_rel); });
        if (!is_quote) continue;
        if (auto quoted = Iri::parse(tag.get_text("href"))) return quoted;
    }
    return std::nullopt;
}

std::optional<Iri> legacy_quote(json::Value object) {
    for (auto const name : legacy_names)
        if (auto quoted = id_of(object, name)) return quoted;
    return tagged_quote(object);
}

/// Where the element that begins at `begin` ends, behind its closing tag; elements of its own name
/// inside it are counted.
std::size_t end_of_element(std::string_view html, std::size_t begin, std::string_view name) {
    auto const opening = "<" + std::string(name), closing = "</" + std::string(name) + ">";
    std::size_t depth = 0;
    for (auto at = begin; at < html.size();) {
        auto const open = std::min(html.find(opening, at), html.size());
        auto const close = html.find(closing, at);
        if (close == std::string_view::npos) return html.size();
        if (open < close) {
            auto const next = html[open + opening.size()];
            depth += next == ' ' || next == '>' ? 1 : 0;
            at = open + opening.size();
            continue;
        }
        at = close + closing.size();
        if (--depth == 0) return at;
    }
    return html.size();
}

/// The link right behind the line, which some software leaves outside of it.
std::size_t behind_link(std::string_view html, std::size_t at, std::string_view quoted) {
    auto const link = html.substr(at);
    auto const href = "href=\"" + std::string(quoted) + "\"";
    auto const tag = link.substr(0, link.find('>'));
    if (!link.starts_with("<a ") || !tag.contains(href)) return at;
    return end_of_element(html, at, "a");
}

}  // namespace

void read_quote(json::Value object, ObjectDocument& document) {
    document.quote = id_of(object, "quote");
    if (!document.quote) {
        document.quote = legacy_quote(object);
        document.quote_is_legacy = document.quote.has_value();
    }
    if (document.quote == document.id) document.quote.reset();
    if (!document.quote) document.quote_is_legacy = false;
    if (document.quote && !document.quote_is_legacy)
        document.quote_authorization = id_of(object, "quoteAuthorization");
}

std::string without_quote_line(std::string_view html, std::string_view quoted) {
    constexpr std::string_view mark = "class=\"quote-inline";
    for (auto at = html.find(mark); at != std::string_view::npos; at = html.find(mark, at + 1)) {
        auto const begin = html.rfind('<', at);
        if (begin == std::string_view::npos) continue;
        // The same words in a text are no tag.
        auto const tag = html.substr(begin + 1, at - begin - 1);
        if (tag != "p " && tag != "span ") continue;
        auto const end = behind_link(html, end_of_element(html, begin, trim(tag)), quoted);
        return std::string(html.substr(0, begin)) + std::string(html.substr(end));
    }
    return std::string(html);
}

}  // namespace skein::activitypub
