// The requests of this feature.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::public_pages {

Result<Reply> show_profile(Call& call);
Result<Reply> show_profile_with_replies(Call& call);
Result<Reply> show_profile_media(Call& call);
Result<Reply> show_post(Call& call);
Result<Reply> show_tag(Call& call);
Result<Reply> show_collection(Call& call);
Result<Reply> show_explore(Call& call);
Result<Reply> show_embed(Call& call);
Result<Reply> lead_to_embed(Call& call);

struct OEmbedOf {
    std::string url, format;
    std::int64_t maxwidth = 400, maxheight = 0;
    void read(Fields& in) {
        in.required("url", url, "The address of a post's page.");
        in("format", format, "json, the only one.");
        in("maxwidth", maxwidth, "How wide it may be, in pixels.");
        in("maxheight", maxheight, "How high it may be, in pixels.");
    }
};
Result<Reply> show_oembed(Call& call, OEmbedOf const& input);
Result<Reply> show_robots(Call& call);

}  // namespace skein::public_pages
