// Password hashes: argon2id, 19 MiB, two passes, with a salt of its own and the server's pepper.
//
// A hash costs about 20 ms and its memory: computed in the lane `cpu` only, which bounds how many
// run at once.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::crypto {

/// The least and the most a password may have.
inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_bytes_max = 1024;

/// Errc::unavailable when there is no memory for it just now.
Result<std::string> hash_password(std::string_view password, std::string_view pepper);
/// For `hash` "" (nobody of that name) it does the same work and answers false. Errc::unavailable
/// as above.
Result<bool> verify_password(std::string_view password, std::string_view pepper,
                             std::string_view hash);

}  // namespace skein::crypto
