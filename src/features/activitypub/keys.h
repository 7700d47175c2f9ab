// Keys: this server's own (RSA and Ed25519 for each account and for the instance actor, sealed in
// the database) and those of others (fetched once, parsed once, kept; failures are remembered for a
// while too).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/actor.h"
#include "platform/crypto/signing_keys.h"

namespace skein::activitypub {

struct OwnKeys {
    crypto::PrivateKey rsa;
    crypto::PrivateKey ed25519;
    std::string rsa_pem;            ///< Public, as documents show it.
    std::string ed25519_multibase;  ///< Public.
};
/// Of an account (zero: the instance actor); made at the first call. Kept in memory, bounded. May
/// cost 150 ms once: not for I/O threads, not inside a transaction.
Result<std::shared_ptr<OwnKeys const>> load_own_keys(Server& server, AccountId account);
/// The same inside a transaction. Errc::unavailable when they have not been made yet.
Result<std::shared_ptr<OwnKeys const>> find_own_keys(Server& server, db::Tx& tx, AccountId account);

struct RemoteKey {
    std::string id;
    std::string owner;  ///< The actor that lists it.
    AccountId account;
    crypto::PublicKey key;
};
/// By its id: from memory, from the database, or (with a budget) fetched: the document of the key
/// and of its owner, which must list it. Errc::not_found when it is unknown and there is no budget;
/// Errc::gone when its owner is gone; other errors as `fetch_document`, remembered for minutes.
Result<std::shared_ptr<RemoteKey const>> load_remote_key(Server& server, Iri const& id,
                                                         FetchBudget* budget);
/// A signature failed with a kept key: its owner is fetched anew, at most once in ten minutes.
Result<std::shared_ptr<RemoteKey const>> reload_remote_key(Server& server, Iri const& id,
                                                           FetchBudget& budget);
/// The actor's keys as its document lists them now replace the stored ones; part of storing it.
Result<void> store_remote_keys(db::Tx& tx, AccountId account, std::vector<ActorKey> const& keys);

}  // namespace skein::activitypub
