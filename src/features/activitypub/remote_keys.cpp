#include "features/activitypub/remote_keys.h"

#include <algorithm>

#include "core/rate_limits.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/signatures/multikey.h"
#include "features/activitypub/vocab/properties.h"
#include "social/events.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t kept_max = 8192, reloads_kept_max = 16'384;
constexpr std::size_t keys_of_an_actor_max = 8;
/// Other processes of this database store new keys unheard.
constexpr auto kept_for = std::chrono::minutes(30);
constexpr auto failure_kept_for = std::chrono::minutes(5);
constexpr auto reload_pause = std::chrono::minutes(10);
/// An actor whose document was just read lists no more than it did then.
constexpr auto document_trusted_for = std::chrono::minutes(2);
/// Unknown keys asked for at one host: whoever signs with names of keys that another host never
/// had, makes this server ask there.
RateLimit const fetches_of_a_host{"activitypub.keys", 300, std::chrono::minutes(1)};
/// The same for keys that are known: wrong signatures in the names of many of its actors.
RateLimit const reloads_of_a_host{"activitypub.key_reloads", 60, std::chrono::minutes(1)};

using Key = std::shared_ptr<RemoteKey const>;

/// A part of the board. Failures are among what is kept.
struct KeyMemory {
    Memory<std::string, Result<Key>> keys{kept_max};
    Memory<std::string, bool> reloads{reloads_kept_max};
};

struct StoredKey {
    std::string address;
    AccountId account_id;
    std::string owner;
    db::Bytes public_key;
    auto row() { return std::tie(address, account_id, owner, public_key); }
};

#define KEY_COLUMNS "address, account_id, owner, public_key"
db::Query<StoredKey> const find_stored{
    "activitypub_keys.find", "SELECT " KEY_COLUMNS " FROM activitypub_keys WHERE address = $1"};
db::Query<StoredKey> const list_of_account{
    "activitypub_keys.list",
    "SELECT " KEY_COLUMNS " FROM activitypub_keys WHERE account_id = $1 ORDER BY address"};
// Whoever is listed under an id first stays: nobody takes another one's key by listing it.
db::Sql const put{
    "activitypub_keys.put",
    "INSERT INTO activitypub_keys (" KEY_COLUMNS
    ") VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (address) DO UPDATE SET owner = excluded.owner, public_key = excluded.public_key "
    "WHERE activitypub_keys.account_id = excluded.account_id"};
db::Sql const remove_named{
    "activitypub_keys.remove",
    "DELETE FROM activitypub_keys WHERE account_id = $1 AND address IN {texts:$2}"};
db::Sql const remove_all{"activitypub_keys.remove_all",
                         "DELETE FROM activitypub_keys WHERE account_id = $1"};

std::unexpected<Error> unknown_key(std::string detail) {
    return fail(Errc::not_found, "This key is not known.", std::move(detail));
}

/// May the actor list this key as its own? One inside its own document, or a document of its own
/// origin.
bool may_list(ActorKey const& key) {
    if (!key.id.same_origin(key.owner)) return false;
    return key.id.url().fragment().empty() || key.id.document() == key.owner.document();
}

Result<crypto::PublicKey> parse_key(ActorKey const& key) {
    if (!key.pem.empty()) return crypto::PublicKey::from_pem(key.pem);
    return read_multikey(key.multibase);
}

std::vector<StoredKey> rows_of(AccountId account, std::vector<ActorKey> const& keys) {
    std::vector<StoredKey> rows;
    for (auto const& key : keys) {
        if (rows.size() >= keys_of_an_actor_max) break;
        if (!may_list(key) ||
            std::ranges::find(rows, key.id.str(), &StoredKey::address) != rows.end())
            continue;
        auto const parsed = parse_key(key);
        if (parsed)
            rows.push_back({key.id.str(), account, key.owner.str(), db::Bytes{parsed->to_der()}});
    }
    return rows;
}

Result<Key> find_key(Server& server, Iri const& id) {
    TRY(auto stored, server.db().read([&](db::Tx& tx) { return tx.find(find_stored, id.str()); }));
    if (!stored) return Key{};
    TRY(auto key, crypto::PublicKey::from_der(stored->public_key.data));
    return std::make_shared<RemoteKey const>(RemoteKey{
        std::move(stored->address), std::move(stored->owner), stored->account_id, std::move(key)});
}

/// The actor whose document the key stands in has just been read.
Result<bool> was_just_read(Server& server, Iri const& id) {
    TRY(auto const actor,
        server.db().read([&](db::Tx& tx) { return find_actor(tx, id.document()); }));
    return actor && server.clock().now() - actor->fetched_at < document_trusted_for;
}

/// The owner that a document about a key names; of the same origin, or it is nobody's word.
Result<Iri> owner_of(Fetched const& fetched) {
    auto const root = fetched.document.root();
    auto owner = id_of(root, "owner");
    if (!owner) owner = id_of(root, "controller");
    if (!owner || !owner->same_origin(fetched.id))
        return unknown_key("no owner: " + fetched.id.str());
    return *std::move(owner);
}

/// Fetches the key's document and stores its owner with the keys that it lists.
Result<void> fetch_owner(Server& server, Iri const& id, FetchBudget& budget) {
    auto const document = Iri::parse(id.document());
    if (!document) return unknown_key(id.str());
    TRY(auto const fetched, fetch_document(server, *document, budget));
    if (is_actor_type(fetched.document.root())) {
        TRY(auto const actor, read_actor(fetched.document.root(), server.clock().now()));
        TRY_OK(store_actor(server, actor, budget));
        return {};
    }
    TRY(auto const owner, owner_of(fetched));
    TRY_OK(refresh_actor(server, owner, budget));
    return {};
}

Result<Key> fetch_key(Server& server, Iri const& id, FetchBudget& budget) {
    TRY_OK(check_host(server, id.host()));
    TRY(auto const just_read, was_just_read(server, id));
    if (just_read) return unknown_key("not listed: " + id.str());
    auto const now = server.clock().now();
    if (!server.part<RateLimits>().check(fetches_of_a_host, id.host(), now).allowed)
        return fail(Errc::unavailable, "Too many unknown keys of one server.", id.host());
    TRY_OK(fetch_owner(server, id, budget));
    TRY(auto key, find_key(server, id));
    if (!key) return unknown_key("not listed: " + id.str());
    return key;
}

/// What says something about the key. A policy or a budget may be another one the next time, and a
/// server that was only away must not find its deliveries refused when it is back.
bool is_worth_keeping(Error const& error) {
    return error.code == Errc::not_found || error.code == Errc::gone ||
           error.code == Errc::unprocessable;
}

}  // namespace

Result<Key> load_remote_key(Server& server, Iri const& id, FetchBudget* budget) {
    if (is_ours(server, id.str()))
        return fail(Errc::forbidden, "", "a key of this server: " + id.str());
    auto& memory = server.part<KeyMemory>().keys;
    auto const now = server.clock().now();
    if (auto known = memory.find(id.str(), now)) return *std::move(known);
    TRY(auto key, find_key(server, id));
    if (!key && !budget) return unknown_key("not asked for: " + id.str());
    auto result = key ? Result<Key>(std::move(key)) : fetch_key(server, id, *budget);
    if (result) memory.keep(id.str(), result, now + kept_for);
    else if (is_worth_keeping(result.error()))
        memory.keep(id.str(), result, now + failure_kept_for);
    return result;
}

Result<Key> reload_remote_key(Server& server, Iri const& id, FetchBudget& budget) {
    // What is in the database may be newer than what is remembered.
    server.part<KeyMemory>().keys.forget(id.str());
    TRY(auto const key, load_remote_key(server, id, &budget));
    auto const now = server.clock().now();
    auto const owner = Iri::parse(key->owner);
    TRY(auto const actor, server.db().read([&](db::Tx& tx) { return find_actor(tx, key->owner); }));
    if (!owner || (actor && now - actor->fetched_at < reload_pause)) return key;
    if (!server.part<RateLimits>().check(reloads_of_a_host, owner->host(), now).allowed) return key;
    auto& reloads = server.part<KeyMemory>().reloads;
    if (!reloads.claim(key->owner, true, now, now + reload_pause)) return key;
    TRY_OK(refresh_actor(server, *owner, budget, true));
    return load_remote_key(server, id, nullptr);
}

Result<void> store_remote_keys(db::Tx& tx, AccountId account, std::vector<ActorKey> const& keys) {
    auto const rows = rows_of(account, keys);
    TRY(auto const before, tx.list(list_of_account, account));
    std::vector<std::string> removed, touched;
    for (auto const& row : before)
        if (std::ranges::find(rows, row.address, &StoredKey::address) == rows.end())
            removed.push_back(row.address);
    touched = removed;
    for (auto const& row : rows) {
        auto const same = std::ranges::find(before, row.address, &StoredKey::address);
        if (same != before.end() && same->public_key == row.public_key) continue;
        TRY_OK(tx.run(put, row.address, row.account_id, row.owner, row.public_key));
        touched.push_back(row.address);
    }
    if (!removed.empty()) TRY_OK(tx.run(remove_named, account, removed));
    if (touched.empty()) return {};
    tx.after_commit([&memory = tx.board().part<KeyMemory>().keys, touched = std::move(touched)] {
        for (auto const& address : touched) memory.forget(address);
    });
    return {};
}

Result<void> remove_remote_keys(db::Tx& tx, social::AccountRemoved const& event) {
    if (event.local) return {};
    TRY_OK(tx.run(remove_all, event.account));
    tx.after_commit([&memory = tx.board().part<KeyMemory>().keys, account = event.account] {
        memory.forget_if([&](std::string const&, Result<Key> const& key) {
            return key && (*key)->account == account;
        });
    });
    return {};
}

void install_remote_keys(Server& server) {
    server.part<KeyMemory>();
    server.part<RateLimits>();
    server.on<social::AccountRemoved>(remove_remote_keys);
}

}  // namespace skein::activitypub
