// The requests of this feature.
#pragma once

#include "core/endpoint.h"

namespace skein::annual_reports {

Result<Reply> list_reports(Call& call);
Result<Reply> show_report(Call& call);
Result<Reply> show_state(Call& call);
Result<Reply> read_report(Call& call);
Result<Reply> ask_for_report(Call& call);

/// What whoever has the address sees.
Result<Reply> show_shared(Call& call);

}  // namespace skein::annual_reports
