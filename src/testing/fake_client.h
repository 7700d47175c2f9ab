// The outside world of a test: an HTTP client that answers from a list, and a mailer that keeps
// what it was given. Neither touches a network.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/http/client.h"
#include "platform/mail/mail.h"
#include "platform/threads/lane.h"

namespace skein::testing {

/// What other servers say, and what they were asked. Shared by the test and its client.
/// Thread-safe.
class Outside {
  public:
    /// From now on this address answers so, whatever the method.
    void answer(std::string url, int status, std::string body,
                std::string content_type = "application/json");
    /// Asked before the list: nothing means that the list decides.
    void answer_with(
        std::function<std::optional<Result<http::Answer>>(http::Outgoing const&)> choose);

    std::vector<http::Outgoing> requests() const;
    std::vector<mail::Message> mails() const;
    /// While set, the mail server refuses with this error.
    void refuse_mail(std::optional<Error> error);

    /// An address nobody answers for is Errc::remote.
    Result<http::Answer> ask(http::Outgoing const& request);
    Result<void> send(mail::Message const& message);

  private:
    mutable std::mutex mutex_;
    std::map<std::string, http::Answer> answers_;
    std::function<std::optional<Result<http::Answer>>(http::Outgoing const&)> choose_;
    std::vector<http::Outgoing> requests_;
    std::vector<mail::Message> mails_;
    std::optional<Error> mail_error_;
};

/// Answers on a thread of its own, as the real client does.
std::unique_ptr<http::Client> make_fake_client(std::shared_ptr<Outside> outside,
                                               threads::Scheduler& scheduler);
std::unique_ptr<mail::Mailer> make_recording_mailer(std::shared_ptr<Outside> outside);

}  // namespace skein::testing
