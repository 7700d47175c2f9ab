// One request of the media worker, from bytes to pictures. Runs inside the worker only.
#pragma once

#include <functional>
#include <string_view>

#include "platform/imaging/protocol.h"
#include "platform/imaging/vips_library.h"

namespace skein::imaging {

/// Takes the bytes of one output; false when there is no room for them.
using Deliver = std::function<bool(std::size_t task, std::string_view bytes)>;

/// Makes what is asked of the file `input`. A refusal names what is wrong; outputs delivered before
/// it are worthless.
Reply render(Vips const& vips, Request const& request, std::string_view input,
             Deliver const& deliver);

}  // namespace skein::imaging
