// The requests of this feature.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"
#include "features/push/subscriptions.h"

namespace skein::push {

struct Alerts {
    std::int64_t bits = 0;
    void read(Fields& in) {
        for (auto const kind : alert_kinds()) {
            bool wanted = false;
            in(social::to_string(kind), wanted, "Push these.");
            if (wanted) bits |= alert_bit(kind);
        }
    }
};
struct Wishes {
    Alerts alerts;
    std::optional<std::string> policy;
    void read(Fields& in) {
        in("alerts", alerts, "What is pushed.");
        in("policy", policy, "Of whom: all, followed, follower or none.");
    }
};
struct ReceiverKeys {
    std::string p256dh, auth;
    void read(Fields& in) {
        in("p256dh", p256dh, "The subscriber's public key, base64url.");
        in("auth", auth, "Their secret of 16 bytes, base64url.");
    }
};
struct Target {
    std::string endpoint;
    ReceiverKeys keys;
    bool standard = false;
    void read(Fields& in) {
        in("endpoint", endpoint, "Where the push service takes messages.");
        in("keys", keys, "What messages are encrypted for.");
        in("standard", standard, "As RFC 8291 says, and not as its older draft.");
    }
};
struct Subscribe {
    Target subscription;
    Wishes data;
    void read(Fields& in) {
        in("subscription", subscription, "As the browser gives it.");
        in("data", data, "What is wanted.");
    }
};
Result<Reply> subscribe(Call& call, Subscribe const& input);
Result<Reply> show_subscription(Call& call);
struct ChangeSubscription {
    Wishes data;
    void read(Fields& in) { in("data", data, "What is wanted, in place of what was."); }
};
Result<Reply> change_subscription(Call& call, ChangeSubscription const& input);
/// `{}` also where there is none.
Result<Reply> unsubscribe(Call& call);

}  // namespace skein::push
