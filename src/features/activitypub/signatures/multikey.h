// Ed25519 keys as documents show them (FEP-521a): Multikey, and `did:key` made of one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/crypto/signing_keys.h"

namespace skein::activitypub {

/// `z6Mk…` (base58btc) or `u7Q…` (base64url). Errc::unprocessable for every other key or form.
Result<crypto::PublicKey> read_multikey(std::string_view text);

/// `did:key:z6Mk…`, with or without the fragment that repeats it. Says what the key is, and nothing
/// about whose.
Result<crypto::PublicKey> read_did_key(std::string_view text);

/// The `z` form of an Ed25519 key.
std::string to_multikey(crypto::PublicKey const& key);

/// base58btc, without the multibase prefix. Its cost grows with the square of the length: at most
/// `bytes_max` come out, or nothing.
std::optional<std::string> from_base58(std::string_view text, std::size_t bytes_max);
std::string to_base58(std::string_view bytes);

}  // namespace skein::activitypub
