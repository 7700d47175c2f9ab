// The followers synchronisation header (FEP-8fcf) of what is sent: for each host a digest of its
// people who follow the sender. Computed once for each parcel, for all hosts together.
#pragma once

#include <string>
#include <string_view>

#include "features/activitypub/delivery/parcels.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Before the server starts.
void install_follower_digests(Server& server);

Result<std::string> followers_header(Server& server, ParcelId parcel, AccountId sender,
                                     std::string_view host);

}  // namespace skein::activitypub
