#include "social/languages.h"

#include "base/ascii.h"

namespace skein::social {
namespace {

constexpr std::size_t language_bytes_max = 16;

}  // namespace

std::string language_code(std::string_view text) {
    if (text.size() < 2 || text.size() > language_bytes_max) return {};
    std::string code;
    for (char const c : text) {
        if (!is_letter(c) && !(code.size() > 1 && (is_digit(c) || c == '-' || c == '_'))) return {};
        code += c == '_' ? '-' : to_lower(c);
    }
    auto const primary = std::min(code.find('-'), code.size());
    if (primary < 2 || primary > 3 || code.ends_with('-')) return {};
    return code;
}

}  // namespace skein::social
