#include "social/audience.h"

namespace skein::social {
namespace {

// A boost is judged with what it boosts: the second condition is the same rule on the original.
db::Query<StatusId> const visible_of{"audience.visible_of",
                                     "SELECT s.id FROM statuses s WHERE s.id IN {list:$2} AND "
                                     "s.boost_of_id IS NULL AND " SKEIN_VISIBLE_TO_1};

struct Boost {
    StatusId id, of;
    auto row() { return std::tie(id, of); }
};
db::Query<Boost> const visible_boosts_of{
    "audience.visible_boosts_of",
    "SELECT s.id, s.boost_of_id FROM statuses s WHERE s.id IN {list:$2} AND s.boost_of_id IS NOT "
    "NULL AND " SKEIN_VISIBLE_TO_1};

}  // namespace

Result<std::vector<StatusId>> keep_visible(db::Tx& tx, AccountId viewer,
                                           std::span<StatusId const> ids) {
    if (ids.empty()) return std::vector<StatusId>{};
    TRY(auto const boosts, tx.list(visible_boosts_of, viewer, ids));
    std::vector<StatusId> asked(ids.begin(), ids.end());
    for (auto const& boost : boosts) asked.push_back(boost.of);
    TRY(auto const originals, tx.list(visible_of, viewer, asked));
    std::unordered_set<StatusId> visible(originals.begin(), originals.end());
    for (auto const& boost : boosts)
        if (visible.contains(boost.of)) visible.insert(boost.id);
    std::vector<StatusId> kept;
    for (auto const id : ids)
        if (visible.contains(id)) kept.push_back(id);
    return kept;
}

Result<bool> may_see(db::Tx& tx, AccountId viewer, Status const& status) {
    TRY(auto const kept, keep_visible(tx, viewer, std::span(&status.id, 1)));
    return !kept.empty();
}

bool audience_includes(Visibility visibility, AudienceFacts const& facts) {
    if (facts.author_suspended || facts.blocked_either_way) return false;
    if (visibility == Visibility::public_ || visibility == Visibility::unlisted) return true;
    if (facts.is_author || facts.is_addressed) return true;
    return visibility == Visibility::private_ && facts.follows_author;
}

}  // namespace skein::social
