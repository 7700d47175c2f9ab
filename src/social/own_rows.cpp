#include "social/own_rows.h"

#include <array>

#include "core/server.h"

namespace skein::social {
namespace {

constexpr std::int64_t rows_a_write_max = 200;
constexpr int writes_a_run_max = 200;

// Each takes some rows of one account: $1, at most $2 of them.
#define OF_ACCOUNT(table, key, owner)                                                       \
    "DELETE FROM " table " WHERE " owner " = $1 AND " key " IN (SELECT " key " FROM " table \
    " WHERE " owner " = $1 LIMIT $2)"

db::Sql const remove_blocks{"own_rows.blocks", OF_ACCOUNT("blocks", "id", "account_id")};
db::Sql const remove_blocks_of{"own_rows.blocks_of", OF_ACCOUNT("blocks", "id", "target_id")};
db::Sql const remove_mutes{"own_rows.mutes", OF_ACCOUNT("mutes", "id", "account_id")};
db::Sql const remove_mutes_of{"own_rows.mutes_of", OF_ACCOUNT("mutes", "id", "target_id")};
db::Sql const remove_notes{"own_rows.notes",
                           OF_ACCOUNT("account_notes", "target_id", "account_id")};
db::Sql const remove_domain_blocks{"own_rows.domain_blocks",
                                   OF_ACCOUNT("account_domain_blocks", "id", "account_id")};
db::Sql const remove_endorsements{"own_rows.endorsements",
                                  OF_ACCOUNT("endorsements", "id", "account_id")};
db::Sql const remove_endorsements_of{"own_rows.endorsements_of",
                                     OF_ACCOUNT("endorsements", "id", "target_id")};
db::Sql const remove_bookmarks{"own_rows.bookmarks", OF_ACCOUNT("bookmarks", "id", "account_id")};
db::Sql const remove_notifications{"own_rows.notifications",
                                   OF_ACCOUNT("notifications", "id", "account_id")};
db::Sql const remove_requests{"own_rows.notification_requests",
                              OF_ACCOUNT("notification_requests", "id", "account_id")};
db::Sql const remove_permissions{
    "own_rows.notification_permissions",
    OF_ACCOUNT("notification_permissions", "from_account_id", "account_id")};
db::Sql const remove_policy{"own_rows.notification_policies",
                            OF_ACCOUNT("notification_policies", "account_id", "account_id")};
db::Sql const remove_markers{"own_rows.markers", OF_ACCOUNT("markers", "timeline", "account_id")};
db::Sql const remove_quiet_threads{
    "own_rows.conversation_mutes",
    OF_ACCOUNT("conversation_mutes", "conversation_id", "account_id")};
db::Sql const remove_letters{"own_rows.conversation_statuses",
                             OF_ACCOUNT("conversation_statuses", "status_id", "account_id")};
db::Sql const remove_conversations{"own_rows.conversations",
                                   OF_ACCOUNT("conversations", "id", "account_id")};
db::Sql const remove_home{"own_rows.home_entries",
                          OF_ACCOUNT("home_entries", "status_id", "account_id")};
db::Sql const remove_keys{"own_rows.idempotency_keys",
                          OF_ACCOUNT("idempotency_keys", "idempotency_key", "account_id")};
db::Sql const remove_aliases{"own_rows.aliases", OF_ACCOUNT("account_aliases", "id", "account_id")};
db::Sql const remove_moves{"own_rows.moves", OF_ACCOUNT("account_moves", "id", "account_id")};
// The names first: a record is found by its account.
db::Sql const remove_severed{
    "own_rows.severed_follows",
    "DELETE FROM severed_follows WHERE (severance_id, outgoing, stranger_id) IN (SELECT "
    "f.severance_id, f.outgoing, f.stranger_id FROM severances s JOIN severed_follows f ON "
    "f.severance_id = s.id WHERE s.account_id = $1 LIMIT $2)"};
db::Sql const remove_severances{"own_rows.severances",
                                OF_ACCOUNT("severances", "id", "account_id")};

// Who came by them stays known to those who run the server.
db::Sql const remove_invites{"own_rows.invites", OF_ACCOUNT("invites", "id", "account_id")};

#undef OF_ACCOUNT

constexpr std::array all{
    &remove_blocks,        &remove_blocks_of, &remove_mutes,         &remove_mutes_of,
    &remove_notes,         &remove_bookmarks, &remove_endorsements,  &remove_endorsements_of,
    &remove_domain_blocks, &remove_requests,  &remove_permissions,   &remove_notifications,
    &remove_policy,        &remove_markers,   &remove_quiet_threads, &remove_letters,
    &remove_conversations, &remove_home,      &remove_keys,          &remove_aliases,
    &remove_moves,         &remove_severed,   &remove_severances,    &remove_invites};

/// Some rows of the first table that has any.
Result<bool> remove_some(db::Tx& tx, AccountId account) {
    for (auto const* sql : all) {
        TRY(auto const rows, tx.run(*sql, account, rows_a_write_max));
        if (rows > 0) return true;
    }
    return false;
}

}  // namespace

Result<bool> remove_own_rows(Server& server, AccountId account) {
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const more, server.db().write([&](db::Tx& tx) { return remove_some(tx, account); },
                                               db::Urgency::background));
        if (!more) return true;
    }
    return false;
}

}  // namespace skein::social
