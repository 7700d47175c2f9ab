#include "platform/mail/mail.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <thread>

#include "base/encoding.h"
#include "platform/mail/mailbox.h"

namespace skein::mail {
namespace {

TEST(EmailAddress, ordinary_addresses_are_read) {
    EXPECT_EQ(EmailAddress::parse("Ada.L+tag@Example.ORG")->str(), "Ada.L+tag@example.org");
    EXPECT_EQ(EmailAddress::parse("Ada.L+tag@Example.ORG")->canonical(), "ada.l+tag@example.org");
    EXPECT_EQ(EmailAddress::parse("a@münchen.example")->domain(), "xn--mnchen-3ya.example");
    EXPECT_TRUE(EmailAddress::parse(std::string(64, 'a') + "@b.example"));
}

TEST(EmailAddress, odd_addresses_are_refused) {
    for (std::string const text : {"",
                                   "a",
                                   "@",
                                   "a@",
                                   "@b.example",
                                   "a b@c.example",
                                   "a@b",
                                   "a@localhost",
                                   "a@[127.0.0.1]",
                                   "a@127.0.0.1",
                                   "a@b..example",
                                   "a@b.example.",
                                   ".a@b.example",
                                   "a.@b.example",
                                   "a..b@c.example",
                                   "\"a b\"@c.example",
                                   "a@b@c.example",
                                   "a%b@c.example",
                                   "a!b@c.example",
                                   "a(x)@c.example",
                                   "a@c.example(x)",
                                   "a@b.example\r\nBcc: x@y.example",
                                   "a\r\n@b.example",
                                   "<a@b.example>",
                                   "a@b.example,c@d.example",
                                   "ä@b.example",
                                   "a@b.example:25",
                                   "a@b%2eexample.org",
                                   "-a@b.example",
                                   "a|b@c.example",
                                   "a@under_score.example",
                                   "a;b@c.example",
                                   "a\\b@c.example"}) {
        EXPECT_FALSE(EmailAddress::parse(text)) << text;
    }
    EXPECT_FALSE(EmailAddress::parse(std::string("a\0@b.example", 12)));
    EXPECT_FALSE(EmailAddress::parse(std::string(65, 'a') + "@b.example"));
    std::string const label(60, 'b');
    EXPECT_FALSE(EmailAddress::parse(std::string(64, 'a') + "@" + label + "." + label + "." +
                                     label + ".example"));
}

TEST(Mailbox, a_name_may_stand_before_the_address) {
    EXPECT_EQ(parse_mailbox("a@b.example")->name, "");
    EXPECT_EQ(parse_mailbox("Skein <a@b.example>")->name, "Skein");
    EXPECT_EQ(parse_mailbox(" \"Skein, Inc.\" <a@b.example> ")->name, "Skein, Inc.");
    EXPECT_FALSE(parse_mailbox("Skein"));
    EXPECT_FALSE(parse_mailbox("Skein <a@b.example"));
    EXPECT_FALSE(parse_mailbox("Skein <>"));
}

Message sample() {
    return {"ada@example.org", "Welcome", "Hello\nthere", "", "17.confirm@skein.example"};
}

constexpr Time a_moment{std::chrono::seconds(1795538650)};

std::string field(std::string const& mail, std::string const& name) {
    auto const head = "\r\n" + mail.substr(0, mail.find("\r\n\r\n") + 2);
    auto const at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "absent";
    auto const begin = at + name.size() + 4;
    auto end = head.find("\r\n", begin);
    while (head.substr(end + 2, 1) == " ") end = head.find("\r\n", end + 2);
    return head.substr(begin, end - begin);
}

TEST(Compose, a_mail_has_the_fields_of_a_mail) {
    auto const mail = compose(sample(), "Skein <noreply@skein.example>", a_moment);
    EXPECT_EQ(field(mail, "Date"), "Tue, 24 Nov 2026 16:44:10 +0000");
    EXPECT_EQ(field(mail, "From"), "Skein <noreply@skein.example>");
    EXPECT_EQ(field(mail, "To"), "<ada@example.org>");
    EXPECT_EQ(field(mail, "Subject"), "Welcome");
    EXPECT_EQ(field(mail, "Message-ID"), "<17.confirm@skein.example>");
    EXPECT_EQ(field(mail, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_TRUE(mail.ends_with("\r\n\r\n" + to_base64("Hello\r\nthere") + "\r\n"));
}

TEST(Compose, what_can_be_ended_says_how) {
    auto message = sample();
    auto const from = "Skein <noreply@skein.example>";
    EXPECT_EQ(field(compose(message, from, a_moment), "List-Unsubscribe"), "absent");
    message.unsubscribe_url = "https://skein.example/mail/stop/17.mention.abc_-";
    message.list_id = "mention.ann.skein.example";
    auto const mail = compose(message, from, a_moment);
    EXPECT_EQ(field(mail, "List-Unsubscribe"),
              "<https://skein.example/mail/stop/17.mention.abc_->");
    EXPECT_EQ(field(mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    EXPECT_EQ(field(mail, "List-Id"), "<mention.ann.skein.example>");
    message.unsubscribe_url = "http://127.0.0.1:8000/mail/stop/x";
    auto const plain = compose(message, from, a_moment);
    EXPECT_EQ(field(plain, "List-Unsubscribe"), "<http://127.0.0.1:8000/mail/stop/x>");
    EXPECT_EQ(field(plain, "List-Unsubscribe-Post"), "absent") << "one click needs https";
    for (std::string const url :
         {"https://a.example/\r\nBcc: evil@x.example", "https://a.example/>,<mailto:x@y.example",
          "https://a.example/ b", "https://a.example/\xc3\xa4"}) {
        message.unsubscribe_url = url;
        auto const refused = compose(message, from, a_moment);
        EXPECT_EQ(field(refused, "List-Unsubscribe"), "absent") << url;
        EXPECT_EQ(field(refused, "Bcc"), "absent") << url;
    }
}

TEST(Compose, every_line_is_short_and_ascii) {
    auto message = sample();
    message.subject.clear();
    for (int i = 0; i < 60; ++i) message.subject += "ขอต้อนรับ 😀 ";
    message.text = std::string(5000, 'x');
    message.html = "<p>" + message.text + "</p>";
    auto const mail = compose(message, "Skeïn \"x\" <noreply@skein.example>", a_moment);
    std::size_t begin = 0;
    for (std::size_t end; (end = mail.find("\r\n", begin)) != std::string::npos; begin = end + 2)
        EXPECT_LE(end - begin, 100U);
    EXPECT_EQ(begin, mail.size());
    for (char const c : mail) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

/// Encoded words put together again.
std::string decoded(std::string text) {
    std::string out;
    for (std::size_t at; (at = text.find("=?utf-8?B?")) != std::string::npos;) {
        auto const end = text.find("?=", at);
        auto const part = from_base64(text.substr(at + 10, end - at - 10)).value();
        EXPECT_TRUE(is_valid_utf8(part));
        EXPECT_LE(end + 2 - at, 75U);
        out += part;
        text = text.substr(end + 2);
    }
    return out;
}

TEST(Compose, a_subject_of_any_script_survives) {
    auto message = sample();
    for (std::string const subject :
         {"Grüße", "ยินดีต้อนรับ สู่เซิร์ฟเวอร์ของเรา และขอบคุณที่สมัครใช้งาน", "=?utf-8?B?AAAA?=",
          "a subject that is plain but far too long to stand on one line of a mail header"}) {
        message.subject = subject;
        EXPECT_EQ(decoded(field(compose(message, "a@b.example", a_moment), "Subject")), subject);
    }
}

TEST(Compose, nothing_from_outside_can_begin_another_field) {
    Message message{"a@b.example\r\nBcc: evil@x.example", "Hi\r\nBcc: evil@x.example\r\n\r\nbody",
                    "text\r\n.\r\nMAIL FROM:<evil@x.example>", "", "id>\r\nBcc: evil@x.example"};
    for (std::string const from :
         {"Skein\r\nBcc: evil@x.example <a@b.example>", "a@b.example\r\nBcc: evil@x.example"}) {
        auto const mail = compose(message, from, a_moment);
        EXPECT_EQ(field(mail, "Bcc"), "absent") << mail;
        EXPECT_EQ(mail.find("\r\n."), std::string::npos);
        auto const head = mail.substr(0, mail.find("\r\n\r\n"));
        EXPECT_NE(head.find("Content-Transfer-Encoding"), std::string::npos);
    }
}

TEST(Compose, text_and_html_are_alternatives) {
    auto message = sample();
    message.html = "<p>Hello</p>";
    auto const mail = compose(message, "a@b.example", a_moment);
    EXPECT_TRUE(field(mail, "Content-Type").starts_with("multipart/alternative; boundary="));
    auto const text = mail.find(to_base64("Hello\r\nthere"));
    auto const html = mail.find(to_base64("<p>Hello</p>"));
    ASSERT_NE(text, std::string::npos);
    EXPECT_LT(text, html);  // The best alternative comes last.
    EXPECT_TRUE(mail.ends_with("--\r\n"));
}

/// A mail server that keeps what it is told and answers as a test wants.
class Sink {
  public:
    struct Answers {
        std::string mail = "250 fine", recipient = "250 fine", data = "354 go on", end = "250 kept";
        bool silent = false;
    };

    explicit Sink(Answers answers) : answers_(std::move(answers)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, raw, size), 0);
        EXPECT_EQ(::listen(listener_, 8), 0);
        ::getsockname(listener_, raw, &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] {
            for (int fd; (fd = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(fd)) talk(fd);
        });
    }

    ~Sink() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

    std::string heard() {
        std::lock_guard const lock(mutex_);
        return heard_;
    }

  private:
    void talk(int fd) {
        if (!answers_.silent) say(fd, "220 sink");
        std::string text;
        bool in_data = false;
        char buffer[4096];
        for (ssize_t got; (got = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
            text.append(buffer, static_cast<std::size_t>(got));
            for (std::size_t end; (end = text.find("\r\n")) != std::string::npos;) {
                auto const line = text.substr(0, end);
                text.erase(0, end + 2);
                {
                    std::lock_guard const lock(mutex_);
                    heard_ += line + "\r\n";
                }
                answer(fd, line, in_data);
            }
        }
    }

    void answer(int fd, std::string const& line, bool& in_data) const {
        if (in_data) {
            if (line != ".") return;
            in_data = false;
            return say(fd, answers_.end);
        }
        if (line.starts_with("MAIL")) return say(fd, answers_.mail);
        if (line.starts_with("RCPT")) return say(fd, answers_.recipient);
        if (line.starts_with("DATA")) {
            in_data = answers_.data.starts_with("354");
            return say(fd, answers_.data);
        }
        say(fd, line.starts_with("QUIT") ? "221 bye" : "250 fine");
    }

    static void say(int fd, std::string const& line) {
        auto const bytes = line + "\r\n";
        [[maybe_unused]] auto const sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    Answers answers_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
    std::mutex mutex_;
    std::string heard_;
};

Options options_for(Sink const& sink) {
    Options options;
    options.url = sink.url();
    options.from = "Skein <noreply@skein.example>";
    options.deadline = std::chrono::seconds(5);
    return options;
}

Result<void> send_to(Sink::Answers answers, Message const& message = sample()) {
    Sink sink(std::move(answers));
    ManualClock const clock(a_moment);
    return make_mailer(options_for(sink), clock)->send(message);
}

TEST(Mailer, the_mail_arrives_as_composed) {
    Sink sink({});
    ManualClock const clock(a_moment);
    auto const mailer = make_mailer(options_for(sink), clock);
    EXPECT_TRUE(mailer->configured());
    ASSERT_TRUE(mailer->send(sample()));
    auto const heard = sink.heard();
    EXPECT_TRUE(heard.starts_with("EHLO skein.example\r\n")) << heard;
    EXPECT_NE(heard.find("MAIL FROM:<noreply@skein.example>"), std::string::npos);
    EXPECT_NE(heard.find("RCPT TO:<ada@example.org>\r\n"), std::string::npos);
    EXPECT_NE(heard.find("DATA\r\n" + compose(sample(), "Skein <noreply@skein.example>", a_moment)),
              std::string::npos)
        << heard;
}

TEST(Mailer, a_refused_recipient_is_refused_for_good) {
    auto const refused = send_to({.recipient = "550 nobody here"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    EXPECT_EQ(refused.error().detail.find("ada"), std::string::npos);
    EXPECT_EQ(send_to({.end = "554 looks like spam"}).error().code, Errc::unprocessable);
}

TEST(Mailer, everything_else_may_work_later) {
    EXPECT_EQ(send_to({.recipient = "451 later"}).error().code, Errc::unavailable);
    EXPECT_EQ(send_to({.mail = "550 not you"}).error().code, Errc::unavailable);
    EXPECT_EQ(send_to({.end = "452 no space"}).error().code, Errc::unavailable);
}

TEST(Mailer, a_silent_server_is_not_waited_for) {
    Sink sink({.silent = true});
    ManualClock const clock(a_moment);
    auto options = options_for(sink);
    options.deadline = std::chrono::milliseconds(150);
    EXPECT_EQ(make_mailer(options, clock)->send(sample()).error().code, Errc::unavailable);
}

TEST(Mailer, without_a_server_nothing_is_sent) {
    ManualClock const clock(a_moment);
    auto const mailer = make_mailer({}, clock);
    EXPECT_FALSE(mailer->configured());
    EXPECT_EQ(mailer->send(sample()).error().code, Errc::unavailable);
}

TEST(Mailer, an_address_that_is_none_is_never_told_to_the_server) {
    Sink sink({});
    ManualClock const clock(a_moment);
    auto message = sample();
    message.to = "a@b.example>\r\nRCPT TO:<evil@x.example";
    EXPECT_EQ(make_mailer(options_for(sink), clock)->send(message).error().code,
              Errc::unprocessable);
    EXPECT_EQ(sink.heard(), "");
}

}  // namespace
}  // namespace skein::mail
