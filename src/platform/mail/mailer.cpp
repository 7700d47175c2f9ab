#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "platform/mail/mailbox.h"

namespace skein::mail {
namespace {

constexpr auto connect_deadline = std::chrono::seconds(10);

struct CurlDeleter {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

long milliseconds(Duration duration) {
    return std::max(1L, static_cast<long>(duration / std::chrono::milliseconds(1)));
}

/// `smtp://host:25/x` → `host`.
std::string host_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("://"), url.size()));
    url.remove_prefix(std::min<std::size_t>(3, url.size()));
    if (url.starts_with('[')) return std::string(url.substr(0, url.find(']') + 1));
    return std::string(url.substr(0, url.find_first_of(":/")));
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

/// One conversation with the mail server.
struct Conversation {
    std::string wire;
    std::size_t sent = 0;
    std::string command;  ///< The word of the last command, never its argument.
    int answer = 0;       ///< To that command.
    bool leaving = false;

    static std::size_t read(char* out, std::size_t size, std::size_t count, void* raw) {
        auto& self = *static_cast<Conversation*>(raw);
        auto const part = std::min(size * count, self.wire.size() - self.sent);
        std::memcpy(out, self.wire.data() + self.sent, part);
        self.sent += part;
        return part;
    }

    static int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* raw) {
        auto& self = *static_cast<Conversation*>(raw);
        std::string_view const text(data, size);
        if (type == CURLINFO_HEADER_OUT) {
            std::string const word(text.substr(0, text.find_first_of(" :\r")));
            // The farewell follows a refusal, and is answered kindly.
            self.leaving = word == "QUIT";
            if (!self.leaving) self.command = word;
        }
        if (type == CURLINFO_HEADER_IN && !self.leaving)
            std::from_chars(text.data(), text.data() + std::min<std::size_t>(3, size), self.answer);
        return 0;
    }
};

class SmtpMailer final : public Mailer {
  public:
    SmtpMailer(Options options, Clock const& clock)
        : options_(std::move(options)), clock_(clock), from_(parse_mailbox(options_.from)) {}

    bool configured() const override { return !options_.url.empty(); }
    Result<void> send(Message const& message) override;

  private:
    void set_connection(CURL* curl) const;
    static Result<void> verdict(CURLcode code, Conversation const& conversation);

    Options options_;
    Clock const& clock_;
    std::optional<Mailbox> from_;
};

std::unexpected<Error> not_sent(std::string detail) {
    return fail(Errc::unavailable, "The mail could not be sent just now.", std::move(detail));
}

void SmtpMailer::set_connection(CURL* curl) const {
    auto url = options_.url;
    auto const authority = url.find("://");
    // The path is the name with which the server is greeted.
    if (authority != url.npos && url.find('/', authority + 3) == url.npos)
        url += "/" + std::string(from_->address.domain());
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(options_.deadline));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     milliseconds(std::min<Duration>(options_.deadline, connect_deadline)));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    // A password never travels in the clear; a relay without one is in the same machine or network.
    auto const local = is_loopback(host_of(options_.url));
    auto const guarded = !options_.user.empty() && !local;
    long const tls = guarded ? CURLUSESSL_ALL : local ? CURLUSESSL_NONE : CURLUSESSL_TRY;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls);
    if (options_.user.empty()) return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
}

Result<void> SmtpMailer::send(Message const& message) {
    if (!configured()) return not_sent("no mail server is set up");
    if (!from_) return not_sent("the sender of mails in the settings is no address");
    auto const to = EmailAddress::parse(message.to);
    if (!to) return fail(Errc::unprocessable, "This is not an e-mail address.");
    std::unique_ptr<CURL, CurlDeleter> const curl(curl_easy_init());
    if (!curl) return not_sent("libcurl does not start");
    Conversation conversation{compose(message, options_.from, clock_.now()), 0, {}, 0, false};
    std::unique_ptr<curl_slist, CurlDeleter> const recipients(
        curl_slist_append(nullptr, ("<" + to->str() + ">").c_str()));
    set_connection(curl.get());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + from_->address.str() + ">").c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, &Conversation::read);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &conversation);
    curl_easy_setopt(curl.get(), CURLOPT_INFILESIZE_LARGE,
                     static_cast<curl_off_t>(conversation.wire.size()));
    curl_easy_setopt(curl.get(), CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_DEBUGFUNCTION, &Conversation::watch);
    curl_easy_setopt(curl.get(), CURLOPT_DEBUGDATA, &conversation);
    return verdict(curl_easy_perform(curl.get()), conversation);
}

Result<void> SmtpMailer::verdict(CURLcode code, Conversation const& conversation) {
    if (code == CURLE_OK) return {};
    auto const answer = conversation.answer;
    auto const detail =
        fmt::format("{} after {}, answer {}", curl_easy_strerror(code),
                    conversation.command.empty() ? "nothing" : conversation.command, answer);
    // A refused sender or password is ours to mend, and then the same mail can go; a refused
    // recipient or text stays refused.
    auto const about_this_mail = conversation.command == "RCPT" || conversation.command == "DATA";
    if (about_this_mail && answer >= 500 && answer < 600)
        return fail(Errc::unprocessable, "The mail server refused this mail.", detail);
    return not_sent(detail);
}

}  // namespace

std::unique_ptr<Mailer> make_mailer(Options options, Clock const& clock) {
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    expects(ready);
    return std::make_unique<SmtpMailer>(std::move(options), clock);
}

}  // namespace skein::mail
