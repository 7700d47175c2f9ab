#include "features/interactions/handlers.h"
#include "features/interactions/target.h"

namespace skein::interactions {

Result<Reply> mute_conversation(Call& call) {
    return change_target(call, [](db::Tx& tx, AccountId account, social::Status const& status) {
        return social::mute_conversation(tx, account, status.conversation_id);
    });
}

Result<Reply> unmute_conversation(Call& call) {
    return change_target(call, [](db::Tx& tx, AccountId account, social::Status const& status) {
        return social::unmute_conversation(tx, account, status.conversation_id);
    });
}

}  // namespace skein::interactions
