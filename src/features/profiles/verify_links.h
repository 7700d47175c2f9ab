// Verified links: a field of a profile whose page links back with `rel="me"`, which only who writes
// that page can do.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/jobs.h"
#include "social/events.h"

namespace skein::profiles {

/// Asks the pages that a local profile links to whether they link back.
struct VerifyLinks {
    static constexpr std::string_view name = "profiles.verify_links";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> verify_links(JobRun& run, VerifyLinks const& job);
Result<void> verify_links_later(db::Tx& tx, social::AccountUpdated const& event);
/// Those verified are asked again, a stretch of accounts at a time, each about once a week.
Result<void> verify_again(Server& server);

/// Does this page link to one of these addresses with `rel="me"`?
bool links_back(std::string_view html, std::vector<std::string> const& addresses);

}  // namespace skein::profiles
