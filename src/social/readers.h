// Readers: whom one account follows, mutes, blocks (domains too) and reads apart from home, as a
// set in memory, so that a list asks it instead of six tables for every post.
//
// A reader is right for one snapshot: `homes.relations_version` grows in the transaction of every
// follow, mute and block and of what is done to an exclusive list, and a kept reader is used only
// while its version is that of the row. Every statement that changes those tables therefore lives
// in relations.cpp or lists.cpp and calls `touch_reader`; a test holds them to it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/status_heads.h"
#include "social/tag_follows.h"

namespace skein {
class Server;
}

namespace skein::social {

/// A row of `homes`, with what else decides whether a kept reader is still right.
struct Home {
    bool filled = true;
    std::optional<Time> rebuilding_since;
    Time last_read_at{};
    StatusId entries_from;
    std::int64_t relations_version = 0;
    std::optional<std::int64_t> wide_version;
    auto row() {
        return std::tie(filled, rebuilding_since, last_read_at, entries_from, relations_version,
                        wide_version);
    }
};
/// Nothing for accounts of other servers.
Result<std::optional<Home>> find_home(db::Tx& tx, AccountId account);

/// One reader's relations. Immutable; shared between threads.
class Reader {
  public:
    struct Followed {
        AccountId id;
        bool show_boosts = true;
        bool wide = false;      ///< Not fanned out: home asks for its posts.
        std::string languages;  ///< Space-separated codes; "" is all.
    };
    struct Muted {
        AccountId id;
        std::optional<Time> until;
        auto row() { return std::tie(id, until); }
    };

    AccountId account;  ///< Zero: nobody, who follows and blocks nobody.

    Followed const* follows(AccountId who) const;
    bool mutes(AccountId who, Time now) const;
    /// Either blocks the other.
    bool blocks(AccountId who) const;
    /// Does it block any domain? Nearly nobody does, and then no list asks for domains.
    bool blocks_domains() const { return !blocked_domains_.empty(); }
    bool blocks_domain(std::string_view host) const;
    /// Is it on a list whose members' posts stay out of home (lists.h)?
    bool reads_apart(AccountId who) const;
    std::span<Followed const> followed() const { return followed_; }
    bool follows_wide() const { return follows_wide_; }
    std::span<FollowedTag const> followed_tags() const { return followed_tags_; }
    std::size_t bytes() const;

    /// From the tables, in seven statements; `load_reader` asks the memory first.
    static Result<std::shared_ptr<Reader const>> read(db::Tx& tx, AccountId account);

    /// Each of these local accounts as a reader that knows only what concerns `people` and their
    /// hosts, in the order of `accounts`: for onlookers.h. As many statements for one as for all.
    static Result<std::vector<Reader>> read_about(db::Tx& tx, std::span<AccountId const> people,
                                                  std::span<AccountId const> accounts);

  private:
    struct About;
    Result<void> read_followed(db::Tx& tx);

    std::vector<Followed> followed_;       // Each in order of id.
    std::vector<AccountId> followed_ids_;  // Those of `followed_`, close together for searching.
    std::vector<FollowedTag> followed_tags_;
    std::vector<Muted> muted_;
    std::vector<AccountId> blocked_;
    std::vector<AccountId> apart_;
    std::vector<std::string> blocked_domains_;  // In order.
    bool follows_wide_ = false;
};

/// The reader as of this snapshot, from memory when it is still right; else in three statements.
Result<std::shared_ptr<Reader const>> load_reader(db::Tx& tx, AccountId account);
Result<std::shared_ptr<Reader const>> load_reader(db::Tx& tx, AccountId account, Home const& home);

/// What a reader's own relations say of the rule of audience.h; `ask`: it depends on whether the
/// post names the reader, which only the database knows.
enum class Sight : std::uint8_t { yes, no, ask };
Sight sight(Reader const& reader, TextHead const& text);

/// The hosts of these accounts, "" of our own; unknown ones are left out. At most one statement.
using Hosts = std::unordered_map<AccountId, std::string>;
Result<Hosts> load_hosts(db::Tx& tx, std::span<AccountId const> accounts);

/// Takes out what was written or boosted from domains that the reader blocks. No statement when it
/// blocks none, nor for authors known already.
Result<void> drop_blocked_domains(db::Tx& tx, Reader const& reader, std::vector<StatusHead>& heads);

/// Says that the account's follows, mutes or blocks have changed; part of that transaction.
Result<void> touch_reader(db::Tx& tx, AccountId account);

/// May the reader see the post (audience.h)? What only the database knows, whether a narrow post
/// names the reader, is asked in one statement for all; the others are taken out.
Result<void> keep_visible(db::Tx& tx, Reader const& reader, std::vector<StatusHead>& heads);

/// Kept readers, bounded in bytes; the idlest goes first. A part of the board.
class ReaderCache {
  public:
    ReaderCache();
    ~ReaderCache();
    static constexpr std::size_t bytes_max = 8 << 20;

    struct Key {
        std::int64_t relations_version = 0, wide_version = 0;
        bool operator==(Key const&) const = default;
    };
    std::shared_ptr<Reader const> find(AccountId account, Key const& key);
    void put(Key const& key, std::shared_ptr<Reader const> reader);

  private:
    struct Shard;
    std::unique_ptr<Shard[]> shards_;
};

/// Begins to keep rows of `homes`.
void install_readers(Server& server);

}  // namespace skein::social
