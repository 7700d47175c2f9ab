#include "platform/threads/scheduler.h"

#include <pthread.h>

#include <atomic>

#include "base/log.h"
#include "base/result.h"

namespace skein::threads {
namespace {

/// The system's threads: a wait is a wait.
class RealScheduler final : public Scheduler {
  public:
    explicit RealScheduler(Clock const& clock) : clock_(clock) {}

    Clock const& clock() const override { return clock_; }

  private:
    void wait(void const*, std::unique_lock<std::mutex>& lock, std::condition_variable& cv,
              Time deadline) override {
        if (deadline == Time::max()) return cv.wait(lock);
        // Deadlines are by our clock; a clock that stands still (tests) is looked at again soon.
        auto const left = std::min<Duration>(deadline - clock_.now(), std::chrono::seconds(1));
        if (left > Duration{}) cv.wait_for(lock, left);
    }
    void notify(void const*, std::condition_variable& cv, bool all) override {
        all ? cv.notify_all() : cv.notify_one();
    }
    void thread_created(std::string const&) override {}
    void thread_started(std::string const&) override {}
    void thread_ended() override {}
    void join_wait(std::function<bool()> const&) override {}

    Clock const& clock_;
};

}  // namespace

std::unique_ptr<Scheduler> make_real_scheduler(Clock const& clock) {
    return std::make_unique<RealScheduler>(clock);
}

std::unique_lock<std::mutex> lock_soon(std::mutex& mutex) {
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        if (mutex.try_lock()) return {mutex, std::adopt_lock};
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    return std::unique_lock(mutex);
}

struct Thread::State {
    Scheduler& scheduler;
    std::string name;
    std::function<void()> body;
    std::atomic<bool> ended = false;
    pthread_t handle{};
    bool joinable = false;

    static void* enter(void* raw) {
        auto& self = *static_cast<State*>(raw);
        // The kernel keeps 15 characters.
        pthread_setname_np(pthread_self(), self.name.substr(0, 15).c_str());
        self.scheduler.thread_started(self.name);
        try {
            self.body();
        } catch (std::exception const& error) {
            log::error("thread.threw", {{"thread", self.name}, {"what", error.what()}});
        }
        self.ended = true;
        self.scheduler.thread_ended();
        return nullptr;
    }
};

Thread::Thread(Scheduler& scheduler, std::string name, std::function<void()> body,
               std::size_t stack_bytes)
    : state_(new State{scheduler, std::move(name), std::move(body)}) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (stack_bytes > 0) pthread_attr_setstacksize(&attributes, stack_bytes);
    scheduler.thread_created(state_->name);
    state_->joinable =
        pthread_create(&state_->handle, &attributes, &State::enter, state_.get()) == 0;
    pthread_attr_destroy(&attributes);
    expects(state_->joinable);
}

Thread::Thread() = default;
Thread::Thread(Thread&&) noexcept = default;

Thread& Thread::operator=(Thread&& other) noexcept {
    join();
    state_ = std::move(other.state_);
    return *this;
}

Thread::~Thread() { join(); }

void Thread::join() {
    if (!state_ || !state_->joinable) return;
    auto* state = state_.get();
    state->scheduler.join_wait([state] { return state->ended.load(); });
    pthread_join(state->handle, nullptr);
    state->joinable = false;
}

}  // namespace skein::threads
