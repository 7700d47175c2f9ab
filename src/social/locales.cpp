#include "social/locales.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/server.h"
#include "social/instance.h"
#include "social/locale_files.h"

namespace skein::social {
namespace {

constexpr std::size_t accepted_max = 20;
constexpr std::string_view error_family = "error.";

// Around a value in a text from right to left, so that a name in another script does not mix with
// what surrounds it (Unicode, UAX 9).
constexpr std::string_view first_strong_isolate = "\u2068", pop_isolate = "\u2069";

/// The opening of `<name>`, or its closing for `</name>`.
std::string mark(std::string_view name, LinksInWords links) {
    auto const closes = name.starts_with('/');
    if (closes) name.remove_prefix(1);
    if (name == "b") return closes ? "</strong>" : "<strong>";
    auto const* const link = std::ranges::find(links, name, &LinkInWords::name);
    // Of HTML that was put in, not of the message.
    if (link == links.end()) return fmt::format("<{}{}>", closes ? "/" : "", name);
    return closes ? "</a>" : std::string(html("<a href=\"{}\">", link->href).str());
}

/// Puts elements in the place of marks. Texts are escaped by then, so no `<` is a stranger's.
std::string with_marks(std::string_view text, LinksInWords links) {
    std::string out;
    while (!text.empty()) {
        auto const open = text.find('<');
        auto const close = text.find('>', open);
        out += text.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        out += mark(text.substr(open + 1, close - open - 1), links);
        text.remove_prefix(close + 1);
    }
    return out;
}

/// The language of a tag, in lower case.
std::string language_of(std::string_view tag) {
    return fold_case(tag.substr(0, tag.find_first_of("-_")));
}

std::vector<Locale> read_all() {
    std::vector<Locale> all;
    for (auto const& file : all_locale_files()) all.emplace_back(file.language, file.json);
    std::ranges::sort(all, {}, [](Locale const& locale) {
        return std::pair(locale.language() != "en", locale.language());
    });
    return all;
}

std::vector<Locale> const& locales() {
    static std::vector<Locale> const all = read_all();
    return all;
}

/// `q=0.8`, from 0 to 1.
double weight_of(std::string_view parameters) {
    auto const at = parameters.find("q=");
    if (at == std::string_view::npos) return 1;
    auto const digits = parameters.substr(at + 2);
    double weight = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return error == std::errc() && weight >= 0 && weight <= 1 ? weight : 0;
}

/// What the request itself says of it.
Locale const* asked_for(http::Request const& request) {
    auto const kept = cookie(request, language_cookie);
    return kept ? find_locale(*kept) : nullptr;
}

Locale const& usual(Server& server, http::Request const& request) {
    if (auto const* accepted = first_accepted(request.headers.get("Accept-Language")))
        return *accepted;
    auto const& languages = server.settings<InstanceConfig>().languages;
    return locale_for(languages.empty() ? std::string_view() : languages.front());
}

}  // namespace

Locale::Locale(std::string_view language, std::string_view json) : language_(language) {
    auto const document = json::Document::parse(json);
    expects(document.has_value());
    for (auto const& [key, value] : document->root().members()) {
        auto message = Message::parse(value.text().value_or(""), language);
        if (!message) {
            log::error("locales.broken", {{"language", language}, {"key", key}});
            continue;
        }
        messages_.emplace(key, *std::move(message));
    }
}

bool Locale::right_to_left() const { return language_ == "ar"; }

Message const* Locale::find(std::string_view key) const {
    auto const found = messages_.find(key);
    return found == messages_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Locale::keys() const {
    std::vector<std::string_view> keys;
    for (auto const& [key, message] : messages_) keys.emplace_back(key);
    return keys;
}

std::string const& Locale::operator()(std::string_view key) const {
    static Message const none;
    auto const* message = find(key);
    return (message ? *message : none).plain();
}

std::string Locale::fill(Message const& message, MessageValues values, bool as_html) const {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    std::vector<MessageValue> ready;
    for (auto const& value : values) {
        auto const* text = std::get_if<std::string_view>(&value.value);
        if (!text || value.is_html) {
            ready.push_back(value);
            continue;
        }
        auto shown = as_html ? std::string(escape_html(*text).str()) : std::string(*text);
        if (right_to_left())
            shown = std::string(first_strong_isolate).append(shown).append(pop_isolate);
        texts.push_back(std::move(shown));
        ready.emplace_back(value.name, texts.back());
    }
    return message.fill(ready);
}

std::string Locale::operator()(std::string_view key, MessageValues values) const {
    auto const* message = find(key);
    return message ? fill(*message, values, false) : std::string();
}

SafeHtml Locale::html(std::string_view key, MessageValues values, LinksInWords links) const {
    auto const* message = find(key);
    if (!message) return {};
    return SafeHtml::trusted(with_marks(fill(*message, values, true), links));
}

std::span<Locale const* const> all_locales() {
    static std::vector<Locale const*> const pointers = [] {
        std::vector<Locale const*> all;
        for (auto const& locale : locales()) all.push_back(&locale);
        return all;
    }();
    return pointers;
}

Locale const* find_locale(std::string_view tag) {
    auto const language = language_of(tag.substr(0, 35));
    auto const found = std::ranges::find(locales(), language, &Locale::language);
    return found == locales().end() ? nullptr : &*found;
}

Locale const& locale_for(std::string_view tag) {
    auto const* found = find_locale(tag);
    return found ? *found : locales().front();
}

Locale const* first_accepted(std::string_view accept_language) {
    Locale const* best = nullptr;
    double best_weight = 0;
    for (std::size_t i = 0; i < accepted_max && !accept_language.empty(); ++i) {
        auto const comma = accept_language.find(',');
        auto const range = accept_language.substr(0, comma);
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                      : comma + 1);
        auto const semicolon = range.find(';');
        auto const* locale = find_locale(trim(range.substr(0, semicolon)));
        auto const weight =
            semicolon == std::string_view::npos ? 1 : weight_of(range.substr(semicolon));
        if (!locale || weight <= best_weight) continue;
        best = locale;
        best_weight = weight;
    }
    return best;
}

Locale const& locale_of(Call const& call) {
    if (auto const* wanted = call.params().find(language_cookie))
        if (auto const* locale = find_locale(wanted->text)) return *locale;
    if (auto const* locale = asked_for(call.request())) return *locale;
    if (auto const* locale = find_locale(call.who().locale)) return *locale;
    return usual(call.server(), call.request());
}

Locale const& locale_of(Server& server, http::Request const& request) {
    auto const* locale = asked_for(request);
    return locale ? *locale : usual(server, request);
}

std::string_view translated(Locale const& locale, std::string_view english) {
    static std::map<std::string_view, std::string_view> const keys = [] {
        std::map<std::string_view, std::string_view> all;
        auto const& words = locales().front();
        for (auto const key : words.keys())
            if (key.starts_with(error_family)) all.emplace(words(key), key);
        return all;
    }();
    auto const found = keys.find(english);
    return found == keys.end() ? std::string_view() : locale(found->second);
}

}  // namespace skein::social
