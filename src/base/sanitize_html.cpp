#include "base/sanitize_html.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/numbers.h"
#include "base/tame_markup.h"
#include "base/text.h"
#include "base/url.h"

namespace skein {
namespace {

constexpr std::size_t html_bytes_max = 512 << 10;
constexpr std::size_t class_bytes_max = 40;
constexpr std::size_t classes_max = 16;
constexpr std::size_t language_bytes_max = 35;
constexpr std::string_view link_tail = " target=\"_blank\"";
constexpr std::string_view link_rel = "nofollow noopener noreferrer ugc";

constexpr std::array kept_tags{
    GUMBO_TAG_A,   GUMBO_TAG_B,    GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BR, GUMBO_TAG_CODE,
    GUMBO_TAG_DEL, GUMBO_TAG_EM,   GUMBO_TAG_I,          GUMBO_TAG_LI, GUMBO_TAG_OL,
    GUMBO_TAG_P,   GUMBO_TAG_PRE,  GUMBO_TAG_RP,         GUMBO_TAG_RT, GUMBO_TAG_RUBY,
    GUMBO_TAG_S,   GUMBO_TAG_SPAN, GUMBO_TAG_STRONG,     GUMBO_TAG_U,  GUMBO_TAG_UL};

constexpr std::array<std::string_view, 5> kept_classes{"ellipsis", "hashtag", "invisible",
                                                       "mention", "quote-inline"};
/// Of microformats.
constexpr std::array<std::string_view, 5> kept_class_prefixes{"dt-", "e-", "h-", "p-", "u-"};

std::string_view attribute(GumboElement const& element, char const* name) {
    auto const* const found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view{};
}

bool has_attribute(GumboElement const& element, char const* name) {
    return gumbo_get_attribute(&element.attributes, name) != nullptr;
}

std::span<GumboNode* const> nodes(GumboVector const& vector) {
    return {reinterpret_cast<GumboNode* const*>(vector.data), vector.length};
}

bool is_text(GumboNode const& node) {
    return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
           node.type == GUMBO_NODE_CDATA;
}

/// Without what turns the direction of the text around it, and other controls.
std::string clean_text(std::string_view text) {
    auto const may_be_control = [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F || byte == 0xC2 ||
               byte == 0xE2 || byte == 0xEF;
    };
    if (std::ranges::none_of(text, may_be_control)) return std::string(text);
    return strip_controls(text, true);
}

/// The text of an element: what is in it, in order.
void append_text_of(std::string& out, GumboNode const& node) {
    if (is_text(node)) out += clean_text(node.v.text.text);
    if (node.type != GUMBO_NODE_ELEMENT) return;
    for (auto const* const child : nodes(node.v.element.children)) append_text_of(out, *child);
}

bool is_kept_class(std::string_view name) {
    if (std::ranges::find(kept_classes, name) != kept_classes.end()) return true;
    if (name.size() > class_bytes_max) return false;
    return std::ranges::any_of(kept_class_prefixes, [&](std::string_view prefix) {
        auto const rest = name.substr(std::min(prefix.size(), name.size()));
        return name.starts_with(prefix) && !rest.empty() && std::ranges::all_of(rest, [](char c) {
                   return is_lower(c) || is_digit(c) || c == '-';
               });
    });
}

/// Calls back for each word.
template <class Take>
void for_each_word(std::string_view text, Take take) {
    constexpr std::string_view white = " \t\n\r\f";
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(white), text.size()));
        if (text.empty()) return;
        auto const end = std::min(text.find_first_of(white), text.size());
        take(text.substr(0, end));
        text.remove_prefix(end);
    }
}

/// Absolute and http(s), or nothing: relative ones would lead into our own site.
std::optional<Url> link_target(GumboElement const& element) {
    return Url::parse(trim(attribute(element, "href")));
}

std::string decoded(std::string_view text) {
    return percent_decode(text).value_or(std::string(text));
}

/// May this part of a link's text be hidden? Its scheme in front, or what follows the host: never
/// what says where it leads.
bool is_hidden_part(std::string_view text, Url const& target) {
    for (std::string_view const front : {"", "www."})
        if (text == target.scheme() + "://" + std::string(front) &&
            target.host().str().starts_with(front))
            return true;
    return decoded(target.str().substr(target.origin().size())).ends_with(decoded(text));
}

class Writer {
  public:
    std::string take() { return std::move(out_); }
    void children(GumboElement const& element) {
        for (auto const* const child : nodes(element.children)) node(*child);
    }

  private:
    void node(GumboNode const& node);
    void element(GumboNode const& node);
    void link(GumboNode const& node);
    void attributes(GumboNode const& node);
    void classes(GumboNode const& node);
    void list_attributes(GumboElement const& element);
    void text(std::string_view text, bool in_attribute);

    std::string out_;
    Url const* link_ = nullptr;  // Around where we are.
};

void Writer::node(GumboNode const& node) {
    if (is_text(node)) return text(clean_text(node.v.text.text), false);
    if (node.type == GUMBO_NODE_ELEMENT) return element(node);
}

void Writer::text(std::string_view text, bool in_attribute) {
    for (auto const c : text) {
        switch (c) {
            case '&': out_ += "&amp;"; break;
            case '<': out_ += "&lt;"; break;
            case '>': out_ += "&gt;"; break;
            case '"':
                if (in_attribute) out_ += "&quot;";
                else out_ += c;
                break;
            default: out_ += c;
        }
    }
}

/// As deep as tame_markup lets it be.
void Writer::element(GumboNode const& node) {
    auto const& element = node.v.element;
    auto const kept = element.tag_namespace == GUMBO_NAMESPACE_HTML &&
                      std::ranges::find(kept_tags, element.tag) != kept_tags.end();
    if (!kept) return children(element);
    if (element.tag == GUMBO_TAG_A) return link(node);
    std::string_view const name = gumbo_normalized_tagname(element.tag);
    (out_ += '<') += name;
    attributes(node);
    out_ += '>';
    if (element.tag == GUMBO_TAG_BR) return;
    auto const from = out_.size();
    children(element);
    // The one that a parser takes away.
    if (element.tag == GUMBO_TAG_PRE && out_.size() > from && out_[from] == '\n')
        out_.insert(from, 1, '\n');
    ((out_ += "</") += name) += '>';
}

void Writer::link(GumboNode const& node) {
    auto const& element = node.v.element;
    auto const target = link_target(element);
    if (!target || link_) return children(element);
    out_ += "<a href=\"";
    text(target->str(), true);
    out_ += '"';
    attributes(node);
    ((out_ += " rel=\"") += link_rel);
    bool tag = false;
    for_each_word(attribute(element, "rel"), [&](std::string_view word) { tag |= word == "tag"; });
    out_ += tag ? " tag\"" : "\"";
    (out_ += link_tail) += '>';
    link_ = &*target;
    children(element);
    link_ = nullptr;
    out_ += "</a>";
}

void Writer::attributes(GumboNode const& node) {
    auto const& element = node.v.element;
    classes(node);
    list_attributes(element);
    if (auto const lang = attribute(element, "lang");
        !lang.empty() && lang.size() <= language_bytes_max &&
        std::ranges::all_of(lang, [](char c) { return is_alphanumeric(c) || c == '-'; }))
        ((out_ += " lang=\"") += lang) += '"';
    if (auto const dir = ascii_lower(attribute(element, "dir"));
        dir == "ltr" || dir == "rtl" || dir == "auto")
        ((out_ += " dir=\"") += dir) += '"';
}

void Writer::classes(GumboNode const& node) {
    auto const& element = node.v.element;
    if (element.tag != GUMBO_TAG_A && element.tag != GUMBO_TAG_SPAN && element.tag != GUMBO_TAG_P)
        return;
    std::size_t count = 0;
    for_each_word(attribute(element, "class"), [&](std::string_view name) {
        if (count == classes_max || !is_kept_class(name)) return;
        if (name == "invisible") {
            std::string hidden;
            append_text_of(hidden, node);
            if (!link_ || !is_hidden_part(hidden, *link_)) return;
        }
        (out_ += count++ == 0 ? " class=\"" : " ") += name;
    });
    if (count > 0) out_ += '"';
}

void Writer::list_attributes(GumboElement const& element) {
    auto const number = [&](char const* name) {
        if (auto const value = parse_number<std::int32_t>(attribute(element, name)))
            out_ += fmt::format(" {}=\"{}\"", name, *value);
    };
    if (element.tag == GUMBO_TAG_LI) number("value");
    if (element.tag != GUMBO_TAG_OL) return;
    number("start");
    if (has_attribute(element, "reversed")) out_ += " reversed";
}

struct Freed {
    void operator()(GumboOutput* output) const {
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
};

/// The front of a text, cut between characters.
std::string_view front_of(std::string_view text) {
    if (text.size() <= html_bytes_max) return text;
    auto size = html_bytes_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

}  // namespace

SafeHtml sanitize_html(std::string_view html) {
    std::string text(front_of(html));
    if (!is_valid_utf8(text)) text = to_valid_utf8(text);
    auto const tame = tame_markup(clean_text(text));
    auto options = kGumboDefaultOptions;
    options.fragment_context = GUMBO_TAG_DIV;
    options.max_errors = 0;
    std::unique_ptr<GumboOutput, Freed> const output(
        gumbo_parse_with_options(&options, tame.data(), tame.size()));
    if (!output || !output->root) return {};
    Writer writer;
    writer.children(output->root->v.element);
    return SafeHtml::trusted(writer.take());
}

}  // namespace skein
