// Statuses (posts): publishing, editing, removing, and what people do with them. A boost is a
// status of its own that names another.
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
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/interaction_policy.h"
#include "social/listed.h"
#include "social/polls.h"
#include "social/quotes.h"
#include "social/vocabulary.h"

namespace skein::social {

/// A row of `statuses`.
struct Status {
    StatusId id;
    AccountId account_id;
    Network network{};
    std::optional<std::string>
        address;  ///< Id in its network; nothing for local ones (made from the public address).
    std::optional<std::string> url;
    std::string text;     ///< The author's text; "" for remote ones.
    std::string content;  ///< HTML, safe.
    std::string spoiler_text;
    Visibility visibility{};
    bool sensitive = false;
    std::string language;  ///< "" when unknown.
    std::optional<StatusId> in_reply_to_id;
    std::optional<AccountId> in_reply_to_account_id;
    std::optional<StatusId> boost_of_id;
    ConversationId conversation_id;
    std::optional<AppId> app_id;
    bool has_media = false;
    std::int64_t marks = 0;
    std::int64_t version = 1;
    Time created_at{};
    std::optional<Time> edited_at;

    auto row() {
        return std::tie(id, account_id, network, address, url, text, content, spoiler_text,
                        visibility, sensitive, language, in_reply_to_id, in_reply_to_account_id,
                        boost_of_id, conversation_id, app_id, has_media, marks, version, created_at,
                        edited_at);
    }
};

/// A post that is about to be. `content` is already HTML and the mentioned accounts are known: see
/// post_text.h.
struct StatusDraft {
    AccountId author;
    Network network = Network::local;
    std::optional<std::string> address, url;
    std::string text, content, spoiler_text;
    Visibility visibility = Visibility::public_;
    bool sensitive = false;
    std::string language;
    std::optional<StatusId> in_reply_to_id;
    /// It answers something that is not known here, or that its author may not see.
    bool answers_unknown = false;
    std::optional<AppId> app_id;
    std::vector<AccountId> mentions;
    std::vector<AccountId> addressees;  ///< Silent mentions: see it without being named.
    std::vector<std::string> tags;      ///< As written, without '#'.
    std::vector<MediaId> media;
    std::optional<PollDraft> poll;
    std::optional<QuoteDraft> quote;
    /// Nothing: as the author's settings say (local), or what a post without one means (remote).
    std::optional<InteractionPolicy> policy;
    std::int64_t marks = 0;
    bool quiet = false;  ///< Nobody is notified and no home gets it (see StatusPublished).
    Time created_at{};   ///< The epoch: now. A past moment makes an id that sorts there.
};

Result<std::optional<Status>> find_status(db::Tx& tx, StatusId id);
Result<Status> load_status(db::Tx& tx, StatusId id);
Result<std::optional<Status>> find_status_by_address(db::Tx& tx, Network network,
                                                     std::string_view address);
/// In any order; unknown ids are left out.
Result<std::vector<Status>> list_statuses(db::Tx& tx, std::span<StatusId const> ids);
/// The post if `viewer` (zero: nobody) may see it; else `not_found`, the same as for one that does
/// not exist.
Result<Status> load_visible_status(db::Tx& tx, AccountId viewer, StatusId id);

/// Asks the policies, stores the post with mentions, tags, media, poll and quote, counts it,
/// publishes StatusPublished. The parent must be visible to the author (else `not_found`), and of a
/// local author its own policy must allow the answer (Errc::forbidden); of a quote see
/// `insert_quote`. A local quote of a private post is private.
Result<Status> publish_status(db::Tx& tx, StatusDraft const& draft);

/// What an edit changes; the version before is kept in the history.
struct StatusEdit {
    std::string text, content, spoiler_text;
    bool sensitive = false;
    std::string language;
    std::vector<AccountId> mentions;
    std::vector<std::string> tags;
    std::vector<MediaId> media;
    /// Nothing: the poll stays as it is. Other options or another kind begin it anew.
    std::optional<PollDraft> poll = {};
    std::optional<Time> edited_at = {};  ///< Nothing: now. What another server said, at most now.
};
/// Versions before the present one. Each stays as long as the post, so its author may make so many.
Result<std::int64_t> count_edits(db::Tx& tx, StatusId status);
inline constexpr std::int64_t edits_per_status_max = 100;
/// Publishes StatusEdited. The visibility never changes.
Result<Status> edit_status(db::Tx& tx, Status const& status, StatusEdit const& edit);

/// Removes the post and what hangs on it (boosts of it, favourites, entries, notifications);
/// publishes StatusRemoved for it and each boost (of very many, the rest follow in a job, shown to
/// nobody in between). Media keep their rows for redraft unless
/// `remove_media`.
Result<void> remove_status(db::Tx& tx, Status const& status, bool remove_media);

/// A boost that is about to be.
struct BoostDraft {
    AccountId account;
    Visibility visibility = Visibility::public_;
    Network network = Network::local;
    std::optional<std::string> address = {};  ///< Of the boost itself, in its network.
    bool quiet = false;                       ///< Nobody is notified and no home gets it.
    Time created_at = {};                     ///< The epoch: now.
};
/// Boosts; answers the boost, the existing one when there is one. Who may boost what is checked
/// here: public and unlisted by everybody, private only by its author; people here also keep to
/// the post's own policy (Errc::forbidden).
Result<Status> boost_status(db::Tx& tx, BoostDraft const& draft, Status const& status);
Result<std::optional<Status>> find_boost(db::Tx& tx, AccountId account, StatusId original);
/// Changes how often a post was boosted; one of the last writes of a transaction.
Result<void> count_boost(db::Tx& tx, StatusId original, std::int64_t by);
/// Nothing when it was not boosted.
Result<void> unboost_status(db::Tx& tx, AccountId account, Status const& status);

/// Each changes nothing when it is already so. Favourites publish FavouriteAdded and
/// FavouriteRemoved.
Result<void> add_favourite(db::Tx& tx, AccountId account, Status const& status);
Result<void> remove_favourite(db::Tx& tx, AccountId account, Status const& status);
Result<void> add_bookmark(db::Tx& tx, AccountId account, Status const& status);
Result<void> remove_bookmark(db::Tx& tx, AccountId account, Status const& status);
Result<void> mute_conversation(db::Tx& tx, AccountId account, ConversationId conversation);
Result<void> unmute_conversation(db::Tx& tx, AccountId account, ConversationId conversation);
/// Errc::unprocessable: someone else's post, a boost, direct, or already `pins_max` of them.
Result<void> pin_status(db::Tx& tx, AccountId account, Status const& status);
Result<void> unpin_status(db::Tx& tx, AccountId account, Status const& status);
inline constexpr std::int64_t pins_max = 5;

/// A post as it was.
struct PastVersion {
    std::string text, content, spoiler_text;
    bool sensitive = false;
    std::string language;
    std::string media;  ///< JSON array of {id, description}.
    std::string poll;   ///< JSON array of the options' titles; "" without a poll.
    Time created_at{};
    auto row() {
        return std::tie(text, content, spoiler_text, sensitive, language, media, poll, created_at);
    }
};
/// Oldest first, the present one last.
Result<std::vector<PastVersion>> list_versions(db::Tx& tx, Status const& status);

Result<std::vector<Listed<StatusId>>> list_favourites(db::Tx& tx, AccountId account,
                                                      Page const& page);
Result<std::vector<Listed<StatusId>>> list_bookmarks(db::Tx& tx, AccountId account,
                                                     Page const& page);
Result<std::vector<Listed<AccountId>>> list_favourited_by(db::Tx& tx, AccountId viewer,
                                                          StatusId status, Page const& page);
Result<std::vector<Listed<AccountId>>> list_boosted_by(db::Tx& tx, AccountId viewer,
                                                       StatusId status, Page const& page);

/// Idempotency: the post this key made within that time, or nothing; and remembering one, in its
/// transaction.
inline constexpr auto idempotency_lifetime = std::chrono::hours(1);
Result<std::optional<StatusId>> find_status_by_key(db::Tx& tx, AccountId account,
                                                   std::string_view key);
Result<void> remember_key(db::Tx& tx, AccountId account, std::string_view key, StatusId status);

}  // namespace skein::social
