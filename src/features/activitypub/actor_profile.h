// What an actor document says of a profile, put into the account's row.
#pragma once

#include <string>
#include <vector>

#include "features/activitypub/vocab/actor.h"
#include "social/accounts.h"

namespace skein::activitypub {

/// Changes what differs; false when nothing does. Pictures that are no longer shown are added to
/// `dropped_files`. State, moves and the handle are not the document's to decide.
bool apply_profile(social::Account& account, ActorDocument const& document, bool rejects_media,
                   std::vector<std::string>& dropped_files);

}  // namespace skein::activitypub
