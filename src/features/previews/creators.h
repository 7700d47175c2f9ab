// Whose work a linked page is: `fediverse:creator` names somebody, and the card shows them once
// they have listed the page's site in their profile (social/attributions.h). People who are known
// are credited at once; the others are asked for in a job. Cards are looked at
// again when somebody lists other sites, or is gone.
#pragma once

#include <string_view>
#include <tuple>

#include "core/jobs.h"
#include "features/previews/cards.h"
#include "social/events.h"

namespace skein::previews {

/// Credits whom the card names, or promises to find out who that is.
Result<void> settle_creator(db::Tx& tx, CardId card);

/// Asks the other server who it is that a card names.
struct FindCreator {
    static constexpr std::string_view name = "previews.find_creator";
    CardId card;
    auto row() { return std::tie(card); }
};
Result<void> find_creator(JobRun& run, FindCreator const& job);

/// Looks again at every card that names this account.
struct ReviewCredits {
    static constexpr std::string_view name = "previews.review_credits";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> review_credits(JobRun& run, ReviewCredits const& job);

void install_creators(Server& server);

}  // namespace skein::previews
