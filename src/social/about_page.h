// What stands on the page about this server besides what the server says of itself: features add
// sections of what they alone know.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/html.h"
#include "core/endpoint.h"
#include "platform/db/tx.h"
#include "social/locales.h"

namespace skein::social {

struct AboutSection {
    std::string id;  ///< Its anchor, and its place among the others.
    /// With its heading (h2); "" where there is nothing to say, or not to this reader. In a number
    /// of statements that does not grow.
    std::function<Result<SafeHtml>(Call const&, db::Tx&, Locale const&)> draw;
};

/// A part of the board.
struct AboutSections {
    std::vector<AboutSection> all;
};

}  // namespace skein::social
