#include "features/mail_notices/filtered.h"

#include <vector>

#include "social/filter_sets.h"
#include "social/filter_texts.h"

namespace skein::mail_notices {

Result<std::unordered_map<StatusId, Filtered>> ask_filters(db::Tx& tx, AccountId reader,
                                                           std::span<social::Status const> posts) {
    std::unordered_map<StatusId, Filtered> found;
    TRY(auto const set, social::load_filter_set(tx, reader));
    if (!set) return found;
    std::vector<StatusId> ids;
    if (set->has_keywords())
        for (auto const& post : posts) ids.push_back(post.id);
    TRY(auto const texts, social::load_filter_texts(tx, ids));
    auto const here = social::parse_filter_context("notifications").value_or(0);
    for (auto const& post : posts) {
        auto places = set->filters_of(post.id, tx.now());
        if (auto const text = texts.find(post.id); text != texts.end())
            for (auto const& match : set->match(text->second, tx.now()))
                places.push_back(match.filter);
        for (auto const place : places) {
            auto const& filter = set->filters()[place];
            if ((filter.contexts & here) == 0) continue;
            auto& filtered = found[post.id];
            if (filter.action == social::FilterAction::hide) filtered.hidden = true;
            // Blurring is for pictures, of which there are none.
            if (filter.action == social::FilterAction::warn) filtered.warning = filter.title;
        }
    }
    return found;
}

}  // namespace skein::mail_notices
