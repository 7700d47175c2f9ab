// What every server tidies up by itself: things that have expired, files nobody names any more, the
// copies of other servers' files. Homes are tidied by whoever fills them.
//
// Each is run by a schedule, does a bounded amount of work and leaves the rest to its next run.
// Nothing a person sees changes by them, except that muted people are back in time.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "core/config.h"

namespace skein {
class Server;
}

namespace skein::social {

struct RemoteCacheConfig {
    std::int64_t remote_bytes_max = std::int64_t{10} << 30;
    void declare(Settings& s);
};

Result<void> end_expired_mutes(Server& server);
/// Idempotency keys, links sent by mail, authorisation codes: whatever no longer opens anything.
Result<void> sweep_expired_secrets(Server& server);
/// Sessions nobody has used for a year.
Result<void> sweep_old_sessions(Server& server);
/// Registered apps that nobody has authorised within a week.
Result<void> sweep_unused_apps(Server& server);
/// Uploads that went into no post within a day.
Result<void> sweep_unattached_media(Server& server);
/// Bytes that lost their last key more than an hour ago.
Result<void> sweep_unused_blobs(Server& server);
/// Bytes in the store that no row knows: what a crash between the two leaves behind.
Result<void> sweep_orphaned_files(Server& server);
/// Lets copies of other servers' files go, least recently used first, until they fit.
Result<void> bound_remote_cache(Server& server);

/// Declares the settings and registers the schedules.
void install_upkeep(Server& server);

}  // namespace skein::social
