#include "platform/http/ranges.h"

#include "base/clock.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

std::optional<std::uint64_t> parse_position(std::string_view text) {
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

RangeChoice last_bytes(std::string_view count, std::uint64_t size) {
    auto const wanted = parse_position(count);
    if (!wanted) return {};
    if (*wanted == 0 || size == 0) return {RangeChoice::Kind::unsatisfiable, {}};
    auto const taken = std::min(*wanted, size);
    return {RangeChoice::Kind::part, {size - taken, taken}};
}

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

RangeChoice choose_range(std::string_view range, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!equals_ignoring_case(range.substr(0, unit.size()), unit)) return {};
    auto const spec = trim_blanks(range.substr(unit.size()));
    // Several parts would need a multipart answer; the whole is always allowed instead.
    if (spec.find(',') != std::string_view::npos) return {};
    auto const hyphen = spec.find('-');
    if (hyphen == std::string_view::npos) return {};
    if (hyphen == 0) return last_bytes(spec.substr(1), size);
    auto const first = parse_position(spec.substr(0, hyphen));
    if (!first) return {};
    auto last = size == 0 ? 0 : size - 1;
    if (hyphen + 1 < spec.size()) {
        auto const given = parse_position(spec.substr(hyphen + 1));
        if (!given || *given < *first) return {};
        last = std::min(last, *given);
    }
    if (*first >= size) return {RangeChoice::Kind::unsatisfiable, {}};
    return {RangeChoice::Kind::part, {*first, last - *first + 1}};
}

bool if_range_holds(std::string_view if_range, std::string_view etag,
                    std::string_view last_modified) {
    if (if_range.empty()) return true;
    if (if_range.starts_with('"')) return if_range == etag;
    return !last_modified.empty() && if_range == last_modified;
}

bool none_match_names(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) return false;
    bool named = false;
    for_each_element(if_none_match, [&](std::string_view tag) {
        named = tag == "*" || without_weakness(tag) == without_weakness(etag);
        return !named;
    });
    return named;
}

bool not_modified_since(std::string_view if_modified_since, std::string_view last_modified) {
    auto const since = parse_http_date(if_modified_since);
    auto const modified = parse_http_date(last_modified);
    return since && modified && *modified <= *since;
}

}  // namespace skein::http
