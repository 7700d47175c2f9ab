// Web push: notifications carried to browsers and apps through push services, encrypted so that
// only the subscriber reads them. One subscription for each access token, gone with it.
#pragma once

namespace skein {
class Server;
}

namespace skein::push {

void install(Server& server);

}  // namespace skein::push
