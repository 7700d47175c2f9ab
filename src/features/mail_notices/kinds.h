// The kinds of mail that people choose. Numbers and names are stored, and stand in mails that were
// sent: they never change their meaning.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/auth.h"
#include "social/vocabulary.h"

namespace skein::mail_notices {

enum class Kind : std::int64_t {
    mention = 0,
    follow = 1,
    follow_request = 2,
    report = 3,
    digest = 4
};

inline constexpr std::array all_kinds{Kind::mention, Kind::follow, Kind::follow_request,
                                      Kind::report, Kind::digest};

constexpr std::int64_t bit_of(Kind kind) { return std::int64_t{1} << static_cast<int>(kind); }

/// What whoever never chose is told: all but the digest.
inline constexpr std::int64_t usual_kinds = bit_of(Kind::mention) | bit_of(Kind::follow) |
                                            bit_of(Kind::follow_request) | bit_of(Kind::report);

/// "mention", "follow", "follow_request", "report", "digest".
std::string_view to_string(Kind kind);
std::optional<Kind> parse_kind(std::string_view text);

/// Which mail tells of such a notification, if any.
std::optional<Kind> kind_about(social::NotificationKind kind);

/// Reports are for those who may work on them.
bool may_have(Permissions permissions, Kind kind);

}  // namespace skein::mail_notices
