// Onlookers: many readers before one post, where a list is one reader before many posts. Each is a
// `Reader` that knows only what concerns the people of that post, so that what is shown to whom is
// decided by the same functions; loading them takes the same few statements for one as for ten
// thousand.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::social {

/// Who may see one post (audience.h), and who is named in it.
struct Onlookers {
    std::vector<Reader> readers;   // In order of account.
    std::vector<AccountId> named;  ///< In it, or in what it boosts.

    Reader const* find(AccountId account) const;
};

/// Which of these local accounts may see the post.
Result<Onlookers> list_onlookers(db::Tx& tx, StatusHead const& head,
                                 std::span<AccountId const> accounts);

/// Does the reader block the domain that the post was written or boosted on? No statement when
/// nobody's domain is blocked.
Result<void> drop_domain_blockers(db::Tx& tx, StatusHead const& head, std::vector<Reader>& readers);

/// Which of these accounts follow the author, in order.
Result<std::vector<AccountId>> list_followers_among(db::Tx& tx, AccountHead const& author,
                                                    std::span<AccountId const> accounts);
/// Which of these accounts follow one of the tags, named by folded names; in order.
Result<std::vector<AccountId>> list_tag_followers_among(db::Tx& tx,
                                                        std::span<std::string const> tags,
                                                        std::span<AccountId const> accounts);
/// Whom of these the account follows, in order.
Result<std::vector<AccountId>> list_followed_among(db::Tx& tx, AccountId account,
                                                   std::span<AccountId const> accounts);

}  // namespace skein::social
