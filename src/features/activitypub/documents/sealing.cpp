#include "features/activitypub/documents/sealing.h"

#include "features/activitypub/addresses.h"
#include "features/activitypub/config.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/signatures/proofs.h"

namespace skein::activitypub {

Result<std::string> sealed(Desk const& desk, AccountId actor, std::string activity, Time at) {
    if (!desk.server.settings<FederationConfig>().proofs) return activity;
    TRY(auto const keys, find_own_keys(desk.server, desk.tx, actor));
    return add_proof(activity, proof_key_address(desk.server, actor), keys->ed25519, at);
}

}  // namespace skein::activitypub
