// Who signed a request: the actor that lists the key which made the signature (federation.md 2.1,
// 2.2). Known keys are verified in place; whoever must be asked for one waits in the lane `fetch`.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/endpoint.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/signatures/http_signature.h"

namespace skein::activitypub {

/// What a request claims, before any key is looked for. Errc::unauthenticated.
Result<SignatureClaim> read_request_signature(Server& server, http::Request const& request);

/// What finding out who signed one request may cost: one key with its owner, five seconds.
FetchBudget signer_budget(Server& server);

/// The key that made the signature. Without a budget nobody is asked, and nothing means that
/// somebody must be: the key is unknown, or may have been replaced. `owner` is who claims to have
/// signed: asked first, since the key may stand in no other document. Errc::unauthenticated when it
/// is not good; errors as `load_remote_key`.
Result<std::optional<std::shared_ptr<RemoteKey const>>> find_signing_key(
    Server& server, SignatureClaim const& claim, Iri const& key_id, FetchBudget* budget,
    Iri const* owner = nullptr);

/// The account whose key signed this GET. Nothing when nobody did, or by a key that is not known
/// here (nobody is asked): the answer is then for everybody. Errc::unauthenticated when it is
/// signed wrongly, Errc::forbidden when the signer's domain is refused.
Result<std::optional<AccountId>> signer_of_get(Call& call);

/// Answers a GET knowing who signed it; goes on in the lane `fetch` where the signer's key must be
/// asked for. For what is shown only to some.
using SignedAnswer = std::function<Result<Reply>(Call&, std::optional<AccountId>)>;
Result<Reply> answer_signer(Call& call, SignedAnswer const& answer);

/// 401, the same whatever was wrong, and how to sign (RFC 9421 section 5).
Reply signature_refused(http::Method method);

}  // namespace skein::activitypub
