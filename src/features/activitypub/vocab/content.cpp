// The text of a post as HTML, whatever it was written in and whatever type it has.

#include <algorithm>
#include <array>

#include "base/html.h"
#include "base/markdown.h"
#include "base/sanitize_html.h"
#include "base/text.h"
#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"
#include "social/languages.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t title_characters_max = 300, warning_characters_max = 1000,
                      excerpt_characters_max = 1000, place_characters_max = 200;
/// What is longer is shown as an excerpt, if its type leads to a page of its own.
constexpr std::size_t shown_whole_bytes_max = 16 << 10;
constexpr std::size_t summary_bytes_max = 64 << 10;
constexpr std::size_t map_entries_max = 50;

constexpr std::array<std::string_view, 3> plain_types{"Note", "Question", "ChatMessage"};
constexpr std::array<std::string_view, 14> excerpt_types{
    "Article", "Page",           "Event",   "Video", "Audio",       "Image",   "Document",
    "Place",   "PodcastEpisode", "Edition", "Work",  "Publication", "Podcast", "Album"};
constexpr std::array<std::string_view, 13> other_types{"Tombstone",
                                                       "Collection",
                                                       "OrderedCollection",
                                                       "CollectionPage",
                                                       "OrderedCollectionPage",
                                                       "Person",
                                                       "Service",
                                                       "Application",
                                                       "Group",
                                                       "Organization",
                                                       "Hashtag",
                                                       "Emoji",
                                                       "Link"};

template <std::size_t count>
bool has_one_of(json::Value object, std::array<std::string_view, count> const& types) {
    return std::ranges::any_of(types,
                               [&](std::string_view type) { return has_type(object, type); });
}

/// Plain text in paragraphs.
SafeHtml paragraphs(std::string_view text) {
    std::string html;
    for (auto rest = trim(text); !rest.empty();) {
        auto const end = std::min(rest.find("\n\n"), rest.size());
        html += "<p>";
        for (auto const c : trim(rest.substr(0, end))) {
            if (c == '\n') html += "<br>";
            else append_escaped_html(html, std::string_view(&c, 1));
        }
        html += "</p>";
        rest = trim(rest.substr(end));
    }
    return SafeHtml::trusted(std::move(html));
}

/// HTML without a single tag, whose line breaks mean something (Pixelfed).
std::string with_breaks(std::string_view text) {
    std::string html;
    html.reserve(text.size() + text.size() / 16);
    for (auto const c : trim(text)) {
        if (c == '\n') html += "<br>";
        else html += c;
    }
    return html;
}

SafeHtml render(std::string_view text, std::string_view media_type) {
    if (media_type.starts_with("text/markdown")) return render_markdown(text);
    if (media_type.starts_with("text/plain")) return paragraphs(strip_controls(text, true));
    if (text.find('<') == std::string_view::npos && text.find('\n') != std::string_view::npos)
        return sanitize_html(with_breaks(text));
    return sanitize_html(text);
}

bool is_blank(SafeHtml const& html) { return trim(plain_text_of(html.str())).empty(); }

/// The written text and the language it is in: the key of the map that says the same.
struct Written {
    std::string text, language;
};

std::string known_language(std::string_view key) {
    auto code = social::language_code(key);
    return code == "und" || code == "mul" || code == "zxx" ? std::string() : code;
}

Written written_in(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    auto const stated = value ? value->text().value_or("") : std::string_view{};
    Written written{std::string(stated), {}};
    auto const map = object.find(std::string(key) + "Map");
    if (!map) return written;
    std::size_t count = 0;
    for (auto const& [name, entry] : map->members()) {
        auto const text = entry.text();
        if (++count > map_entries_max) break;
        if (!text || text->empty() || (!stated.empty() && *text != stated)) continue;
        auto language = known_language(name);
        if (language.empty() && !written.text.empty()) continue;
        written = {std::string(*text), std::move(language)};
        if (!written.language.empty()) break;
    }
    return written;
}

/// Lemmy and PeerTube name the language beside the text.
std::string language_beside(json::Value object) {
    auto const language = first_of(object, "language");
    if (!language) return {};
    auto const text = language->text();
    return known_language(text ? *text : language->get_text("identifier"));
}

SafeHtml link_paragraph(std::string_view url, std::string_view name) {
    return sanitize_html(
        html("<p><a href=\"{}\">{}</a></p>", url, name.empty() ? url : name).str());
}

bool leads_to(std::string_view html_text, std::string_view url) {
    return html_text.contains(html("href=\"{}\"", url).str());
}

/// Does the text begin with its title already?
bool begins_with(SafeHtml const& text, std::string_view title) {
    constexpr std::size_t looked_at = 4096;
    auto const front = plain_text_of(first_bytes(text.str(), looked_at));
    return fold_case(trim(front)).starts_with(fold_case(title));
}

std::string excerpt_of(json::Value object) {
    auto excerpt = natural_text(object, "summary");
    if (!trim(excerpt).empty()) return excerpt;
    auto const preview = first_of(object, "preview");  // FEP-b2b8.
    return preview ? natural_text(*preview, "content") : std::string();
}

/// What a type with a page of its own shows here: all of it, or what its author says it is about.
SafeHtml shown_part(json::Value object, ObjectForm form, SafeHtml const& whole) {
    auto const too_long = whole.str().size() > shown_whole_bytes_max;
    if (!is_blank(whole) && !too_long) return whole;
    auto const given = form.summary_is_excerpt ? excerpt_of(object) : std::string();
    auto const excerpt = sanitize_html(first_bytes(given, summary_bytes_max));
    if (!is_blank(excerpt)) return excerpt;
    if (!too_long) return {};
    auto const text = plain_text_of(whole.str());
    return paragraphs(shortened(text, excerpt_characters_max) + "…");
}

std::string moment(Time at) {
    auto const text = to_rfc3339(at);
    return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

/// When and where an event is, in words of no language.
SafeHtml when_and_where(json::Value object) {
    auto const begin = parse_date(object.get_text("startTime"));
    auto const end = parse_date(object.get_text("endTime"));
    auto const location = first_of(object, "location");
    auto line = begin ? moment(*begin) : std::string();
    if (begin && end) line += " – " + moment(*end);
    if (location) {
        auto const place = one_line(natural_text(*location, "name"), place_characters_max);
        if (!line.empty() && !place.empty()) line += " · ";
        line += place;
    }
    return line.empty() ? SafeHtml() : html("<p>{}</p>", line);
}

SafeHtml titled(json::Value object, SafeHtml text) {
    auto const title = one_line(natural_text(object, "name"), title_characters_max);
    if (title.empty() || begins_with(text, title)) return text;
    return html("<p><strong>{}</strong></p>", title) + text;
}

void append_links(SafeHtml& text, ObjectForm form, Attachments const& attachments,
                  ObjectDocument const& document) {
    for (auto const& page : attachments.pages)
        if (!leads_to(text.str(), page.url)) text += link_paragraph(page.url, page.name);
    if (!form.converted) return;
    auto const& own = document.url.empty() ? document.id.str() : document.url;
    if (!leads_to(text.str(), own)) text += link_paragraph(own, own);
}

/// "A" is one line, without markup; a zero-width space is a warning too (Misskey).
std::string warning_of(json::Value object, ObjectForm form) {
    auto const summary = natural_text(object, "summary");
    // WordPress warns of an article by calling it sensitive.
    if (form.summary_is_excerpt && !is_true(object, "sensitive")) return {};
    return one_line(plain_text_of(first_bytes(summary, summary_bytes_max)), warning_characters_max);
}

bool is_vote(json::Value object, SafeHtml const& text, ObjectDocument const& document) {
    return has_type(object, "Note") && document.in_reply_to && document.attachments.empty() &&
           is_blank(text);
}

}  // namespace

std::optional<ObjectForm> form_of(json::Value object) {
    if (has_one_of(object, plain_types)) return ObjectForm{};
    auto const is_activity = object.find("object") && object.find("actor");
    if (is_activity || has_one_of(object, other_types)) return std::nullopt;
    return ObjectForm{.converted = true, .summary_is_excerpt = has_one_of(object, excerpt_types)};
}

void read_content(json::Value object, ObjectForm form, Attachments const& attachments,
                  ObjectDocument& document) {
    auto const written = written_in(object, "content");
    document.language = written.language.empty() ? language_beside(object) : written.language;
    auto text = render(written.text, object.get_text("mediaType"));
    if (is_vote(object, text, document)) {
        document.vote = natural_text(object, "name");
        if (!document.vote.empty()) return;
    }
    document.warning = warning_of(object, form);
    if (form.converted) text = shown_part(object, form, text);
    if (has_type(object, "Event")) text = when_and_where(object) + text;
    text = titled(object, std::move(text));
    // Nothing but an address is no post of a type that nobody knows.
    if (!form.converted || !is_blank(text) || !document.attachments.empty())
        append_links(text, form, attachments, document);
    document.content = text.str();
}

}  // namespace skein::activitypub
