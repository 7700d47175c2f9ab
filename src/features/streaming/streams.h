// The streams there are: their names, what they ask for, and which scopes open them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/auth.h"

namespace skein::streaming {

enum class StreamKind : std::uint8_t {
    public_all,
    public_media,
    public_local,
    public_local_media,
    public_remote,
    public_remote_media,
    hashtag,
    hashtag_local,
    user,
    user_notification,
    list,
    direct,
};
inline constexpr std::size_t stream_kinds = 12;

/// One stream, as a client asked for it.
struct Stream {
    StreamKind kind{};
    std::string tag = {};    ///< Folded; of hashtag streams.
    std::int64_t list = 0;   ///< Of list streams.
    std::string label = {};  ///< What its frames are marked with: `["hashtag","Cats"]`.

    bool same_as(Stream const& other) const {
        return kind == other.kind && tag == other.tag && list == other.list;
    }
};

/// How a stream is asked for, by query or by frame.
struct StreamWish {
    std::string stream = {}, tag = {}, list = {};
};
/// Errc::bad_request in Mastodon's words: no such stream, or its parameter is missing.
Result<Stream> read_stream(StreamWish const& wish);

/// The stream of `/api/v1/streaming/…`; nothing for a path that is none.
std::optional<std::string> stream_of_path(std::string_view path, bool only_media);

/// Errc::unauthenticated, as Mastodon says it, unless these scopes open the stream.
Result<void> check_scopes(Scopes const& scopes, StreamKind kind);
/// A user's stream carries notifications only for whoever may read them.
bool carries_notifications(Scopes const& scopes, StreamKind kind);

}  // namespace skein::streaming
