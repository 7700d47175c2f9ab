// What a Like or EmojiReact says besides "like": an emoji of Unicode, or a custom one with its
// picture. Prose (Hubzilla) says nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "features/activitypub/vocab/actor.h"

namespace skein::activitypub {

struct ReactionText {
    std::string emoji;   ///< One emoji of Unicode, or a shortcode.
    std::string domain;  ///< Of a shortcode; "" for Unicode.
    std::vector<EmojiTag> pictures;
};

/// Nothing for a plain like: no emoji, or the heart that stands for one. `domain` is the sender's:
/// whose a shortcode is that names no other.
std::optional<ReactionText> read_reaction(json::Value activity, std::string_view domain);

/// As it is noted and found again: `🎉`, `name@domain`.
std::string to_detail(ReactionText const& reaction);
ReactionText from_detail(std::string_view detail);

}  // namespace skein::activitypub
