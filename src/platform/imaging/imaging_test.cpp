#include "platform/imaging/imaging.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "platform/imaging/blurhash.h"
#include "platform/imaging/gif.h"

namespace skein::imaging {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string fixture_path(std::string_view name) {
    return fmt::format("{}/tests/fixtures/media/{}", SKEIN_SOURCE_DIR, name);
}

std::string read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The average colour of a picture is within a few steps of this one.
testing::AssertionResult is_about(std::string const& colour, unsigned red, unsigned green,
                                  unsigned blue) {
    auto const value = std::stoul(colour.substr(1), nullptr, 16);
    auto const near = [](unsigned long a, unsigned b) {
        return std::abs(static_cast<int>(a) - static_cast<int>(b)) <= 14;
    };
    if (near(value >> 16, red) && near(value >> 8 & 255, green) && near(value & 255, blue)) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure()
           << colour << " is not about " << red << "," << green << "," << blue;
}

struct Pictures : testing::Test {
    Pictures() {
        std::string pattern = (fs::temp_directory_path() / "skein-imaging-XXXXXX").string();
        directory = ::mkdtemp(pattern.data());
    }
    ~Pictures() override {
        imaging.reset();
        timers->stop();
        fs::remove_all(directory);
    }

    void start(Options options = {}) {
        imaging = std::make_unique<Imaging>(*scheduler, *timers, std::move(options));
    }
    void start_as(std::string role) { start({.arguments = {std::move(role)}}); }

    Job job(std::string const& path, std::vector<Task> tasks) const {
        return {.input_path = path, .output_directory = directory, .tasks = std::move(tasks)};
    }
    Result<Processed> process(Job const& job) {
        if (!imaging) start();
        return imaging->process(job);
    }
    Result<Processed> process(std::string_view name, std::vector<Task> tasks = attachment_tasks()) {
        return process(job(fixture_path(name), std::move(tasks)));
    }
    /// Reads what was made once more, as a stranger would.
    Processed look_at(Output const& output) {
        auto seen = process(job(output.file.path(), {{.name = "again"}}));
        EXPECT_TRUE(seen) << seen.error().detail;
        return seen ? *std::move(seen) : Processed{};
    }
    Error refusal_of(std::string const& bytes, Limits limits = {}) {
        auto const path = directory + "/input";
        std::ofstream(path, std::ios::binary) << bytes;
        auto wanted = job(path, attachment_tasks());
        wanted.limits = limits;
        auto const processed = process(wanted);
        fs::remove(path);
        EXPECT_FALSE(processed);
        return processed ? Error{} : processed.error();
    }
    bool no_files_left() const { return fs::is_empty(directory); }

    SystemClock clock;
    std::unique_ptr<threads::Scheduler> scheduler = threads::make_real_scheduler(clock);
    std::unique_ptr<threads::Timers> timers = std::make_unique<threads::Timers>(*scheduler);
    std::string directory;
    std::unique_ptr<Imaging> imaging;
};

TEST_F(Pictures, every_kind_is_read_and_written_as_something_everybody_reads) {
    struct Case {
        char const* name;
        FileType type;
        FileType original;
        FileType small;
    };
    for (auto const& one : {
             Case{"large.jpg", FileType::jpeg, FileType::jpeg, FileType::jpeg},
             Case{"quarters.png", FileType::png, FileType::png, FileType::png},
             Case{"quarters.webp", FileType::webp, FileType::webp, FileType::webp},
             Case{"still.gif", FileType::gif, FileType::gif, FileType::gif},
             Case{"moving.gif", FileType::gif, FileType::gif, FileType::png},
             Case{"quarters.avif", FileType::avif, FileType::jpeg, FileType::jpeg},
             Case{"quarters.heic", FileType::heic, FileType::jpeg, FileType::jpeg},
         }) {
        auto const made = process(one.name);
        ASSERT_TRUE(made) << one.name << ": " << made.error().detail;
        EXPECT_EQ(made->type, one.type) << one.name;
        EXPECT_TRUE(is_blurhash(made->blurhash)) << one.name;
        ASSERT_EQ(made->outputs.size(), 2u);
        auto const& original = made->outputs[0];
        EXPECT_EQ(original.name, "original");
        EXPECT_EQ(original.type, one.original) << one.name;
        EXPECT_EQ(original.content_type, content_type(one.original));
        EXPECT_EQ(original.width, made->width);
        EXPECT_EQ(original.height, made->height);
        EXPECT_EQ(original.size, read_file(original.file.path()).size());
        EXPECT_EQ(made->outputs[1].type, one.small) << one.name;
        auto const seen = look_at(original);
        EXPECT_EQ(seen.type, one.original);
        EXPECT_EQ(seen.width, original.width);
        EXPECT_EQ(seen.height, original.height);
    }
    EXPECT_EQ(imaging->children(), 1u);
}

TEST_F(Pictures, colours_survive_every_kind) {
    // A quarter each of red, green, blue and white, averaged as light.
    for (auto const* name : {"quarters.png", "quarters.webp", "quarters.avif", "quarters.heic",
                             "sixteen_bit.png", "display_p3.jpg"}) {
        auto const made = process(name);
        ASSERT_TRUE(made) << name << ": " << made.error().detail;
        EXPECT_EQ(made->width, 60u);
        EXPECT_EQ(made->height, 40u);
        EXPECT_TRUE(is_about(made->average_colour, 188, 188, 188)) << name;
        for (auto const& output : made->outputs) {
            EXPECT_TRUE(is_about(look_at(output).average_colour, 188, 188, 188)) << name;
        }
    }
    for (auto const* name : {"cmyk.jpg", "grey.jpg"}) {
        auto const made = process(name);
        ASSERT_TRUE(made) << name << ": " << made.error().detail;
        EXPECT_EQ(look_at(made->outputs[0]).average_colour,
                  look_at(made->outputs[1]).average_colour);
    }
}

TEST_F(Pictures, the_small_one_has_mastodons_size) {
    auto const made = process("large.jpg");
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->outputs[0].width, 960u);
    EXPECT_EQ(made->outputs[1].width, 640u);
    EXPECT_EQ(made->outputs[1].height, 360u);
    auto const seen = look_at(made->outputs[1]);
    EXPECT_EQ(seen.width, 640u);
    EXPECT_EQ(seen.height, 360u);
}

TEST_F(Pictures, a_picture_lying_on_its_side_is_turned_upright) {
    // Upright it is blue and red above, white and green below.
    std::vector<Task> const halves = {{.name = "wide",
                                       .width_max = 40,
                                       .height_max = 20,
                                       .crop = true,
                                       .format = OutputFormat::png},
                                      {.name = "tall",
                                       .width_max = 20,
                                       .height_max = 60,
                                       .crop = true,
                                       .format = OutputFormat::png}};
    auto wanted = job(fixture_path("gps_lying.jpg"), halves);
    wanted.focus = {-1, 1};
    auto const made = process(wanted);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->width, 40u);
    EXPECT_EQ(made->height, 60u);
    EXPECT_EQ(made->outputs[0].width, 40u);
    EXPECT_EQ(made->outputs[0].height, 20u);
    EXPECT_TRUE(is_about(look_at(made->outputs[0]).average_colour, 188, 0, 188));
    EXPECT_EQ(made->outputs[1].height, 60u);
    EXPECT_TRUE(is_about(look_at(made->outputs[1]).average_colour, 188, 188, 255));

    wanted.focus = {1, -1};
    auto const other = process(wanted);
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_TRUE(is_about(look_at(other->outputs[0]).average_colour, 188, 255, 188));
    EXPECT_TRUE(is_about(look_at(other->outputs[1]).average_colour, 188, 188, 0));
}

TEST_F(Pictures, no_metadata_survives) {
    for (auto const* name :
         {"gps_lying.jpg", "quarters.png", "moving.gif", "still.gif", "display_p3.jpg",
          "polyglot.jpg", "quarters.heic", "quarters.webp", "moving.webp", "quarters.avif"}) {
        auto const made = process(name);
        ASSERT_TRUE(made) << name << ": " << made.error().detail;
        for (auto const& output : made->outputs) {
            auto const bytes = read_file(output.file.path());
            for (auto const* trace : {"Exif", "EXIF", "ecret", "ns.adobe.com", "XMP", "ICC_PROFILE",
                                      "iCCP", "eXIf", "tEXt", "tIME", "<script>"}) {
                EXPECT_FALSE(bytes.contains(trace)) << name << " " << output.name << " " << trace;
            }
        }
    }
}

TEST_F(Pictures, avatars_are_cropped_and_never_enlarged) {
    auto const large = process("large.jpg", avatar_tasks());
    ASSERT_TRUE(large) << large.error().detail;
    EXPECT_EQ(large->outputs[0].width, 400u);
    EXPECT_EQ(large->outputs[0].height, 400u);
    EXPECT_EQ(read_file(large->outputs[0].file.path()), read_file(large->outputs[1].file.path()));
    auto const small = process("quarters.png", avatar_tasks());
    ASSERT_TRUE(small) << small.error().detail;
    EXPECT_EQ(small->outputs[0].width, 40u);
    EXPECT_EQ(small->outputs[0].height, 40u);
    auto const header = process("large.jpg", header_tasks());
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->outputs[0].width, 960u);
    EXPECT_EQ(header->outputs[0].height, 320u);
}

TEST_F(Pictures, a_moving_gif_keeps_moving) {
    auto const made = process("moving.gif");
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->frames, 5u);
    EXPECT_TRUE(made->outputs[0].animated);
    EXPECT_FALSE(made->outputs[1].animated);
    EXPECT_EQ(strip_gif(read_file(made->outputs[0].file.path()))->frames, 5u);
    EXPECT_TRUE(is_about(made->average_colour, 255, 0, 0));
}

TEST_F(Pictures, a_moving_avatar_is_scaled_frame_by_frame_and_has_a_still_one) {
    auto const made = process("moving.gif", avatar_tasks());
    ASSERT_TRUE(made) << made.error().detail;
    auto const& moving = made->outputs[0];
    EXPECT_EQ(moving.type, FileType::gif);
    EXPECT_TRUE(moving.animated);
    EXPECT_EQ(moving.width, 20u);
    EXPECT_EQ(moving.height, 20u);
    auto const gif = strip_gif(read_file(moving.file.path()));
    ASSERT_TRUE(gif);
    EXPECT_EQ(gif->frames, 5u);
    EXPECT_EQ(gif->width, 20u);
    EXPECT_EQ(gif->height, 20u);
    // 70 ms, in hundredths.
    EXPECT_TRUE(gif->bytes.contains(std::string("\x07\x00", 2)));
    auto const& still = made->outputs[1];
    EXPECT_EQ(still.name, "avatar_static");
    EXPECT_EQ(still.type, FileType::png);
    EXPECT_FALSE(still.animated);
    EXPECT_TRUE(is_about(look_at(still).average_colour, 255, 0, 0));
}

TEST_F(Pictures, a_moving_webp_keeps_moving) {
    auto const made = process("moving.webp");
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->frames, 5u);
    EXPECT_EQ(made->width, 30u);
    EXPECT_EQ(made->height, 20u);
    EXPECT_TRUE(made->outputs[0].animated);
    EXPECT_EQ(look_at(made->outputs[0]).frames, 5u);
    EXPECT_FALSE(made->outputs[1].animated);
    EXPECT_EQ(look_at(made->outputs[1]).frames, 1u);
}

TEST_F(Pictures, what_is_transparent_stays_so_and_lies_on_white_elsewhere) {
    auto const made = process("transparent.png",
                              {{.name = "png"}, {.name = "jpeg", .format = OutputFormat::jpeg}});
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_TRUE(is_about(made->average_colour, 255, 188, 188));
    // The colour type of a PNG stands at byte 25: 6 is with an alpha channel.
    EXPECT_EQ(read_file(made->outputs[0].file.path()).at(25), 6);
    EXPECT_EQ(made->outputs[1].type, FileType::jpeg);
    EXPECT_TRUE(is_about(look_at(made->outputs[1]).average_colour, 255, 188, 188));
}

TEST_F(Pictures, bombs_are_refused_by_their_header) {
    auto const bomb = process("bomb.png");
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().code, Errc::unprocessable);
    EXPECT_EQ(bomb.error().message, "50000x50000 images are not supported");
    auto const frames = process("too_many_frames.gif");
    ASSERT_FALSE(frames);
    EXPECT_EQ(frames.error().code, Errc::unprocessable);
    EXPECT_EQ(frames.error().message, "Pictures of 1001 frames are not supported");
    EXPECT_EQ(imaging->children(), 1u);
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, damaged_files_are_refused_and_cost_nothing_else) {
    for (auto const* name :
         {"truncated.jpg", "truncated.gif", "truncated.webp", "truncated.avif"}) {
        auto const made = process(name);
        ASSERT_FALSE(made) << name;
        EXPECT_EQ(made.error().code, Errc::unprocessable) << name;
        EXPECT_EQ(made.error().message, "The picture could not be read.");
    }
    auto const whole = read_file(fixture_path("quarters.png"));
    EXPECT_EQ(refusal_of(whole.substr(0, whole.size() - 40)).code, Errc::unprocessable);
    EXPECT_TRUE(no_files_left());
    EXPECT_TRUE(process("quarters.png"));
    EXPECT_EQ(imaging->children(), 1u);
}

TEST_F(Pictures, bytes_changed_at_random_never_harm_the_server) {
    unsigned seed = 20261124;
    for (auto const* name : {"quarters.png", "gps_lying.jpg", "moving.gif", "moving.webp",
                             "quarters.avif", "quarters.heic"}) {
        auto const whole = read_file(fixture_path(name));
        for (int i = 0; i < 12; ++i) {
            auto bytes = whole;
            for (int n = 0; n < 6; ++n) {
                seed = seed * 1'664'525 + 1'013'904'223;
                auto const at = 24 + (seed >> 8) % (bytes.size() - 24);
                bytes[at] = static_cast<char>(seed >> 3);
            }
            auto const path = directory + "/input";
            std::ofstream(path, std::ios::binary) << bytes;
            auto const made = process(job(path, attachment_tasks()));
            if (!made) EXPECT_NE(made.error().code, Errc::internal) << made.error().detail;
            fs::remove(path);
        }
    }
    EXPECT_TRUE(process("quarters.png"));
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, what_is_no_picture_is_refused_before_any_worker_starts) {
    for (auto const* name : {"svg_named.png", "page_named.jpg"}) {
        auto const made = process(name);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, Errc::unsupported_media) << name;
    }
    EXPECT_EQ(refusal_of("").code, Errc::unsupported_media);
    EXPECT_EQ(refusal_of("%PDF-1.7").code, Errc::unsupported_media);
    EXPECT_EQ(imaging->children(), 0u);
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, limits_are_the_callers) {
    auto const png = read_file(fixture_path("quarters.png"));
    EXPECT_EQ(refusal_of(png, {.input_bytes_max = png.size() - 1}).code, Errc::too_large);
    EXPECT_EQ(refusal_of(png, {.pixels_max = 2399}).message, "60x40 images are not supported");
    auto const gif = read_file(fixture_path("moving.gif"));
    EXPECT_EQ(refusal_of(gif, {.frames_max = 4}).code, Errc::unprocessable);
}

TEST_F(Pictures, links_and_pipes_are_no_input) {
    fs::create_symlink(fixture_path("quarters.png"), directory + "/link");
    ASSERT_EQ(::mkfifo((directory + "/pipe").c_str(), 0600), 0);
    EXPECT_FALSE(process(job(directory + "/link", attachment_tasks())));
    EXPECT_FALSE(process(job(directory + "/pipe", attachment_tasks())));
    EXPECT_FALSE(process(job(directory + "/absent", attachment_tasks())));
}

TEST_F(Pictures, outputs_go_when_nobody_keeps_them) {
    {
        auto const made = process("quarters.png");
        ASSERT_TRUE(made);
        EXPECT_FALSE(no_files_left());
    }
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, a_worker_that_dies_of_a_picture_costs_that_picture) {
    start_as("dying-worker");
    for (int i = 0; i < 2; ++i) {
        auto const made = process("quarters.png");
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, Errc::unprocessable);
        EXPECT_EQ(made.error().message, "The picture could not be read.");
        EXPECT_EQ(imaging->children(), 0u);
    }
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, a_worker_that_hangs_is_ended) {
    start({.arguments = {"hanging-worker"}, .job_time_max = 50ms});
    auto const made = process("quarters.png");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::timeout);
    EXPECT_EQ(imaging->children(), 0u);
}

TEST_F(Pictures, a_worker_that_lies_is_not_believed) {
    for (auto const* role : {"lying-worker", "swapping-worker"}) {
        start_as(role);
        auto const made = process("quarters.png");
        ASSERT_FALSE(made) << role;
        EXPECT_EQ(made.error().code, Errc::unprocessable) << role;
    }
    imaging.reset();
    EXPECT_TRUE(no_files_left());
}

TEST_F(Pictures, a_worker_that_cannot_start_is_said_to_be_unavailable) {
    start_as("mute-worker");
    auto const mute = process("quarters.png");
    ASSERT_FALSE(mute);
    EXPECT_EQ(mute.error().code, Errc::unavailable);
    EXPECT_TRUE(mute.error().detail.contains("code 7")) << mute.error().detail;
    start({.program = "/nonexistent/program"});
    EXPECT_EQ(process("quarters.png").error().code, Errc::unavailable);
    EXPECT_EQ(imaging->children(), 0u);
}

// Sanitizers look at memory through system calls that the worker may not make: where they are on,
// cmake/folders.cmake leaves this to a program without them.
TEST_F(Pictures, the_worker_can_reach_nothing) {
    auto const victim = fs::temp_directory_path() / "skein-probe-victim";
    std::ofstream(victim) << "still here";
    start_as("probing-worker");
    auto const made = process("quarters.png");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().detail, "media worker: done: missing: ");
    EXPECT_TRUE(fs::exists(victim));
    fs::remove(victim);
}

TEST_F(Pictures, this_process_never_loads_the_decoders) {
    ASSERT_TRUE(process("quarters.heic"));
    auto const maps = read_file("/proc/self/maps");
    EXPECT_FALSE(maps.contains("libvips"));
    EXPECT_FALSE(maps.contains("libheif"));
}

TEST_F(Pictures, an_idle_worker_is_ended_and_a_new_one_started_when_needed) {
    start({.idle_time_max = 1ms});
    ASSERT_TRUE(process("quarters.png"));
    auto const deadline = std::chrono::steady_clock::now() + 10s;
    while (imaging->children() > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    EXPECT_EQ(imaging->children(), 0u);
    EXPECT_TRUE(process("quarters.png"));
}

TEST_F(Pictures, a_worker_is_replaced_after_its_share_of_work) {
    start({.jobs_per_child_max = 1});
    ASSERT_TRUE(process("quarters.png"));
    EXPECT_EQ(imaging->children(), 0u);
    ASSERT_TRUE(process("quarters.png"));
}

TEST_F(Pictures, many_callers_share_a_few_workers) {
    start({.children_max = 2});
    std::atomic<int> made = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 4; ++i) {
            callers.emplace_back([&] {
                for (int n = 0; n < 3; ++n) {
                    if (process("quarters.png")) ++made;
                }
            });
        }
    }
    EXPECT_EQ(made, 12);
    EXPECT_LE(imaging->children(), 2u);
}

TEST_F(Pictures, after_stop_nothing_is_made) {
    ASSERT_TRUE(process("quarters.png"));
    imaging->stop();
    EXPECT_EQ(imaging->children(), 0u);
    EXPECT_EQ(process("quarters.png").error().code, Errc::cancelled);
    imaging->stop();
}

}  // namespace
}  // namespace skein::imaging
