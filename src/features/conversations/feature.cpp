#include "features/conversations/feature.h"

#include "core/server.h"
#include "features/conversations/handlers.h"
#include "features/conversations/intake.h"
#include "social/conversations.h"
#include "social/events.h"
#include "social/statuses.h"

namespace skein::conversations {
namespace {

Result<void> add_published(db::Tx& tx, social::StatusPublished const& event) {
    if (event.visibility != social::Visibility::direct) return {};
    TRY(auto const status, social::load_status(tx, event.status));
    return social::add_to_conversations(tx, status, event.quiet);
}

Result<void> take_removed(db::Tx& tx, social::StatusRemoved const& event) {
    if (event.visibility != social::Visibility::direct) return {};
    return social::take_from_conversations(tx, event.status);
}

}  // namespace

void install(Server& server) {
    server.get("/api/v1/conversations", list_conversations,
               {.scope = "read:statuses",
                .returns = "[Conversation]",
                .summary = "One's direct posts, by conversation."});
    server.del("/api/v1/conversations/{id}", remove_conversation,
               {.scope = "write:conversations",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Forget a conversation; its posts stay."});
    server.post("/api/v1/conversations/{id}/read", read_conversation,
                {.scope = "write:conversations",
                 .lane = LaneName::write,
                 .returns = "Conversation",
                 .summary = "Mark a conversation as read."});
    server.post("/api/v1/conversations/{id}/unread", unread_conversation,
                {.scope = "write:conversations",
                 .lane = LaneName::write,
                 .returns = "Conversation",
                 .summary = "Mark a conversation as not read yet."});
    server.get("/api/v1/timelines/direct", show_direct,
               {.scope = "read:statuses",
                .returns = "[Status]",
                .summary = "The posts of one's conversations; newer apps ask for those."});
    server.on<social::StatusPublished>(add_published);
    server.on<social::StatusRemoved>(take_removed);
    server.job<TakeIn>(take_in);
    server.at_start(begin_intake);
}

}  // namespace skein::conversations
