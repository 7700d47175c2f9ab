#include "base/sanitize_html.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/tame_markup.h"

namespace {

/// All that may follow a `<` of ours.
bool is_tag_of_ours(std::string_view rest) {
    static constexpr std::array<std::string_view, 20> names{
        "a", "b",   "blockquote", "br", "code", "del", "em", "i",    "li",     "ol",
        "p", "pre", "rp",         "rt", "ruby", "s",   "u",  "span", "strong", "ul"};
    if (rest.starts_with('/')) rest.remove_prefix(1);
    auto const name = rest.substr(0, rest.find_first_of(" >"));
    for (auto const known : names)
        if (name == known) return true;
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const once = skein::sanitize_html(text);
    auto const html = once.str();
    if (skein::sanitize_html(html).str() != html) __builtin_trap();
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1))
        if (!is_tag_of_ours(html.substr(at + 1))) __builtin_trap();
    return 0;
}
