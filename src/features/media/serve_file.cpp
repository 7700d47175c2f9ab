#include "core/server.h"
#include "features/media/file_reply.h"
#include "features/media/handlers.h"
#include "social/media.h"

namespace skein::media {

Result<Reply> file_reply(Server& server, social::File const& file, std::string_view cache_control) {
    TRY(auto const local, server.storage().open(file.sha256));
    http::Response response;
    response.body = http::FileBody{local.path, local.size};
    auto& headers = response.headers;
    headers.set("Content-Type", file.content_type);
    headers.set("Cache-Control", cache_control);
    headers.set("ETag", "\"" + file.sha256 + "\"");
    // Bytes from strangers under our own name: they are shown as what they are and may run nothing.
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

namespace {

/// Archives of whole accounts are files too: their owners get them elsewhere, after signing in.
bool is_for_everybody(social::File const& file) { return file.content_type != "application/zip"; }

}  // namespace

Result<Reply> serve_file(Call& call) {
    auto& server = call.server();
    TRY(auto const file,
        server.db().read([&](db::Tx& tx) { return social::find_file(tx, call.path("key")); }));
    if (!file || !is_for_everybody(*file)) return fail(Errc::not_found, "Record not found");
    return file_reply(server, *file, "public, max-age=31536000, immutable");
}

}  // namespace skein::media
