// Server-Sent Events: frames go out as they are queued, what comes in is thrown away.
#pragma once

#include "platform/http/hand_over.h"

namespace skein::http {

/// Puts a stream into its loop, behind its head; on the loop's thread.
void open_event_stream(HandOver from);

}  // namespace skein::http
