// Conversations: the direct posts of one thread between the same people, as each account here that
// takes part sees them. A row is one account's: the others have rows of their own.
//
// Who takes part: the author and whom the post names, not its silent addressees. Somebody's post
// enters nobody's conversations who blocks its author (either way), mutes them, or blocks their
// domain. A conversation all of whose other people are now blocked, muted or suspended is not
// listed; it is back when they are.
//
// `features/conversations` keeps the rows; streams show what ConversationChanged names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/status_heads.h"
#include "social/statuses.h"

namespace skein {
class Server;
}

namespace skein::social {

struct Conversation {
    ConversationId id;  ///< Of the row; `thread` is what posts call their conversation.
    AccountId account_id;
    ConversationId thread;
    std::string participants;  ///< Ids of all who take part, in order, separated by commas.
    StatusId last_status_id;
    bool unread = false;
    auto row() { return std::tie(id, account_id, thread, participants, last_status_id, unread); }

    /// Without the account itself.
    std::vector<AccountId> others() const;
};
/// Lists are paged by the newest post.
inline std::int64_t cursor_of(Conversation const& row) { return row.last_status_id.value; }

/// Adds a direct post to the conversation of each account here that may see it; those of others
/// become unread unless `quiet`. Doing it twice is harmless. Publishes ConversationChanged, but not
/// for quiet ones. Nothing for posts of another visibility.
Result<void> add_to_conversations(db::Tx& tx, Status const& status, bool quiet);
/// Takes a post out; a conversation without posts goes. Publishes ConversationChanged.
Result<void> take_from_conversations(db::Tx& tx, StatusId status);

/// `not_found` unless it is the account's.
Result<Conversation> load_conversation(db::Tx& tx, AccountId account, ConversationId id);
/// `not_found` also when the list would not show it.
Result<Conversation> load_shown_conversation(db::Tx& tx, AccountId account, ConversationId id);
Result<std::vector<Conversation>> list_conversations(db::Tx& tx, AccountId account,
                                                     Page const& page);
/// Publishes ConversationChanged when it was otherwise. `not_found`.
Result<void> mark_conversation(db::Tx& tx, AccountId account, ConversationId id, bool unread);
/// Forgets the conversation, not its posts; the next post begins it anew. `not_found`.
Result<void> remove_conversation(db::Tx& tx, AccountId account, ConversationId id);
/// The posts of all conversations.
Result<std::vector<StatusHead>> list_direct(db::Tx& tx, AccountId account, Page const& page);

/// The job that lets the posts of long conversations go.
void install_conversations(Server& server);

}  // namespace skein::social
