// Link previews: the first link of a post, shown as a card with its title, description and picture.
// Each linked page is fetched once, a while after the post, so that a thousand servers that read
// the same post do not all ask at the same moment. What a page says is text, and is shown as text.
#pragma once

namespace skein {
class Server;
}

namespace skein::previews {

void install(Server& server);

}  // namespace skein::previews
