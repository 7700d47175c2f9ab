// Heads: the narrow facts of a post that every list and every view asks for, read in one statement
// together with those of its author and of what it boosts. A list selects heads, keeps what its
// reader may see, and hands them to the views, which need no second look at the same rows.
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
};

struct StatusHead {
    TextHead own;
    TextHead boosted;  ///< What it boosts; without an id for an original post.
    AccountId in_reply_to_account;
    std::string language;
    /// Of the boosted post when there is one.
    std::int64_t replies_count = 0, boosts_count = 0, favourites_count = 0;
    /// Grows when a custom emoji is added or changed, which no post's version tells.
    std::int64_t emoji_version = 0;

    StatusId id() const { return own.id; }
    bool is_boost() const { return static_cast<bool>(boosted.id); }
    /// The post that is shown: what is boosted, or itself.
    TextHead const& shown() const { return is_boost() ? boosted : own; }
};

/// The columns of a head, for statements with a row of `statuses` named `s` and the joins below.
/// The first column is the cursor of the list, given by the statement.
#define SKEIN_HEAD_COLUMNS                                                              \
    "s.id, s.account_id, s.visibility, s.version, s.conversation_id, "                  \
    "s.in_reply_to_account_id, s.language, (SELECT MAX(ce.id) FROM custom_emojis ce), " \
    "sc.version, sc.state, sc.moved_to_id, sc.statuses_count, sc.followers_count, "     \
    "sc.following_count, sc.last_status_at, st.replies_count, st.boosts_count, "        \
    "st.favourites_count, s.boost_of_id, o.account_id, o.visibility, o.version, "       \
    "o.conversation_id, oc.version, oc.state, oc.moved_to_id, oc.statuses_count, "      \
    "oc.followers_count, oc.following_count, oc.last_status_at"
#define SKEIN_HEAD_JOINS                                          \
    " LEFT JOIN account_stats sc ON sc.account_id = s.account_id" \
    " LEFT JOIN statuses o ON o.id = s.boost_of_id"               \
    " LEFT JOIN account_stats oc ON oc.account_id = o.account_id" \
    " LEFT JOIN status_stats st ON st.status_id = COALESCE(s.boost_of_id, s.id) "

/// A row of such a statement, for the check of all statements: nullable where a join may miss.
struct HeadRow {
    using Number = std::optional<std::int64_t>;
    std::int64_t cursor = 0;
    Number id, account_id, visibility, version, conversation_id, in_reply_to_account_id;
    std::optional<std::string> language;
    Number emoji_version, author_version, author_state, author_moved_to_id, statuses_count,
        followers_count, following_count, last_status_at, replies_count, boosts_count,
        favourites_count, boost_of_id, boosted_account_id, boosted_visibility, boosted_version,
        boosted_conversation_id, boosted_author_version, boosted_author_state,
        boosted_author_moved_to_id, boosted_statuses_count, boosted_followers_count,
        boosted_following_count, boosted_last_status_at;
    auto row() {
        return std::tie(cursor, id, account_id, visibility, version, conversation_id,
                        in_reply_to_account_id, language, emoji_version, author_version,
                        author_state, author_moved_to_id, statuses_count, followers_count,
                        following_count, last_status_at, replies_count, boosts_count,
                        favourites_count, boost_of_id, boosted_account_id, boosted_visibility,
                        boosted_version, boosted_conversation_id, boosted_author_version,
                        boosted_author_state, boosted_author_moved_to_id, boosted_statuses_count,
                        boosted_followers_count, boosted_following_count, boosted_last_status_at);
    }
};
using HeadQuery = db::Query<HeadRow>;

/// What one statement of a list answered: the heads of posts that are there, in its order, and how
/// far it looked.
struct HeadBatch {
    std::vector<StatusHead> heads;
    std::size_t rows = 0;          ///< With those whose post is gone.
    std::int64_t last_cursor = 0;  ///< Of the last row.
};

/// Reads the current row of a head statement; nothing when its post is gone.
std::optional<StatusHead> read_head(db::Columns const& row);

/// Runs a head statement.
template <class... Args>
Result<HeadBatch> list_heads(db::Tx& tx, HeadQuery const& query, Args const&... args) {
    HeadBatch batch;
    TRY_OK(tx.each_row(
        query,
        [&](db::Columns const& row) {
            ++batch.rows;
            batch.last_cursor = row.integer(0);
            if (auto head = read_head(row)) batch.heads.push_back(*std::move(head));
            return true;
        },
        args...));
    return batch;
}

/// The heads of these posts, in their order; what is gone is left out.
Result<std::vector<StatusHead>> list_heads_of(db::Tx& tx, std::span<StatusId const> ids);

std::vector<StatusId> ids_of(std::span<StatusHead const> heads);

/// Heads of accounts, in their order; unknown ones are left out.
struct AccountHeads {
    std::vector<AccountHead> heads;
    std::int64_t emoji_version = 0;
};
Result<AccountHeads> list_account_heads(db::Tx& tx, std::span<AccountId const> ids);

/// Lists of posts are paged by the posts themselves.
inline std::int64_t cursor_of(StatusHead const& head) { return head.id().value; }

}  // namespace skein::social
