// What people say about their pictures, checked.
#pragma once

#include <string>
#include <string_view>

#include "core/server.h"
#include "platform/imaging/imaging.h"

namespace skein::social {

/// Errc::unprocessable: too long.
Result<std::string> checked_description(Server& server, std::string_view text);

/// Errc::unprocessable: not "x,y" between -1 and 1.
Result<imaging::Focus> checked_focus(std::string_view text);

}  // namespace skein::social
