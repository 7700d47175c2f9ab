// Tags on the profiles of other servers: told one by one (pins.cpp), or read all at once.
#pragma once

#include <string_view>

#include "features/activitypub/fetch.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {

/// The name of a Hashtag, without its sign; "" for what is none.
std::string hashtag_name(json::Value object);

/// Beyond what a profile may show here, nothing happens.
Result<void> feature_remote_tag(db::Tx& tx, AccountId account, std::string_view name);
Result<void> unfeature_remote_tag(db::Tx& tx, AccountId account, std::string_view name);

/// Reads the actor's collection of tags and takes it over.
Result<void> fill_featured_tags(Server& server, Actor const& actor, FetchBudget& budget);

}  // namespace skein::activitypub
