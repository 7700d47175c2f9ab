// Quotes: a post that shows another one, with its author's consent (FEP-044f).
//
//            policy allows ─────────────────────────▶ accepted ──▶ revoked
//   quote ──▶ pending ──▶ (the author, or their server, decides) ──┘ rejected
//         └─▶ unverified: asked nobody (older forms); shown as a link
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/interaction_policy.h"
#include "social/listed.h"
#include "social/vocabulary.h"

namespace skein::social {

struct Status;

/// A quote that is about to be. Local quotes leave the state to the policy of the quoted post.
struct QuoteDraft {
    StatusId quoted;
    std::optional<QuoteState> state = {};
    std::string authorization = {};  ///< Address of the stamp that proves consent.
    bool quiet = false;              ///< Nobody is told.
};

struct Quote {
    StatusId status_id;  ///< The quoting post.
    StatusId quoted_id;
    AccountId account_id, quoted_account_id;
    QuoteState state{};
    std::string authorization;  ///< Of another server's stamp; local ones are made from the ids.
    auto row() {
        return std::tie(status_id, quoted_id, account_id, quoted_account_id, state, authorization);
    }
};

Result<std::optional<Quote>> find_quote(db::Tx& tx, StatusId status);
/// What these posts quote, in any order; those without a quote are left out.
Result<std::vector<Quote>> list_quotes_in(db::Tx& tx, std::span<StatusId const> statuses);
/// By the stamp's address: whose stamp was taken back.
Result<std::optional<Quote>> find_quote_by_authorization(db::Tx& tx, std::string_view address);
/// Part of publishing. Of a local author Errc::unprocessable when the post may not be quoted by
/// them, `not_found` when they may not see it; their quote of somebody elsewhere waits for that
/// server's answer, whatever the policy promises, because only its stamp proves it to others.
/// Quotes of other servers are taken as they are. Publishes QuoteRequested while a local one is
/// pending, QuoteDecided when it is accepted.
Result<Quote> insert_quote(db::Tx& tx, StatusId status, AccountId author, QuoteDraft const& draft);
/// Part of removing the quoting post.
Result<void> remove_quote(db::Tx& tx, Status const& quoting);
/// Changes the state; shown posts are rendered anew. Publishes QuoteDecided.
Result<void> decide_quote(db::Tx& tx, Quote const& quote, QuoteState state,
                          std::string_view authorization);
/// Only by the quoted author; else `not_found`.
Result<void> revoke_quote(db::Tx& tx, AccountId quoted_author, StatusId quoted, StatusId quoting);
/// Posts that quote this one with consent and that the viewer may see, newest first.
Result<std::vector<Listed<StatusId>>> list_quotes_of(db::Tx& tx, AccountId viewer, StatusId quoted,
                                                     Page const& page);

/// What the policy of a post says to somebody who wants to quote it now: accepted, pending (the
/// author is asked) or rejected. Who may not see it is rejected, as for a post that is not there.
Result<QuoteState> may_quote(db::Tx& tx, AccountId account, StatusId quoted);

Result<InteractionPolicy> load_policy(db::Tx& tx, StatusId status);
/// Publishes StatusPolicyChanged when it differs.
Result<void> set_policy(db::Tx& tx, StatusId status, InteractionPolicy const& policy);
/// The policy of new posts that an author chose for quotes.
InteractionPolicy policy_for(QuotePolicy quote);

}  // namespace skein::social
