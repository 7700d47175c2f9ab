// Asking another server who is behind a handle (RFC 7033).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"
#include "features/activitypub/fetch.h"

namespace skein::activitypub {

/// What a server says of one of its handles.
struct Finger {
    Handle subject;  ///< The handle it calls the canonical one.
    Iri self;        ///< The actor.
};

/// A JRD that answers a question for `asked`. Errc::unprocessable: it names no actor.
Result<Finger> read_webfinger(std::string_view text, Handle const& asked);
/// The address that a host-meta document gives for questions about `resource`; nothing without one.
std::optional<std::string> read_host_meta(std::string_view text, std::string_view resource);

/// Can this be the name of somebody elsewhere? Letters and digits of any script, `_`, `-`, `.`.
bool is_remote_username(std::string_view name);

/// Asks the handle's own host; answers are remembered for minutes. Errors as `fetch_plain`, and
/// Errc::unprocessable for an answer that names no actor.
Result<Finger> ask_webfinger(Server& server, Handle const& handle, FetchBudget& budget);

void install_webfinger_client(Server& server);

}  // namespace skein::activitypub
