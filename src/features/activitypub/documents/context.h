// The `@context` of what this server writes: the contexts everybody knows, and the meaning of each
// further term inline, as Mastodon writes it (federation.md 3.3). None of them has to be fetched.
#pragma once

#include <string_view>

namespace skein::activitypub {

/// Actors, and activities that carry one.
extern std::string_view const actor_context;
/// Posts, and activities that carry one.
extern std::string_view const object_context;
/// Activities about things elsewhere, and collections.
extern std::string_view const plain_context;
/// What may be done with a post: quote requests, their answers, stamps.
extern std::string_view const quote_context;

}  // namespace skein::activitypub
