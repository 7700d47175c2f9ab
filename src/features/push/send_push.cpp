#include "features/push/send_push.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "base/log.h"
#include "base/url.h"
#include "features/push/messages.h"
#include "platform/crypto/web_push.h"

namespace skein::push {
namespace {

constexpr auto kept_by_service = std::chrono::hours(48);
constexpr auto vapid_lifetime = std::chrono::hours(12);
constexpr auto patience_max = std::chrono::hours(1);
constexpr std::uint64_t answer_bytes_max = 16 << 10;
constexpr int request_timeout = 408, payload_too_large = 413, too_many = 429;

struct Push {
    Subscription subscription;
    std::string text;
};

Result<crypto::P256Keys> fresh_keys(crypto::Random& random) {
    // A scalar beyond the curve's order comes up once in four thousand million times.
    for (;;)
        if (auto pair = crypto::p256_from(random.bytes(32))) return pair;
}

/// Who sends, as the two forms want it said.
Result<void> sign(Server& server, Subscription const& to, std::string_view origin,
                  crypto::PushMessage const& message, http::Headers& headers) {
    auto const keys = crypto::vapid_keys(server.keys());
    auto const expires = server.clock().now() + vapid_lifetime;
    auto const seconds =
        std::chrono::duration_cast<std::chrono::seconds>(expires.time_since_epoch()).count();
    TRY(auto const token, crypto::vapid_token(keys, origin, server.public_url() + "/", seconds));
    auto const own = to_base64url(keys.point);
    if (to.standard) {
        headers.set("Content-Encoding", "aes128gcm");
        headers.set("Authorization", fmt::format("vapid t={}, k={}", token, own));
        return {};
    }
    headers.set("Content-Encoding", "aesgcm");
    headers.set("Encryption", "salt=" + to_base64url(message.salt));
    headers.set("Crypto-Key",
                fmt::format("dh={};p256ecdsa={}", to_base64url(message.ephemeral.point), own));
    headers.set("Authorization", "WebPush " + token);
    return {};
}

/// When a service that is asked too much wants to be asked again.
Time after(http::Answer const& answer, Time now) {
    auto const text = answer.headers.get("Retry-After");
    std::int64_t seconds = 60;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    Duration const wait = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 1, 86'400));
    return now + std::min<Duration>(wait, patience_max);
}

}  // namespace

Result<void> push_later(db::Tx& tx, social::NotificationCreated const& event) {
    auto const notice = social::load_notification(tx, event.account, event.notification);
    if (!notice) return notice.error().code == Errc::not_found ? ok() : fail(notice.error());
    TRY(auto const asking, list_asking_for(tx, *notice));
    for (auto const& one : asking) {
        auto const url = Url::parse(one.endpoint);
        if (!url) continue;
        TRY_OK(enqueue(tx, SendPush{one.id, notice->id},
                       {.unique_key = fmt::format("{}:{}", one.id.value, notice->id.value),
                        .host = url->host().str()}));
    }
    return {};
}

Result<http::Outgoing> prepare_push(Server& server, SendPush const& job) {
    TRY(auto const push, server.db().read([&](db::Tx& tx) -> Result<Push> {
        TRY(auto subscription, find_subscription(tx, job.subscription));
        if (!subscription) return fail(Errc::gone, "", "the subscription is no more");
        TRY(auto text, message_of(server, tx, *subscription, job.notification));
        return Push{*std::move(subscription), std::move(text)};
    }));
    auto const& to = push.subscription;
    crypto::PushMessage message;
    message.receiver = {to.receiver_point.data, to.receiver_secret.data};
    TRY(message.ephemeral, fresh_keys(server.random()));
    message.salt = server.random().bytes(16);
    http::Outgoing request;
    auto body = crypto::encrypt_push(
        message, push.text,
        to.standard ? crypto::PushCoding::aes128gcm : crypto::PushCoding::aesgcm);
    // It will not be shorter another time.
    if (!body && body.error().code == Errc::too_large)
        return fail(Errc::gone, "", "too long for a push message");
    TRY(request.body, std::move(body));
    auto const url = Url::parse(to.endpoint);
    if (!url) return fail(Errc::gone, "", "unreadable endpoint");
    request.method = http::Method::post;
    request.url = to.endpoint;
    request.body_bytes_max = answer_bytes_max;
    request.headers.set("Content-Type", "application/octet-stream");
    request.headers.set("TTL", std::to_string(std::chrono::seconds(kept_by_service).count()));
    request.headers.set("Urgency", "normal");
    // What runs twice after a crash is shown once: the later of one topic replaces the earlier.
    request.headers.set("Topic", "n" + skein::to_string(job.notification));
    TRY_OK(sign(server, to, url->origin(), message, request.headers));
    return request;
}

Result<Verdict> finish_push(db::Tx& tx, SendPush const& job, Outcome const& outcome) {
    if (!outcome) {
        if (outcome.error().code != Errc::forbidden) return Verdict::again;
        // Not an address that this server asks, now or ever.
        TRY_OK(remove_subscription(tx, job.subscription));
        return Verdict::done;
    }
    auto const status = outcome->status;
    if (status >= 200 && status < 300) return Verdict::done;
    if (status == too_many || status == 503) {
        auto verdict = Verdict::again_at(after(*outcome, tx.now()));
        return verdict;
    }
    if (status == request_timeout || status >= 500) return Verdict::again;
    log::info("push.refused", {{"status", status}, {"too_large", status == payload_too_large}});
    // Whoever refuses this one will refuse the next.
    if (status >= 400 && status != payload_too_large)
        TRY_OK(remove_subscription(tx, job.subscription));
    return Verdict::done;
}

/// For ever: `prepare_push` finds it gone once it is old, and so leaves no dead letter.
std::optional<Duration> push_retry(std::int64_t failures) {
    using std::chrono::minutes;
    constexpr std::array<minutes, 5> waits{minutes(1), minutes(5), minutes(30), minutes(120),
                                           minutes(480)};
    auto const last = std::min<std::int64_t>(failures, std::ssize(waits));
    return waits.at(static_cast<std::size_t>(last - 1));
}

}  // namespace skein::push
