// Proofs on what this server sends to everybody (FEP-8b32): added in one place.
#pragma once

#include <string>

#include "features/activitypub/documents/documents.h"

namespace skein::activitypub {

/// The activity with a proof by its actor, as made at `at`, so that the same state gives the same
/// bytes. As it is where the setting says no. Its keys must have been made (`load_own_keys`):
/// else Errc::unavailable.
Result<std::string> sealed(Desk const& desk, AccountId actor, std::string activity, Time at);

}  // namespace skein::activitypub
