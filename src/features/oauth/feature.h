// Apps come in here: they register, a person lets them in on a page, they fetch a token, and it is
// taken back. OAuth 2 as Mastodon speaks it (RFC 6749, 7009, 7636, 8414), with the advice of RFC
// 9700: exact redirect addresses, codes that work once, PKCE with S256, no implicit or password
// grant.
#pragma once

namespace skein {
class Server;
}

namespace skein::oauth {

void install(Server& server);

}  // namespace skein::oauth
