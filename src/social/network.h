// Networks: a protocol that can find people and posts by their addresses. Plugged in by
// `activitypub` and its siblings; asked before a transaction, in the lane `fetch`, never inside
// one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/url.h"
#include "platform/db/tx.h"
#include "social/async_refreshes.h"
#include "social/vocabulary.h"

namespace skein {
class Server;
}

namespace skein::social {

/// What is behind an address: a post, an account, or nothing.
struct FoundBehind {
    std::optional<StatusId> status;
    std::optional<AccountId> account;
    bool empty() const { return !status && !account; }
};

class ProtocolNetwork {
  public:
    virtual ~ProtocolNetwork() = default;
    virtual Network network() const = 0;
    /// The address of the actor that stands for this server itself, or "".
    virtual std::string own_actor(Server const&) const { return {}; }
    /// Finds each of these people and stores them; nothing for who cannot be found. A batch.
    virtual std::vector<std::optional<AccountId>> resolve_handles(
        Server& server, std::vector<Handle> const& handles) = 0;
    /// One of them. Errc::unavailable, timeout or remote: its server did not answer, or not now;
    /// any other failure: there is nobody, as far as can be told.
    virtual Result<AccountId> resolve_handle(Server& server, Handle const& handle) {
        auto const found = resolve_handles(server, {handle});
        if (found.empty() || !found.front()) return fail(Errc::not_found, "Record not found");
        return *found.front();
    }
    /// Finds the post or account behind an address.
    virtual Result<std::optional<StatusId>> resolve_status(Server& server, Url const& address) = 0;
    virtual Result<std::optional<AccountId>> resolve_account(Server& server,
                                                             Url const& address) = 0;
    /// Whichever of both it is, asked for once.
    virtual Result<FoundBehind> resolve(Server& server, Url const& address) = 0;
    /// The same as far as it is known here, local posts and people included; asks nobody.
    virtual Result<FoundBehind> find(Server& server, db::Tx& tx, Url const& address) = 0;
    /// Does `target`, asked anew, name `origin` as one of its own other accounts? Before anybody is
    /// brought from the one to the other.
    virtual Result<bool> names_alias(Server&, AccountId target, AccountId origin) {
        (void)target, (void)origin;
        return false;
    }
    /// Somebody looks at this profile, or opens this post, of the network: what is missing of it is
    /// asked for, later and not too often. Cheap: on the way of every such request.
    virtual void profile_viewed(Server&, AccountId) {}
    /// Of the same only the profile itself is asked for, where it was not lately: for whom somebody
    /// else names.
    virtual void account_named(Server&, AccountId) {}
    /// Answers what asks for its conversation, begun now for this viewer or before; nothing when
    /// nobody does.
    virtual std::optional<AsyncRefresh> thread_viewed(Server&, StatusId, AccountId) { return {}; }
    /// Asks the post's server for its present state: text, poll, quote. Waits for the answer, in
    /// the lane `fetch`; what goes wrong leaves things as they are.
    virtual void refresh_status(Server&, StatusId) {}
};

/// The networks of one server. A part of the board.
struct Networks {
    std::vector<std::unique_ptr<ProtocolNetwork>> all;
    /// The one of this kind, or nothing.
    ProtocolNetwork* find(Network network) const;
};

}  // namespace skein::social
