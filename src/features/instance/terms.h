// The terms of service: versions, each from a day on. Where there are none, the text
// `terms_of_service` counts as one from the day it was written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/commands.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::instance {

struct Terms {
    std::string effective_on;  ///< A day, as YYYY-MM-DD.
    std::string text;
    auto row() { return std::tie(effective_on, text); }
};
inline constexpr std::size_t terms_max = 100;

/// Every version, in the order of their days.
Result<std::vector<Terms>> list_terms(db::Tx& tx);
/// Of versions, of which there is one at least: those of `today`; where none hold yet, the first
/// that will.
std::size_t current_terms(std::vector<Terms> const& all, std::string_view today);

/// `instance terms [DAY]`: standard input takes effect on that day; nothing given takes it away.
/// Without a day: lists them.
Result<void> write_terms(Server& server, CommandCall& call);

}  // namespace skein::instance
