// Web push: messages that only a subscriber's browser or app can read (RFC 8291 in the coding of
// RFC 8188, and the older draft of both that some apps still ask for), and the signature by which
// push services know this server (VAPID, RFC 8292).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/crypto/secret_keys.h"

namespace skein::crypto {

/// A key pair on P-256: 32 bytes, and the uncompressed point of 65.
struct P256Keys {
    std::string secret, point;
};
/// From a secret scalar; Errc::unprocessable when it is none.
Result<P256Keys> p256_from(std::string secret);
/// The server's own pair, always the same for one set of secret keys.
P256Keys vapid_keys(SecretKeys const& keys);
/// Its public half as base64url, as clients are told it.
std::string vapid_public_key(SecretKeys const& keys);

/// A signed token that says who sends, for the origin of a push service. `expires` is seconds since
/// 1970, at most a day ahead.
Result<std::string> vapid_token(P256Keys const& keys, std::string_view origin,
                                std::string_view contact, std::int64_t expires);

enum class PushCoding { aes128gcm, aesgcm };

/// Where a message goes: the subscriber's point and their 16 secret bytes.
struct PushReceiver {
    std::string point, secret;
};
/// Errc::unprocessable unless the point is on the curve and the secret has its length.
Result<void> check_receiver(PushReceiver const& receiver);

/// A body ready to send. `ephemeral` and `salt` (16 bytes) are random and never used twice.
struct PushMessage {
    PushReceiver receiver;
    P256Keys ephemeral;
    std::string salt;
};
inline constexpr std::size_t push_text_bytes_max = 3800;
/// Errc::too_large for a text over the limit.
Result<std::string> encrypt_push(PushMessage const& message, std::string_view text,
                                 PushCoding coding);

}  // namespace skein::crypto
