// The page to bring lists along: a form, and how far those before have come.

#include <fstream>

#include "base/text.h"
#include "core/server.h"
#include "features/transfer/files.h"
#include "features/transfer/handlers.h"
#include "features/transfer/imports.h"
#include "social/pages.h"

namespace skein::transfer {
namespace {

constexpr std::size_t rows_a_write = 300;

SafeHtml import_item(social::Locale const& say, Import const& import) {
    SafeHtml failures;
    if (import.failed > 0)
        failures = html(" <a href=\"/settings/imports/{}\" download>{}</a>", to_string(import.id),
                        say("transfer.import.failures", {{"count", import.failed}}));
    auto const state =
        say.html(import.finished ? "transfer.import.finished" : "transfer.import.running",
                 {{"kind", say(words_of(import.kind).label)},
                  {"day", to_iso_date(import.created_at)},
                  {"done", import.done + import.failed},
                  {"total", import.total}});
    return html("<li><div>{}{}</div></li>", state, failures);
}

Result<Reply> import_page(Call& call, StartImport const& typed, social::FieldErrors errors,
                          SafeHtml word = {}) {
    social::PageWriter const page(call);
    TRY(auto const imports,
        call.server().db().read([&](db::Tx& tx) { return list_imports(tx, call.viewer()); }));
    auto const& say = page.locale();
    SafeHtml list;
    for (auto const& import : imports) list += import_item(say, import);
    std::vector<social::Choice> kinds;
    for (auto const& kind : all_kinds()) kinds.push_back({kind.name, say.html(kind.label)});
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/import", std::move(errors));
    form.choose("kind", say("transfer.import.what"), kinds, typed.kind);
    form.choose("mode", say("transfer.import.mode"),
                {{"merge", say.html("transfer.import.merge")},
                 {"overwrite", say.html("transfer.import.overwrite")}},
                typed.mode);
    form.add(
        html("<p><label for=\"data\">{}</label><input id=\"data\" type=\"file\" name=\"data\" "
             "accept=\".csv,text/csv\" required></p>",
             say("transfer.import.file")));
    auto const shown = list.empty() ? SafeHtml() : html("<ul class=\"list\">{}</ul>", list);
    return page.reply(social::in_settings(
        call, {.path = "/settings/import",
               .title = say("transfer.import.title"),
               .word = std::move(word),
               .body = html("<p>{}</p>{}{}",
                            say.html("transfer.import.text", {}, {{"export", "/settings/export"}}),
                            shown, form.done(say("transfer.import.button"))),
               .failed = wrong}));
}

std::string content_of(http::Upload const& upload) {
    if (!upload.file) return {};
    std::ifstream in(upload.file->path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Mastodon's own first lines, and those of others: they name no account.
bool is_header(Kind kind, CsvRow const& row) {
    auto const first = fold_case(trim(row[0]));
    if (first.starts_with('#')) return true;
    if (first == "account address" || first == "list name" || first == "uri") return true;
    return kind == Kind::domain_blocks && first == "domain";
}

Result<std::vector<CsvRow>> rows_of(Kind kind, http::Upload const& upload) {
    TRY(auto rows, read_csv(content_of(upload), import_rows_max + 1));
    if (!rows.empty() && is_header(kind, rows.front())) rows.erase(rows.begin());
    if (rows.empty()) return fail(Errc::unprocessable, "There is nothing in this file.");
    if (rows.size() > import_rows_max)
        return fail(Errc::unprocessable,
                    fmt::format("The file has more than {} lines.", import_rows_max));
    return rows;
}

/// In several writes; the job comes with the last, so that an import cut off in between never runs.
Result<void> store(Server& server, Import import, std::vector<CsvRow> const& rows) {
    TRY(import, server.db().write([&](db::Tx& tx) { return insert_import(tx, import); }));
    for (std::size_t first = 0; first < rows.size(); first += rows_a_write) {
        auto const part =
            std::span(rows).subspan(first, std::min(rows_a_write, rows.size() - first));
        TRY_OK(
            server.db().write([&](db::Tx& tx) { return insert_rows(tx, import.id, first, part); }));
    }
    import.total = std::ssize(rows);
    return server.db().write([&](db::Tx& tx) { return begin_import(tx, import); });
}

}  // namespace

Result<Reply> show_import(Call& call) {
    auto const* done = call.params().find("done");
    return import_page(call, {}, {},
                       done ? social::locale_of(call).html("transfer.import.begun") : SafeHtml());
}

Result<Reply> start_import(Call& call, StartImport const& input) {
    auto const& say = social::locale_of(call);
    auto const kind = kind_named(input.kind);
    if (!kind) return import_page(call, input, {{"kind", say("transfer.wrong.kind")}});
    if (input.mode != "merge" && input.mode != "overwrite")
        return import_page(call, input, {{"mode", say("transfer.wrong.mode")}});
    auto const rows = rows_of(*kind, input.data);
    if (!rows) return import_page(call, input, {{"data", rows.error().message}});
    Import import;
    import.account_id = call.viewer();
    import.kind = *kind;
    import.overwrite = input.mode == "overwrite";
    auto const stored = store(call.server(), import, *rows);
    if (!stored && stored.error().code == Errc::unprocessable)
        return import_page(call, input, {{"", stored.error().message}});
    TRY_OK(stored);
    return http::redirect(303, "/settings/import?done=1");
}

Result<Reply> download_failures(Call& call) {
    TRY(auto const rows, call.server().db().read([&](db::Tx& tx) -> Result<std::vector<ImportRow>> {
        TRY(auto const import, load_own_import(tx, call.viewer(), call.path_id<ImportId>("id")));
        return list_failed(tx, import);
    }));
    std::string body;
    for (auto const& row : rows) {
        auto cells = row.read();
        cells.push_back(row.problem);
        append_csv_row(body, cells);
    }
    return csv_reply(std::move(body), "failed.csv");
}

}  // namespace skein::transfer
