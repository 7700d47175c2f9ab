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

SafeHtml state_of(social::Locale const& say, ArchiveStanding const& standing, Time now) {
    if (standing.failed) return html("<p>{}</p>", say("transfer.archive.failed"));
    if (!standing.newest) return {};
    auto const& archive = *standing.newest;
    auto const day = to_iso_date(archive.created_at);
    if (archive.in_the_making())
        return html("<p>{}</p>", say("transfer.archive.making", {{"day", day}}));
    auto const until = archive.finished_at + archive_lifetime;
    if (archive.stage != ArchiveStage::there || until <= now) return {};
    return html(
        "<p>{}</p>",
        say.html(
            "transfer.archive.there",
            {{"day", day}, {"size", size_of(archive.size_bytes)}, {"until", to_iso_date(until)}},
            {{"archive", "/settings/archives/" + to_string(archive.id)}}));
}

SafeHtml form_of(social::PageWriter const& page, social::FieldErrors errors) {
    auto form = page.form("/settings/archive", std::move(errors));
    form.input({.name = "current_password",
                .label = page.locale()("pages.field.your_password"),
                .type = "password",
                .autocomplete = "current-password"});
    return form.done(page.locale()("transfer.archive.ask"));
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
    auto const& say = page.locale();
    return html("<h2>{}</h2><p>{}</p>{}{}", say("transfer.archive.everything"),
                say("transfer.archive.text"), state_of(say, standing, server.clock().now()),
                standing.may_ask ? form_of(page, std::move(errors)) : SafeHtml());
}

Result<Reply> ask_archive(Call& call, AskArchive const& input) {
    if (!are_made_here(call)) return fail(Errc::not_found, "Record not found");
    TRY(auto const right, password_is_right(call, input.current_password));
    if (!right)
        return export_page(
            call, {{"current_password", social::locale_of(call)("pages.field.wrong_password")}});
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
