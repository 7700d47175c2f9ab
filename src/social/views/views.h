// Entities of the API as JSON, always in batches.
//
// A post is rendered once per version: an immutable fragment with holes for the author (its own
// versioned fragment), counters and the viewer's fields, filled per request from one batch of
// narrow rows. The key is (id, version), and the version comes from the same snapshot as the ids,
// so no late reader can serve old text. The number of statements does not depend on the number of
// items.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "core/auth.h"
#include "platform/db/tx.h"
#include "social/emojis.h"
#include "social/media.h"
#include "social/notifications.h"
#include "social/relations.h"
#include "social/status_heads.h"
#include "social/statuses.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Who reads, and through which server: what every view needs.
struct ViewOf {
    Server& server;
    db::Tx& tx;
    AccountId viewer;  ///< Zero: nobody.
};

/// Each of these posts as one element of the open array, in order. The caller has judged that the
/// viewer may see them; what is gone is left out. A boosted post is nested in its boost.
Result<void> write_statuses(ViewOf const& view, std::span<StatusId const> ids, json::Writer& out);
/// The same with their heads at hand, as lists answer them: no second look at the same rows.
Result<void> write_statuses(ViewOf const& view, std::span<StatusHead const> heads,
                            json::Writer& out);
/// One post as one value; `not_found` when it is gone.
Result<void> write_status(ViewOf const& view, StatusId id, json::Writer& out);

/// The same; `not_found` also when the viewer may not see it.
Result<void> write_visible_status(ViewOf const& view, StatusId id, json::Writer& out);

Result<void> write_accounts(ViewOf const& view, std::span<AccountId const> ids, json::Writer& out);
Result<void> write_account(ViewOf const& view, AccountId id, json::Writer& out);
/// With `source` and `role`: for its owner only.
Result<void> write_credential_account(ViewOf const& view, AccountId id, json::Writer& out);
/// MutedAccount entities.
Result<void> write_muted_accounts(ViewOf const& view, std::span<MutedAccount const> muted,
                                  json::Writer& out);

Result<void> write_relationships(ViewOf const& view, std::span<AccountId const> ids,
                                 json::Writer& out);
Result<void> write_notifications(ViewOf const& view, std::span<Notification const> rows,
                                 json::Writer& out);
Result<void> write_status_history(ViewOf const& view, Status const& status, json::Writer& out);

/// The Role entity.
void write_role(Role role, json::Writer& out);
void write_emoji(Server const& server, Emoji const& emoji, json::Writer& out);
void write_media(Server const& server, Media const& media, json::Writer& out);

/// Caches, the setting of their size, and the versions that change with files. For social::install.
void install_views(Server& server);

/// Absolute addresses of things here.
std::string account_url(Server const& server, std::string_view username);
std::string account_uri(Server const& server, AccountId id);
std::string status_url(Server const& server, std::string_view username, StatusId id);
std::string status_uri(Server const& server, AccountId author, StatusId id);
std::string tag_url(Server const& server, std::string_view folded_name);
std::string media_url(Server const& server, std::string_view key);

}  // namespace skein::social
