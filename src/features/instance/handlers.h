// The requests of this feature. All are public.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::instance {

Result<Reply> show_instance(Call& call);
Result<Reply> show_instance_v1(Call& call);

Result<Reply> list_rules(Call& call);
Result<Reply> show_extended_description(Call& call);
Result<Reply> show_privacy_policy(Call& call);
Result<Reply> show_terms_of_service(Call& call);
/// The terms that took effect on this day.
Result<Reply> show_dated_terms_of_service(Call& call);

Result<Reply> list_peers(Call& call);
Result<Reply> show_activity(Call& call);
Result<Reply> list_languages(Call& call);
Result<Reply> list_custom_emojis(Call& call);

/// Pages.
Result<Reply> show_about(Call& call);
Result<Reply> show_rules_page(Call& call);
Result<Reply> show_privacy_page(Call& call);
Result<Reply> show_terms_page(Call& call);
Result<Reply> show_dated_terms_page(Call& call);
/// The same by the shorter names.
Result<Reply> lead_to_privacy(Call& call);
Result<Reply> lead_to_terms(Call& call);
Result<Reply> lead_to_source(Call& call);

Result<Reply> show_nodeinfo_links(Call& call);
Result<Reply> show_nodeinfo_2_0(Call& call);
Result<Reply> show_nodeinfo_2_1(Call& call);

}  // namespace skein::instance
