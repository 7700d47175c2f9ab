// A CSV file as an answer.
#pragma once

#include <string>
#include <string_view>

#include "core/endpoint.h"

namespace skein::transfer {

/// For its owner alone, to be kept and never shown by the browser.
Reply csv_reply(std::string body, std::string_view file);

}  // namespace skein::transfer
