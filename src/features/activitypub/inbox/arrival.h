// One delivered activity before it is taken in: read, but not yet believed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/json.h"
#include "core/endpoint.h"
#include "features/activitypub/inbox/request_signer.h"

namespace skein::activitypub {

inline constexpr std::size_t inbox_body_bytes_max = 1 << 20;

struct Arrival {
    SignatureClaim claim;
    Iri key_id;
    json::Document document;
    Iri actor;  ///< As it says.
    bool is_ending = false;
    std::optional<AccountId> inbox_of;
    json::Value root() const { return document.root(); }
};

/// An arrival, or the answer that refuses it. Everything that costs nothing is checked here:
/// media type and size, the domains of signer and actor, the digest, whether there is room, and
/// whether it is a document at all.
using Opened = std::variant<Arrival, Reply>;
Opened open_arrival(Call& call, std::optional<AccountId> inbox_of);

/// An actor says of itself that it is gone (federation.md 2.1).
bool is_self_delete(Arrival const& arrival);

/// 503 with a `Retry-After`, and a word that it is not their fault.
Reply inbox_full();
Reply refused_domain();

}  // namespace skein::activitypub
