// A file of another server, brought onto the disk piece by piece, so that no large one stands in
// memory. What it is, its first bytes say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/server.h"
#include "platform/http/message.h"
#include "platform/imaging/sniff.h"
#include "social/vocabulary.h"

namespace skein::media {

struct Downloaded {
    std::shared_ptr<http::SpooledFile> file;
    imaging::FileType type{};
};

/// Lane `fetch` only. Errc::unsupported_media when it is no file of this kind, Errc::too_large,
/// Errc::forbidden (an address that may not be asked, a domain whose media are rejected),
/// Errc::not_found, Errc::gone, Errc::remote, Errc::timeout.
Result<Downloaded> download(Server& server, std::string const& url, social::MediaKind kind);

/// Do the policies about domains let media of this host in?
bool accepts_media_of(Server& server, std::string_view host);

}  // namespace skein::media
