// Quote, ShallowQuote, QuoteApproval. A quote is a hole: who may see the quoted post, and whether
// it is still there, is asked for each viewer at each request. Of an approval only what it says to
// the viewer is a hole.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "social/interaction_policy.h"
#include "social/readers.h"
#include "social/status_heads.h"
#include "social/views/status_view.h"
#include "social/views/views.h"

namespace skein::social {

/// The quotes of one answer, by the posts that quote.
class QuotePieces {
  public:
    /// In a constant number of statements; asked only when a post quotes.
    Result<void> load(ViewOf const& view, std::span<StatusId const> posts, QuoteDepth depth);
    /// The quote as JSON, or `null`.
    std::string_view of(StatusId post) const;

  private:
    std::unordered_map<StatusId, std::string> texts_;
};

/// What the posts of one answer say to a viewer who wants to quote them.
class QuoteApprovals {
  public:
    /// Asks only what the policies of these posts depend on: nothing for most pages.
    Result<void> load(ViewOf const& view, std::span<TextHead const* const> texts);
    /// `automatic`, `manual`, `denied` or `unknown`.
    std::string_view for_viewer(TextHead const& text) const;

  private:
    AccountId viewer_;
    std::shared_ptr<Reader const> reader_;  // When a policy names followers.
    std::vector<AccountId> following_;      // Authors who follow the viewer, when one names those.
};

/// Does the policy of a post say different things to different viewers?
bool is_personal(ActionPolicy const& policy);

/// The lists of a QuoteApproval, as fields of an open object.
void write_quote_policy(InteractionPolicy const& policy, json::Writer& out);

}  // namespace skein::social
