#include "features/streaming/streams.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"

namespace skein::streaming {
namespace {

struct Name {
    std::string_view name;
    StreamKind kind;
};
constexpr auto names = std::to_array<Name>({
    {"public", StreamKind::public_all},
    {"public:media", StreamKind::public_media},
    {"public:local", StreamKind::public_local},
    {"public:local:media", StreamKind::public_local_media},
    {"public:remote", StreamKind::public_remote},
    {"public:remote:media", StreamKind::public_remote_media},
    {"hashtag", StreamKind::hashtag},
    {"hashtag:local", StreamKind::hashtag_local},
    {"user", StreamKind::user},
    {"user:notification", StreamKind::user_notification},
    {"list", StreamKind::list},
    {"direct", StreamKind::direct},
});
static_assert(names.size() == stream_kinds);

/// No tag is longer; what nobody can have written is not worth its memory.
constexpr std::size_t tag_bytes_max = 512;

std::string label_of(std::string_view name, std::string_view parameter) {
    json::Writer out;
    out.array([&] {
        out.value(name);
        if (!parameter.empty()) out.value(parameter);
    });
    return out.take();
}

Result<Stream> read_tag(Name const& name, std::string const& tag) {
    auto const bare = std::string_view(tag).substr(tag.starts_with('#') ? 1 : 0);
    if (bare.empty()) return fail(Errc::bad_request, "Missing tag name parameter");
    if (bare.size() > tag_bytes_max) return fail(Errc::bad_request, "This is no tag");
    auto const valid = to_valid_utf8(bare);
    auto folded = fold_tag(valid);
    if (folded.empty()) return fail(Errc::bad_request, "This is no tag");
    return Stream{.kind = name.kind, .tag = std::move(folded), .label = label_of(name.name, valid)};
}

Result<Stream> read_list(Name const& name, std::string const& list) {
    if (list.empty()) return fail(Errc::bad_request, "Missing list name parameter");
    auto const id = parse_id(list);
    if (!id) return fail(Errc::unauthenticated, "Not authorized to stream this list");
    return Stream{.kind = name.kind, .list = *id, .label = label_of(name.name, list)};
}

}  // namespace

Result<Stream> read_stream(StreamWish const& wish) {
    auto const name = std::ranges::find(names, wish.stream, &Name::name);
    if (name == names.end()) return fail(Errc::bad_request, "Unknown stream type");
    switch (name->kind) {
        case StreamKind::hashtag:
        case StreamKind::hashtag_local: return read_tag(*name, wish.tag);
        case StreamKind::list: return read_list(*name, wish.list);
        default: return Stream{.kind = name->kind, .label = label_of(name->name, "")};
    }
}

std::optional<std::string> stream_of_path(std::string_view path, bool only_media) {
    constexpr std::string_view before = "/api/v1/streaming/";
    if (!path.starts_with(before)) return std::nullopt;
    std::string name(path.substr(before.size()));
    std::ranges::replace(name, '/', ':');
    // That a stream is only of media is said by a parameter.
    auto const known = std::ranges::find(names, name, &Name::name);
    if (known == names.end() || name.ends_with(":media")) return std::nullopt;
    if (only_media && name.starts_with("public")) name += ":media";
    return name;
}

Result<void> check_scopes(Scopes const& scopes, StreamKind kind) {
    auto const* const wanted =
        kind == StreamKind::user_notification ? "read:notifications" : "read:statuses";
    if (scopes.grants_any(wanted)) return {};
    return fail(Errc::unauthenticated, "Access token does not have the required scopes");
}

bool carries_notifications(Scopes const& scopes, StreamKind kind) {
    return (kind == StreamKind::user || kind == StreamKind::user_notification) &&
           scopes.grants_any("read:notifications");
}

}  // namespace skein::streaming
