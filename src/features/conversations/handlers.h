// The requests of this feature.
#pragma once

#include "core/endpoint.h"

namespace skein::conversations {

Result<Reply> list_conversations(Call& call);
Result<Reply> read_conversation(Call& call);
Result<Reply> unread_conversation(Call& call);
Result<Reply> remove_conversation(Call& call);
/// The posts of all conversations, as apps asked before there were conversations.
Result<Reply> show_direct(Call& call);

}  // namespace skein::conversations
