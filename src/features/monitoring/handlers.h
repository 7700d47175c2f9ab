// The requests of this feature.
#pragma once

#include "core/endpoint.h"

namespace skein::monitoring {

Result<Reply> show_health(Call& call);
Result<Reply> show_readiness(Call& call);
/// 404 without the token, as if nothing were here.
Result<Reply> show_metrics(Call& call);

}  // namespace skein::monitoring
