// One GET to another server: signed, double-knocking, redirects followed by hand, because a
// signature is made for one address and never goes to another.
#pragma once

#include <string_view>

#include "base/url.h"
#include "features/activitypub/fetch.h"
#include "platform/http/client.h"

namespace skein::activitypub {

struct GetOptions {
    std::string_view accept;
    std::optional<FetchAs> as = {};  ///< Whose key signs it; nothing: unsigned.
    std::uint64_t body_bytes_max = 1 << 20;
};

/// The answer of the last hop, whatever its status; `final_url` is its address. At most three
/// redirects, each checked as the first address was. Errc::forbidden (an address that may not be
/// asked), Errc::unavailable (the budget, or the host wants to be left alone), Errc::remote,
/// Errc::timeout.
Result<http::Answer> get(Server& server, Url const& url, GetOptions const& options,
                         FetchBudget& budget);

/// What a status that is not 200 means.
Error error_of(http::Answer const& answer);

void install_get(Server& server);

}  // namespace skein::activitypub
