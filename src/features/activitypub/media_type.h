// Which answers are ActivityPub at all.
#pragma once

#include <string_view>

namespace skein::activitypub {

/// Nothing else is believed: a picture, an upload or an API answer with the right words inside is
/// not a document of the protocol (CVE-2024-25623).
bool is_activity_type(std::string_view content_type);
bool is_html_type(std::string_view content_type);

inline constexpr std::string_view accept_activity =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\"";

}  // namespace skein::activitypub
