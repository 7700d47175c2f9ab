// Settings of the streams.
#pragma once

#include <cstdint>

#include "core/config.h"

namespace skein::streaming {

struct StreamingConfig {
    std::int64_t sockets_per_account_max = 100;
    std::int64_t sockets_per_address_max = 1000;
    std::int64_t subscriptions_per_socket_max = 64;

    void declare(Settings& s) {
        s.number("streaming.sockets_per_account_max", sockets_per_account_max, {1, 1'000'000},
                 "Streams one account may have open.");
        s.number("streaming.sockets_per_address_max", sockets_per_address_max, {1, 1'000'000},
                 "Streams that may be open to one network address. This machine itself is not "
                 "counted.");
        s.number("streaming.subscriptions_per_socket_max", subscriptions_per_socket_max,
                 {1, 10'000}, "Streams one WebSocket may be subscribed to.");
    }
};

}  // namespace skein::streaming
