#include "features/streaming/feature.h"

#include "features/streaming/desk.h"
#include "features/streaming/handlers.h"
#include "features/streaming/hear.h"
#include "features/streaming/pump.h"

namespace skein::streaming {
namespace {

/// One stream as Server-Sent Events. Who may open it is found out by the handler, since the token
/// may come as a parameter.
void events(Server& server, std::string_view pattern, std::string_view scope,
            std::string_view summary) {
    server.get(pattern, open_events,
               {.who = Who::unasked,
                .scope = scope,
                .produces = "text/event-stream",
                .returns = "StreamEvent",
                .summary = summary});
}

void install_routes(Server& server) {
    server.get("/api/v1/streaming", open_socket,
               {.who = Who::unasked,
                .scope = "read:statuses read:notifications",
                .returns = "StreamEvent",
                .summary = "A WebSocket for any number of streams; else 404."});
    server.get("/api/v1/streaming/health", show_health,
               {.who = Who::unasked,
                .at_once = true,
                .produces = "text/plain",
                .returns = "text",
                .summary = "OK while streams can be opened."});
    events(server, "/api/v1/streaming/user", "read:statuses",
           "One's home, notifications and other news of one's own.");
    events(server, "/api/v1/streaming/user/notification", "read:notifications",
           "One's notifications.");
    events(server, "/api/v1/streaming/public", "read:statuses", "Public posts.");
    events(server, "/api/v1/streaming/public/local", "read:statuses",
           "Public posts of this server.");
    events(server, "/api/v1/streaming/public/remote", "read:statuses",
           "Public posts of other servers.");
    events(server, "/api/v1/streaming/hashtag", "read:statuses", "Public posts with a tag.");
    events(server, "/api/v1/streaming/hashtag/local", "read:statuses",
           "Public posts of this server with a tag.");
    events(server, "/api/v1/streaming/list", "read:statuses", "The posts of a list.");
    events(server, "/api/v1/streaming/direct", "read:statuses", "One's conversations.");
    events(server, "/api/v1/streaming/{stream...}", "", "400: there is no such stream.");
}

}  // namespace

void install(Server& server) {
    server.part<Desk>().set_limits(server.settings<StreamingConfig>());
    server.part<Pump>().declare_figures(server);
    install_routes(server);
    hear_events(server);
    server.at_start([](Server& running) -> Result<void> {
        running.part<Pump>().start(running);
        return {};
    });
    server.at_stop([](Server& running) { running.part<Pump>().stop(); });
}

}  // namespace skein::streaming
