// Quotes, as authors make them: what a post may quote, the line that names it to readers who do not
// know quotes, and who may quote the post itself.
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "core/server.h"
#include "social/interaction_policy.h"
#include "social/statuses.h"

namespace skein::posting {

/// Adds the quote and its line to a draft whose author, text and audience are known.
/// `not_found`: the author may not see that post; Errc::unprocessable: not in such a post.
Result<void> add_quote(Server& server, db::Tx& tx, StatusId quoted, social::StatusDraft& draft);

/// The same line before the content of a post that is edited; nothing for one that quotes nothing.
Result<void> keep_quote_line(Server& server, db::Tx& tx, social::Status const& status,
                             std::string& content);

/// Who may quote, as an app says it; nothing when it says nothing. Errc::unprocessable.
Result<std::optional<social::QuotePolicy>> chosen_quote_policy(
    std::optional<std::string> const& text);

/// Changes whom the author lets quote the post, and nothing else of its policy.
Result<void> change_quote_policy(db::Tx& tx, social::Status const& status,
                                 social::QuotePolicy quote);

}  // namespace skein::posting
