// The page with the files to take along, and the files.

#include "core/server.h"
#include "features/transfer/archive_page.h"
#include "features/transfer/files.h"
#include "features/transfer/handlers.h"
#include "features/transfer/holdings.h"
#include "social/pages.h"

namespace skein::transfer {

Reply csv_reply(std::string body, std::string_view file) {
    auto reply = http::text_response(200, std::move(body), "text/csv; charset=utf-8");
    reply.headers.set("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file));
    reply.headers.set("X-Content-Type-Options", "nosniff");
    reply.headers.set("Cache-Control", "private, no-store");
    reply.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    return reply;
}

Result<Reply> show_export(Call& call) { return export_page(call, {}); }

Result<Reply> export_page(Call& call, social::FieldErrors errors) {
    auto const wrong = !errors.empty();
    social::PageWriter const page(call);
    auto const& say = page.locale();
    SafeHtml list;
    for (auto const& kind : all_kinds())
        list += html("<li><div>{}</div><a href=\"/settings/exports/{}.csv\" download>CSV</a></li>",
                     say(kind.label), kind.file);
    TRY(auto const archive, archive_section(call, page, std::move(errors)));
    auto const* asked = call.params().find("asked");
    return page.reply(social::in_settings(
        call,
        {.path = "/settings/export",
         .title = say("transfer.export.title"),
         .word = asked ? say.html("transfer.export.asked") : SafeHtml(),
         .body = html("<p>{}</p><ul class=\"list\">{}</ul><p>{}</p>{}", say("transfer.export.text"),
                      list, say.html("transfer.export.bring", {}, {{"import", "/settings/import"}}),
                      archive),
         .failed = wrong}));
}

Result<Reply> download_export(Call& call) {
    auto const kind = kind_of_file(call.path("file"));
    if (!kind) return fail(Errc::not_found, "Record not found");
    auto& server = call.server();
    TRY(auto const holdings, server.db().read([&](db::Tx& tx) {
        return list_holdings(server, tx, call.viewer(), *kind);
    }));
    auto const& words = words_of(*kind);
    std::string body;
    if (!words.header.empty()) body = std::string(words.header) + "\r\n";
    for (auto const& held : holdings) append_csv_row(body, held.cells);
    return csv_reply(std::move(body), std::string(words.file) + ".csv");
}

}  // namespace skein::transfer
