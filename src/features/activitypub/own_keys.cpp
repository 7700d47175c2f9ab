#include "features/activitypub/own_keys.h"

#include "core/server.h"
#include "features/activitypub/delivery/parcels.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/signatures/multikey.h"
#include "platform/crypto/secret_keys.h"
#include "social/account_removal.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t kept_max = 1024;
constexpr std::string_view purpose = "activitypub.key";
constexpr std::int64_t made_at_once_max = 8;
constexpr auto new_for = std::chrono::hours(1);
constexpr auto a_day = std::chrono::days(1);

using Keys = std::shared_ptr<OwnKeys const>;

/// A part of the board. A row never changes once it is there, so nothing here grows stale.
struct OwnKeyMemory {
    Memory<std::int64_t, Keys> keys{kept_max};
};

struct StoredKeys {
    AccountId account_id;
    db::Bytes rsa, ed25519;  ///< PKCS #8, sealed.
    auto row() { return std::tie(account_id, rsa, ed25519); }
};

db::Query<StoredKeys> const find_stored{
    "activitypub_own_keys.find",
    "SELECT account_id, rsa, ed25519 FROM activitypub_own_keys WHERE account_id = $1"};
db::Sql const insert{"activitypub_own_keys.insert",
                     "INSERT INTO activitypub_own_keys (account_id, rsa, ed25519, created_at) "
                     "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO NOTHING"};
db::Query<AccountId> const list_keyless{
    "activitypub_own_keys.list_keyless",
    "SELECT a.id FROM accounts a LEFT JOIN activitypub_own_keys k ON k.account_id = a.id "
    "WHERE a.domain = '' AND a.network = 0 AND a.id >= $1 AND k.account_id IS NULL "
    "ORDER BY a.id DESC LIMIT $2"};
db::Query<std::int64_t> const find_unsent{
    "activitypub_own_keys.find_unsent",
    "SELECT id FROM activitypub_parcels WHERE sender_id = $1 AND expires_at > $2 LIMIT 1"};
db::Sql const remove_keys{"activitypub_own_keys.remove",
                          "DELETE FROM activitypub_own_keys WHERE account_id = $1"};

std::string owner_of(AccountId account, std::string_view kind) {
    return fmt::format("{}:{}", account.value, kind);
}

Result<crypto::PrivateKey> open_key(Server const& server, db::Bytes const& sealed,
                                    std::string const& owner) {
    TRY(auto const der, server.keys().open(purpose, sealed.data, owner));
    return crypto::PrivateKey::from_der(der);
}

Result<Keys> open_keys(Server const& server, StoredKeys const& stored) {
    auto const account = stored.account_id;
    TRY(auto rsa, open_key(server, stored.rsa, owner_of(account, "rsa")));
    TRY(auto ed25519, open_key(server, stored.ed25519, owner_of(account, "ed25519")));
    auto rsa_pem = rsa.public_key().to_pem();
    auto multibase = to_multikey(ed25519.public_key());
    return std::make_shared<OwnKeys const>(
        OwnKeys{std::move(rsa), std::move(ed25519), std::move(rsa_pem), std::move(multibase)});
}

StoredKeys generate(Server const& server, AccountId account) {
    auto const seal = [&](crypto::PrivateKey const& key, std::string_view kind) {
        return db::Bytes{server.keys().seal(purpose, key.to_der(), owner_of(account, kind))};
    };
    return {account, seal(crypto::PrivateKey::generate_rsa(), "rsa"),
            seal(crypto::PrivateKey::generate_ed25519(), "ed25519")};
}

/// Of several who make them at the same time one is first; all go on with that one's.
Result<StoredKeys> make(Server& server, AccountId account) {
    TRY(auto const ended,
        server.db().read([&](db::Tx& tx) { return social::was_removed(tx, account); }));
    // Whatever it would sign now came too late.
    if (ended) return fail(Errc::gone, "This account is gone.");
    auto const made = generate(server, account);
    return server.db().write([&](db::Tx& tx) -> Result<StoredKeys> {
        TRY_OK(tx.run(insert, account, made.rsa, made.ed25519, tx.now()));
        return tx.load(find_stored, account);
    });
}

}  // namespace

Result<Keys> load_own_keys(Server& server, AccountId account) {
    auto& memory = server.part<OwnKeyMemory>().keys;
    auto const now = server.clock().now();
    if (auto known = memory.find(account.value, now)) return *std::move(known);
    TRY(auto stored, server.db().read([&](db::Tx& tx) { return tx.find(find_stored, account); }));
    if (!stored) {
        TRY(stored, make(server, account));
    }
    TRY(auto keys, open_keys(server, *stored));
    memory.keep(account.value, keys, Time::max());
    return keys;
}

Result<Keys> find_own_keys(Server& server, db::Tx& tx, AccountId account) {
    auto& memory = server.part<OwnKeyMemory>().keys;
    if (auto known = memory.find(account.value, server.clock().now())) return *std::move(known);
    TRY(auto const stored, tx.find(find_stored, account));
    if (!stored) return fail(Errc::unavailable, "", "no keys yet of " + to_string(account));
    TRY(auto keys, open_keys(server, *stored));
    // Of a row that this transaction itself has made nobody knows yet whether it stays.
    if (!tx.writable()) memory.keep(account.value, keys, Time::max());
    return keys;
}

Result<void> make_own_keys_later(db::Tx& tx, social::AccountCreated const& event) {
    if (!event.local) return {};
    return enqueue(tx, MakeOwnKeys{}, {.priority = Priority::upkeep, .unique_key = "all"});
}

Result<void> make_own_keys(JobRun& run, MakeOwnKeys const&) {
    auto& server = run.server();
    auto const since = first_id_at(server.clock().now() - new_for);
    TRY(auto const keyless, server.db().read([&](db::Tx& tx) {
        return tx.list(list_keyless, since, made_at_once_max);
    }));
    TRY_OK(load_own_keys(server, AccountId{}));
    for (auto const account : keyless) TRY_OK(load_own_keys(server, account));
    return {};
}

Result<void> retire_own_keys_later(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, RetireOwnKeys{event.account},
                   {.not_before = tx.now() + end_lifetime + a_day,
                    .priority = Priority::upkeep,
                    .unique_key = to_string(event.account)});
}

Result<void> retire_own_keys(JobRun& run, RetireOwnKeys const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const unsent, tx.find(find_unsent, job.account, tx.now()));
        if (unsent)
            return enqueue(tx, job, {.not_before = tx.now() + a_day, .priority = Priority::upkeep});
        TRY_OK(tx.run(remove_keys, job.account));
        auto& memory = tx.board().part<OwnKeyMemory>().keys;
        tx.after_commit([&memory, id = job.account.value] { memory.forget(id); });
        return {};
    });
}

void install_own_keys(Server& server) {
    server.part<OwnKeyMemory>();
    server.on<social::AccountCreated>(make_own_keys_later);
    server.on<social::AccountRemoved>(retire_own_keys_later);
    server.job<MakeOwnKeys>(make_own_keys, LaneName::cpu);
    server.job<RetireOwnKeys>(retire_own_keys);
}

}  // namespace skein::activitypub
