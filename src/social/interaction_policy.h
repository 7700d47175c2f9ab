// What the author of a post lets others do with it: quote, answer, favourite, boost (GoToSocial
// interaction policies, FEP-044f). Each deed has those whom it is allowed at once and those whom
// the author is asked for.
#pragma once

#include <cstdint>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct Status;

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

/// A policy as bits of `statuses.marks`, so that whoever has a post's head has its policy; a post
/// without one has none of them.
inline constexpr std::int64_t policy_marks = 0xFFFF'FFFF'FF00;
std::int64_t to_marks(InteractionPolicy const& policy);
InteractionPolicy policy_of_marks(std::int64_t marks);

enum class Consent { given, to_be_asked, refused };
/// What a post's policy says to this account, who may see the post. No statement where it says the
/// same to everybody.
Result<Consent> consent_to(db::Tx& tx, ActionPolicy const& policy, AccountId account,
                           Status const& status);

}  // namespace skein::social
