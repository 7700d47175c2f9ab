// Polls: questions that hang on a post, and who answered what.
//
// A local poll counts its votes here. The counts of another server's poll are what its author's
// server says; a vote from here is added until it says more. Who voted for what is shown to nobody.
#pragma once

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

namespace skein::social {

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
    std::optional<Time> fetched_at;            ///< When the other server was asked last.

    bool ended(Time now) const { return expires_at && *expires_at <= now; }
};

Result<std::optional<Poll>> find_poll(db::Tx& tx, PollId id);
Result<std::optional<Poll>> find_poll_of(db::Tx& tx, StatusId status);
/// In any order; posts without one are left out.
Result<std::vector<Poll>> list_polls_of(db::Tx& tx, std::span<StatusId const> statuses);

/// Part of publishing and editing a post.
Result<PollId> insert_poll(db::Tx& tx, StatusId status, AccountId author, PollDraft const& draft);
Result<void> replace_poll(db::Tx& tx, Poll const& poll, PollDraft const& draft);

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

/// The choices of an account; empty when it has not voted.
Result<std::vector<std::int64_t>> list_choices(db::Tx& tx, AccountId account, PollId poll);
/// Accounts that voted, after `after`, in order of id.
Result<std::vector<AccountId>> list_voters(db::Tx& tx, PollId poll, AccountId after,
                                           std::int64_t limit);

}  // namespace skein::social
