#include "social/readers.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "core/board.h"
#include "core/server.h"
#include "platform/db/row_memory.h"
#include "social/audience.h"
#include "social/domains.h"

namespace skein::social {
namespace {

db::Query<Home> const find_row{
    "homes.find",
    "SELECT filled, rebuilding_since, last_read_at, entries_from, relations_version, "
    "(SELECT MAX(w.id) FROM (SELECT MAX(id) AS id FROM wide_authors UNION ALL SELECT MAX(id) FROM "
    "wide_tags) w) FROM homes WHERE account_id = $1"};
db::Sql const touch{
    "homes.touch",
    "UPDATE homes SET relations_version = relations_version + 1 WHERE account_id = $1"};

struct Narrowed {
    AccountId id;
    bool show_boosts = true;
    std::string languages;
    auto row() { return std::tie(id, show_boosts, languages); }
};
// Of each an index range: whoever comes back after a while reads the rows of nobody they follow.
db::Query<AccountId> const list_followed{
    "readers.followed", "SELECT target_id FROM follows WHERE account_id = $1 ORDER BY target_id"};
db::Query<Narrowed> const list_narrowed{
    "readers.narrowed",
    "SELECT target_id, show_boosts, languages FROM follows WHERE account_id = $1 AND "
    "(show_boosts = FALSE OR languages <> '')"};
db::Query<AccountId> const list_wide{
    "readers.wide",
    "SELECT w.account_id FROM wide_authors w JOIN follows f ON f.account_id = $1 AND f.target_id = "
    "w.account_id"};
db::Query<Reader::Muted> const list_muted_by{
    "readers.muted",
    "SELECT target_id, expires_at FROM mutes WHERE account_id = $1 ORDER BY target_id"};
db::Query<AccountId> const list_blocks_of{
    "readers.blocks",
    "SELECT target_id FROM blocks WHERE account_id = $1 UNION "
    "SELECT account_id FROM blocks WHERE target_id = $1 ORDER BY 1"};
db::Query<AccountId> const list_apart{
    "readers.apart",
    "SELECT DISTINCT m.account_id FROM lists l JOIN list_members m ON m.list_id = l.id WHERE "
    "l.account_id = $1 AND l.exclusive = TRUE ORDER BY m.account_id"};

struct HostOfAccount {
    AccountId id;
    std::string host;
    auto row() { return std::tie(id, host); }
};
db::Query<HostOfAccount> const list_hosts{"readers.hosts",
                                          "SELECT id, domain FROM accounts WHERE id IN {list:$1}"};

/// A part of the board: rows of `homes`, and where authors are that somebody asked for.
struct HomeMemory {
    db::RowMemory<Home> homes{8192};
    db::RowMemory<std::string> hosts{8192};
};

template <class Rows>
auto const* find_in(Rows const& rows, AccountId who) {
    auto const at = std::ranges::lower_bound(rows, who, {}, [](auto const& row) { return row.id; });
    return at != rows.end() && at->id == who ? &*at : nullptr;
}

Sight sight(Reader const& reader, StatusHead const& head) {
    auto const own = sight(reader, head.own);
    if (!head.is_boost() || own == Sight::no) return own;
    auto const boosted = sight(reader, head.boosted);
    if (boosted == Sight::no) return Sight::no;
    return own == Sight::yes && boosted == Sight::yes ? Sight::yes : Sight::ask;
}

}  // namespace

Sight sight(Reader const& reader, TextHead const& text) {
    AudienceFacts facts;
    facts.author_suspended = text.author.state == AccountState::suspended;
    facts.blocked_either_way = reader.blocks(text.author.id);
    facts.is_author = reader.account && reader.account == text.author.id;
    facts.follows_author = reader.follows(text.author.id) != nullptr;
    if (audience_includes(text.visibility, facts)) return Sight::yes;
    if (!reader.account) return Sight::no;
    facts.is_addressed = true;
    return audience_includes(text.visibility, facts) ? Sight::ask : Sight::no;
}

Result<Hosts> load_hosts(db::Tx& tx, std::span<AccountId const> accounts) {
    auto& memory = tx.board().part<HomeMemory>().hosts;
    Hosts hosts;
    std::vector<AccountId> missing;
    for (auto const id : accounts)
        if (auto known = memory.find(tx, id.value)) hosts.emplace(id, *std::move(known));
        else missing.push_back(id);
    if (missing.empty()) return hosts;
    TRY(auto rows, tx.list(list_hosts, missing));
    for (auto& row : rows) {
        memory.keep(tx, row.id.value, row.host);
        hosts.emplace(row.id, std::move(row.host));
    }
    return hosts;
}

Reader::Followed const* Reader::follows(AccountId who) const {
    auto const at = std::ranges::lower_bound(followed_ids_, who);
    if (at == followed_ids_.end() || *at != who) return nullptr;
    return &followed_[static_cast<std::size_t>(at - followed_ids_.begin())];
}

bool Reader::mutes(AccountId who, Time now) const {
    auto const* const muted = find_in(muted_, who);
    return muted && (!muted->until || *muted->until > now);
}

bool Reader::blocks(AccountId who) const { return std::ranges::binary_search(blocked_, who); }

bool Reader::reads_apart(AccountId who) const { return std::ranges::binary_search(apart_, who); }

bool Reader::blocks_domain(std::string_view host) const {
    host = host.substr(0, host.find(':'));
    for (;;) {
        if (std::ranges::binary_search(blocked_domains_, host)) return true;
        auto const dot = host.find('.');
        if (dot == std::string_view::npos) return false;
        host.remove_prefix(dot + 1);
    }
}

std::size_t Reader::bytes() const {
    std::size_t names = 0;
    for (auto const& domain : blocked_domains_) names += sizeof domain + domain.size();
    return names + sizeof *this + followed_.size() * (sizeof(Followed) + sizeof(AccountId)) +
           followed_tags_.size() * sizeof(FollowedTag) + muted_.size() * sizeof(Muted) +
           (blocked_.size() + apart_.size()) * sizeof(AccountId);
}

Result<std::shared_ptr<Reader const>> Reader::read(db::Tx& tx, AccountId account) {
    auto reader = std::make_shared<Reader>();
    reader->account = account;
    TRY_OK(reader->read_followed(tx));
    TRY(reader->followed_tags_, list_all_followed_tags(tx, account));
    TRY(reader->muted_, tx.list(list_muted_by, account));
    TRY(reader->blocked_, tx.list(list_blocks_of, account));
    TRY(reader->apart_, tx.list(list_apart, account));
    TRY(reader->blocked_domains_, list_all_blocked_domains(tx, account));
    std::ranges::sort(reader->blocked_domains_);
    return reader;
}

Result<void> Reader::read_followed(db::Tx& tx) {
    TRY(followed_ids_, tx.list(list_followed, account));
    for (auto const id : followed_ids_) followed_.push_back({id, true, false, {}});
    auto const entry = [&](AccountId id) {
        auto const at = std::ranges::lower_bound(followed_ids_, id);
        return followed_.begin() + (at - followed_ids_.begin());
    };
    TRY(auto narrowed, tx.list(list_narrowed, account));
    for (auto& row : narrowed) {
        entry(row.id)->show_boosts = row.show_boosts;
        entry(row.id)->languages = std::move(row.languages);
    }
    TRY(auto const wide, tx.list(list_wide, account));
    for (auto const id : wide) entry(id)->wide = true;
    follows_wide_ = !wide.empty();
    return {};
}

Result<std::optional<Home>> find_home(db::Tx& tx, AccountId account) {
    auto& memory = tx.board().part<HomeMemory>();
    if (auto known = memory.homes.find(tx, account.value)) return known;
    TRY(auto home, tx.find(find_row, account));
    if (home) memory.homes.keep(tx, account.value, *home);
    return home;
}

Result<std::shared_ptr<Reader const>> load_reader(db::Tx& tx, AccountId account) {
    if (!account) return std::make_shared<Reader const>();
    TRY(auto const home, find_home(tx, account));
    if (home) return load_reader(tx, account, *home);
    return Reader::read(tx, account);
}

Result<std::shared_ptr<Reader const>> load_reader(db::Tx& tx, AccountId account, Home const& home) {
    auto& cache = tx.board().part<ReaderCache>();
    ReaderCache::Key const key{home.relations_version, home.wide_version.value_or(0)};
    if (auto kept = cache.find(account, key)) return kept;
    TRY(auto reader, Reader::read(tx, account));
    // A write may be taken back, and its versions be given again to something else.
    if (!tx.writable()) cache.put(key, reader);
    return reader;
}

Result<void> touch_reader(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(touch, account));
    return {};
}

Result<void> keep_visible(db::Tx& tx, Reader const& reader, std::vector<StatusHead>& heads) {
    std::vector<StatusId> doubtful;
    std::erase_if(heads, [&](StatusHead const& head) {
        auto const seen = sight(reader, head);
        if (seen == Sight::ask) doubtful.push_back(head.id());
        return seen == Sight::no;
    });
    if (doubtful.empty()) return {};
    TRY(auto const visible, keep_visible(tx, reader.account, doubtful));
    std::unordered_set<StatusId> const kept(visible.begin(), visible.end());
    std::unordered_set<StatusId> const asked(doubtful.begin(), doubtful.end());
    std::erase_if(heads, [&](StatusHead const& head) {
        return asked.contains(head.id()) && !kept.contains(head.id());
    });
    return {};
}

Result<void> drop_blocked_domains(db::Tx& tx, Reader const& reader,
                                  std::vector<StatusHead>& heads) {
    if (!reader.blocks_domains() || heads.empty()) return {};
    std::vector<AccountId> authors;
    for (auto const& head : heads) {
        authors.push_back(head.own.author.id);
        if (head.is_boost()) authors.push_back(head.boosted.author.id);
    }
    TRY(auto const hosts, load_hosts(tx, authors));
    auto const blocked = [&](AccountId author) {
        auto const host = hosts.find(author);
        return host != hosts.end() && !host->second.empty() && reader.blocks_domain(host->second);
    };
    std::erase_if(heads, [&](StatusHead const& head) {
        return blocked(head.own.author.id) || (head.is_boost() && blocked(head.boosted.author.id));
    });
    return {};
}

struct ReaderCache::Shard {
    struct Entry {
        AccountId account;
        Key key;
        std::shared_ptr<Reader const> reader;
    };
    std::mutex mutex;
    std::list<Entry> entries;  // The latest used first.
    std::unordered_map<AccountId, std::list<Entry>::iterator> places;
    std::size_t bytes = 0;
};

namespace {
constexpr std::size_t reader_shards = 8;

std::size_t shard_of(AccountId account) {
    return static_cast<std::size_t>(account.value ^ (account.value >> 16)) % reader_shards;
}
}  // namespace

ReaderCache::ReaderCache() : shards_(std::make_unique<Shard[]>(reader_shards)) {}
ReaderCache::~ReaderCache() = default;

std::shared_ptr<Reader const> ReaderCache::find(AccountId account, Key const& key) {
    auto& shard = shards_[shard_of(account)];
    std::lock_guard const lock(shard.mutex);
    auto const place = shard.places.find(account);
    if (place == shard.places.end() || place->second->key != key) return nullptr;
    shard.entries.splice(shard.entries.begin(), shard.entries, place->second);
    return place->second->reader;
}

void ReaderCache::put(Key const& key, std::shared_ptr<Reader const> reader) {
    auto const bytes = reader->bytes();
    if (bytes > bytes_max / reader_shards) return;
    auto const account = reader->account;
    auto& shard = shards_[shard_of(account)];
    std::lock_guard const lock(shard.mutex);
    auto const drop = [&](std::list<Shard::Entry>::iterator entry) {
        shard.bytes -= entry->reader->bytes();
        shard.places.erase(entry->account);
        shard.entries.erase(entry);
    };
    if (auto const old = shard.places.find(account); old != shard.places.end()) drop(old->second);
    shard.entries.push_front({account, key, std::move(reader)});
    shard.places.emplace(account, shard.entries.begin());
    shard.bytes += bytes;
    while (shard.bytes > bytes_max / reader_shards) drop(std::prev(shard.entries.end()));
}

void install_readers(Server& server) {
    auto& memory = server.part<HomeMemory>();
    server.at_start([&memory](Server& running) -> Result<void> {
        running.db().watch("homes", memory.homes, db::WatchBy::row);
        running.db().watch("wide_authors", memory.homes, db::WatchBy::table);
        running.db().watch("wide_tags", memory.homes, db::WatchBy::table);
        running.db().watch("accounts", memory.hosts, db::WatchBy::row);
        return {};
    });
}

}  // namespace skein::social
