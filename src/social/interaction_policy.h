// What the author of a post lets others do with it: quote, answer, favourite, boost (GoToSocial
// interaction policies, FEP-044f). Each deed has those whom it is allowed at once and those whom
// the author is asked for.
#pragma once

#include <cstdint>

namespace skein::social {

/// Sets of people, as bits. The author is in every one of them.
namespace policy_groups {
inline constexpr std::int64_t everyone = 1, followers = 2, following = 4, mentioned = 8;
/// Somebody named one by one, which this server does not keep.
inline constexpr std::int64_t others = 16;
}  // namespace policy_groups

struct ActionPolicy {
    std::int64_t automatic = 0;  ///< Allowed at once.
    std::int64_t manual = 0;     ///< Only after the author said yes.
    bool operator==(ActionPolicy const&) const = default;
};

/// Stored only where it differs from what a post without one means: anybody who sees it may answer,
/// favourite and boost it; nobody but its author may quote it.
struct InteractionPolicy {
    ActionPolicy quote{};
    ActionPolicy reply{policy_groups::everyone, 0};
    ActionPolicy favourite{policy_groups::everyone, 0};
    ActionPolicy boost{policy_groups::everyone, 0};
    bool operator==(InteractionPolicy const&) const = default;
};

}  // namespace skein::social
