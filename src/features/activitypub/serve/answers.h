// How documents are answered: to everybody what is for everybody, to a signer what that signer may
// see, and to nobody a hint that there is more (security.md 7.3 to 7.5).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/endpoint.h"

namespace skein::activitypub {

/// Finished bytes.
struct Rendered {
    std::string body;
    std::string etag;
};
std::shared_ptr<Rendered const> rendered(std::string body);

struct Shown {
    std::shared_ptr<Rendered const> document;
    bool for_all = true;  ///< The same for every reader.
    int status = 200;
};

/// The document as `viewer` (zero: nobody in particular) may see it. Errc::not_found for who may
/// not, as for one that is not there.
using Find = std::function<Result<Shown>(Server&, AccountId viewer)>;

/// Who signed is asked only where it matters: for what not everybody may see, and for everything
/// with secure fetch.
Result<Reply> answer_document(Call& call, Find const& find);
/// The same for lists that hold more for some readers, as far as they are known, than for others.
Result<Reply> answer_list(Call& call, Find const& find);

/// Answers what needs the keys of an account of this server, zero for its own. They are made with
/// the account; where they are not there yet they are made now, in the lane for that.
Result<Reply> answer_with_keys(Call& call, AccountId account, Handler const& answer);

/// For what everybody may read whatever the settings: the instance actor.
Reply open_document(Shown const& shown);

inline constexpr std::string_view activity_type = "application/activity+json; charset=utf-8";

}  // namespace skein::activitypub
