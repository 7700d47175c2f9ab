// Whether the server can serve, in plain words.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace skein {
class Server;
}

namespace skein::monitoring {

/// What every feature's check complains of: `disk: …`, one line each; empty when all is well.
std::vector<std::string> find_problems(Server& server);

/// The database answers, and no migration waits.
std::optional<std::string> check_database(Server& server);
/// There is room on the disk, and it can be written to.
std::optional<std::string> check_disk(Server& server);
/// What is due is being done.
std::optional<std::string> check_jobs(Server& server);

}  // namespace skein::monitoring
