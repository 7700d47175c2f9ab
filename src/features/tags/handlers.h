// The requests of this feature. A tag is found however it is written; what can be no tag is
// not found.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::tags {

/// Also a tag nobody has used: it has no history.
Result<Reply> show_tag(Call& call);
/// Each answers the Tag as it then is, also when nothing had to change.
Result<Reply> follow_tag(Call& call);
Result<Reply> unfollow_tag(Call& call);
Result<Reply> feature_tag(Call& call);
Result<Reply> unfeature_tag(Call& call);

Result<Reply> list_followed_tags(Call& call);

Result<Reply> list_own_featured_tags(Call& call);
Result<Reply> list_featured_tags_of(Call& call);
struct FeatureTag {
    std::string name;
    void read(Fields& in) { in.required("name", name, "The hashtag, with or without its sign."); }
};
Result<Reply> add_featured_tag(Call& call, FeatureTag const& input);
Result<Reply> remove_featured_tag(Call& call);
Result<Reply> suggest_featured_tags(Call& call);

}  // namespace skein::tags
