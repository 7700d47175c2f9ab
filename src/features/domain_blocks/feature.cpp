#include "features/domain_blocks/feature.h"

#include "core/server.h"
#include "features/domain_blocks/config.h"
#include "features/domain_blocks/handlers.h"
#include "social/about_page.h"
#include "social/pages.h"

namespace skein::domain_blocks {
namespace {

void install_own(Server& server) {
    server.get("/api/v1/domain_blocks", list_blocks,
               {.scope = "read:blocks follow",
                .returns = "[string]",
                .summary = "The domains one blocks."});
    server.post("/api/v1/domain_blocks", add_block,
                {.scope = "write:blocks follow",
                 .lane = LaneName::write,
                 .returns = "{}",
                 .summary = "See nothing of a domain, and end all follows with it."});
    server.del("/api/v1/domain_blocks", remove_block,
               {.scope = "write:blocks follow",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Block a domain no longer."});
    server.get("/api/v1/domain_blocks/preview", preview_block,
               {.scope = "read:blocks follow",
                .returns = "object",
                .summary = "How many follows blocking a domain would end."});
}

void install_pages(Server& server) {
    server.part<social::SettingsTabs>().all.push_back(
        {"/settings/severances", "domain_blocks.severances.tab", 60});
    constexpr Route page{.who = Who::session,
                         .surface = Surface::page,
                         .produces = "text/html",
                         .summary = "Follows that ended because of a block."};
    server.get("/settings/severances", show_severances, page);
    auto file = page;
    file.produces = "text/csv";
    file.summary = "Whom one of them parted one from.";
    server.get("/settings/severances/{id}/{which}", download_severed, file);
}

}  // namespace

void install(Server& server) {
    server.settings<DomainBlocksConfig>();
    install_own(server);
    install_pages(server);
    server.part<social::AboutSections>().all.push_back({"blocked", draw_policies});
    server.get("/api/v1/instance/domain_blocks", list_policies,
               {.who = Who::anyone,
                .returns = "[DomainBlock]",
                .summary = "The domains this server blocks or limits."});
}

}  // namespace skein::domain_blocks
