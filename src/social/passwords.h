// Passwords of users: what is good enough, and hashing in the lane made for it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/server.h"

namespace skein::social {

/// What a password must not be.
enum class PasswordFault { too_short, too_long, too_simple };

/// At least 12 characters and not what everybody guesses first: a known long password, one
/// character or a row of keys repeated, or mostly one of `own_words` (the person's name, the
/// address, the server).
std::optional<PasswordFault> find_password_fault(std::string_view password,
                                                 std::span<std::string const> own_words);
/// The key of the words that say what to do about it.
std::string_view words_for(PasswordFault fault);

/// Hashes in the lane `cpu` while the caller waits: call from lanes that may wait for it. At most
/// `password_waits_max` wait at once; more are Errc::unavailable, so that guessing in mass cannot
/// fill a lane that others need.
Result<std::string> hash_password(Server& server, std::string password);
/// The same work whether or not `hash` is "" (nobody of that name).
Result<bool> verify_password(Server& server, std::string password, std::string hash);

/// Makes room on the board for counting who waits.
void install_passwords(Server& server);

inline constexpr int password_waits_max = 24;

}  // namespace skein::social
