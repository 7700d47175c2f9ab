// What an account's archive consists of, as a protocol writes it: the socket between the feature
// that gathers archives and the one that speaks the protocol. Where nobody plugs in, there are no
// archives.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

/// A part of the board. Accounts and posts are of this server.
struct ArchiveDocuments {
    /// What `actor` needs and no transaction may wait for; in the lanes of jobs.
    std::function<Result<void>(Server&, AccountId)> prepare;
    /// The account as JSON. Its pictures are named by their addresses.
    std::function<Result<std::string>(Server&, db::Tx&, AccountId)> actor;
    /// Each post or boost as JSON, in order, without the context that all share; what is gone is
    /// left out. A constant number of statements.
    std::function<Result<std::vector<std::string>>(Server&, db::Tx&, std::span<StatusId const>)>
        activities;
    /// The context that all share, as JSON.
    std::string context;
};

}  // namespace skein::social
