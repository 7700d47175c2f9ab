// Filters: what people do not want to read, or only on demand. v2 of the API has filters with
// keywords and posts; the older v1 shows each keyword as a filter of its own.
#pragma once

namespace skein {
class Server;
}

namespace skein::filters {

void install(Server& server);

}  // namespace skein::filters
