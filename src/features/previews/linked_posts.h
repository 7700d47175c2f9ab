// From a link to its posts, and from a post to its card.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::previews {

struct LinkInput {
    std::string url;
    void read(Fields& in) { in("url", url, "The link, as the trends show it."); }
};
/// Only of a link that is talked about and that nobody rejected: else any address could be asked
/// for who dealt with it.
Result<Reply> show_link_timeline(Call& call, LinkInput const& input);

/// What Mastodon had until 3.0: an empty object where a post shows no card.
Result<Reply> show_card_of_status(Call& call);

void install_linked_posts(Server& server);

}  // namespace skein::previews
