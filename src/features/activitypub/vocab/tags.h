// Tags of a document: mentions, hashtags, custom emojis. What is none of these is left out, one by
// one.
#pragma once

#include <vector>

#include "features/activitypub/vocab/object.h"

namespace skein::activitypub {

std::vector<EmojiTag> read_emojis(json::Value document);
std::vector<MentionTag> read_mentions(json::Value document);
/// As written, without the sign; each (folded) once.
std::vector<std::string> read_hashtags(json::Value document);

}  // namespace skein::activitypub
