// The requests of this feature.
#pragma once

#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::timelines {

Result<Reply> show_home(Call& call);

struct PublicInput {
    bool local = false, remote = false, only_media = false;
    void read(Fields& in) {
        in("local", local, "Only posts of this server.");
        in("remote", remote, "Only posts of other servers.");
        in("only_media", only_media, "Only posts with media.");
    }
};
Result<Reply> show_public(Call& call, PublicInput const& input);

struct TagInput {
    std::vector<std::string> any, all, none;
    bool local = false, remote = false, only_media = false;
    void read(Fields& in) {
        in("any", any, "Further tags, any of which will do.");
        in("all", all, "Further tags that must be there.");
        in("none", none, "Tags that must not be there.");
        in("local", local, "Only posts of this server.");
        in("remote", remote, "Only posts of other servers.");
        in("only_media", only_media, "Only posts with media.");
    }
};
Result<Reply> show_tag(Call& call, TagInput const& input);

struct AccountInput {
    bool only_media = false, exclude_replies = false, exclude_reblogs = false, pinned = false;
    std::string tagged;
    void read(Fields& in) {
        in("only_media", only_media, "Only posts with media.");
        in("exclude_replies", exclude_replies, "Without replies to others.");
        in("exclude_reblogs", exclude_reblogs, "Without boosts.");
        in("pinned", pinned, "Only pinned posts.");
        in("tagged", tagged, "Only posts with this tag.");
    }
};
Result<Reply> show_account_statuses(Call& call, AccountInput const& input);

}  // namespace skein::timelines
