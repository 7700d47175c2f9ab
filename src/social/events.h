// What happens on a server, told inside the transaction in which it happens. Handlers only insert
// or enqueue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "social/vocabulary.h"

namespace skein::social {

using AnnouncementId = Id<struct AnnouncementTag>;

struct AccountCreated {
    static constexpr std::string_view name = "AccountCreated";
    AccountId account;
    bool local = false;
};

/// The profile, its state or its pictures changed.
struct AccountUpdated {
    static constexpr std::string_view name = "AccountUpdated";
    AccountId account;
};

/// A user asked to join (and may wait for approval).
struct UserSignedUp {
    static constexpr std::string_view name = "UserSignedUp";
    UserId user;
    AccountId account;
};

/// A user's e-mail address is proven.
struct UserConfirmed {
    static constexpr std::string_view name = "UserConfirmed";
    UserId user;
    AccountId account;
};

/// A moderator let somebody in who had asked to join.
struct UserApproved {
    static constexpr std::string_view name = "UserApproved";
    UserId user;
    AccountId account;
};

struct StatusPublished {
    static constexpr std::string_view name = "StatusPublished";
    StatusId status;
    AccountId author;
    Network network{};
    Visibility visibility{};
    std::optional<StatusId> boost_of;
    std::optional<AccountId> boosted_author;
    std::optional<StatusId> in_reply_to;
    std::optional<AccountId> in_reply_to_account;
    bool quiet = false;  ///< Imported or back-filled: nobody is notified, no home gets it.
};

struct StatusEdited {
    static constexpr std::string_view name = "StatusEdited";
    StatusId status;
    AccountId author;
};

/// The row is gone when a job looks; what is needed to tell others is here.
struct StatusRemoved {
    static constexpr std::string_view name = "StatusRemoved";
    StatusId status;
    AccountId author;
    Network network{};
    Visibility visibility{};
    std::optional<StatusId> boost_of;
};

/// Who may quote, answer or boost the post changed, without an edit.
struct StatusPolicyChanged {
    static constexpr std::string_view name = "StatusPolicyChanged";
    StatusId status;
    AccountId author;
};

struct StatusPinned {
    static constexpr std::string_view name = "StatusPinned";
    StatusId status;
    AccountId account;
};

struct StatusUnpinned {
    static constexpr std::string_view name = "StatusUnpinned";
    StatusId status;
    AccountId account;
};

/// A local account voted, or a vote of another server arrived.
struct PollVoted {
    static constexpr std::string_view name = "PollVoted";
    StatusId status;
    AccountId account;
    AccountId author;
};

struct PollEnded {
    static constexpr std::string_view name = "PollEnded";
    StatusId status;
    AccountId author;
};

/// A post quotes another whose author has not been asked yet.
struct QuoteRequested {
    static constexpr std::string_view name = "QuoteRequested";
    StatusId status;  ///< The quoting one.
    AccountId author;
    StatusId quoted;
    AccountId quoted_author;
};

/// The quoted post's author accepted, refused or took back consent.
struct QuoteDecided {
    static constexpr std::string_view name = "QuoteDecided";
    StatusId status;  ///< The quoting one.
    AccountId author;
    StatusId quoted;
    AccountId quoted_author;
    QuoteState state{};
};

/// An emoji reaction; a plain favourite is FavouriteAdded.
struct ReactionAdded {
    static constexpr std::string_view name = "ReactionAdded";
    StatusId status;
    AccountId account;
    AccountId author;
};

struct ReactionRemoved {
    static constexpr std::string_view name = "ReactionRemoved";
    StatusId status;
    AccountId account;
    AccountId author;
};

struct FavouriteAdded {
    static constexpr std::string_view name = "FavouriteAdded";
    StatusId status;
    AccountId account;
    AccountId author;
};

struct FavouriteRemoved {
    static constexpr std::string_view name = "FavouriteRemoved";
    StatusId status;
    AccountId account;
    AccountId author;
};

struct FollowRequested {
    static constexpr std::string_view name = "FollowRequested";
    AccountId account;
    AccountId target;
};

/// The request was taken back by its author (`by_target` false) or rejected.
struct FollowRequestRemoved {
    static constexpr std::string_view name = "FollowRequestRemoved";
    AccountId account;
    AccountId target;
    bool by_target = false;
};

/// A follow began: at once, or by accepting a request.
struct FollowAccepted {
    static constexpr std::string_view name = "FollowAccepted";
    AccountId account;
    AccountId target;
    bool requested = false;  ///< It had been a request.
};

/// A follow ended, by the follower, or by the target (`by_target`).
struct FollowRemoved {
    static constexpr std::string_view name = "FollowRemoved";
    AccountId account;
    AccountId target;
    bool by_target = false;
};

struct AccountBlocked {
    static constexpr std::string_view name = "AccountBlocked";
    AccountId account;
    AccountId target;
};

struct AccountUnblocked {
    static constexpr std::string_view name = "AccountUnblocked";
    AccountId account;
    AccountId target;
};

struct AccountMuted {
    static constexpr std::string_view name = "AccountMuted";
    AccountId account;
    AccountId target;
};

struct AccountUnmuted {
    static constexpr std::string_view name = "AccountUnmuted";
    AccountId account;
    AccountId target;
};

/// The account says that its owner is now another one.
struct AccountMoved {
    static constexpr std::string_view name = "AccountMoved";
    AccountId account;
    AccountId target;
};

/// An account is going away for good; its rows follow in jobs.
struct AccountRemoved {
    static constexpr std::string_view name = "AccountRemoved";
    AccountId account;
    bool local = false;
    std::optional<UserId> user = {};  ///< Of a local one; that row is gone already.
};

struct ReportFiled {
    static constexpr std::string_view name = "ReportFiled";
    ReportId report;
};

/// A policy about a domain was set, changed or taken back.
struct DomainPolicyChanged {
    static constexpr std::string_view name = "DomainPolicyChanged";
    DomainPolicyId policy;
};

/// Entries for one post were added to the homes of these readers (a batch of a fan-out).
struct TimelineGrew {
    static constexpr std::string_view name = "TimelineGrew";
    StatusId status;
    std::int64_t readers = 0;
};

/// Posts that this account had read apart belong in its home again: an exclusive list lost members,
/// or is exclusive no longer.
struct HomeWidened {
    static constexpr std::string_view name = "HomeWidened";
    AccountId account;
};

struct NotificationCreated {
    static constexpr std::string_view name = "NotificationCreated";
    NotificationId notification;
    AccountId account;
    NotificationKind kind{};
};

/// Notices that had waited for their receiver's consent are in the list now, or were sorted anew:
/// whoever shows the list reads it again.
struct NotificationsMerged {
    static constexpr std::string_view name = "NotificationsMerged";
    AccountId account;
};

/// What this account sees of a conversation changed: a post came or went.
struct ConversationChanged {
    static constexpr std::string_view name = "ConversationChanged";
    AccountId account;
    ConversationId conversation;
};

/// The account made, changed or removed filters, their words or their posts.
struct FiltersChanged {
    static constexpr std::string_view name = "FiltersChanged";
    AccountId account;
};

/// An announcement is to be shown to everybody from now on, or its text changed while it is.
struct AnnouncementPublished {
    static constexpr std::string_view name = "AnnouncementPublished";
    AnnouncementId announcement;
};

/// Somebody reacted to an announcement, or took that back.
struct AnnouncementReacted {
    static constexpr std::string_view name = "AnnouncementReacted";
    AnnouncementId announcement;
    std::string emoji;       ///< A character, or the short code of one of our own.
    std::int64_t count = 0;  ///< With this emoji, after the change.
};

/// An announcement is no longer shown: taken back, removed, or over.
struct AnnouncementRemoved {
    static constexpr std::string_view name = "AnnouncementRemoved";
    AnnouncementId announcement;
};

struct MediaReady {
    static constexpr std::string_view name = "MediaReady";
    MediaId media;
};

}  // namespace skein::social
