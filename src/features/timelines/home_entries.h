// The tables behind the homes: entries, whose home is kept filled, posts that wait to be fanned
// out. Reading them is social/timelines; this is what fills, empties and trims them.
#pragma once

#include <span>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/async_refreshes.h"
#include "social/events.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::timelines {

/// Rows one write closure of background work may change.
inline constexpr std::size_t rows_a_closure_max = 500;

/// One post in one home. In the order in which they are stored.
struct Entry {
    AccountId owner;
    StatusId status;
    AccountId author;
    StatusId original;
    auto row() { return std::tie(owner, status, author, original); }
    auto operator<=>(Entry const&) const = default;
};
Result<void> insert_entries(db::Tx& tx, std::span<Entry const> entries);
std::vector<Entry> entries_of(AccountId owner, std::span<social::StatusHead const> heads);

/// Into its author's own home, at once: people look for what they have just written.
Result<void> insert_own_entry_of(db::Tx& tx, social::StatusPublished const& event);

/// A post that has not reached the homes yet.
struct WaitingPost {
    StatusId status;
    AccountId author;
    std::int64_t followers = 0;      ///< Of the author, here and elsewhere.
    bool wide = false;               ///< The author's posts are not fanned out.
    std::int64_t tag_followers = 0;  ///< Of its tags that are fanned out.
    auto row() { return std::tie(status, author, followers, wide, tag_followers); }
};
Result<void> insert_waiting_post(db::Tx& tx, social::StatusPublished const& event);
/// Oldest first.
Result<std::vector<WaitingPost>> list_waiting_posts(db::Tx& tx, std::int64_t limit);
Result<void> remove_waiting_posts(db::Tx& tx, std::span<StatusId const> statuses);

/// Whose homes waiting posts go to: those of their authors' local followers who want them.
Result<std::vector<Entry>> list_readers_of(db::Tx& tx, std::span<StatusId const> statuses);
/// Those of whoever follows one of their tags and does not follow, mute or block the author.
Result<std::vector<Entry>> list_tag_readers_of(db::Tx& tx, std::span<StatusId const> statuses);
/// Their authors' own homes.
Result<std::vector<Entry>> list_homes_of_authors(db::Tx& tx, std::span<StatusId const> statuses);

/// Has the author more local followers than `limit`?
Result<bool> has_more_readers(db::Tx& tx, AccountId author, std::int64_t limit);
/// From now on homes ask for the author's posts.
Result<void> make_wide(db::Tx& tx, AccountId author);

/// From now on homes ask for posts with the tag, when it has more followers than `limit`.
Result<void> make_wide_beyond(db::Tx& tx, TagId tag, std::int64_t limit);

/// A rebuilding that has taken this long has died: it is begun again.
inline constexpr auto rebuilding_max = std::chrono::hours(1);

/// Must the home be rebuilt, and is nothing about to do so?
bool needs_rebuilding(social::Home const& home, Time now);

/// Notes that the home is being read; one that needs it begins to be rebuilt, and what tells of
/// that, under `refresh_id` unless it runs already, is answered.
Result<std::optional<social::AsyncRefresh>> note_home_read(db::Tx& tx, AccountId account,
                                                           std::string refresh_id);
Result<std::optional<social::AsyncRefresh>> find_rebuilding(db::Tx& tx, AccountId account);
/// The home takes new posts again, and is whole once `end_rebuilding` says from where. False, and
/// nothing is changed, when it is whole already.
Result<bool> begin_rebuilding(db::Tx& tx, AccountId account);
Result<void> end_rebuilding(db::Tx& tx, AccountId account, StatusId entries_from);
/// Entries are whole only from here on.
Result<void> raise_entries_from(db::Tx& tx, AccountId account, StatusId entries_from);

/// Each removes at most `rows_a_closure_max` entries, and says how many.
Result<std::int64_t> remove_entries_below(db::Tx& tx, AccountId owner, StatusId below);
Result<std::int64_t> remove_entries_by(db::Tx& tx, AccountId owner, AccountId author);
/// What carries the tag, by people not followed, and no other tag that is.
Result<std::int64_t> remove_entries_with(db::Tx& tx, AccountId owner, TagId tag);
/// One post out of these homes.
Result<void> remove_entries_in(db::Tx& tx, StatusId status, std::span<AccountId const> owners);

/// A filled home after `after` with the newest entry it has too many, or zero.
struct Fullness {
    AccountId owner;
    std::optional<StatusId> surplus;
    auto row() { return std::tie(owner, surplus); }
};
Result<std::vector<Fullness>> list_fullness(db::Tx& tx, AccountId after, std::int64_t limit);
/// Filled homes nobody has read since then.
Result<std::vector<AccountId>> list_idle_homes(db::Tx& tx, Time last_read_before,
                                               std::int64_t limit);
Result<void> retire_home(db::Tx& tx, AccountId account);

}  // namespace skein::timelines
