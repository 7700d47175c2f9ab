#include <algorithm>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/text.h"
#include "platform/mail/mailbox.h"

namespace skein::mail {
namespace {

constexpr std::size_t plain_phrase_bytes_max = 60;
/// 75 characters are an encoded word's most (RFC 2047 section 2); 45 bytes become 60 digits.
constexpr std::size_t encoded_word_bytes_max = 45;
constexpr std::size_t base64_line_max = 76;
constexpr std::size_t header_url_bytes_max = 900;  // A line has at most 998 (RFC 5322).
/// It begins with characters that no line of base64 has, so no body can contain it.
constexpr std::string_view boundary = "=_skein_alternative";

bool is_plain_phrase(std::string_view text) {
    return text.size() <= plain_phrase_bytes_max && std::ranges::all_of(text, [](char c) {
               return is_alphanumeric(c) || c == ' ' || c == '-' || c == '\'' || c == '!';
           });
}

/// A subject or a name, in which nothing can end the line: as it is when it is plain, else as
/// encoded words, cut between characters and folded.
std::string phrase(std::string_view raw) {
    auto const clean = to_valid_utf8(strip_controls(raw, false));
    if (is_plain_phrase(clean)) return clean;
    std::string out;
    std::string_view left = clean;
    while (!left.empty()) {
        std::size_t size = 0;
        while (size < left.size()) {
            auto const next = utf8_length(left.substr(size));
            if (size + next > encoded_word_bytes_max) break;
            size += next;
        }
        if (!out.empty()) out += "\r\n ";
        out += "=?utf-8?B?" + to_base64(left.substr(0, size)) + "?=";
        left.remove_prefix(size);
    }
    return out;
}

std::string mailbox_text(std::string_view text) {
    auto const mailbox = parse_mailbox(text);
    if (!mailbox) return "<>";
    auto const address = "<" + mailbox->address.str() + ">";
    return mailbox->name.empty() ? address : phrase(mailbox->name) + " " + address;
}

/// What may stand in a Message-ID; everything else is left out.
std::string message_id_text(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (is_name_character(c) || c == '.' || c == '-' || c == '@') out += c;
    return out;
}

/// Text with the line breaks of the wire, as lines of base64.
std::string body(std::string_view text) {
    std::string wire;
    for (char const c : text) {
        if (c == '\r') continue;
        if (c == '\n') wire += '\r';
        wire += c;
    }
    auto const digits = to_base64(wire);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += base64_line_max) {
        out += digits.substr(i, base64_line_max);
        out += "\r\n";
    }
    return out;
}

std::string part(std::string_view type, std::string_view text) {
    return fmt::format(
        "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", type,
        body(text));
}

std::string date(Time now) {
    auto text = to_http_date(now);
    return text.replace(text.size() - 3, 3, "+0000");
}

/// Whether it may stand between angle brackets in a header (RFC 2369 section 2).
bool is_header_url(std::string_view url) {
    return !url.empty() && url.size() <= header_url_bytes_max &&
           std::ranges::all_of(
               url, [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>'; });
}

/// What a mailing list says of itself.
std::string list_headers(Message const& message) {
    std::string out;
    if (!message.list_id.empty())
        out += fmt::format("List-Id: <{}>\r\n", message_id_text(message.list_id));
    if (!is_header_url(message.unsubscribe_url)) return out;
    out += fmt::format("List-Unsubscribe: <{}>\r\n", message.unsubscribe_url);
    // One click needs https (RFC 8058 section 3.1); otherwise it is an address to look at.
    if (message.unsubscribe_url.starts_with("https://"))
        out += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    return out;
}

}  // namespace

std::string compose(Message const& message, std::string_view from, Time now) {
    auto out = fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\n"
        "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n",
        date(now), mailbox_text(from), mailbox_text(message.to), phrase(message.subject),
        message_id_text(message.message_id));
    out += list_headers(message);
    if (message.html.empty()) return out + part("text/plain", message.text);
    out += fmt::format("Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n", boundary);
    for (auto const& each : {part("text/plain", message.text), part("text/html", message.html)})
        out += fmt::format("--{}\r\n{}", boundary, each);
    return out + fmt::format("--{}--\r\n", boundary);
}

}  // namespace skein::mail
