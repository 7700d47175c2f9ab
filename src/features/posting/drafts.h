// From what an author wants to a draft of a post: now, or when its time has come.
#pragma once

#include "core/server.h"
#include "features/posting/handlers.h"
#include "social/statuses.h"

namespace skein::posting {

/// Who writes, and with what.
struct Author {
    AccountId account;
    UserId user;
    AppId app;  ///< Zero: none.
};
Author author_of(Call const& call);

/// Checks everything but what only publishing can know; finds whom the text names, asking other
/// servers. Must not run inside a transaction. Errc::unprocessable says what is wrong.
Result<social::StatusDraft> draft_of(Server& server, Author const& author,
                                     CreateStatus const& input);

/// What the author asked for, or their default.
Result<social::Visibility> chosen_visibility(std::optional<std::string> const& wanted,
                                             social::Visibility usual);

/// `Idempotency-Key` in a short form; "" without one.
std::string stored_key(Call const& call);

}  // namespace skein::posting
