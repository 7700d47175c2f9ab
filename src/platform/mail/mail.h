// Mail: checked addresses, composed messages (RFC 5322, UTF-8), sent by SMTP through libcurl.
//
// Sending blocks its caller and is done by jobs only. The mailer logs neither addresses nor text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace skein::mail {

/// An address as it may stand in an envelope: one local part of at most 64 bytes, one domain in
/// A-label form; no comments, quotes, controls or line breaks.
class EmailAddress {
  public:
    /// Nothing for what is no address. The domain is lower-cased; the local part is left as it is.
    static std::optional<EmailAddress> parse(std::string_view text);
    std::string const& str() const { return text_; }
    /// The form under which an address is looked up: lower case.
    std::string canonical() const;
    std::string_view domain() const;

  private:
    std::string text_;
};

struct Message {
    std::string to;  ///< One address.
    std::string subject;
    std::string text;        ///< Plain text, UTF-8, `\n` line breaks.
    std::string html;        ///< The same as HTML, or "".
    std::string message_id;  ///< Without angle brackets, the same for every try of one mail.
    /// The address that ends such mails when a mail program posts to it (RFC 8058), or "".
    std::string unsubscribe_url = {};
    /// What mail programs sort such mails by (RFC 2919): `mention.ann.example.org`, or "".
    std::string list_id = {};
};

struct Options {
    std::string url;  ///< `smtp://host:port` or `smtps://…`; "" sends nothing: mails are refused as
                      ///< unavailable.
    std::string user, password;
    std::string from;  ///< `Skein <noreply@example.org>` or a bare address.
    Duration deadline = std::chrono::seconds(30);
};

/// Thread-safe.
class Mailer {
  public:
    virtual ~Mailer() = default;
    /// Hands the message to the mail server. Errc::unavailable: try again later (also when none is
    /// set up); Errc::unprocessable: the server refused this recipient for good.
    virtual Result<void> send(Message const& message) = 0;
    /// Is a mail server set up at all?
    virtual bool configured() const = 0;
};

std::unique_ptr<Mailer> make_mailer(Options options, Clock const& clock);

/// The message as bytes on the wire: headers encoded (RFC 2047), bodies base64. For the mailer and
/// its tests.
std::string compose(Message const& message, std::string_view from, Time now);

}  // namespace skein::mail
