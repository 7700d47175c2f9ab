#include "features/transfer/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/transfer/build_archive.h"
#include "features/transfer/handlers.h"
#include "features/transfer/run_import.h"
#include "social/network.h"
#include "social/pages.h"
#include "social/passwords.h"

namespace skein::transfer {
namespace {

/// More than `import_rows_max` lines of any length that means something.
constexpr std::uint64_t file_bytes_max = 8 << 20;

constexpr Route page(std::string_view summary) {
    return {
        .who = Who::session, .surface = Surface::page, .produces = "text/html", .summary = summary};
}
constexpr Route file(std::string_view summary) {
    auto route = page(summary);
    route.lane = LaneName::slow;
    route.produces = "text/csv";
    return route;
}
constexpr Route upload(std::string_view summary) {
    auto route = page(summary);
    route.lane = LaneName::slow;
    route.body_bytes_max = file_bytes_max;
    route.to_disk = true;
    route.limit = "import";
    return route;
}

void install_archives(Server& server) {
    auto ask = page("Asks for an archive of everything.");
    ask.lane = LaneName::write;
    ask.limit = "archive";
    auto archive = file("An archive, as ZIP.");
    archive.produces = archive_type;
    server.limit("archive", {"archive", 10, std::chrono::minutes(30)});
    server.post("/settings/archive", ask_archive, ask);
    server.get("/settings/archives/{id}", download_archive, archive);
    server.on<social::AccountRemoved>(forget_archives);
    server.job<BuildArchive>(build_archive, LaneName::slow);
    server.every("transfer.sweep_archives", std::chrono::hours(1), sweep_archives);
}

}  // namespace

void install(Server& server) {
    server.part<social::Networks>();
    social::install_passwords(server);
    auto& tabs = server.part<social::SettingsTabs>().all;
    tabs.push_back({"/settings/export", "transfer.export.tab", 60});
    tabs.push_back({"/settings/import", "transfer.import.tab", 61});
    server.limit("import", {"import", 20, std::chrono::hours(1)});
    server.get("/settings/export", show_export, page("Files to take along."));
    server.get("/settings/exports/{file}", download_export, file("One of them, as CSV."));
    server.get("/settings/import", show_import, page("Bringing lists along."));
    server.post("/settings/import", start_import, upload("Begins an import."));
    server.get("/settings/imports/{id}", download_failures,
               file("The lines of an import that failed, and why."));
    install_archives(server);
    server.on<social::AccountRemoved>(forget_imports);
    server.job<RunImport>(run_import, LaneName::fetch, import_retry);
    server.every("transfer.sweep_imports", std::chrono::hours(1), sweep_imports);
}

}  // namespace skein::transfer
