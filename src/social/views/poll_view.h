// Poll. Whole polls are holes: they end by themselves, and what a viewer chose is the viewer's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "social/polls.h"
#include "social/views/views.h"

namespace skein::social {

/// One poll as one value. The caller has judged that the viewer may see its post.
Result<void> write_poll(ViewOf const& view, Poll const& poll, json::Writer& out);

/// The polls of one answer, by their posts.
class PollPieces {
  public:
    /// In a constant number of statements; asked only when a post has one.
    Result<void> load(ViewOf const& view, std::span<StatusId const> posts);
    /// The poll as JSON, or `null`.
    std::string_view of(StatusId post) const;

  private:
    std::unordered_map<StatusId, std::string> texts_;
};

}  // namespace skein::social
