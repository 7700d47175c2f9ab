// Parts of the page about this server that stand alone, too.
#pragma once

#include <vector>

#include "base/html.h"
#include "features/instance/rules.h"
#include "social/locales.h"

namespace skein::instance {

/// The rules as a list, in the language of the page where they were put into it.
SafeHtml draw_rules(social::Locale const& say, std::vector<social::Rule> const& rules,
                    std::vector<RuleTranslation> const& translations);

}  // namespace skein::instance
