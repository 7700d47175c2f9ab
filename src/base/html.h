// HTML that is safe to send: a `SafeHtml` is made only by escaping text, from literals of ours, by
// joining, or by the renderers and the sanitiser, which say so by name.
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace skein {

class SafeHtml {
  public:
    SafeHtml() = default;
    /// A literal of ours, known when the program is compiled.
    consteval SafeHtml(char const* literal) : literal_(literal) {}

    std::string_view str() const { return text_ ? std::string_view(*text_) : literal_; }
    bool empty() const { return str().empty(); }

    SafeHtml& operator+=(SafeHtml const& more) {
        if (!text_) text_.emplace(literal_);
        *text_ += more.str();
        return *this;
    }
    friend SafeHtml operator+(SafeHtml left, SafeHtml const& right) { return left += right; }

    /// Text whose safety the caller has made sure of: renderers and the sanitiser only.
    static SafeHtml trusted(std::string html) {
        SafeHtml safe;
        safe.text_ = std::move(html);
        return safe;
    }

  private:
    std::string_view literal_;
    // Absent for literals: some standard libraries cannot make an empty string at compile time.
    std::optional<std::string> text_;
};

/// `&`, `<`, `>`, `"` and `'` as entities: for text and for quoted attributes alike.
SafeHtml escape_html(std::string_view text);
void append_escaped_html(std::string& out, std::string_view text);

/// One value on its way into a pattern: text is escaped, HTML stays.
class HtmlValue {
  public:
    HtmlValue(SafeHtml const& safe) : html_(safe) {}
    HtmlValue(std::string_view text) : html_(escape_html(text)) {}
    HtmlValue(std::string const& text) : html_(escape_html(text)) {}
    HtmlValue(char const* text) : html_(escape_html(text)) {}
    template <std::integral Number>
    HtmlValue(Number number) : html_(escape_html(std::to_string(number))) {}
    SafeHtml const& html() const { return html_; }

  private:
    SafeHtml html_;
};
SafeHtml fill_html(SafeHtml const& pattern, std::span<HtmlValue const> values);

/// `html("<a href=\"{}\">{}</a>", url, name)`: a literal of ours whose every `{}` stands for one
/// value.
template <class... Values>
SafeHtml html(SafeHtml const& pattern, Values const&... values) {
    HtmlValue const list[] = {HtmlValue(values)..., HtmlValue("")};
    return fill_html(pattern, std::span(list).first(sizeof...(Values)));
}

/// The text of HTML without its tags, entities decoded, breaks and paragraphs as line breaks.
/// Linear time.
std::string plain_text_of(std::string_view html);

}  // namespace skein
