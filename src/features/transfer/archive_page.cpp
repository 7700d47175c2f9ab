#include "features/transfer/archive_page.h"

#include "core/server.h"
#include "features/transfer/archives.h"
#include "features/transfer/handlers.h"
#include "social/archive_documents.h"
#include "social/media.h"

namespace skein::transfer {
namespace {

constexpr std::string_view page_path = "/settings/export";

bool are_made_here(Call const& call) {
    return static_cast<bool>(call.server().part<social::ArchiveDocuments>().activities);
}

std::string size_of(std::int64_t bytes) {
    constexpr std::int64_t mega = 1'000'000;
    return bytes < mega ? fmt::format("{} KB", (bytes + 999) / 1000)
                        : fmt::format("{} MB", (bytes + mega / 2) / mega);
}

SafeHtml state_of(Archive const& archive, Time now) {
    if (archive.in_the_making())
        return html("<p>Your archive is being put together since {} (UTC). Come back later.</p>",
                    to_iso_date(archive.created_at));
    auto const until = archive.finished_at + archive_lifetime;
    if (archive.stage != ArchiveStage::there || until <= now) return {};
    return html(
        "<p><a href=\"/settings/archives/{}\" download>Your archive</a> of {} ({}). You can "
        "download it until {} (UTC).</p>",
        to_string(archive.id), to_iso_date(archive.created_at), size_of(archive.size_bytes),
        to_iso_date(until));
}

}  // namespace

Result<SafeHtml> archive_section(Call const& call, social::PageWriter const& page) {
    if (!are_made_here(call)) return SafeHtml();
    auto& server = call.server();
    TRY(auto const archive,
        server.db().read([&](db::Tx& tx) { return find_archive_of(tx, call.viewer()); }));
    auto const now = server.clock().now();
    auto ask = page.form("/settings/archive");
    auto const again = !archive || archive->created_at <= now - archive_pause;
    return html(
        "<h2>Everything</h2><p>An archive with all your posts and files, your profile, and "
        "what you favourited and bookmarked, as Mastodon makes it. You can ask for one every "
        "seven days.</p>{}{}",
        archive ? state_of(*archive, now) : SafeHtml(),
        again ? html("<div class=\"actions\">{}</div>", ask.button("Ask for an archive", "second"))
              : SafeHtml());
}

Result<Reply> ask_archive(Call& call) {
    if (!are_made_here(call)) return fail(Errc::not_found, "Record not found");
    TRY_OK(call.server().db().write([&](db::Tx& tx) { return insert_archive(tx, call.viewer()); }));
    return http::redirect(303, std::string(page_path) + "?asked=1");
}

Result<Reply> download_archive(Call& call) {
    auto& server = call.server();
    struct Found {
        Archive archive;
        std::optional<social::File> file;
    };
    TRY(auto const found, server.db().read([&](db::Tx& tx) -> Result<Found> {
        Found both;
        TRY(both.archive, load_own_archive(tx, call.viewer(), call.path_id<ArchiveId>("id")));
        TRY(both.file, social::find_file(tx, both.archive.file_key));
        return both;
    }));
    if (!found.file) return fail(Errc::not_found, "Record not found");
    TRY(auto const local, server.storage().open(found.file->sha256));
    http::Response response;
    response.body = http::FileBody{local.path, local.size};
    auto& headers = response.headers;
    headers.set("Content-Type", archive_type);
    headers.set("Content-Disposition",
                fmt::format("attachment; filename=\"archive-{}-{}.zip\"", server.domain(),
                            to_iso_date(found.archive.created_at)));
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "private, no-store");
    headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

}  // namespace skein::transfer
