// The subscription of a token or a session: made, shown, changed, removed.

#include "base/encoding.h"
#include "base/url.h"
#include "core/server.h"
#include "features/push/handlers.h"
#include "platform/crypto/web_push.h"

namespace skein::push {
namespace {

constexpr std::size_t endpoint_bytes_max = 2048;

std::unexpected<Error> invalid(std::string_view what) {
    return fail(Errc::unprocessable, fmt::format("Validation failed: {}", what));
}

/// Private addresses are refused when they are asked, by the one client that asks anybody.
Result<std::string> checked_endpoint(std::string const& text) {
    if (text.empty()) return invalid("Endpoint can't be blank");
    auto const url = text.size() <= endpoint_bytes_max ? Url::parse(text) : std::nullopt;
    if (!url || !url->secure() || !url->fragment().empty())
        return invalid("Endpoint is not a valid URL");
    return url->str();
}

Result<crypto::PushReceiver> checked_keys(ReceiverKeys const& keys) {
    if (keys.p256dh.empty()) return invalid("Key p256dh can't be blank");
    if (keys.auth.empty()) return invalid("Key auth can't be blank");
    crypto::PushReceiver receiver{from_base64(keys.p256dh).value_or(""),
                                  from_base64(keys.auth).value_or("")};
    if (!crypto::check_receiver(receiver)) return invalid("Key p256dh or auth is not a valid key");
    return receiver;
}

Result<void> take_wishes(Wishes const& wishes, Subscription& subscription) {
    subscription.alerts = wishes.alerts.bits;
    auto const policy =
        wishes.policy && !wishes.policy->empty() ? parse_policy(*wishes.policy) : Policy::all;
    if (!policy) return invalid("Policy must be all, followed, follower or none");
    subscription.policy = *policy;
    return {};
}

Reply shown(Call const& call, Subscription const& subscription) {
    json::Writer out;
    out.object([&] {
        out.field("id", subscription.id);
        out.field("endpoint", subscription.endpoint);
        out.field("standard", subscription.standard);
        out.key("alerts");
        out.object([&] {
            for (auto const kind : alert_kinds())
                out.field(social::to_string(kind), (subscription.alerts & alert_bit(kind)) != 0);
        });
        out.field("policy", to_string(subscription.policy));
        out.field("server_key", crypto::vapid_public_key(call.server().keys()));
    });
    return json_reply(std::move(out));
}

/// The token or, of the web app, the session that asks.
HolderId holder_of(Call const& call) {
    auto const& who = call.who();
    return HolderId{who.token ? who.token.value : who.session.value};
}

Result<Subscription> load_own(Call const& call, db::Tx& tx) {
    TRY(auto subscription, find_subscription_of(tx, holder_of(call)));
    if (!subscription) return fail(Errc::not_found, "Record not found");
    return *std::move(subscription);
}

db::Bytes to_bytes(std::string_view text) { return db::Bytes{std::string(text)}; }

}  // namespace

Result<Reply> subscribe(Call& call, Subscribe const& input) {
    auto& server = call.server();
    Subscription fresh;
    fresh.holder_id = holder_of(call);
    fresh.account_id = call.viewer();
    TRY(fresh.endpoint, checked_endpoint(input.subscription.endpoint));
    TRY(auto const receiver, checked_keys(input.subscription.keys));
    fresh.receiver_point = to_bytes(receiver.point);
    fresh.receiver_secret = to_bytes(receiver.secret);
    fresh.standard = input.subscription.standard;
    TRY_OK(take_wishes(input.data, fresh));
    auto const token = bearer_token(call.request()).value_or("");
    fresh.sealed_token =
        to_bytes(server.keys().seal("push", token, skein::to_string(fresh.holder_id)));
    TRY(auto const made,
        server.db().write([&](db::Tx& tx) { return replace_subscription(tx, fresh); }));
    return shown(call, made);
}

Result<Reply> show_subscription(Call& call) {
    TRY(auto const subscription,
        call.server().db().read([&](db::Tx& tx) { return load_own(call, tx); }));
    return shown(call, subscription);
}

Result<Reply> change_subscription(Call& call, ChangeSubscription const& input) {
    TRY(auto const changed, call.server().db().write([&](db::Tx& tx) -> Result<Subscription> {
        TRY(auto subscription, load_own(call, tx));
        TRY_OK(take_wishes(input.data, subscription));
        TRY_OK(update_alerts(tx, subscription));
        return subscription;
    }));
    return shown(call, changed);
}

Result<Reply> unsubscribe(Call& call) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return remove_subscription_of(tx, holder_of(call)); }));
    return empty_reply();
}

}  // namespace skein::push
