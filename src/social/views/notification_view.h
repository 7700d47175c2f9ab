// Notification, and the parts that a group of them has as well.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "social/notification_subjects.h"
#include "social/views/account_view.h"
#include "social/views/views.h"

namespace skein::social {

/// The types an app says it knows. For the others that are not known everywhere it gets words to
/// show, in `fallback`; an app that says nothing gets none.
using KnownTypes = std::optional<std::vector<std::string>>;

Result<void> write_notifications(ViewOf const& view, std::span<Notification const> rows,
                                 KnownTypes const& known, json::Writer& out);

/// What some notifications show besides whoever caused them, loaded in a constant number of
/// statements.
class NotificationParts {
  public:
    /// `more` are further accounts to have at hand.
    static Result<NotificationParts> load(ViewOf const& view, std::span<Notification const> rows,
                                          std::span<AccountId const> more, KnownTypes const& known);

    /// Whether all that a client needs of it is there; it would drop a whole page otherwise.
    bool can_show(Notification const& row) const;
    AccountPieces const& accounts() const { return accounts_; }
    /// The posts that the viewer may see, as JSON by id.
    std::unordered_map<StatusId, std::string> const& posts() const { return posts_; }
    /// `report`, `event`, `moderation_warning`, `collection`, `fallback`: those the row has.
    void write_subject(Notification const& row, json::Writer& out) const;

  private:
    explicit NotificationParts(std::int64_t emoji_version) : accounts_(emoji_version) {}
    Result<void> load_names(ViewOf const& view, std::span<Notification const> rows);
    bool needs_words(NotificationKind kind) const;
    Result<void> load_collections(ViewOf const& view);
    std::optional<std::string> summary_of(Notification const& row) const;
    void write_fallback(Notification const& row, json::Writer& out) const;

    AccountPieces accounts_;
    std::unordered_map<StatusId, std::string> posts_;
    NotificationSubjects subjects_;
    std::unordered_map<CollectionId, std::string> collections_;
    KnownTypes known_;
    std::unordered_map<AccountId, std::string> names_;
};

}  // namespace skein::social
