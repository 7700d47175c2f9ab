#include "platform/imaging/imaging.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <deque>
#include <mutex>
#include <system_error>

#include <fmt/format.h>

#include "base/log.h"
#include "platform/imaging/blurhash.h"
#include "platform/imaging/child.h"

namespace skein::imaging {

namespace {

std::unexpected<Error> file_error(std::string_view deed, std::string const& path) {
    auto const number = errno;
    bool const full = number == ENOSPC || number == EDQUOT || number == EROFS;
    return fail(full ? Errc::storage_full : Errc::internal, "The picture could not be stored.",
                fmt::format("{} {}: {}", deed, path, std::generic_category().message(number)));
}

/// An output while the worker may write to it.
struct Pending {
    TemporaryFile file;
    Descriptor descriptor;
};

Result<Pending> make_output(std::string const& directory) {
    auto path = directory + "/picture-XXXXXX";
    Descriptor descriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!descriptor) return file_error("create", path);
    return Pending{TemporaryFile(std::move(path)), std::move(descriptor)};
}

Result<Descriptor> open_input(Job const& job) {
    Descriptor input(
        ::open(job.input_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!input) return file_error("open", job.input_path);
    struct stat facts = {};
    if (::fstat(input.fd(), &facts) != 0) return file_error("stat", job.input_path);
    if (!S_ISREG(facts.st_mode)) {
        return fail(Errc::internal, "The picture could not be read.", "not a regular file");
    }
    if (static_cast<std::uint64_t>(facts.st_size) > job.limits.input_bytes_max) {
        return fail(Errc::too_large, "The picture has too many bytes.");
    }
    std::array<char, sniffed_bytes> head{};
    auto const count = ::pread(input.fd(), head.data(), head.size(), 0);
    if (count < 0) return file_error("read", job.input_path);
    if (!is_picture(sniff({head.data(), static_cast<std::size_t>(count)}))) {
        return fail(Errc::unsupported_media, "This kind of file is not a picture we can read.");
    }
    return input;
}

std::unexpected<Error> refused(Reply const& reply) {
    switch (reply.refusal) {
        case Refusal::too_many_pixels:
            return fail(Errc::unprocessable,
                        fmt::format("{}x{} images are not supported", reply.width, reply.height));
        case Refusal::too_many_frames:
            return fail(Errc::unprocessable,
                        fmt::format("Pictures of {} frames are not supported", reply.frames));
        case Refusal::unsupported:
            return fail(Errc::unsupported_media, "This kind of file is not a picture we can read.");
        case Refusal::no_room:
            return fail(Errc::storage_full, "The picture could not be stored.", reply.detail);
        case Refusal::none:
        case Refusal::unreadable:
        case Refusal::no_library: break;
    }
    return fail(Errc::unprocessable, "The picture could not be read.", reply.detail);
}

Result<Output> finish(Task const& task, Made const& made, Pending pending) {
    struct stat facts = {};
    if (::fstat(pending.descriptor.fd(), &facts) != 0) {
        return file_error("stat", pending.file.path());
    }
    std::array<char, sniffed_bytes> head{};
    auto const count = ::pread(pending.descriptor.fd(), head.data(), head.size(), 0);
    auto const type = sniff({head.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
    if (type != made.type) {
        return fail(Errc::unprocessable, "The picture could not be read.",
                    "media worker: an output is not what it says");
    }
    Output output;
    output.name = task.name;
    output.file = std::move(pending.file);
    output.content_type = content_type(made.type);
    output.type = made.type;
    output.width = made.width;
    output.height = made.height;
    output.size = static_cast<std::uint64_t>(facts.st_size);
    output.animated = made.animated;
    return output;
}

}  // namespace

TemporaryFile::~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
}

/// Invariants, under `mutex`: (1) alive == idle.size() + children at work or starting;
/// (2) alive <= children_max; (3) while children are idle, one timer is set for the oldest.
struct Imaging::State : std::enable_shared_from_this<Imaging::State> {
    struct Resting {
        std::unique_ptr<Child> child;
        Time since;
    };

    State(threads::Scheduler& s, threads::Timers& t, Options o)
        : scheduler(s), timers(t), options(std::move(o)), changed(s) {}

    Result<std::unique_ptr<Child>> take(Time deadline);
    Result<std::unique_ptr<Child>> start();
    void give_back(std::unique_ptr<Child> child);
    void lose();
    Result<Reply> ask(Request const& request, std::span<int const> files);
    void watch_idle(Time since);
    void end_idle();

    threads::Scheduler& scheduler;
    threads::Timers& timers;
    Options const options;
    std::mutex mutex;
    threads::Signal changed;
    std::deque<Resting> idle;
    std::size_t alive = 0;
    std::optional<threads::Timers::Handle> watch;
    bool stopping = false;
};

void Imaging::State::lose() {
    std::lock_guard lock(mutex);
    --alive;
    changed.notify_one();
}

Result<std::unique_ptr<Child>> Imaging::State::start() {
    auto child = Child::start(options);
    if (!child) lose();
    return child;
}

Result<std::unique_ptr<Child>> Imaging::State::take(Time deadline) {
    {
        std::unique_lock lock(mutex);
        bool const free = changed.wait_until(lock, deadline, [&] {
            return stopping || !idle.empty() || alive < options.children_max;
        });
        if (stopping) return fail(Errc::cancelled, "The server is stopping.");
        if (!free) return fail(Errc::timeout, "Too many pictures are waiting; try again later.");
        if (!idle.empty()) {
            // The one that rested least: the others may go.
            auto child = std::move(idle.back().child);
            idle.pop_back();
            return child;
        }
        ++alive;
    }
    return start();
}

void Imaging::State::give_back(std::unique_ptr<Child> child) {
    if (child->jobs() >= options.jobs_per_child_max) {
        child.reset();
        return lose();
    }
    std::unique_lock lock(mutex);
    if (stopping) {
        lock.unlock();
        child.reset();
        return lose();
    }
    auto const now = scheduler.clock().now();
    idle.push_back({std::move(child), now});
    if (!watch) watch_idle(now);
    changed.notify_one();
}

void Imaging::State::watch_idle(Time since) {
    watch = timers.at(since + options.idle_time_max, [weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->end_idle();
    });
}

void Imaging::State::end_idle() {
    std::vector<std::unique_ptr<Child>> ended;
    {
        std::lock_guard lock(mutex);
        watch.reset();
        auto const now = scheduler.clock().now();
        while (!idle.empty() && idle.front().since + options.idle_time_max <= now) {
            ended.push_back(std::move(idle.front().child));
            idle.pop_front();
        }
        if (!idle.empty() && !stopping) watch_idle(idle.front().since);
    }
    for (auto& child : ended) {
        child.reset();
        lose();
    }
}

Result<Reply> Imaging::State::ask(Request const& request, std::span<int const> files) {
    auto const deadline = scheduler.clock().now() + options.job_time_max;
    TRY(auto child, take(deadline));
    auto const time_max = std::chrono::ceil<std::chrono::milliseconds>(options.job_time_max);
    auto reply = child->ask(request, files, time_max);
    if (!reply && reply.error().code == Errc::cancelled) {
        // It had ended while it rested. Its successor is new, so once is enough.
        child.reset();
        TRY(child, start());
        reply = child->ask(request, files, time_max);
    }
    if (reply) {
        give_back(std::move(child));
        return reply;
    }
    log::failure(log::Level::warning, "imaging.worker_lost", reply.error());
    child.reset();
    lose();
    if (reply.error().code == Errc::cancelled) reply.error().code = Errc::unavailable;
    return reply;
}

Imaging::Imaging(threads::Scheduler& scheduler, threads::Timers& timers, Options options)
    : state_(std::make_shared<State>(scheduler, timers, std::move(options))) {}

Imaging::~Imaging() { stop(); }

void Imaging::stop() {
    std::deque<State::Resting> ended;
    std::optional<threads::Timers::Handle> watch;
    {
        std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        ended.swap(state_->idle);
        state_->alive -= ended.size();
        watch.swap(state_->watch);
        state_->changed.notify_all();
    }
    if (watch) state_->timers.cancel(*watch);
}

std::size_t Imaging::children() const {
    std::lock_guard lock(state_->mutex);
    return state_->alive;
}

Result<Processed> Imaging::process(Job const& job) {
    expects(!job.tasks.empty() && job.tasks.size() <= tasks_max);
    TRY(auto input, open_input(job));
    std::vector<Pending> pending;
    std::vector<int> files = {input.fd()};
    for (std::size_t i = 0; i < job.tasks.size(); ++i) {
        TRY(auto output, make_output(job.output_directory));
        files.push_back(output.descriptor.fd());
        pending.push_back(std::move(output));
    }
    TRY(auto reply, state_->ask({job.tasks, job.focus, job.limits}, files));
    if (reply.refusal != Refusal::none) return refused(reply);

    Processed processed;
    processed.type = reply.type;
    processed.width = reply.width;
    processed.height = reply.height;
    processed.frames = reply.frames;
    processed.average_colour = average_colour(reply.blurhash);
    processed.blurhash = std::move(reply.blurhash);
    for (std::size_t i = 0; i < job.tasks.size(); ++i) {
        TRY(auto output, finish(job.tasks[i], reply.made[i], std::move(pending[i])));
        processed.outputs.push_back(std::move(output));
    }
    return processed;
}

}  // namespace skein::imaging
