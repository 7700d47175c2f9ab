#include "social/conversations.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "core/events.h"
#include "core/paged_query.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/readers.h"
#include "social/timeline_pages.h"

namespace skein::social {
namespace {

constexpr std::int64_t people_max = 200;
/// Posts of a forgotten conversation that one write lets go.
constexpr std::int64_t posts_a_write = 400;

struct Addressed {
    AccountId account;
    bool silent = false, local = false;
    auto row() { return std::tie(account, silent, local); }
};
db::Query<Addressed> const list_addressed{
    "conversations.addressed",
    "SELECT m.account_id, m.silent, a.network = 0 FROM mentions m JOIN accounts a ON "
    "a.id = m.account_id WHERE m.status_id = $1 ORDER BY m.account_id LIMIT $2"};

#define CONVERSATION_COLUMNS \
    "c.id, c.account_id, c.thread_id, c.participants, c.last_status_id, c.unread"

struct Stored {
    ConversationId id;
    auto row() { return std::tie(id); }
};
db::Query<Stored> const put{
    "conversations.put",
    "INSERT INTO conversations (id, account_id, thread_id, participants_key, participants, "
    "last_status_id, unread) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, "
    "thread_id, participants_key) DO UPDATE SET unread = CASE WHEN excluded.last_status_id > "
    "conversations.last_status_id THEN excluded.unread ELSE conversations.unread END, "
    "last_status_id = CASE WHEN excluded.last_status_id > conversations.last_status_id THEN "
    "excluded.last_status_id ELSE conversations.last_status_id END RETURNING id"};
db::Sql const put_status{
    "conversation_statuses.insert",
    "INSERT INTO conversation_statuses (account_id, status_id, conversation_id) VALUES ($1, $2, "
    "$3) ON CONFLICT (account_id, status_id) DO NOTHING"};
db::Query<AccountId> const list_having{
    "conversation_statuses.list_having",
    "SELECT account_id FROM conversation_statuses WHERE status_id = $1"};

struct Left {
    AccountId account;
    ConversationId conversation;
    auto row() { return std::tie(account, conversation); }
};
db::Query<Left> const remove_status_rows{
    "conversation_statuses.remove",
    "DELETE FROM conversation_statuses WHERE status_id = $1 RETURNING account_id, "
    "conversation_id"};
db::Query<StatusId> const find_last{
    "conversation_statuses.find_last",
    "SELECT status_id FROM conversation_statuses WHERE conversation_id = $1 ORDER BY status_id "
    "DESC LIMIT 1"};
db::Sql const update_last{"conversations.update_last",
                          "UPDATE conversations SET last_status_id = $2 WHERE id = $1"};
db::Sql const update_unread{"conversations.update_unread",
                            "UPDATE conversations SET unread = $2 WHERE id = $1 AND unread <> $2"};
db::Sql const remove_row{"conversations.remove", "DELETE FROM conversations WHERE id = $1"};
db::Sql const remove_posts{
    "conversation_statuses.remove_some",
    "DELETE FROM conversation_statuses WHERE conversation_id = $1 AND status_id IN (SELECT "
    "status_id FROM conversation_statuses WHERE conversation_id = $1 ORDER BY status_id LIMIT $2)"};

db::Query<Conversation> const find_own{"conversations.find",
                                       "SELECT " CONVERSATION_COLUMNS
                                       " FROM conversations c WHERE c.id = $1 AND "
                                       "c.account_id = $2"};
PagedQuery<Conversation> const pages{"conversations.page",
                                     "SELECT " CONVERSATION_COLUMNS
                                     " FROM conversations c WHERE c.account_id = $1",
                                     "c.last_status_id"};
// Posts of a long conversation outlive it for a moment when it is forgotten.
PagedQuery<StatusId> const direct_pages{
    "conversation_statuses.page",
    "SELECT d.status_id FROM conversation_statuses d WHERE d.account_id = $1 AND EXISTS (SELECT 1 "
    "FROM conversations c WHERE c.id = d.conversation_id)",
    "d.status_id"};

struct ForgetConversation {
    static constexpr std::string_view name = "social.forget_conversation";
    ConversationId conversation;
    auto row() { return std::tie(conversation); }
};

std::string joined(std::vector<AccountId> ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    std::string text;
    for (auto const id : ids) text += (text.empty() ? "" : ",") + to_string(id);
    return text;
}

/// Those to whom the post of somebody else comes at all.
Result<std::vector<AccountId>> list_letting_in(db::Tx& tx, std::vector<AccountId> const& others,
                                               Account const& author) {
    std::vector<AccountId> letting_in;
    if (others.empty()) return letting_in;
    TRY(auto const readers, Reader::read_about(tx, std::span(&author.id, 1), others));
    for (auto const& reader : readers)
        if (!reader.blocks(author.id) && !reader.mutes(author.id, tx.now()) &&
            (author.domain.empty() || !reader.blocks_domain(author.domain)))
            letting_in.push_back(reader.account);
    return letting_in;
}

Result<void> add_for(db::Tx& tx, AccountId account, Status const& status,
                     std::string const& participants, bool quiet) {
    auto const unread = !quiet && account != status.account_id;
    TRY(auto const row,
        tx.load(put, tx.new_id<ConversationId>(), account, status.conversation_id,
                to_base64url(crypto::sha256(participants)), participants, status.id, unread));
    TRY_OK(tx.run(put_status, account, status.id, row.id));
    return quiet ? ok() : publish(tx, ConversationChanged{account, row.id});
}

/// Lets some posts of a forgotten conversation go, and the rest later.
Result<void> forget_posts(db::Tx& tx, ConversationId id) {
    TRY(auto const removed, tx.run(remove_posts, id, posts_a_write));
    if (removed < posts_a_write) return {};
    return enqueue(tx, ForgetConversation{id}, {.priority = Priority::upkeep});
}

Result<void> run_forget(JobRun& run, ForgetConversation const& job) {
    return run.finish([&](db::Tx& tx) { return forget_posts(tx, job.conversation); });
}

/// Whether anybody in it is still there for the reader; oneself alone is.
bool is_shown(Reader const& reader, Conversation const& row, std::vector<AccountHead> const& heads,
              Time now) {
    auto const others = row.others();
    if (others.empty()) return true;
    return std::ranges::any_of(others, [&](AccountId id) {
        auto const head = std::ranges::find(heads, id, &AccountHead::id);
        return head != heads.end() && head->state != AccountState::suspended &&
               !reader.blocks(id) && !reader.mutes(id, now);
    });
}

Result<void> drop_hidden(db::Tx& tx, Reader const& reader, std::vector<Conversation>& rows) {
    std::vector<AccountId> people;
    for (auto const& row : rows)
        for (auto const id : row.others()) people.push_back(id);
    std::ranges::sort(people);
    people.erase(std::ranges::unique(people).begin(), people.end());
    TRY(auto const heads, list_account_heads(tx, people));
    std::erase_if(rows, [&](Conversation const& row) {
        return !is_shown(reader, row, heads.heads, tx.now());
    });
    return {};
}

}  // namespace

std::vector<AccountId> Conversation::others() const {
    std::vector<AccountId> ids;
    auto const* at = participants.data();
    auto const* const end = at + participants.size();
    while (at < end) {
        AccountId one;
        auto const read = std::from_chars(at, end, one.value);
        if (read.ec != std::errc{}) break;
        if (one != account_id) ids.push_back(one);
        at = read.ptr + 1;
    }
    return ids;
}

Result<void> add_to_conversations(db::Tx& tx, Status const& status, bool quiet) {
    if (status.visibility != Visibility::direct || status.boost_of_id) return {};
    TRY(auto const addressed, tx.list(list_addressed, status.id, people_max));
    TRY(auto const author, load_account(tx, status.account_id));
    TRY(auto const have, tx.list(list_having, status.id));
    auto const has = [&](AccountId who) { return std::ranges::find(have, who) != have.end(); };
    std::vector<AccountId> people{author.id}, others;
    for (auto const& one : addressed) {
        if (!one.silent) people.push_back(one.account);
        if (one.local && one.account != author.id && !has(one.account))
            others.push_back(one.account);
    }
    auto const participants = joined(std::move(people));
    if (author.local() && !has(author.id))
        TRY_OK(add_for(tx, author.id, status, participants, quiet));
    TRY(auto const letting_in, list_letting_in(tx, others, author));
    for (auto const reader : letting_in) TRY_OK(add_for(tx, reader, status, participants, quiet));
    return {};
}

Result<void> take_from_conversations(db::Tx& tx, StatusId status) {
    TRY(auto const left, tx.list(remove_status_rows, status));
    for (auto const& one : left) {
        TRY(auto const last, tx.find(find_last, one.conversation));
        if (!last) {
            TRY_OK(tx.run(remove_row, one.conversation));
            continue;
        }
        TRY(auto const updated, tx.run(update_last, one.conversation, *last));
        // None: it is forgotten.
        if (updated > 0) TRY_OK(publish(tx, ConversationChanged{one.account, one.conversation}));
    }
    return {};
}

Result<Conversation> load_conversation(db::Tx& tx, AccountId account, ConversationId id) {
    return tx.load(find_own, id, account);
}

Result<Conversation> load_shown_conversation(db::Tx& tx, AccountId account, ConversationId id) {
    std::vector<Conversation> rows(1);
    TRY(rows.front(), load_conversation(tx, account, id));
    TRY(auto const reader, load_reader(tx, account));
    TRY_OK(drop_hidden(tx, *reader, rows));
    if (rows.empty()) return fail(Errc::not_found, "Record not found");
    return std::move(rows.front());
}

Result<std::vector<Conversation>> list_conversations(db::Tx& tx, AccountId account,
                                                     Page const& page) {
    TRY(auto const reader, load_reader(tx, account));
    std::vector<Conversation> kept;
    auto rest = page;
    rest.limit = page.limit + spare_rows;
    for (int round = 0; round < rounds_max && std::ssize(kept) < page.limit; ++round) {
        TRY(auto rows, tx.list(pages.of(rest), account, rest.max_id, rest.floor_id, rest.limit));
        auto const whole = std::ssize(rows) < rest.limit;
        if (!rows.empty()) rest = page_after(rest, cursor_of(rows.back()));
        TRY_OK(drop_hidden(tx, *reader, rows));
        kept.insert(kept.end(), rows.begin(), rows.end());
        if (whole) break;
        rest.limit = std::min(rest.limit * 2, rows_a_round_max);
    }
    if (std::ssize(kept) > page.limit) kept.resize(static_cast<std::size_t>(page.limit));
    newest_first(page, kept);
    return kept;
}

Result<void> mark_conversation(db::Tx& tx, AccountId account, ConversationId id, bool unread) {
    TRY_OK(load_conversation(tx, account, id));
    TRY(auto const changed, tx.run(update_unread, id, unread));
    return changed > 0 ? publish(tx, ConversationChanged{account, id}) : ok();
}

Result<void> remove_conversation(db::Tx& tx, AccountId account, ConversationId id) {
    TRY_OK(load_conversation(tx, account, id));
    TRY_OK(tx.run(remove_row, id));
    return forget_posts(tx, id);
}

Result<std::vector<StatusHead>> list_direct(db::Tx& tx, AccountId account, Page const& page) {
    TRY(auto const reader, load_reader(tx, account));
    auto const fetch = [&](Page const& part) {
        return list_heads(tx, direct_pages.of(part), account, part.max_id, part.floor_id,
                          part.limit);
    };
    TRY(auto heads, fill_page(tx, *reader, page, fetch, [&](StatusHead const& head) {
            return !reader->mutes(head.own.author.id, tx.now());
        }));
    newest_first(page, heads);
    return heads;
}

void install_conversations(Server& server) { server.job<ForgetConversation>(run_forget); }

}  // namespace skein::social
