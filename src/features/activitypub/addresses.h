// The addresses this server gives to its own actors, objects, collections and activities, made in
// one place and read back in the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/server.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein::activitypub {

std::string actor_address(Server const& server, AccountId account);
std::string instance_actor_address(Server const& server);
std::string shared_inbox_address(Server const& server);
/// `inbox`, `outbox`, `followers`, `following`, `collections/featured`, `collections/tags`.
std::string collection_address(Server const& server, AccountId account, std::string_view which);
std::string status_address(Server const& server, AccountId author, StatusId status);
/// `replies`, `likes`, `shares`, `activity`, `context`.
std::string status_address(Server const& server, AccountId author, StatusId status,
                           std::string_view part);
/// Activities that are no object of their own: `follows`, `likes`, `blocks`, `quote_requests`…,
/// made from what they are about, so that an Undo finds the same again.
std::string deed_address(Server const& server, AccountId actor, std::string_view deed,
                         std::int64_t about);
/// The stamp with which the author of `quoted` lets `quoting` quote it.
std::string stamp_address(Server const& server, AccountId author, StatusId quoting);
/// Of the RSA key that signs requests, and of the Ed25519 key that makes proofs. An account of zero
/// is the instance actor, here and above.
std::string key_address(Server const& server, AccountId account);
std::string proof_key_address(Server const& server, AccountId account);

/// Is it an address of this server at all (whatever stands behind it)?
bool is_ours(Server const& server, std::string_view address);

/// The id of the account an actor's address names, suspended ones too; the instance actor is none.
/// Also the profile page `/@name` (by name) and the short form `/users/name`.
Result<std::optional<AccountId>> find_own_account(Server& server, db::Tx& tx,
                                                  std::string_view address);
/// The status an object's address or page names, and only if its author is the one named.
Result<std::optional<StatusId>> find_own_status(Server& server, db::Tx& tx,
                                                std::string_view address);
/// Ours or another server's, as far as stored here.
Result<std::optional<AccountId>> find_known_account(Server& server, db::Tx& tx,
                                                    std::string_view address);
Result<std::optional<StatusId>> find_known_status(Server& server, db::Tx& tx,
                                                  std::string_view address);
/// The address of any account's actor or of any status, for documents.
std::string address_of(Server const& server, social::Account const& account);

}  // namespace skein::activitypub
