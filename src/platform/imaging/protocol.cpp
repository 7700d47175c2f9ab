#include "platform/imaging/protocol.h"

#include <cmath>

#include "base/json.h"
#include "platform/imaging/blurhash.h"

namespace skein::imaging {

namespace {

constexpr std::int64_t side_max = 65'535;
constexpr std::size_t detail_bytes_max = 500;

std::unexpected<Error> nonsense(std::string detail) {
    return fail(Errc::internal, "The picture could not be read.",
                "media worker protocol: " + std::move(detail));
}

/// Reads numbers out of one object and remembers whether all were there and within their limits.
struct Numbers {
    json::Value from;
    bool good = true;

    template <class T>
    T get(std::string_view key, std::int64_t least, std::int64_t most) {
        auto const member = from.find(key);
        auto const number = member ? member->integer() : std::nullopt;
        if (!number || *number < least || *number > most) {
            good = false;
            return T{};
        }
        return static_cast<T>(*number);
    }
    double real(std::string_view key) {
        auto const member = from.find(key);
        auto const number = member ? member->real() : std::nullopt;
        if (!number || !std::isfinite(*number) || *number < -1 || *number > 1) {
            good = false;
            return 0;
        }
        return *number;
    }
};

constexpr std::int64_t anything = INT64_MAX;

std::optional<Task> decode_task(json::Value const& value) {
    Numbers numbers{value};
    Task task;
    task.width_max = numbers.get<unsigned>("width_max", 0, side_max);
    task.height_max = numbers.get<unsigned>("height_max", 0, side_max);
    task.area_max = numbers.get<std::uint64_t>("area_max", 0, anything);
    task.crop = numbers.get<int>("crop", 0, 1) == 1;
    task.still = numbers.get<int>("still", 0, 1) == 1;
    task.format = numbers.get<OutputFormat>("format", 0, static_cast<int>(OutputFormat::webp));
    task.quality = numbers.get<unsigned>("quality", 1, 100);
    if (!numbers.good) return {};
    return task;
}

std::optional<Made> decode_made(json::Value const& value) {
    Numbers numbers{value};
    Made made;
    made.type = numbers.get<FileType>("type", static_cast<int>(FileType::jpeg),
                                      static_cast<int>(FileType::webp));
    made.width = numbers.get<unsigned>("width", 1, side_max);
    made.height = numbers.get<unsigned>("height", 1, side_max);
    made.animated = numbers.get<int>("animated", 0, 1) == 1;
    if (!numbers.good) return {};
    return made;
}

/// The part of a reply that only a success has.
Result<Reply> decode_success(json::Value const& root, std::size_t tasks) {
    Numbers numbers{root};
    Reply reply;
    reply.type = numbers.get<FileType>("type", static_cast<int>(FileType::jpeg),
                                       static_cast<int>(FileType::heic));
    reply.width = numbers.get<unsigned>("width", 1, side_max);
    reply.height = numbers.get<unsigned>("height", 1, side_max);
    reply.frames = numbers.get<unsigned>("frames", 1, INT32_MAX);
    reply.blurhash = root.get_text("blurhash");
    if (!numbers.good) return nonsense("a number is missing or out of range");
    if (!is_blurhash(reply.blurhash)) return nonsense("not a blurhash");
    auto const made = root.find("made");
    if (!made) return nonsense("outputs are missing");
    for (auto const& value : made->elements()) {
        auto one = decode_made(value);
        if (!one) return nonsense("an output is wrong");
        reply.made.push_back(*one);
    }
    if (reply.made.size() != tasks) return nonsense("not as many outputs as tasks");
    return reply;
}

}  // namespace

std::string encode(Request const& request) {
    json::Writer out;
    out.object([&] {
        out.field("focus_x", request.focus.x);
        out.field("focus_y", request.focus.y);
        out.field("input_bytes_max", request.limits.input_bytes_max);
        out.field("pixels_max", request.limits.pixels_max);
        out.field("frames_max", request.limits.frames_max);
        out.field("cpu_seconds_max", request.limits.cpu_time_max.count());
        out.key("tasks");
        out.array([&] {
            for (auto const& task : request.tasks) {
                out.object([&] {
                    out.field("width_max", task.width_max);
                    out.field("height_max", task.height_max);
                    out.field("area_max", task.area_max);
                    out.field("crop", task.crop ? 1 : 0);
                    out.field("still", task.still ? 1 : 0);
                    out.field("format", static_cast<int>(task.format));
                    out.field("quality", task.quality);
                });
            }
        });
    });
    return out.take();
}

Result<Request> decode_request(std::string_view text) {
    TRY(auto document, json::Document::parse(text));
    auto const root = document.root();
    Numbers numbers{root};
    Request request;
    request.focus = {numbers.real("focus_x"), numbers.real("focus_y")};
    auto& limits = request.limits;
    limits.input_bytes_max = numbers.get<std::uint64_t>("input_bytes_max", 1, anything);
    limits.pixels_max = numbers.get<std::uint64_t>("pixels_max", 1, anything);
    limits.frames_max = numbers.get<unsigned>("frames_max", 1, INT32_MAX);
    limits.cpu_time_max =
        std::chrono::seconds(numbers.get<std::int64_t>("cpu_seconds_max", 1, 24 * 3600));
    if (!numbers.good) return nonsense("a number is missing or out of range");
    auto const tasks = root.find("tasks");
    if (!tasks) return nonsense("tasks are missing");
    for (auto const& value : tasks->elements()) {
        auto task = decode_task(value);
        if (!task) return nonsense("a task is wrong");
        request.tasks.push_back(*std::move(task));
    }
    if (request.tasks.empty() || request.tasks.size() > tasks_max) return nonsense("task count");
    return request;
}

std::string encode(Reply const& reply) {
    json::Writer out;
    out.object([&] {
        out.field("refusal", static_cast<int>(reply.refusal));
        out.field("detail", std::string_view(reply.detail).substr(0, detail_bytes_max));
        out.field("type", static_cast<int>(reply.type));
        out.field("width", reply.width);
        out.field("height", reply.height);
        out.field("frames", reply.frames);
        out.field("blurhash", reply.blurhash);
        out.key("made");
        out.array([&] {
            for (auto const& made : reply.made) {
                out.object([&] {
                    out.field("type", static_cast<int>(made.type));
                    out.field("width", made.width);
                    out.field("height", made.height);
                    out.field("animated", made.animated ? 1 : 0);
                });
            }
        });
    });
    return out.take();
}

Result<Reply> decode_reply(std::string_view text, std::optional<std::size_t> tasks) {
    auto document = json::Document::parse(text);
    if (!document) return nonsense(document.error().message);
    auto const root = document->root();
    Numbers numbers{root};
    auto const refusal = numbers.get<Refusal>("refusal", 0, static_cast<int>(Refusal::no_library));
    if (!numbers.good) return nonsense("no verdict");
    if (refusal == Refusal::none && tasks) return decode_success(root, *tasks);
    Reply reply;
    reply.refusal = refusal;
    reply.detail = root.get_text("detail").substr(0, detail_bytes_max);
    reply.width = numbers.get<unsigned>("width", 0, INT32_MAX);
    reply.height = numbers.get<unsigned>("height", 0, INT32_MAX);
    reply.frames = numbers.get<unsigned>("frames", 0, INT32_MAX);
    return reply;
}

}  // namespace skein::imaging
