#include "social/status_heads.h"

#include <algorithm>

#include "core/board.h"
#include "core/server.h"
#include "platform/db/row_memory.h"

namespace skein::social {
namespace {

/// A row of `statuses` with its counters.
struct StatusRow {
    StatusId id;
    AccountId author;
    Visibility visibility{};
    std::int64_t version = 0;
    ConversationId conversation;
    std::optional<StatusId> boosted;
    std::optional<AccountId> in_reply_to_account;
    std::string language;
    std::int64_t marks = 0;
    std::optional<std::int64_t> replies_count, boosts_count, favourites_count, quotes_count;
    StatusId key() const { return id; }
    auto row() {
        return std::tie(id, author, visibility, version, conversation, boosted, in_reply_to_account,
                        language, marks, replies_count, boosts_count, favourites_count,
                        quotes_count);
    }
};
db::Query<StatusRow> const status_rows{
    "status_heads.list",
    "SELECT s.id, s.account_id, s.visibility, s.version, s.conversation_id, s.boost_of_id, "
    "s.in_reply_to_account_id, s.language, s.marks, c.replies_count, c.boosts_count, "
    "c.favourites_count, c.quotes_count "
    "FROM statuses s LEFT JOIN status_stats c ON c.status_id = s.id WHERE s.id IN {list:$1}"};

struct AccountRow {
    AccountHead head;
    std::optional<AccountId> moved_to;
    AccountId key() const { return head.id; }
    auto row() {
        return std::tie(head.id, head.version, head.state, moved_to, head.statuses_count,
                        head.followers_count, head.following_count, head.last_status_at);
    }
};
db::Query<AccountRow> const account_rows{
    "account_heads.list",
    "SELECT account_id, version, state, moved_to_id, statuses_count, followers_count, "
    "following_count, last_status_at FROM account_stats WHERE account_id IN {list:$1}"};

db::Query<std::optional<std::int64_t>> const latest_emoji{"custom_emojis.latest",
                                                          "SELECT MAX(id) FROM custom_emojis"};

/// A part of the board.
struct HeadMemory {
    db::RowMemory<StatusRow> statuses{32'768};
    db::RowMemory<AccountRow> accounts{16'384};
    db::RowMemory<std::int64_t> emoji_version{1};
};

/// Some rows of one table, in order of id.
template <class Row>
class Rows {
  public:
    using Key = decltype(std::declval<Row>().key());

    /// From memory, and in one statement those that are not there.
    static Result<Rows> load(db::Tx& tx, db::RowMemory<Row>& memory, db::Query<Row> const& query,
                             std::vector<Key> ids) {
        std::ranges::sort(ids);
        ids.erase(std::ranges::unique(ids).begin(), ids.end());
        Rows rows;
        rows.rows_.reserve(ids.size());
        std::vector<Key> missing;
        for (auto const id : ids)
            if (auto row = memory.find(tx, id.value)) rows.rows_.push_back(*std::move(row));
            else missing.push_back(id);
        if (missing.empty()) return rows;
        TRY(auto read, tx.list(query, missing));
        for (auto& row : read) {
            memory.keep(tx, row.key().value, row);
            rows.rows_.push_back(std::move(row));
        }
        std::ranges::sort(rows.rows_, {}, &Row::key);
        return rows;
    }

    Row const* find(Key id) const {
        auto const at = std::ranges::lower_bound(rows_, id, {}, &Row::key);
        return at != rows_.end() && at->key() == id ? &*at : nullptr;
    }
    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }

  private:
    std::vector<Row> rows_;
};

Result<std::int64_t> find_emoji_version(db::Tx& tx, HeadMemory& memory) {
    if (auto const known = memory.emoji_version.find(tx, 0)) return *known;
    TRY(auto const latest, tx.load(latest_emoji));
    auto const version = latest.value_or(0);
    memory.emoji_version.keep(tx, 0, version);
    return version;
}

AccountHead head_of(AccountRow const& row) {
    auto head = row.head;
    head.moved_to = row.moved_to.value_or(AccountId{});
    return head;
}

/// The rows of one list of heads, and what is made of them.
class Material {
  public:
    static Result<Material> load(db::Tx& tx, std::span<StatusId const> ids) {
        auto& memory = tx.board().part<HeadMemory>();
        Material material;
        TRY(material.posts_,
            Rows<StatusRow>::load(tx, memory.statuses, status_rows, {ids.begin(), ids.end()}));
        std::vector<StatusId> boosted;
        for (auto const& row : material.posts_)
            if (row.boosted) boosted.push_back(*row.boosted);
        if (!boosted.empty()) {
            TRY(material.originals_,
                Rows<StatusRow>::load(tx, memory.statuses, status_rows, std::move(boosted)));
        }
        std::vector<AccountId> authors;
        for (auto const* rows : {&material.posts_, &material.originals_})
            for (auto const& row : *rows) authors.push_back(row.author);
        TRY(material.authors_,
            Rows<AccountRow>::load(tx, memory.accounts, account_rows, std::move(authors)));
        TRY(material.emoji_version_, find_emoji_version(tx, memory));
        return material;
    }

    /// Nothing when the post is gone, or what it boosts, whose boosts go with it by and by.
    std::optional<StatusHead> head(StatusId id) const {
        auto const* const own = posts_.find(id);
        if (!own) return std::nullopt;
        StatusHead head;
        head.own = text_head(*own);
        head.in_reply_to_account = own->in_reply_to_account.value_or(AccountId{});
        head.language = own->language;
        head.emoji_version = emoji_version_;
        auto const* shown = own;
        if (own->boosted) {
            shown = originals_.find(*own->boosted);
            if (!shown) return std::nullopt;
            head.boosted = text_head(*shown);
        }
        head.replies_count = shown->replies_count.value_or(0);
        head.boosts_count = shown->boosts_count.value_or(0);
        head.favourites_count = shown->favourites_count.value_or(0);
        head.quotes_count = shown->quotes_count.value_or(0);
        return head;
    }

  private:
    TextHead text_head(StatusRow const& row) const {
        TextHead head{row.id, row.visibility, row.version, row.conversation, {}, row.marks};
        if (auto const* const author = authors_.find(row.author)) head.author = head_of(*author);
        head.author.id = row.author;
        return head;
    }

    Rows<StatusRow> posts_, originals_;
    Rows<AccountRow> authors_;
    std::int64_t emoji_version_ = 0;
};

}  // namespace

Result<std::vector<StatusHead>> list_heads_of(db::Tx& tx, std::span<StatusId const> ids) {
    std::vector<StatusHead> heads;
    if (ids.empty()) return heads;
    TRY(auto const material, Material::load(tx, ids));
    heads.reserve(ids.size());
    for (auto const id : ids)
        if (auto head = material.head(id)) heads.push_back(*std::move(head));
    return heads;
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
    auto& memory = tx.board().part<HeadMemory>();
    TRY(auto const rows,
        Rows<AccountRow>::load(tx, memory.accounts, account_rows, {ids.begin(), ids.end()}));
    for (auto const id : ids)
        if (auto const* const row = rows.find(id)) answer.heads.push_back(head_of(*row));
    TRY(answer.emoji_version, find_emoji_version(tx, memory));
    return answer;
}

void install_heads(Server& server) {
    auto& memory = server.part<HeadMemory>();
    server.at_start([&memory](Server& running) -> Result<void> {
        auto& db = running.db();
        db.watch("statuses", memory.statuses, db::WatchBy::row);
        db.watch("status_stats", memory.statuses, db::WatchBy::row);
        db.watch("account_stats", memory.accounts, db::WatchBy::row);
        db.watch("custom_emojis", memory.emoji_version, db::WatchBy::table);
        return {};
    });
}

}  // namespace skein::social
