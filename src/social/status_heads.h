// Heads: the narrow facts of a post that every list and every view asks for, together with those of
// its author and of what it boosts. A list selects ids, takes their heads, keeps what its reader
// may see, and hands them to the views, which need no second look at the same rows.
//
// The rows they are made of are kept in memory (platform/db/row_memory.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein {
class Server;
}

namespace skein::social {

/// What changes about an account without an edit, and the version of the rest.
struct AccountHead {
    AccountId id;
    std::int64_t version = 0;
    AccountState state{};
    AccountId moved_to;  ///< Zero: nowhere.
    std::int64_t statuses_count = 0, followers_count = 0, following_count = 0;
    Time last_status_at{};
};

/// The same for a post's own text.
struct TextHead {
    StatusId id;  ///< Zero: there is none.
    Visibility visibility{};
    std::int64_t version = 0;
    ConversationId conversation;
    AccountHead author;
    std::int64_t marks = 0;  ///< Bits of `status_marks`, and the post's policy.
};

struct StatusHead {
    TextHead own;
    TextHead boosted;  ///< What it boosts; without an id for an original post.
    AccountId in_reply_to_account;
    std::string language;
    /// Of the boosted post when there is one.
    std::int64_t replies_count = 0, boosts_count = 0, favourites_count = 0, quotes_count = 0;
    /// Grows when a custom emoji is added or changed, which no post's version tells.
    std::int64_t emoji_version = 0;

    StatusId id() const { return own.id; }
    bool is_boost() const { return static_cast<bool>(boosted.id); }
    /// The post that is shown: what is boosted, or itself.
    TextHead const& shown() const { return is_boost() ? boosted : own; }
};

/// A statement that lists posts answers their ids; the heads come from memory, or from one
/// statement for all that are not there.
using IdQuery = db::Query<StatusId>;

/// What one statement of a list answered: the heads of posts that are there, in its order, and how
/// far it looked.
struct HeadBatch {
    std::vector<StatusHead> heads;
    std::size_t rows = 0;          ///< With those whose post is gone.
    std::int64_t last_cursor = 0;  ///< Of the last row.
};

/// The heads of these posts, in their order; what is gone is left out.
Result<std::vector<StatusHead>> list_heads_of(db::Tx& tx, std::span<StatusId const> ids);

std::vector<StatusId> ids_of(std::span<StatusHead const> heads);

/// The heads of the posts that a statement lists.
template <class... Args>
Result<HeadBatch> list_heads(db::Tx& tx, IdQuery const& query, Args const&... args) {
    TRY(auto const ids, tx.list(query, args...));
    HeadBatch batch;
    batch.rows = ids.size();
    if (!ids.empty()) batch.last_cursor = ids.back().value;
    TRY(batch.heads, list_heads_of(tx, ids));
    return batch;
}

/// Heads of accounts, in their order; unknown ones are left out.
struct AccountHeads {
    std::vector<AccountHead> heads;
    std::int64_t emoji_version = 0;
};
Result<AccountHeads> list_account_heads(db::Tx& tx, std::span<AccountId const> ids);

/// Lists of posts are paged by the posts themselves.
inline std::int64_t cursor_of(StatusHead const& head) { return head.id().value; }

/// Begins to keep the rows that heads are made of.
void install_heads(Server& server);

}  // namespace skein::social
