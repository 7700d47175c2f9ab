// Polls: questions that hang on a post, and who answered what.
//
// A local poll counts its votes here. The counts of another server's poll are what its author's
// server says; a vote from here is added until it says more. Who voted for what is shown to nobody.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein {
class Server;
}

namespace skein::social {

/// What a poll written here may be, as the instance document announces it.
namespace poll_limits {
inline constexpr std::int64_t options_max = 4;
inline constexpr std::size_t option_characters_max = 50;
inline constexpr std::chrono::seconds shortest{300}, longest{2'629'746};
/// Of other servers' polls; a vote is a bit of one number.
inline constexpr std::size_t remote_options_max = 50;
}  // namespace poll_limits

struct PollOption {
    std::string title;  ///< Plain text.
    std::int64_t votes = 0;
    bool operator==(PollOption const&) const = default;
};

/// A poll that is about to be, or as another server describes it.
struct PollDraft {
    std::vector<PollOption> options;
    bool multiple = false;
    bool hide_totals = false;        ///< Until it has ended.
    std::optional<Time> expires_at;  ///< Nothing: never.
    std::optional<Time> closed_at;   ///< Another server's poll, ended early.
    std::optional<std::int64_t> voters_count;
};

struct Poll {
    PollId id;
    StatusId status_id;
    AccountId account_id;  ///< Of the author.
    std::vector<PollOption> options;
    bool multiple = false, hide_totals = false;
    std::optional<Time> expires_at;
    std::int64_t votes_count = 0;
    std::optional<std::int64_t> voters_count;  ///< Nothing where the other server does not say.
    std::optional<Time> fetched_at;  ///< When the other server was asked last; local ones: never.

    bool ended(Time now) const { return expires_at && *expires_at <= now; }
    bool remote() const { return fetched_at.has_value(); }
};

Result<std::optional<Poll>> find_poll(db::Tx& tx, PollId id);
Result<std::optional<Poll>> find_poll_of(db::Tx& tx, StatusId status);
/// In any order; posts without one are left out.
Result<std::vector<Poll>> list_polls_of(db::Tx& tx, std::span<StatusId const> statuses);

/// The rules for polls written here: Errc::unprocessable in Mastodon's words.
Result<void> check_poll(PollDraft const& draft, Time now);
/// Part of publishing and editing a post. The counts of a local one begin at zero.
Result<PollId> insert_poll(db::Tx& tx, StatusId status, AccountId author, PollDraft const& draft);
/// Other options or another kind begin it anew, without the votes so far.
Result<void> replace_poll(db::Tx& tx, Poll const& poll, PollDraft const& draft);
/// Part of removing a post.
Result<void> remove_poll(db::Tx& tx, StatusId status);

/// Votes. Errc::unprocessable in Mastodon's words: ended, own poll, voted already, a choice that is
/// none, several in a poll of one. Publishes PollVoted.
Result<void> vote(db::Tx& tx, AccountId account, Poll const& poll,
                  std::span<std::int64_t const> choices);
/// One vote of a person elsewhere, by the option's exact title; votes come one by one. False, and
/// nothing changed: ended, no such option, that option already, a second one in a poll of one.
Result<bool> add_remote_vote(db::Tx& tx, AccountId account, Poll const& poll,
                             std::string_view title);
/// What the author's server says now; the options must be the same (else Errc::conflict).
Result<void> set_poll_counts(db::Tx& tx, Poll const& poll, PollDraft const& counts);
/// The author's server is about to be asked; nobody asks again for a while.
Result<void> note_poll_asked(db::Tx& tx, PollId poll);
inline constexpr auto poll_asked_every = std::chrono::minutes(3);

/// The choices of an account; empty when it has not voted.
Result<std::vector<std::int64_t>> list_choices(db::Tx& tx, AccountId account, PollId poll);
/// The same for several polls, without those it has not voted in.
struct Ballot {
    PollId poll;
    std::int64_t choices = 0;  ///< As bits.
    bool has(std::size_t choice) const { return (choices >> choice & 1) != 0; }
    auto row() { return std::tie(poll, choices); }
};
Result<std::vector<Ballot>> list_ballots(db::Tx& tx, AccountId account,
                                         std::span<PollId const> polls);
/// Removes votes of an account, at most `limit`, and answers how many. What they were counted as
/// stays counted.
Result<std::int64_t> remove_votes_of(db::Tx& tx, AccountId account, std::int64_t limit);
/// Accounts that voted, after `after`, in order of id.
Result<std::vector<AccountId>> list_voters(db::Tx& tx, PollId poll, AccountId after,
                                           std::int64_t limit);

/// The job that tells when a poll has ended.
void install_polls(Server& server);

}  // namespace skein::social
