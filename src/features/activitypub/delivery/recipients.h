// Who is to be told of something: which inboxes, each once.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/events.h"
#include "social/statuses.h"

namespace skein::activitypub {

struct Recipients {
    AccountId followers_of;           ///< Zero: nobody's.
    std::vector<AccountId> accounts;  ///< Those of them that are of other servers.
    StatusId known_to;                ///< Everybody who got this post; zero: of none.
    StatusId touched;                 ///< Who boosted, favourited, answered it or voted in it.
    bool relays = false;
};
inline constexpr std::int64_t touched_by_max = 5'000;
inline constexpr std::int64_t addressed_max = 1'000;

Result<std::vector<std::string>> list_recipients(db::Tx& tx, Recipients const& who);

/// Whom a post of this server is for (federation.md section 4): followers where it is for them,
/// whoever is named in it, whom it answers, quotes or boosts, and relays where it is public.
Result<Recipients> recipients_of(db::Tx& tx, social::Status const& status);

/// Could anybody elsewhere be told of this new post of ours? One cheap statement, so that a post
/// that stays here costs no job: true wherever `list_recipients` may find somebody.
Result<bool> may_have_recipients(db::Tx& tx, social::StatusPublished const& event);
/// For FollowAccepted: remembers that somebody elsewhere follows.
Result<void> remember_followed(db::Tx& tx, social::FollowAccepted const& event);

/// Is it an account of this server? False for none.
Result<bool> is_local(db::Tx& tx, AccountId account);
/// The same, and it is not gone for good: its last word was its Delete.
Result<bool> may_speak(db::Tx& tx, AccountId account);

}  // namespace skein::activitypub
