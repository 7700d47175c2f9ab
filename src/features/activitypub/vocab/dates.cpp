#include "features/activitypub/vocab/dates.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/text.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t date_bytes_max = 64;
constexpr std::size_t fraction_digits_max = 9;
constexpr std::size_t date_part = 10;  // "2026-03-04"

/// The time of day, with a fraction as RFC 3339 has it.
std::string strict_time(std::string_view time) {
    auto const point = time.find_first_of(".,");
    if (point == std::string_view::npos) return std::string(time);
    auto const digits = time.substr(point + 1);
    if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::string(time);
    return std::string(time.substr(0, point)) + "." +
           std::string(digits.substr(0, fraction_digits_max));
}

/// "+00" is an offset of hours alone.
std::string strict_offset(std::string_view offset) {
    auto const hours_alone = offset.size() == 3 && is_digit(offset[1]) && is_digit(offset[2]);
    return std::string(offset) + (hours_alone ? ":00" : "");
}

}  // namespace

std::optional<Time> parse_date(std::string_view text) {
    text = trim(text);
    if (text.size() > date_bytes_max) return std::nullopt;
    if (text.size() <= date_part) return parse_rfc3339(text);
    auto const offset = std::min(text.find_first_of("Zz+-", date_part), text.size());
    return parse_rfc3339(std::string(text.substr(0, date_part)) +
                         strict_time(text.substr(date_part, offset - date_part)) +
                         strict_offset(text.substr(offset)));
}

}  // namespace skein::activitypub
