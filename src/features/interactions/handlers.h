// The requests of this feature. Each changes nothing when things are already so, and answers 200
// all the same; a post the viewer may not see is `not_found`.
#pragma once

#include "core/endpoint.h"

namespace skein::interactions {

Result<Reply> favourite_status(Call& call);
Result<Reply> unfavourite_status(Call& call);

struct BoostStatus {
    std::string visibility = "public";
    void read(Fields& in) {
        in("visibility", visibility, "Who sees the boost: public, unlisted or private.");
    }
};
Result<Reply> boost_status(Call& call, BoostStatus const& input);
Result<Reply> unboost_status(Call& call);

Result<Reply> bookmark_status(Call& call);
Result<Reply> unbookmark_status(Call& call);

Result<Reply> mute_conversation(Call& call);
Result<Reply> unmute_conversation(Call& call);

Result<Reply> pin_status(Call& call);
Result<Reply> unpin_status(Call& call);

Result<Reply> list_favourites(Call& call);
Result<Reply> list_bookmarks(Call& call);
Result<Reply> list_favourited_by(Call& call);
Result<Reply> list_boosted_by(Call& call);

}  // namespace skein::interactions
