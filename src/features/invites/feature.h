// Invites: links with which people bring others in. Here they are made, listed and taken back, by
// apps, on a page of the settings and on the command line, and newcomers come to follow whoever
// brought them. Joining by one is sign-up's affair (features/sign_in); what an invite is worth says
// social/invites.h.
#pragma once

namespace skein {
class Server;
}

namespace skein::invites {

void install(Server& server);

}  // namespace skein::invites
