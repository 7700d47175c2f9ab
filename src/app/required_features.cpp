#include "app/features.h"
#include "features/admin/feature.h"
#include "features/instance/feature.h"
#include "features/interactions/feature.h"
#include "features/media/feature.h"
#include "features/monitoring/feature.h"
#include "features/notifications/feature.h"
#include "features/oauth/feature.h"
#include "features/posting/feature.h"
#include "features/profiles/feature.h"
#include "features/relationships/feature.h"
#include "features/sign_in/feature.h"
#include "features/timelines/feature.h"
#include "social/social.h"

namespace skein {

std::vector<Feature> required_features() {
    return {
        {"social", social::install, true},     {"admin", admin::install, true},
        {"instance", instance::install, true}, {"interactions", interactions::install, true},
        {"media", media::install, true},       {"notifications", notifications::install, true},
        {"oauth", oauth::install, true},       {"posting", posting::install, true},
        {"profiles", profiles::install, true}, {"relationships", relationships::install, true},
        {"sign_in", sign_in::install, true},   {"timelines", timelines::install, true},
    };
}

}  // namespace skein
