// Asking other servers for documents: signed by the instance actor (or by a follower, for what only
// followers may see), double-knocking between the two forms of signatures, within the limits of
// security.md. The one way this feature reads from outside.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "core/server.h"
#include "features/activitypub/vocab/iri.h"

namespace skein::activitypub {

/// What one errand may cost: requests, and until when. Counted by all it leads to.
struct FetchBudget {
    int requests = 20;
    Time until = Time::max();
    /// Something was asked for that it does not cover: with a larger one there would be more.
    bool refused = false;
    /// Whom the errand is to. Of every other host at most `other_host_max` are asked, so that what
    /// this one names does not send hundreds of requests to somebody else.
    std::string host = {};
    int other_host_max = std::numeric_limits<int>::max();
    std::map<std::string, int, std::less<>> asked_others = {};

    /// Errc::unavailable when it is used up, or the part of it for this host.
    Result<void> check(std::string_view asked, Time now);
    Result<void> spend(std::string_view asked, Time now);
};

struct Fetched {
    Iri id;  ///< Of the document, equal to what was asked or to what that led to once.
    json::Document document;
    std::string text;
};

struct FetchAs {
    AccountId account = {};  ///< Zero: the instance actor.
};

/// The document of this id, from its own host. Errc::not_found (404), Errc::gone (410),
/// Errc::forbidden (a domain policy, an address that may not be asked), Errc::unprocessable (an
/// answer that is no such document), Errc::remote (the other server refuses or is broken),
/// Errc::timeout, Errc::unavailable (the budget, or a host that wants to be left alone). What could
/// not be had is not asked for again within minutes.
///
/// A document whose id is not what was asked is asked for once more under its own id, and then must
/// have it; nothing is believed from another host.
Result<Fetched> fetch_document(Server& server, Iri const& id, FetchBudget& budget,
                               FetchAs const& as = {});

/// A page somebody typed the address of: the document itself, or what the page names as its
/// ActivityPub form (`Link` header or `<link rel=alternate>`), followed once.
Result<Fetched> fetch_page(Server& server, Url const& address, FetchBudget& budget);

/// Any other document (WebFinger, NodeInfo): unsigned GET with this `Accept`.
Result<http::Answer> fetch_plain(Server& server, std::string url, std::string_view accept,
                                 FetchBudget& budget);

/// May this host be asked at all (domain policies, our own)?
Result<void> check_host(Server& server, std::string_view host);

void install_fetch(Server& server);

}  // namespace skein::activitypub
