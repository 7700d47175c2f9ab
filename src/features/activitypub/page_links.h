// What a page for people names as its ActivityPub form.
#pragma once

#include <optional>
#include <string_view>

#include "base/url.h"
#include "platform/http/message.h"

namespace skein::activitypub {

/// From the `Link` header (RFC 8288), else from the first `<link rel="alternate">` of that type.
std::optional<Url> find_alternate(http::Headers const& headers, std::string_view html,
                                  Url const& page);

}  // namespace skein::activitypub
