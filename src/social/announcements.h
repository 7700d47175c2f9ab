// Announcements: what those who run the server tell everybody on it. Written on the command line,
// shown from their moment on until they are over, read and reacted to by users here.
//
//              its moment           it is over
//   scheduled ────────────▶ shown ────────────▶ over      each may be edited, and removed for good
//       ▲                     │ edited to a later moment
//       └─────────────────────┘
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
#include "social/events.h"

namespace skein {
class Server;
}

namespace skein::social {

struct Announcement {
    AnnouncementId id;
    bool shown = false;
    bool all_day = false;  ///< Of its beginning and its end only the days count.
    std::optional<Time> starts_at, ends_at;
    std::optional<Time> over_at;       ///< The end, or the end of the last day.
    std::optional<Time> scheduled_at;  ///< Shown from then on; nothing: at once.
    std::optional<Time> published_at;  ///< When it was first shown.
    Time created_at{}, updated_at{};
    std::string mentioned, statuses;  ///< Ids found in the text, as JSON arrays.
    std::string text, html;

    auto row() {
        return std::tie(id, shown, all_day, starts_at, ends_at, over_at, scheduled_at, published_at,
                        created_at, updated_at, mentioned, statuses, text, html);
    }
};

inline constexpr std::size_t announcement_characters_max = 5000;
inline constexpr std::int64_t announcements_max = 200;
/// Different reactions to one announcement.
inline constexpr std::int64_t announcement_reactions_max = 8;

/// What is written of an announcement.
struct AnnouncementDraft {
    std::string text;
    std::optional<Time> starts_at, ends_at, scheduled_at;
    bool all_day = false;
};

/// Stores it, and shows it when its moment has come. Errc::unprocessable says what breaks a rule:
/// no text, too long, over before it begins, too many kept.
Result<AnnouncementId> insert_announcement(Server& server, db::Tx& tx,
                                           AnnouncementDraft const& draft);
/// Writes it anew. Readers who dismissed it do not see it again.
Result<void> update_announcement(Server& server, db::Tx& tx, AnnouncementId id,
                                 AnnouncementDraft const& draft);
/// For good; who read it and who reacted goes in a job.
Result<void> remove_announcement(db::Tx& tx, AnnouncementId id);

Result<Announcement> load_announcement(db::Tx& tx, AnnouncementId id);
/// All that are kept, in the order of their beginning.
Result<std::vector<Announcement>> list_announcements(db::Tx& tx);

/// One that is shown to a reader, and whether the reader has dismissed it.
struct ShownAnnouncement {
    Announcement announcement;
    bool dismissed = false;
};
/// Those shown now, in the order of their beginning.
Result<std::vector<ShownAnnouncement>> list_shown_announcements(db::Tx& tx, AccountId reader,
                                                                bool with_dismissed);

/// Each: Errc::not_found when it is not shown now.
Result<void> dismiss_announcement(db::Tx& tx, AnnouncementId id, AccountId reader);
/// With one emoji of Unicode, or the short code of one of our own. The same again changes nothing.
/// Errc::unprocessable: no emoji, or one more different reaction than an announcement may have.
Result<void> add_announcement_reaction(db::Tx& tx, AnnouncementId id, AccountId account,
                                       std::string_view name);
/// Errc::not_found also for a reaction that is not there.
Result<void> remove_announcement_reaction(db::Tx& tx, AnnouncementId id, AccountId account,
                                          std::string_view name);

/// Their moments as jobs, and what goes with accounts.
void install_announcements(Server& server);
void install_announcement_reactions(Server& server);  ///< A part of the above.

}  // namespace skein::social
