// The pages everybody may read: a profile, a post with its thread, a tag, a collection of accounts,
// what is talked about; drawn by the server, readable without JavaScript, with what link previews,
// feed readers, search engines (as far as the author likes) and other servers look for in them.
// Only public and unlisted posts, as nobody in particular sees them; whoever is signed in sees what
// they may see.
#pragma once

namespace skein {
class Server;
}

namespace skein::public_pages {

void install(Server& server);

}  // namespace skein::public_pages
