// Telling others what happened here. The handlers of the domain's events store small jobs; a job
// composes the document once, works out the recipients once, and hands both over in the
// transaction that ends it (delivery.h). What has been undone by then is not told.
#pragma once

#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "core/jobs.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/documents/documents.h"
#include "social/vocabulary.h"

namespace skein::activitypub {

// --- Posts (spread_statuses.cpp) ---

/// Create, or Announce for a boost.
struct SpreadStatus {
    static constexpr std::string_view name = "activitypub.spread_status";
    StatusId status;
    AccountId author;
    auto row() { return std::tie(status, author); }
};
/// Update: of the text, of who may quote it, of the counts of its poll.
struct SpreadUpdate {
    static constexpr std::string_view name = "activitypub.spread_update";
    StatusId status;
    AccountId author;
    auto row() { return std::tie(status, author); }
};
/// Delete, or Undo for a boost.
struct SpreadRemoval {
    static constexpr std::string_view name = "activitypub.spread_removal";
    StatusId status;
    AccountId author;
    social::Visibility visibility{};
    std::optional<StatusId> boost_of;
    auto row() { return std::tie(status, author, visibility, boost_of); }
};
/// Add or Remove of a pinned post.
struct SpreadPin {
    static constexpr std::string_view name = "activitypub.spread_pin";
    AccountId account;
    StatusId status;
    bool is_pinned = false;
    auto row() { return std::tie(account, status, is_pinned); }
};
void install_spread_statuses(Server& server);

// --- Tags on profiles (spread_tags.cpp) ---

/// Add or Remove of a tag.
struct SpreadFeaturedTag {
    static constexpr std::string_view name = "activitypub.spread_featured_tag";
    AccountId account;
    TagId tag;
    bool is_featured = false;
    auto row() { return std::tie(account, tag, is_featured); }
};
void install_spread_tags(Server& server);

/// Once for each post, after this while; more of the same meanwhile are told with it.
Result<void> spread_update_later(db::Tx& tx, StatusId status, AccountId author, Duration after);

// --- What people do with posts (spread_marks.cpp) ---

/// Like, or its Undo.
struct SpreadLike {
    static constexpr std::string_view name = "activitypub.spread_like";
    AccountId account;
    StatusId status;
    bool is_liked = false;
    auto row() { return std::tie(account, status, is_liked); }
};
/// The votes of somebody here in a poll elsewhere.
struct SpreadVote {
    static constexpr std::string_view name = "activitypub.spread_vote";
    AccountId account;
    StatusId status;
    auto row() { return std::tie(account, status); }
};
struct SpreadQuoteRequest {
    static constexpr std::string_view name = "activitypub.spread_quote_request";
    StatusId status;
    AccountId author;
    StatusId quoted;
    auto row() { return std::tie(status, author, quoted); }
};
/// Delete of the stamp with which a quote was allowed.
struct SpreadQuoteRevoked {
    static constexpr std::string_view name = "activitypub.spread_quote_revoked";
    StatusId status;
    AccountId author;
    StatusId quoted;
    AccountId quoted_author;
    auto row() { return std::tie(status, author, quoted, quoted_author); }
};
void install_spread_marks(Server& server);

// --- Accounts and what they are to each other (spread_accounts.cpp) ---

/// Numbers are stored.
enum class Bond : std::int64_t {
    follow = 0,
    unfollow = 1,
    accept = 2,
    reject = 3,
    block = 4,
    unblock = 5
};
/// `account` is who is here, `other` who is elsewhere.
struct SpreadBond {
    static constexpr std::string_view name = "activitypub.spread_bond";
    Bond bond{};
    AccountId account, other;
    auto row() { return std::tie(bond, account, other); }
};
struct SpreadProfile {
    static constexpr std::string_view name = "activitypub.spread_profile";
    AccountId account;
    auto row() { return std::tie(account); }
};
struct SpreadMove {
    static constexpr std::string_view name = "activitypub.spread_move";
    AccountId account, target;
    auto row() { return std::tie(account, target); }
};
struct SpreadAccountRemoval {
    static constexpr std::string_view name = "activitypub.spread_account_removal";
    AccountId account;
    auto row() { return std::tie(account); }
};
struct SpreadReport {
    static constexpr std::string_view name = "activitypub.spread_report";
    ReportId report;
    auto row() { return std::tie(report); }
};
void install_spread_accounts(Server& server);

// --- How ---

/// `activitypub.spread:SUBJECT`: what is told of one thing is told in the order it happened.
std::string spread_order_key(std::string_view subject);

/// Composes in a read, hands over in the write that ends the job. Nothing composed: nothing told.
/// A thing that is gone meanwhile (Errc::not_found) is nothing to tell. `speaker` is whose word it
/// is (zero: the instance actor): its keys are made before.
using Compose = std::function<Result<std::vector<Parcel>>(Desk const&)>;
using Besides = std::function<Result<void>(db::Tx&)>;
Result<void> spread(JobRun& run, AccountId speaker, Compose const& compose,
                    Besides const& besides = {});
/// The last word of an account that is gone for good; `spread` tells nothing more of such a one.
Result<void> spread_end(JobRun& run, AccountId speaker, Compose const& compose);

}  // namespace skein::activitypub
