// Numbers as they stand in text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace skein {

/// The whole of `text` as one number, or nothing.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    auto const* end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace skein
