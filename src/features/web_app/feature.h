// The web app: its files, made by `npm run build` in `web/` and packed into the program, and its
// page, which carries the first answers of the API. What the app is told and why:
// docs/design/0071-web-and-server.md.
#pragma once

namespace skein {
class Server;
}

namespace skein::web_app {

void install(Server& server);

}  // namespace skein::web_app
