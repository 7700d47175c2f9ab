#include "features/activitypub/media_type.h"

#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/text.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t bytes_max = 512;
constexpr std::string_view profile = "https://www.w3.org/ns/activitystreams";

std::string essence_of(std::string_view content_type) {
    return ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
}

/// The end of one parameter: the next ';' that does not stand in quotes.
std::size_t parameter_end(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (text[i] == ';' && !quoted) return i;
    }
    return text.size();
}

/// Is the profile among those named, which are separated by spaces?
bool names_profile(std::string_view value) {
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
        value = value.substr(1, value.size() - 2);
    while (!value.empty()) {
        auto const end = std::min(value.find(' '), value.size());
        if (value.substr(0, end) == profile) return true;
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return false;
}

}  // namespace

bool is_activity_type(std::string_view content_type) {
    if (content_type.size() > bytes_max) return false;
    auto const essence = essence_of(content_type);
    if (essence == "application/activity+json") return true;
    if (essence != "application/ld+json") return false;
    auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
    while (rest.starts_with(';')) {
        rest.remove_prefix(1);
        auto const end = parameter_end(rest);
        auto const parameter = trim(rest.substr(0, end));
        rest.remove_prefix(end);
        auto const equals = parameter.find('=');
        if (equals == std::string_view::npos) continue;
        if (ascii_lower(trim(parameter.substr(0, equals))) == "profile" &&
            names_profile(trim(parameter.substr(equals + 1))))
            return true;
    }
    return false;
}

bool is_html_type(std::string_view content_type) {
    auto const essence = essence_of(content_type.substr(0, bytes_max));
    return essence == "text/html" || essence == "application/xhtml+xml";
}

}  // namespace skein::activitypub
