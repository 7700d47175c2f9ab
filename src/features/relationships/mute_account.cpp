// Muting, blocking and noting.

#include "features/relationships/change.h"
#include "features/relationships/handlers.h"
#include "social/relations.h"

namespace skein::relationships {
namespace {

constexpr std::int64_t mute_seconds_max = std::int64_t{100} * 365 * 24 * 60 * 60;

}  // namespace

Result<Reply> mute_account(Call& call, MuteAccount const& input) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) -> Result<void> {
        if (input.duration < 0 || input.duration > mute_seconds_max)
            return fail(Errc::unprocessable,
                        "Validation failed: Duration must be 0 to 3153600000 seconds");
        std::optional<Time> until;
        if (input.duration > 0) until = tx.now() + std::chrono::seconds(input.duration);
        return social::mute(tx, call.viewer(), target, input.notifications, until);
    });
}

Result<Reply> unmute_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::unmute(tx, call.viewer(), target);
    });
}

Result<Reply> block_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::block(tx, call.viewer(), target);
    });
}

Result<Reply> unblock_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::unblock(tx, call.viewer(), target);
    });
}

Result<Reply> note_account(Call& call, NoteAccount const& input) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::set_account_note(tx, call.viewer(), target, input.comment);
    });
}

}  // namespace skein::relationships
