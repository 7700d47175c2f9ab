#include "features/announcements/feature.h"

#include "core/server.h"
#include "features/announcements/handlers.h"
#include "social/announcements.h"

namespace skein::announcements {
namespace {

std::vector<CommandOption> moments() {
    return {{"starts-at", "When what it is about begins: 2026-12-01T18:00:00Z, or a day; none."},
            {"ends-at", "When it is over; from then on it is no longer shown; or none."},
            {"publish-at", "Show it from this moment on instead of at once; or now."}};
}

void install_commands(Server& server) {
    auto add = moments();
    add.push_back({"all-day", "Only the days of beginning and end count.", false});
    server.command({"announcement add",
                    "Tell everybody here something: the text on standard input.",
                    {},
                    std::move(add),
                    true,
                    add_announcement});
    auto edit = moments();
    edit.push_back({"all-day", "yes or no: only the days of beginning and end count."});
    server.command({"announcement edit",
                    "Change an announcement: its text on standard input, if there is any.",
                    {{"id", "As `announcement list` shows it."}},
                    std::move(edit),
                    true,
                    edit_announcement});
    server.command({"announcement list",
                    "List the announcements, those not yet or no longer shown too.",
                    {},
                    {},
                    false,
                    list_all_announcements});
    server.command({"announcement remove",
                    "Take an announcement away for good.",
                    {{"id", "As `announcement list` shows it."}},
                    {},
                    false,
                    remove_announcement});
}

}  // namespace

void install(Server& server) {
    social::install_announcements(server);
    server.get("/api/v1/announcements", list_announcements,
               {.returns = "[Announcement]",
                .summary = "What those who run the server tell everybody now."});
    server.post("/api/v1/announcements/{id}/dismiss", dismiss_announcement,
                {.scope = "write:accounts",
                 .lane = LaneName::write,
                 .returns = "{}",
                 .summary = "Do not show it again."});
    server.put("/api/v1/announcements/{id}/reactions/{name}", add_reaction,
               {.scope = "write:favourites",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "React with an emoji."});
    server.del("/api/v1/announcements/{id}/reactions/{name}", remove_reaction,
               {.scope = "write:favourites",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Take a reaction back."});
    install_commands(server);
}

}  // namespace skein::announcements
