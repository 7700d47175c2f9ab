// Messages to people in ICU's MessageFormat, the form of every file in `locales/`: `{name}` is a
// value, `{count, plural, one {# post} other {# posts}}` chooses as the language wants it. Over
// ICU.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/html.h"
#include "base/result.h"

namespace skein {

/// One value of a message, for as long as it is being filled in.
struct MessageValue {
    std::string_view name;
    std::variant<std::string_view, std::int64_t> value;
    bool is_html = false;  ///< For whoever makes HTML of the message: it is safe as it is.

    MessageValue(std::string_view name_, std::string_view text) : name(name_), value(text) {}
    MessageValue(std::string_view name_, std::string const& text)
        : name(name_), value(std::string_view(text)) {}
    MessageValue(std::string_view name_, char const* text)
        : name(name_), value(std::string_view(text)) {}
    MessageValue(std::string_view name_, SafeHtml const& html)
        : name(name_), value(html.str()), is_html(true) {}
    template <std::integral Number>
    MessageValue(std::string_view name_, Number number)
        : name(name_), value(static_cast<std::int64_t>(number)) {}
};

/// A message that was read once, to be filled often. Immutable; shared between threads. What only
/// puts texts in their places costs no more than joining them; plurals and the like ask ICU.
class Message {
  public:
    Message() = default;
    /// Errc::bad_request says what is wrong with the pattern.
    static Result<Message> parse(std::string_view pattern, std::string_view language);

    /// A value that is not given is shown by its name.
    std::string fill(std::span<MessageValue const> values) const;
    std::string fill(std::initializer_list<MessageValue> values) const {
        return fill(std::span(values.begin(), values.size()));
    }
    /// The message itself, when it has no values; else "".
    std::string const& plain() const;
    /// The values it has, each once, in order.
    std::vector<std::string> const& names() const { return names_; }

  private:
    struct Piece {
        std::string text;  ///< As it is, or the name of a value.
        bool is_value = false;
    };
    struct Chooser;

    std::vector<Piece> pieces_;
    std::shared_ptr<Chooser const> chooser_;  ///< Where pieces are not enough.
    std::vector<std::string> names_;
};

}  // namespace skein
