// Domain blocks: what each person blocks for themselves, what they lost by a block, and the public
// list of what this server blocks.
#pragma once

namespace skein {
class Server;
}

namespace skein::domain_blocks {

void install(Server& server);

}  // namespace skein::domain_blocks
