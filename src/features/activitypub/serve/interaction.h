// What somebody here wants to do with something elsewhere: the page that other servers' "follow"
// and "answer" buttons lead to.
#pragma once

#include <optional>
#include <string_view>

#include "core/endpoint.h"
#include "social/accounts.h"
#include "social/statuses.h"

namespace skein::activitypub {

/// A profile, or a post with its author.
struct Subject {
    social::Account account;
    std::optional<social::Status> status;
};
/// What is behind a handle or an address, asked for where it is not known; waits for other servers.
/// Errc::not_found also for what the asking person may not see.
Result<Subject> find_subject(Call& call, std::string_view uri);

/// One deed in a transaction. Errors are in words for people.
Result<void> follow_subject(Call& call, Subject const& subject);
Result<void> favourite_subject(Call& call, Subject const& subject);
Result<void> boost_subject(Call& call, Subject const& subject);
Result<void> answer_subject(Call& call, Subject const& subject, std::string_view text);

}  // namespace skein::activitypub
