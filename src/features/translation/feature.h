// Translation of public posts by a service of somebody else's: LibreTranslate or DeepL. What a
// service answers is trusted no more than any other server's words.
#pragma once

namespace skein {
class Server;
}

namespace skein::translation {

void install(Server& server);

}  // namespace skein::translation
