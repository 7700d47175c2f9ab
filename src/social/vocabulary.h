// The words of the domain: small enumerations stored as numbers and shown as Mastodon names them.
// Stored numbers never change their meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace skein::social {

/// Where an account or a post comes from. Unique with its address.
enum class Network : std::int64_t { local = 0, activitypub = 1, atproto = 2, nostr = 3 };

/// Who a post is for, from widest to narrowest. `limited` has addressee rows, and is shown as
/// private.
enum class Visibility : std::int64_t {
    public_ = 0,
    unlisted = 1,
    private_ = 2,
    limited = 3,
    direct = 4
};

/// Whether a post shows in figures that anybody reads: how many posts an account wrote and when the
/// last, how many replies a post has. What not everybody may see would betray itself there.
constexpr bool counts_for_all(Visibility visibility) {
    return visibility == Visibility::public_ || visibility == Visibility::unlisted;
}

enum class AccountKind : std::int64_t { person = 0, bot = 1, group = 2 };

/// `limited` (silenced): only followers see its posts in lists. `suspended`: nobody sees anything.
enum class AccountState : std::int64_t { active = 0, limited = 1, suspended = 2 };

enum class MediaKind : std::int64_t { unknown = 0, image = 1, gifv = 2, video = 3, audio = 4 };
enum class MediaState : std::int64_t { processing = 0, ready = 1, failed = 2 };

enum class QuotePolicy : std::int64_t { public_ = 0, followers = 1, nobody = 2 };

/// What the author of a quoted post says to the quote. `unverified`: a quote in a form that asks
/// nobody; it is shown as a link.
enum class QuoteState : std::int64_t {
    pending = 0,
    accepted = 1,
    rejected = 2,
    revoked = 3,
    unverified = 4
};

enum class Role : std::int64_t { user = 0, moderator = 1, admin = 2, owner = 3 };

/// Notification kinds, numbered as stored; `to_string` gives the API's `type`.
enum class NotificationKind : std::int64_t {
    mention = 1,
    status = 2,
    boost = 3,
    follow = 4,
    follow_request = 5,
    favourite = 6,
    poll = 7,
    update = 8,
    admin_sign_up = 9,
    admin_report = 10,
    severed_relationships = 11,
    moderation_warning = 12,
    quote = 13,
    quoted_update = 14,
    added_to_collection = 15,
    collection_update = 16,
};

enum class Timeline : std::int64_t { home = 0, notifications = 1 };

/// Bits of `statuses.marks`. Those from the ninth on are the post's policy (interaction_policy.h).
namespace status_marks {
inline constexpr std::int64_t imported = 1, bridged = 2;
/// There is a row of `polls`, of `quotes`: without them no list asks for any.
inline constexpr std::int64_t has_poll = 4, has_quote = 8;
}  // namespace status_marks

std::string_view to_string(
    Visibility visibility);  ///< "public", "unlisted", "private" (limited too), "direct".
std::string_view to_string(MediaKind kind);
std::string_view to_string(NotificationKind kind);
std::string_view to_string(QuotePolicy policy);
std::string_view to_string(QuoteState state);
std::string_view to_string(Role role);
std::string_view to_string(Timeline timeline);

std::optional<Visibility> parse_visibility(std::string_view text);
std::optional<QuotePolicy> parse_quote_policy(std::string_view text);
std::optional<Role> parse_role(std::string_view text);
std::optional<NotificationKind> parse_notification_kind(std::string_view text);

}  // namespace skein::social
