// `skein sample`: fills a new server with people, follows and posts, for trying it out and for
// measuring it.
//
// The data is made up, the same for the same numbers, and realistic in shape: names and texts in
// several scripts (Thai and Arabic among them), tags and follows by popularity, replies, boosts,
// favourites, pictures, people of other servers. Everything goes through the domain's own
// functions, in batches.
#pragma once

namespace skein {
class Server;
}

namespace skein::sample {

void install(Server& server);

}  // namespace skein::sample
