// Like and EmojiReact: a favourite, or an emoji reaction. Of posts that are known here; nobody is
// asked for what somebody else likes.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/activities/reaction_text.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/remote_emojis.h"
#include "social/audience.h"
#include "social/reactions.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

Result<void> like(Received const& received, bool is_one_of_many) {
    auto const id = received.object_id();
    if (!id) return {};
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const found, find_known_status(received.server, tx, id->str()));
        if (!found) return {};
        TRY(auto const status, social::load_visible_status(tx, received.actor.account(), *found));
        TRY(auto const account, social::load_account(tx, received.actor.account()));
        auto const reaction = read_reaction(received.activity, account.domain);
        NotedActivity noted{received.id, account.id, Deed::like, status.id.value, {}};
        if (!reaction) {
            if (is_one_of_many) return {};
            TRY_OK(social::add_favourite(tx, account.id, status));
            return note_activity(tx, noted);
        }
        noted.deed = Deed::reaction;
        noted.detail = to_detail(*reaction);
        TRY_OK(store_emojis(tx, reaction->domain, reaction->pictures));
        auto const domain =
            reaction->domain == received.server.domain() ? std::string() : reaction->domain;
        TRY_OK(social::add_reaction(tx, {status.id, account.id, reaction->emoji, domain},
                                    !is_one_of_many));
        return note_activity(tx, noted);
    });
}

}  // namespace

/// Misskey knows one reaction of each person: a new one takes the place of the last.
Result<void> receive_like(Received const& received) { return like(received, false); }

Result<void> receive_reaction(Received const& received) { return like(received, true); }

}  // namespace skein::activitypub
