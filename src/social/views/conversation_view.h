// Conversation.
#pragma once

#include <span>

#include "social/conversations.h"
#include "social/views/views.h"

namespace skein::social {

/// Each of the viewer's conversations as one element of the open array, in order, in a constant
/// number of statements. `last_status` is null where the viewer may not see it (any more).
Result<void> write_conversations(ViewOf const& view, std::span<Conversation const> rows,
                                 json::Writer& out);
/// One of the viewer's, as ConversationChanged names it; `not_found` when it is gone.
Result<void> write_conversation(ViewOf const& view, ConversationId id, json::Writer& out);

}  // namespace skein::social
