#include "social/status_heads.h"

#include <unordered_map>

namespace skein::social {
namespace {

HeadQuery const heads_by_ids{"status_heads.list",
                             "SELECT s.id, " SKEIN_HEAD_COLUMNS " FROM statuses s" SKEIN_HEAD_JOINS
                             "WHERE s.id IN {list:$1}"};

struct AccountHeadRow {
    AccountHead head;
    std::optional<AccountId> moved_to;
    std::optional<std::int64_t> emoji_version;
    auto row() {
        return std::tie(head.id, head.version, head.state, moved_to, head.statuses_count,
                        head.followers_count, head.following_count, head.last_status_at,
                        emoji_version);
    }
};
db::Query<AccountHeadRow> const account_heads{
    "account_heads.list",
    "SELECT c.account_id, c.version, c.state, c.moved_to_id, c.statuses_count, c.followers_count, "
    "c.following_count, c.last_status_at, (SELECT MAX(ce.id) FROM custom_emojis ce) "
    "FROM account_stats c WHERE c.account_id IN {list:$1}"};

/// Reads the version and counters of an account that begin at a column.
AccountHead read_account(db::Columns const& row, std::int64_t id, int column) {
    AccountHead head;
    head.id.value = id;
    head.version = row.integer(column);
    head.state = static_cast<AccountState>(row.integer(column + 1));
    head.moved_to.value = row.integer(column + 2);
    head.statuses_count = row.integer(column + 3);
    head.followers_count = row.integer(column + 4);
    head.following_count = row.integer(column + 5);
    head.last_status_at = Time(Duration(row.integer(column + 6)));
    return head;
}

}  // namespace

std::optional<StatusHead> read_head(db::Columns const& row) {
    if (row.is_null(1)) return std::nullopt;
    StatusHead head;
    head.own.id.value = row.integer(1);
    head.own.visibility = static_cast<Visibility>(row.integer(3));
    head.own.version = row.integer(4);
    head.own.conversation.value = row.integer(5);
    head.in_reply_to_account.value = row.integer(6);
    head.language = row.text(7);
    head.emoji_version = row.integer(8);
    head.own.author = read_account(row, row.integer(2), 9);
    head.replies_count = row.integer(16);
    head.boosts_count = row.integer(17);
    head.favourites_count = row.integer(18);
    if (row.is_null(19)) return head;
    // What was boosted is gone, and its boosts go with it by and by.
    if (row.is_null(20)) return std::nullopt;
    head.boosted.id.value = row.integer(19);
    head.boosted.visibility = static_cast<Visibility>(row.integer(21));
    head.boosted.version = row.integer(22);
    head.boosted.conversation.value = row.integer(23);
    head.boosted.author = read_account(row, row.integer(20), 24);
    return head;
}

Result<std::vector<StatusHead>> list_heads_of(db::Tx& tx, std::span<StatusId const> ids) {
    std::vector<StatusHead> ordered;
    if (ids.empty()) return ordered;
    TRY(auto batch, list_heads(tx, heads_by_ids, ids));
    std::unordered_map<StatusId, StatusHead const*> by_id;
    for (auto const& head : batch.heads) by_id.emplace(head.id(), &head);
    ordered.reserve(ids.size());
    for (auto const id : ids)
        if (auto const found = by_id.find(id); found != by_id.end())
            ordered.push_back(*found->second);
    return ordered;
}

std::vector<StatusId> ids_of(std::span<StatusHead const> heads) {
    std::vector<StatusId> ids;
    ids.reserve(heads.size());
    for (auto const& head : heads) ids.push_back(head.id());
    return ids;
}

Result<AccountHeads> list_account_heads(db::Tx& tx, std::span<AccountId const> ids) {
    AccountHeads answer;
    if (ids.empty()) return answer;
    TRY(auto const rows, tx.list(account_heads, ids));
    std::unordered_map<AccountId, AccountHeadRow const*> by_id;
    for (auto const& row : rows) by_id.emplace(row.head.id, &row);
    for (auto const id : ids) {
        auto const found = by_id.find(id);
        if (found == by_id.end()) continue;
        answer.heads.push_back(found->second->head);
        answer.heads.back().moved_to = found->second->moved_to.value_or(AccountId{});
        answer.emoji_version = found->second->emoji_version.value_or(0);
    }
    return answer;
}

}  // namespace skein::social
