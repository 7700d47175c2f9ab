#include "features/mail_notices/filtered.h"

#include "base/html.h"
#include "social/filter_sets.h"

namespace skein::mail_notices {

Result<Filtered> ask_filters(db::Tx& tx, AccountId reader, social::Status const& post) {
    Filtered filtered;
    TRY(auto const set, social::load_filter_set(tx, reader));
    if (!set) return filtered;
    auto const here = social::parse_filter_context("notifications").value_or(0);
    auto places = set->filters_of(post.id, tx.now());
    // Nothing that is looked for goes over a blank line.
    auto const text = post.spoiler_text + "\n\n" + plain_text_of(post.content);
    for (auto const& match : set->match(fold_for_phrases(text), tx.now()))
        places.push_back(match.filter);
    for (auto const place : places) {
        auto const& filter = set->filters()[place];
        if ((filter.contexts & here) == 0) continue;
        if (filter.action == social::FilterAction::hide) filtered.hidden = true;
        // Blurring is for pictures, of which there are none.
        if (filter.action == social::FilterAction::warn) filtered.warning = filter.title;
    }
    return filtered;
}

}  // namespace skein::mail_notices
