#include "features/transfer/archive_page.h"

#include "core/server.h"
#include "features/transfer/archives.h"
#include "features/transfer/handlers.h"
#include "social/archive_documents.h"
#include "social/media.h"
#include "social/passwords.h"
#include "social/users.h"

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

SafeHtml state_of(ArchiveStanding const& standing, Time now) {
    if (standing.failed)
        return html(
            "<p>Your last archive could not be put together. Please ask for it again; if that "
            "does not help, tell the people who run this server.</p>");
    if (!standing.newest) return {};
    auto const& archive = *standing.newest;
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

SafeHtml form_of(social::PageWriter const& page, social::FieldErrors errors) {
    auto form = page.form("/settings/archive", std::move(errors));
    form.input({.name = "current_password",
                .label = "Your password",
                .type = "password",
                .autocomplete = "current-password"});
    return form.done("Ask for an archive");
}

Result<bool> password_is_right(Call& call, std::string const& password) {
    auto& server = call.server();
    TRY(auto const user,
        server.db().read([&](db::Tx& tx) { return social::load_user(tx, call.who().user); }));
    return social::verify_password(server, password, user.password_hash);
}

}  // namespace

Result<SafeHtml> archive_section(Call const& call, social::PageWriter const& page,
                                 social::FieldErrors errors) {
    if (!are_made_here(call)) return SafeHtml();
    auto& server = call.server();
    TRY(auto const standing,
        server.db().read([&](db::Tx& tx) { return find_standing(tx, call.viewer()); }));
    return html(
        "<h2>Everything</h2><p>An archive with all your posts and files, your profile, and "
        "what you favourited and bookmarked, as Mastodon makes it. You can ask for one every "
        "seven days.</p>{}{}",
        state_of(standing, server.clock().now()),
        standing.may_ask ? form_of(page, std::move(errors)) : SafeHtml());
}

Result<Reply> ask_archive(Call& call, AskArchive const& input) {
    if (!are_made_here(call)) return fail(Errc::not_found, "Record not found");
    TRY(auto const right, password_is_right(call, input.current_password));
    if (!right)
        return export_page(
            call, {{"current_password", "This is not your password. Enter the one you use now."}});
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
