// Walks over HTML as the tokenizer of HTML5 does (section 13.2.5), as far as it matters to
// tame_markup. Each step moves on: linear.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace skein {

/// The attributes that somebody looks at.
inline constexpr std::array<std::string_view, 8> markup_attributes{
    "class", "dir", "href", "lang", "rel", "reversed", "start", "value"};

/// A start or end tag as it stands in the text: the name in lower case, the values with their
/// entities, in the order of `markup_attributes`. Of two equal attributes the first counts.
struct WrittenTag {
    std::string name;
    std::array<std::optional<std::string_view>, markup_attributes.size()> attributes;
};

class MarkupScanner {
  public:
    explicit MarkupScanner(std::string_view text) : text_(text) {}

    bool done() const { return at_ >= text_.size(); }
    bool at_start_tag() const;
    bool at_end_tag() const;
    /// At `<!`, `<?` or `</` that is no tag.
    bool at_comment() const;

    /// At least one character, up to the next `<`.
    std::string_view take_text();
    /// Nothing when the text ends inside the tag, which is then gone.
    std::optional<WrittenTag> take_tag();
    void skip_comment();
    /// To behind the end tag of an element whose inside is no markup.
    void skip_to_end_of(std::string_view name);

  private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    void skip_to(std::size_t place) { at_ = std::min(place, text_.size()); }
    template <class Ends>
    std::string_view take_until(Ends ends);
    void skip_white();
    void take_attribute(WrittenTag& tag);
    std::string_view take_value();

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace skein
