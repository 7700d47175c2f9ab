#include "social/passwords.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <set>

#include "base/text.h"
#include "platform/crypto/password.h"

namespace skein::social {
namespace {

constexpr auto wait_max = std::chrono::seconds(20);
constexpr std::size_t different_characters_min = 5;
constexpr std::size_t own_word_characters_min = 4;
constexpr std::size_t characters_beside_own_word_min = 6;

/// Long ones from the top of every list of guessed passwords, and phrases everybody knows; folded,
/// without spaces.
constexpr std::array<std::string_view, 40> well_known{
    "administrator",    "basketball12",     "changemenow1",
    "chocolate123",     "computer1234",     "correcthorsebatterystaple",
    "football1234",     "helloworld12",     "iloveyou1234",
    "iloveyouforever",  "johnjacob123",     "jordan232323",
    "letmein12345",     "liverpool123",     "manchester12",
    "manchesterunited", "michael12345",     "monkey123456",
    "mypassword12",     "mypassword123",    "passpasspass",
    "passw0rd1234",     "password1234",     "password12345",
    "password123456",   "password2024",     "password2025",
    "password2026",     "princess1234",     "q1w2e3r4t5y6",
    "qazwsxedcrfv",     "secret123456",     "sunshine1234",
    "superman1234",     "thisismypassword", "trustno1trustno1",
    "welcome12345",     "1q2w3e4r5t6y",     "1qaz2wsx3edc",
    "zaq12wsxcde3"};

/// Rows along which fingers slide.
constexpr std::array<std::string_view, 6> rows{
    "abcdefghijklmnopqrstuvwxyz", "01234567890123456789",       "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1234567890qwertyuiop"};

std::string without_spaces(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c != ' ') out += c;
    return out;
}

/// The longest piece of `text` that also stands, forwards or backwards, in one of the rows.
std::size_t longest_slide(std::string_view text) {
    std::size_t longest = 0;
    for (auto const row : rows) {
        std::string const backwards(row.rbegin(), row.rend());
        for (std::string_view const line : {row, std::string_view(backwards)})
            for (std::size_t start = 0; start < text.size(); ++start)
                while (start + longest < text.size() &&
                       line.contains(text.substr(start, longest + 1)))
                    ++longest;
    }
    return longest;
}

/// The shortest piece that `text` is made of, written again and again.
std::string_view repeated_piece(std::string_view text) {
    for (std::size_t size = 1; size * 2 <= text.size(); ++size)
        if (text.size() % size == 0 && text.substr(size) == text.substr(0, text.size() - size))
            return text.substr(0, size);
    return text;
}

bool mostly_one_of(std::string_view folded, std::span<std::string const> own_words) {
    return std::ranges::any_of(own_words, [&](std::string const& word) {
        auto const own = without_spaces(fold_case(word));
        return own.size() >= own_word_characters_min && folded.contains(own) &&
               folded.size() < own.size() + characters_beside_own_word_min;
    });
}

bool too_simple(std::string_view password, std::span<std::string const> own_words) {
    auto const folded = without_spaces(fold_case(password));
    if (std::set<char>(folded.begin(), folded.end()).size() < different_characters_min) return true;
    if (std::ranges::find(well_known, folded) != well_known.end()) return true;
    // Whoever guesses words also guesses them twice.
    if (auto const piece = repeated_piece(folded);
        piece.size() < folded.size() && count_graphemes(piece) < crypto::password_characters_min)
        return true;
    return longest_slide(folded) * 3 >= folded.size() * 2 || mostly_one_of(folded, own_words);
}

/// How many callers wait for the lane just now. A part of the board.
struct PasswordWaits {
    std::atomic<int> now = 0;
};

/// One piece of work in the lane `cpu`, and whoever waits for it. Shared, because the waiter may
/// give up first.
template <class Answer>
struct Errand {
    explicit Errand(threads::Scheduler& scheduler) : done(scheduler) {}
    std::mutex mutex;
    threads::Signal done;
    std::optional<Result<Answer>> answer;
};

template <class Answer, class Work>
Result<Answer> on_cpu(Server& server, Work work) {
    auto& waits = server.part<PasswordWaits>();
    struct Place {
        std::atomic<int>& now;
        bool const free = ++now <= password_waits_max;
        ~Place() { --now; }
    } const place{waits.now};
    constexpr auto busy = "Too many people are signing in just now. Please try again in a minute.";
    if (!place.free) return fail(Errc::unavailable, busy);
    auto const errand = std::make_shared<Errand<Answer>>(server.scheduler());
    auto const posted = server.lane(LaneName::cpu).post([errand, work = std::move(work)] {
        auto answer = work();
        std::unique_lock const lock(errand->mutex);
        errand->answer = std::move(answer);
        errand->done.notify_all();
    });
    if (!posted) return fail(Errc::unavailable, busy);
    std::unique_lock lock(errand->mutex);
    if (!errand->done.wait_until(lock, server.scheduler().clock().now() + wait_max,
                                 [&] { return errand->answer.has_value(); }))
        return fail(Errc::unavailable, busy);
    return *std::move(errand->answer);
}

}  // namespace

std::optional<PasswordFault> find_password_fault(std::string_view password,
                                                 std::span<std::string const> own_words) {
    if (password.size() > crypto::password_bytes_max) return PasswordFault::too_long;
    if (count_graphemes(password) < crypto::password_characters_min)
        return PasswordFault::too_short;
    if (too_simple(password, own_words)) return PasswordFault::too_simple;
    return std::nullopt;
}

std::string_view words_for(PasswordFault fault) {
    switch (fault) {
        case PasswordFault::too_short: return "passwords.fault.too_short";
        case PasswordFault::too_long: return "passwords.fault.too_long";
        case PasswordFault::too_simple: break;
    }
    return "passwords.fault.too_simple";
}

Result<std::string> hash_password(Server& server, std::string password) {
    return on_cpu<std::string>(server, [&keys = server.keys(), password = std::move(password)] {
        return crypto::hash_password(password, keys.pepper());
    });
}

Result<bool> verify_password(Server& server, std::string password, std::string hash) {
    // What is longer than any password is not one; the work is the same.
    if (password.size() > crypto::password_bytes_max) hash.clear();
    return on_cpu<bool>(
        server, [&keys = server.keys(), password = std::move(password), hash = std::move(hash)] {
            return crypto::verify_password(password, keys.pepper(), hash);
        });
}

void install_passwords(Server& server) { server.part<PasswordWaits>(); }

}  // namespace skein::social
