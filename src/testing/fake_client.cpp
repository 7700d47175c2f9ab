#include "testing/fake_client.h"

namespace skein::testing {
namespace {

class FakeClient final : public http::Client {
  public:
    FakeClient(std::shared_ptr<Outside> outside, threads::Scheduler& scheduler)
        : outside_(std::move(outside)), lane_(scheduler, {"fake-client", 1, 65536, 0}) {}

    void start(http::Outgoing request, Finish finish) override {
        auto shared = std::make_shared<Finish>(std::move(finish));
        threads::Lane::Work work = [outside = outside_, request = std::move(request), shared] {
            (*shared)(outside->ask(request));
        };
        if (!lane_.post(std::move(work))) (*shared)(fail(Errc::cancelled, "", "client stopped"));
    }
    Result<http::Answer> ask(http::Outgoing request) override { return outside_->ask(request); }
    void stop() override { lane_.stop(); }

  private:
    std::shared_ptr<Outside> outside_;
    threads::Lane lane_;
};

class RecordingMailer final : public mail::Mailer {
  public:
    explicit RecordingMailer(std::shared_ptr<Outside> outside) : outside_(std::move(outside)) {}
    Result<void> send(mail::Message const& message) override { return outside_->send(message); }
    bool configured() const override { return true; }

  private:
    std::shared_ptr<Outside> outside_;
};

}  // namespace

void Outside::answer(std::string url, int status, std::string body, std::string content_type) {
    http::Answer answer;
    answer.status = status;
    answer.headers.set("Content-Type", content_type);
    answer.body = std::move(body);
    answer.final_url = url;
    std::lock_guard const lock(mutex_);
    answers_[std::move(url)] = std::move(answer);
}

void Outside::answer_with(
    std::function<std::optional<Result<http::Answer>>(http::Outgoing const&)> choose) {
    std::lock_guard const lock(mutex_);
    choose_ = std::move(choose);
}

std::vector<http::Outgoing> Outside::requests() const {
    std::lock_guard const lock(mutex_);
    return requests_;
}

std::vector<mail::Message> Outside::mails() const {
    std::lock_guard const lock(mutex_);
    return mails_;
}

void Outside::refuse_mail(std::optional<Error> error) {
    std::lock_guard const lock(mutex_);
    mail_error_ = std::move(error);
}

Result<http::Answer> Outside::ask(http::Outgoing const& request) {
    std::unique_lock lock(mutex_);
    requests_.push_back(request);
    auto const choose = choose_;
    lock.unlock();
    if (choose)
        if (auto chosen = choose(request)) return *std::move(chosen);
    lock.lock();
    auto const found = answers_.find(request.url);
    if (found == answers_.end())
        return fail(Errc::remote, "Remote data could not be fetched", "nobody at " + request.url);
    return found->second;
}

Result<void> Outside::send(mail::Message const& message) {
    std::lock_guard const lock(mutex_);
    if (mail_error_) return fail(*mail_error_);
    mails_.push_back(message);
    return {};
}

std::unique_ptr<http::Client> make_fake_client(std::shared_ptr<Outside> outside,
                                               threads::Scheduler& scheduler) {
    return std::make_unique<FakeClient>(std::move(outside), scheduler);
}

std::unique_ptr<mail::Mailer> make_recording_mailer(std::shared_ptr<Outside> outside) {
    return std::make_unique<RecordingMailer>(std::move(outside));
}

}  // namespace skein::testing
