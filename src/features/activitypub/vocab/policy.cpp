// What an author lets others do with a post (GoToSocial's interaction policies, FEP-044f).

#include <algorithm>

#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

namespace groups = social::policy_groups;

constexpr std::size_t values_max = 100;

struct Names {
    std::vector<Iri> const& authors;
    PolicyOwner const& owner;

    std::int64_t group_of(json::Value value) const {
        auto const id = id_text(value);
        if (is_public(id)) return groups::everyone;
        if (!owner.followers.empty() && id == owner.followers) return groups::followers;
        if (!owner.following.empty() && id == owner.following) return groups::following;
        auto const iri = Iri::parse(id);
        if (!iri) return 0;
        auto const is_author = std::ranges::find(authors, *iri) != authors.end();
        return is_author ? 0 : groups::others;  // The author always may.
    }

    std::int64_t groups_of(json::Value policy, std::string_view key, std::string_view old) const {
        auto values = list_of(policy, key, values_max);
        if (values.empty()) values = list_of(policy, old, values_max);
        std::int64_t all = 0;
        for (auto const& value : values) all |= group_of(value);
        return all;
    }

    /// Where it says nothing of the deed, what holds without a policy.
    void read(json::Value policies, std::string_view deed, social::ActionPolicy& policy) const {
        auto const stated = first_of(policies, deed);
        if (!stated || !stated->is_object()) return;
        policy.automatic = groups_of(*stated, "automaticApproval", "always");
        policy.manual = groups_of(*stated, "manualApproval", "approvalRequired");
    }
};

}  // namespace

std::optional<social::InteractionPolicy> read_policy(json::Value object,
                                                     std::vector<Iri> const& authors,
                                                     PolicyOwner const& owner) {
    auto const policies = first_of(object, "interactionPolicy");
    if (!policies || !policies->is_object()) return std::nullopt;
    Names const names{authors, owner};
    social::InteractionPolicy policy;
    names.read(*policies, "canQuote", policy.quote);
    names.read(*policies, "canReply", policy.reply);
    names.read(*policies, "canLike", policy.favourite);
    names.read(*policies, "canAnnounce", policy.boost);
    // Who is spoken to may answer.
    if (policy.reply.automatic != groups::everyone) policy.reply.automatic |= groups::mentioned;
    return policy;
}

}  // namespace skein::activitypub
