#include "app/features.h"
#include "features/admin/feature.h"
#include "features/announcements/feature.h"
#include "features/async_refreshes/feature.h"
#include "features/collections/feature.h"
#include "features/conversations/feature.h"
#include "features/discovery/feature.h"
#include "features/domain_blocks/feature.h"
#include "features/filters/feature.h"
#include "features/instance/feature.h"
#include "features/interactions/feature.h"
#include "features/invites/feature.h"
#include "features/lists/feature.h"
#include "features/media/feature.h"
#include "features/monitoring/feature.h"
#include "features/moving/feature.h"
#include "features/notifications/feature.h"
#include "features/oauth/feature.h"
#include "features/polls/feature.h"
#include "features/posting/feature.h"
#include "features/profiles/feature.h"
#include "features/push/feature.h"
#include "features/relationships/feature.h"
#include "features/reports/feature.h"
#include "features/sign_in/feature.h"
#include "features/streaming/feature.h"
#include "features/tags/feature.h"
#include "features/timelines/feature.h"
#include "features/translation/feature.h"
#include "social/social.h"

namespace skein {

std::vector<Feature> required_features() {
    std::vector<Feature> list;
    list.push_back({"social", social::install, true});
    list.push_back({"admin", admin::install, true});
    list.push_back({"announcements", announcements::install, true});
    list.push_back({"async_refreshes", async_refreshes::install, true});
    list.push_back({"discovery", discovery::install, true});
    list.push_back({"conversations", conversations::install, true});
    list.push_back({"collections", collections::install, true});
    list.push_back({"domain_blocks", domain_blocks::install, true});
    list.push_back({"filters", filters::install, true});
    list.push_back({"instance", instance::install, true});
    list.push_back({"interactions", interactions::install, true});
    list.push_back({"invites", invites::install, true});
    list.push_back({"lists", lists::install, true});
    list.push_back({"media", media::install, true});
    list.push_back({"monitoring", monitoring::install, true});
    list.push_back({"moving", moving::install, true});
    list.push_back({"notifications", notifications::install, true});
    list.push_back({"oauth", oauth::install, true});
    list.push_back({"polls", polls::install, true});
    list.push_back({"posting", posting::install, true});
    list.push_back({"profiles", profiles::install, true});
    list.push_back({"push", push::install, true});
    list.push_back({"relationships", relationships::install, true});
    list.push_back({"reports", reports::install, true});
    list.push_back({"sign_in", sign_in::install, true});
    list.push_back({"streaming", streaming::install, true});
    list.push_back({"tags", tags::install, true});
    list.push_back({"timelines", timelines::install, true});
    list.push_back({"translation", translation::install, true});
    return list;
}

}  // namespace skein
