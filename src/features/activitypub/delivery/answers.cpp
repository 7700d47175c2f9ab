#include "features/activitypub/delivery/answers.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/url.h"

namespace skein::activitypub {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto after_our_own_trouble = seconds(10);

std::string answered(std::string_view what, int status) {
    auto const words = http::reason(status);
    std::string text(what);
    text += " (" + std::to_string(status);
    if (!words.empty()) text += " " + std::string(words);
    return text + ")";
}

/// Once more, if there is an attempt left.
Judgement later(Judgement judgement, Tries const& tries, Time now, Time not_before) {
    auto const spread =
        std::hash<std::string>{}(tries.url) + static_cast<std::size_t>(tries.attempts);
    auto const last = attempts_max - 1;
    auto const failures =
        tries.is_certain ? std::min(tries.attempts + 1, last) : tries.attempts + 1;
    auto const pause = delivery_pause(failures, spread);
    if (!pause) {
        judgement.fate = Fate::given_up;
        judgement.words += "; that was the last attempt";
        return judgement;
    }
    judgement.fate = Fate::again;
    judgement.again_at = std::max(now + *pause, not_before);
    return judgement;
}

Judgement judge_silence(Error const& error, Tries const& tries, Time now) {
    Judgement judgement;
    auto const& why = error.detail.empty() ? error.message : error.detail;
    switch (error.code) {
        case Errc::cancelled:
        case Errc::unavailable:
            judgement.fate = Fate::not_sent;
            judgement.words = "not sent: this server was busy or stopping";
            judgement.again_at = now + after_our_own_trouble;
            return judgement;
        case Errc::forbidden:
            judgement.fate = Fate::given_up;
            judgement.words = "not sent: the address may not be asked: " + why;
            return judgement;
        default: break;
    }
    judgement.has_failed = true;
    judgement.words = error.code == Errc::timeout ? "no answer in time" : "no answer: " + why;
    return later(std::move(judgement), tries, now, {});
}

/// Where a redirect leads, if it stays with this host and this is the first.
std::string allowed_location(http::Answer const& answer, Tries const& tries) {
    auto const from = Url::parse(tries.url);
    auto const location = answer.headers.get("Location");
    if (!from || tries.followed || location.empty()) return {};
    auto const to = from->resolve(location);
    return to && to->same_origin(*from) ? to->str() : std::string();
}

Judgement judge_redirect(http::Answer const& answer, Tries const& tries) {
    Judgement judgement;
    judgement.is_alive = true;
    if (answer.status == 307 || answer.status == 308)
        judgement.location = allowed_location(answer, tries);
    judgement.fate = judgement.location.empty() ? Fate::given_up : Fate::follow;
    judgement.words = answered(
        judgement.location.empty() ? "led elsewhere, which is not followed" : "led elsewhere",
        answer.status);
    return judgement;
}

/// In the other form, and then as the host asks for, if it does.
Judgement judge_signature_refused(http::Answer const& answer, Tries const& tries, Time now) {
    Judgement judgement;
    auto const status = answer.status;
    judgement.is_alive = true;
    judgement.words = answered("refused", status);
    auto const asks = answer.headers.find("Accept-Signature").has_value();
    if (tries.forms == 0 || (asks && tries.forms + 1 < signed_tries_max)) {
        judgement.fate = Fate::ask_otherwise;
        return judgement;
    }
    if (status == 400 || tries.attempts + 1 >= refusals_max) {
        judgement.fate = Fate::given_up;
        return judgement;
    }
    return later(std::move(judgement), tries, now, {});
}

Judgement judge_busy(http::Answer const& answer, Tries const& tries, Time now) {
    Judgement judgement;
    auto const status = answer.status;
    auto const until = read_retry_after(answer.headers.get("Retry-After"), now);
    judgement.words = answered(status == 429 ? "asked us to slow down" : "cannot just now", status);
    // Who says when to come back is well.
    judgement.is_alive = status == 429 || until.has_value();
    judgement.has_failed = !judgement.is_alive;
    if (until && (status == 429 || status == 503)) judgement.paused_until = *until;
    return later(std::move(judgement), tries, now, judgement.paused_until);
}

}  // namespace

std::optional<Duration> delivery_pause(std::int64_t failures, std::uint64_t spread) {
    constexpr std::array<Duration, attempts_max - 1> pauses{minutes(1), minutes(5), minutes(15),
                                                            hours(1),   hours(3),   hours(6),
                                                            hours(12),  hours(24),  hours(24)};
    if (failures < 1 || failures > static_cast<std::int64_t>(pauses.size())) return std::nullopt;
    auto const pause = pauses[static_cast<std::size_t>(failures - 1)];
    auto const fifth = static_cast<std::uint64_t>(pause.count()) / 5;
    // A multiplication scatters neighbours over the whole range.
    auto const scattered = spread * 0x9e3779b97f4a7c15ull >> 20;
    return pause + Duration(static_cast<std::int64_t>(scattered % (fifth + 1)));
}

std::optional<Time> read_retry_after(std::string_view value, Time now) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc{} && end == value.data() + value.size() && number >= 0) {
        if (number == 0) return std::nullopt;
        return now + seconds(std::min<std::int64_t>(number, 30 * 86'400));
    }
    auto const date = parse_http_date(value);
    return date && *date > now ? date : std::nullopt;
}

Judgement judge(Outcome const& outcome, Tries const& tries, Time now) {
    if (!outcome) return judge_silence(outcome.error(), tries, now);
    auto const status = outcome->status;
    if (status >= 200 && status < 300) {
        Judgement judgement;
        judgement.fate = Fate::arrived;
        judgement.words = answered("accepted", status);
        judgement.is_alive = true;
        return judgement;
    }
    if (status >= 300 && status < 400) return judge_redirect(*outcome, tries);
    if (status == 400 || status == 401 || status == 403)
        return judge_signature_refused(*outcome, tries, now);
    auto const is_own_word = status == 501;
    if (status == 408 || status == 425 || status == 429 || (status >= 500 && !is_own_word))
        return judge_busy(*outcome, tries, now);
    Judgement judgement;
    judgement.is_alive = true;
    judgement.fate = status == 404 || status == 410 ? Fate::inbox_gone : Fate::given_up;
    judgement.words = answered(
        judgement.fate == Fate::inbox_gone ? "there is no such inbox" : "does not want it", status);
    return judgement;
}

}  // namespace skein::activitypub
