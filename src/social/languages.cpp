#include "social/languages.h"

namespace skein::social {
namespace {

constexpr std::size_t language_bytes_max = 16;

}  // namespace

std::string language_code(std::string_view text) {
    if (text.size() < 2 || text.size() > language_bytes_max) return {};
    std::string code;
    for (char const c : text) {
        auto const lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        auto const letter = lower >= 'a' && lower <= 'z';
        auto const digit = lower >= '0' && lower <= '9';
        if (!letter && !(code.size() > 1 && (digit || lower == '-' || lower == '_'))) return {};
        code += lower == '_' ? '-' : lower;
    }
    auto const primary = std::min(code.find('-'), code.size());
    if (primary < 2 || primary > 3 || code.ends_with('-')) return {};
    return code;
}

}  // namespace skein::social
