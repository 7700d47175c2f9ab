#include "base/clock.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace skein {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr Time first_moment = sys_days(std::chrono::year(1) / 1 / 1);
constexpr Time after_last_moment = sys_days(std::chrono::year(10'000) / 1 / 1);

/// Writes `width` decimal digits.
void append_digits(std::string& out, unsigned value, int width) {
    std::array<char, 8> digits;
    for (int i = width - 1; i >= 0; --i) {
        digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits.data(), static_cast<std::size_t>(width));
}

void append_date(std::string& out, year_month_day date) {
    append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    out += '-';
    append_digits(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_digits(out, static_cast<unsigned>(date.day()), 2);
}

/// A year has four digits in every form: what lies outside becomes the nearest moment inside.
Time writable(Time at) { return std::clamp(at, first_moment, after_last_moment - Duration(1)); }

/// Takes exactly `width` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<sys_days> take_date(std::string_view& text) {
    auto const year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    auto const month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    auto const day = take_digits(text, 2);
    if (!day || *year == 0) return std::nullopt;
    year_month_day const date{std::chrono::year(*year),
                              std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

std::optional<Duration> take_time_of_day(std::string_view& text) {
    auto const hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    auto const minute = take_digits(text, 2);
    if (!minute) return std::nullopt;
    int second = 0;
    if (take(text, ':')) {
        auto const given = take_digits(text, 2);
        if (!given) return std::nullopt;
        second = *given;
    }
    // A leap second is the last moment of its minute.
    if (*hour > 23 || *minute > 59 || second > 60) return std::nullopt;
    Duration result = std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                      std::chrono::seconds(std::min(second, 59));
    if (take(text, '.')) {
        std::int64_t scale = 100'000;
        int digits = 0;
        for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits) {
            result += Duration((text[0] - '0') * scale);
            scale /= 10;
        }
        if (digits == 0 || digits > 9) return std::nullopt;
    }
    return result;
}

/// `Z`, `+07:00`, `-0330`.
std::optional<Duration> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return Duration{};
    auto const negative = text.starts_with('-');
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    auto const hour = take_digits(text, 2);
    take(text, ':');
    auto const minute = take_digits(text, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    Duration const offset = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
    return negative ? -offset : offset;
}

}  // namespace

Time SystemClock::now() const {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Time ManualClock::now() const { return Time(Duration(now_.load())); }
void ManualClock::advance(Duration by) { now_ += by.count(); }
void ManualClock::set(Time to) { now_ = to.time_since_epoch().count(); }

void append_rfc3339(std::string& out, Time at) {
    at = writable(at);
    auto const day = floor<days>(at);
    hh_mm_ss const time{floor<std::chrono::milliseconds>(at) - day};
    append_date(out, year_month_day(day));
    out += 'T';
    append_digits(out, static_cast<unsigned>(time.hours().count()), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(time.minutes().count()), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(time.seconds().count()), 2);
    out += '.';
    append_digits(out, static_cast<unsigned>(time.subseconds().count()), 3);
    out += 'Z';
}

std::string to_rfc3339(Time at) {
    std::string out;
    append_rfc3339(out, at);
    return out;
}

std::string to_iso_date(Time at) {
    std::string out;
    append_date(out, year_month_day(floor<days>(writable(at))));
    return out;
}

std::string to_http_date(Time at) {
    at = writable(at);
    auto const day = floor<days>(at);
    year_month_day const date(day);
    hh_mm_ss const time{floor<std::chrono::seconds>(at) - day};
    std::string out(day_names[std::chrono::weekday(day).c_encoding()]);
    out += ", ";
    append_digits(out, static_cast<unsigned>(date.day()), 2);
    out += ' ';
    out += month_names[static_cast<unsigned>(date.month()) - 1];
    out += ' ';
    append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    out += ' ';
    append_digits(out, static_cast<unsigned>(time.hours().count()), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(time.minutes().count()), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(time.seconds().count()), 2);
    out += " GMT";
    return out;
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    auto const date = take_date(text);
    if (!date) return std::nullopt;
    if (text.empty()) return Time(*date);
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    auto const time = take_time_of_day(text);
    if (!time) return std::nullopt;
    auto const offset = text.empty() ? std::optional(Duration{}) : take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    auto const at = Time(*date) + *time - *offset;
    if (at < first_moment || at >= after_last_moment) return std::nullopt;
    return at;
}

std::optional<Time> parse_http_date(std::string_view text) {
    // "Tue, 24 Nov 2026 16:44:10 GMT"
    if (text.size() != 29 || text.substr(3, 2) != ", ") return std::nullopt;
    if (std::ranges::find(day_names, text.substr(0, 3)) == day_names.end()) return std::nullopt;
    text.remove_prefix(5);
    auto const day = take_digits(text, 2);
    if (!day || !take(text, ' ')) return std::nullopt;
    auto const month = std::ranges::find(month_names, text.substr(0, 3));
    if (month == month_names.end()) return std::nullopt;
    text.remove_prefix(3);
    if (!take(text, ' ')) return std::nullopt;
    auto const year = take_digits(text, 4);
    if (!year || *year == 0 || !take(text, ' ')) return std::nullopt;
    year_month_day const date{
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(month - month_names.begin()) + 1),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (text[5] != ':') return std::nullopt;  // RFC 3339 may leave the seconds out.
    auto const time = take_time_of_day(text);
    if (!date.ok() || !time || text != " GMT") return std::nullopt;
    return Time(sys_days(date)) + *time;
}

Time midnight(Time at) { return floor<days>(at); }

}  // namespace skein
