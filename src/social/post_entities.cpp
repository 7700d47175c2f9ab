#include "social/post_entities.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace skein::social {
namespace {

constexpr std::size_t link_bytes_max = 8192;
constexpr std::size_t name_bytes_max = 512;

bool starts_without_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text.substr(0, lower.size()), lower, {}, to_lower);
}

/// `https://` or `http://` at the front: its length, or 0.
std::size_t scheme_length(std::string_view text) {
    if (starts_without_case(text, "https://")) return 8;
    return starts_without_case(text, "http://") ? 7 : 0;
}

/// Marks that people put behind or around an address and that end it wherever they stand.
bool ends_link(char32_t c) {
    return is_white_space(c) || c < 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' ||
           c == '`' || c == '\\' || c == 0xFFFD || (c >= 0x80 && c < 0xA0) ||
           (c >= 0x3001 && c <= 0x3002) || (c >= 0x300C && c <= 0x300F) || c == 0x201C ||
           c == 0x201D || c == 0x200B || c == 0xFEFF;
}

/// Sentence marks that belong to the sentence, not to the address they follow.
bool trails_link(char32_t c) {
    constexpr std::u32string_view marks =
        U".,;:!?'*~|[]{}@$%^\u2018\u2019\u2026\u00bb\uff01\uff0c"
        U"\uff0e\uff1a\uff1b\uff1f\uff09\u3011\u3009\u300b";
    return marks.find(c) != std::u32string_view::npos;
}

/// Where scripts without spaces run on behind a finished name: `example.orgをみる`.
bool runs_on(char32_t c, std::size_t dots, std::size_t ascii_letters) {
    return c >= 0x0E00 && dots > 0 && ascii_letters >= 2;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::vector<PostEntity> scan() {
        while (at_ < text_.size()) {
            auto const c = text_[at_];
            auto found = false;
            if (c == 'h' || c == 'H') found = take_link();
            else if (c == '@') found = take_mention();
            else if (c == '#' || text_.substr(at_).starts_with("\uff03")) found = take_hashtag();
            if (!found) before_ = next_code_point(text_, at_);
        }
        return std::move(found_);
    }

  private:
    bool take_link();
    std::size_t link_end(std::size_t authority) const;
    bool take_mention();
    std::size_t host_end(std::size_t begin) const;
    bool take_hashtag();

    void take(PostEntity::Kind kind, std::size_t end, std::size_t sign) {
        auto const whole = text_.substr(at_, end - at_);
        found_.push_back({kind, whole, whole.substr(sign)});
        at_ = end;
        // Whatever follows stands behind a word.
        before_ = U'a';
    }

    std::string_view text_;
    std::size_t at_ = 0;
    char32_t before_ = U' ';
    std::vector<PostEntity> found_;
};

/// The end of an address whose host begins at `authority`, without the marks that trail it.
std::size_t Scanner::link_end(std::size_t authority) const {
    auto const stop = std::min(text_.size(), at_ + link_bytes_max);
    std::size_t good = authority, dots = 0, ascii_letters = 0;
    std::int64_t open = 0;
    bool in_host = true;
    for (auto i = authority; i < stop;) {
        auto const c = next_code_point(text_, i);
        if (ends_link(c) || (in_host && runs_on(c, dots, ascii_letters))) break;
        if (c == '/' || c == '?' || c == '#') in_host = false;
        if (in_host) {
            dots += c == '.' ? 1 : 0;
            ascii_letters = c == '.' ? 0 : ascii_letters + (c < 0x80 && is_alphabetic(c) ? 1 : 0);
        }
        if (c == '(') {
            ++open;
        } else if (c == ')') {
            // A bracket closes the address' own, or else the sentence's around it.
            if (--open < 0) break;
            good = i;
        } else if (!trails_link(c)) {
            good = i;
        }
    }
    return good;
}

bool Scanner::take_link() {
    auto const scheme = scheme_length(text_.substr(at_));
    if (scheme == 0 || is_word_character(before_) || before_ == '@' || before_ == '#' ||
        before_ == '$')
        return false;
    auto const end = link_end(at_ + scheme);
    auto const link = text_.substr(at_, end - at_);
    auto const readable = end > at_ + scheme && link.size() < link_bytes_max;
    auto const url = readable ? Url::parse(link) : std::nullopt;
    if (url && url->host().str().find('.') != std::string::npos) {
        take(PostEntity::Kind::link, end, 0);
        return true;
    }
    // What looked like an address is looked at once only: here is where a hostile text would make
    // the time grow.
    at_ = std::max(end, at_ + scheme);
    before_ = U'a';
    return true;
}

/// The end of `host` or `host:port` at `begin`; `begin` itself when there is none.
std::size_t Scanner::host_end(std::size_t begin) const {
    auto const stop = std::min(text_.size(), begin + name_bytes_max);
    auto good = begin;
    std::size_t dots = 0, ascii_letters = 0;
    for (auto i = begin; i < stop;) {
        auto const c = next_code_point(text_, i);
        auto const in_name = is_word_character(c) && c != '_';
        if ((!in_name && c != '.' && c != '-') || runs_on(c, dots, ascii_letters)) break;
        dots += c == '.' ? 1 : 0;
        ascii_letters = c == '.' ? 0 : ascii_letters + (c < 0x80 && is_alphabetic(c) ? 1 : 0);
        if (in_name) good = i;
    }
    if (good == begin || good >= text_.size() || text_[good] != ':') return good;
    auto digits = good + 1;
    while (digits < text_.size() && digits - good <= 5 && text_[digits] >= '0' &&
           text_[digits] <= '9')
        ++digits;
    return digits > good + 1 ? digits : good;
}

bool Scanner::take_mention() {
    if (is_word_character(before_) || before_ == '=' || before_ == '/' || before_ == '@')
        return false;
    auto const begin = at_ + 1;
    auto const stop = std::min(text_.size(), begin + name_bytes_max);
    auto end = begin;
    for (auto i = begin; i < stop; ++i) {
        if (is_name_character(text_[i])) end = i + 1;
        else if ((text_[i] != '.' && text_[i] != '-') || end == begin) break;
    }
    if (end == begin) return false;
    if (end < text_.size() && text_[end] == '@') {
        auto const host_stop = host_end(end + 1);
        auto const host = text_.substr(end + 1, host_stop - end - 1);
        if (!host.empty() && Host::parse(host.substr(0, host.find(':')))) end = host_stop;
    }
    take(PostEntity::Kind::mention, end, 1);
    return true;
}

bool Scanner::take_hashtag() {
    auto sign_end = at_;
    next_code_point(text_, sign_end);
    if (before_ == '=' || before_ == '/' || before_ == ')' ||
        (is_word_character(before_) && before_ != '_'))
        return false;
    auto const stop = std::min(text_.size(), sign_end + name_bytes_max);
    auto end = sign_end;
    auto letters = false, parting = false, parted = false;
    for (auto i = sign_end; i < stop;) {
        auto const c = next_code_point(text_, i);
        // The middle dots of Catalan and Japanese and the non-joiner of Persian stand inside words.
        auto const separator = c == 0x00B7 || c == 0x30FB || c == 0x200C;
        if (separator ? end == sign_end : !is_word_character(c)) break;
        parted = parted || (parting && !separator);
        parting = parting || (end > sign_end && (separator || c == '_'));
        if (separator) continue;
        letters = letters || is_alphabetic(c);
        end = i;
    }
    // A number alone is no tag, `#1_2` is.
    if (end == sign_end || !(letters || parted)) return false;
    take(PostEntity::Kind::hashtag, end, sign_end - at_);
    return true;
}

}  // namespace

std::vector<PostEntity> entities_in(std::string_view text) { return Scanner(text).scan(); }

}  // namespace skein::social
