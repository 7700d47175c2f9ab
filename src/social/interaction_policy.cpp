#include "social/interaction_policy.h"

#include <array>

#include "social/statuses.h"

namespace skein::social {
namespace {

constexpr std::int64_t group_bits = 5, first_bit = 8;
constexpr std::int64_t group_mask = (1 << group_bits) - 1;

// Which groups account $1 is in, seen from the author $2 of post $3.
db::Query<std::int64_t> const list_groups{
    "interaction_policy.groups",
    "SELECT 2 FROM follows WHERE account_id = $1 AND target_id = $2 "
    "UNION ALL SELECT 4 FROM follows WHERE account_id = $2 AND target_id = $1 "
    "UNION ALL SELECT 8 FROM mentions WHERE status_id = $3 AND account_id = $1"};

/// The eight sets of a policy, in the order in which they are stored.
std::array<std::int64_t, 8> sets_of(InteractionPolicy const& policy) {
    return {policy.quote.automatic, policy.quote.manual,        policy.reply.automatic,
            policy.reply.manual,    policy.favourite.automatic, policy.favourite.manual,
            policy.boost.automatic, policy.boost.manual};
}

std::int64_t packed(InteractionPolicy const& policy) {
    std::int64_t bits = 0, shift = first_bit;
    for (auto const set : sets_of(policy)) {
        bits |= (set & group_mask) << shift;
        shift += group_bits;
    }
    return bits;
}

}  // namespace

// What is stored is the difference to the policy of a post without one, so that such a post has no
// bits and no post had to be changed when policies came.
std::int64_t to_marks(InteractionPolicy const& policy) { return packed(policy) ^ packed({}); }

InteractionPolicy policy_of_marks(std::int64_t marks) {
    auto bits = ((marks & policy_marks) ^ packed({})) >> first_bit;
    auto const next = [&] {
        auto const set = bits & group_mask;
        bits >>= group_bits;
        return set;
    };
    InteractionPolicy policy;
    for (auto* const action : {&policy.quote, &policy.reply, &policy.favourite, &policy.boost}) {
        action->automatic = next();
        action->manual = next();
    }
    return policy;
}

Result<Consent> consent_to(db::Tx& tx, ActionPolicy const& policy, AccountId account,
                           Status const& status) {
    if (account == status.account_id) return Consent::given;
    auto groups = policy_groups::everyone;
    auto const named = policy.automatic | policy.manual;
    if ((policy.automatic & groups) == 0 && (named & ~policy_groups::everyone) != 0) {
        TRY(auto const found, tx.list(list_groups, account, status.account_id, status.id));
        for (auto const group : found) groups |= group;
    }
    if ((policy.automatic & groups) != 0) return Consent::given;
    // Who else was named is known to the author's server alone.
    if ((policy.manual & groups) != 0 || (named & policy_groups::others) != 0)
        return Consent::to_be_asked;
    return Consent::refused;
}

}  // namespace skein::social
