// Real files, made by ffmpeg here, and hostile ones. ffmpeg missing is a failure: the test command
// installs it.
#include "platform/imaging/playables.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/imaging/confinement.h"

namespace skein::imaging {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto secret = "51.4778N0.0015W";

struct Playables : testing::Test {
    Playables() {
        std::string pattern = (fs::temp_directory_path() / "skein-playables-XXXXXX").string();
        directory = ::mkdtemp(pattern.data());
        fs::create_directory(directory + "/out");
    }
    ~Playables() override { fs::remove_all(directory); }

    /// Has ffmpeg make a file of this name with these arguments.
    std::string make(std::string const& name, std::string const& arguments) const {
        auto const path = directory + "/" + name;
        auto const command = "ffmpeg -nostdin -loglevel error -y " + arguments + " '" + path + "'";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        return path;
    }
    std::string write(std::string const& name, std::string const& bytes) const {
        auto const path = directory + "/" + name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    static std::string read(std::string const& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static FileType type_of(std::string const& path) {
        return sniff(read(path).substr(0, sniffed_bytes));
    }
    PlayableJob job(std::string const& path) const {
        return {.input_path = path, .output_directory = directory + "/out", .type = type_of(path)};
    }
    Result<PlayableMade> process(std::string const& path) {
        return make_playable(tools, job(path));
    }
    bool nothing_left() const { return fs::is_empty(directory + "/out"); }

    std::string directory;
    Tools tools{ToolOptions{}};
    std::string const film = "-f lavfi -i testsrc2=d=1:s=320x180:r=25 ";
    std::string const tone = "-f lavfi -i sine=d=1 ";
};

TEST_F(Playables, this_machine_can_process_them) { EXPECT_EQ(tools.problem(), std::nullopt); }

TEST_F(Playables, videos_of_every_kind_become_mp4) {
    struct Case {
        char const* name;
        char const* arguments;
    };
    for (auto const& [name, how] : {
             Case{"a.mp4", "-c:v libx264 -pix_fmt yuv420p -c:a aac"},
             Case{"b.mp4", "-c:v mpeg4 -c:a aac"},
             Case{"c.mov", "-c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le"},
             Case{"d.webm", "-c:v libvpx -c:a libvorbis"},
             Case{"e.webm", "-c:v libvpx-vp9 -c:a libopus"},
             Case{"f.mp4", "-c:v libx265 -x265-params log-level=none -tag:v hvc1 -c:a aac"},
         }) {
        auto const made = process(make(name, film + tone + how + " -metadata location=" + secret +
                                                 " -metadata comment=" + secret));
        ASSERT_TRUE(made) << name << ": " << made.error().message << made.error().detail;
        EXPECT_EQ(made->kind, Playable::video) << name;
        EXPECT_EQ(made->type, FileType::mp4) << name;
        EXPECT_EQ(made->facts.video.codec, "h264") << name;
        EXPECT_EQ(made->facts.audio.codec, "aac") << name;
        EXPECT_EQ(made->facts.video.width, 320) << name;
        EXPECT_EQ(made->facts.video.height, 180) << name;
        EXPECT_EQ(made->facts.video.frame_rate, "25/1") << name;
        EXPECT_NEAR(made->facts.duration, 1, 0.2) << name;
        EXPECT_GT(made->facts.bit_rate, 1000) << name;
        EXPECT_EQ(type_of(made->picture.path()), FileType::png) << name;
        EXPECT_THAT(read(made->file.path()), testing::Not(HasSubstr(secret))) << name;
    }
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, what_fits_is_not_encoded_anew) {
    auto const path = make(
        "fit.mp4", film + tone + "-c:v libx264 -pix_fmt yuv420p -g 5 -c:a aac -movflags faststart");
    auto const came = look_at_playable(tools, path, FileType::mp4, {});
    ASSERT_TRUE(came);
    EXPECT_TRUE(is_fit(FileType::mp4, *came));
    auto const made = process(path);
    ASSERT_TRUE(made);
    // The very bytes of the pictures: as large as before but for the container.
    auto const before = static_cast<double>(fs::file_size(path));
    EXPECT_NEAR(static_cast<double>(fs::file_size(made->file.path())), before, before * 0.05);
}

TEST_F(Playables, a_copied_video_loses_what_stands_between_its_pictures) {
    // The encoder itself leaves its name and its settings there.
    constexpr auto left_by_the_encoder = "x264 - core";
    auto const path = make("sei.mp4", film + "-c:v libx264 -pix_fmt yuv420p");
    ASSERT_THAT(read(path), HasSubstr(left_by_the_encoder));
    auto const made = process(path);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_THAT(read(made->file.path()), testing::Not(HasSubstr(left_by_the_encoder)));
    EXPECT_EQ(made->facts.video.frames, 25);
}

TEST_F(Playables, sounds_become_what_browsers_play) {
    struct Case {
        char const* name;
        char const* arguments;
        FileType becomes;
    };
    for (auto const& [name, how, becomes] : {
             Case{"a.mp3", "-c:a libmp3lame", FileType::mp3},
             Case{"b.ogg", "-c:a libvorbis", FileType::mp3},
             Case{"c.opus", "-c:a libopus", FileType::mp3},
             Case{"d.wav", "", FileType::mp3},
             Case{"e.flac", "", FileType::mp3},
             Case{"f.m4a", "-c:a aac", FileType::m4a},
             Case{"g.m4a", "-c:a alac", FileType::mp3},
             Case{"h.aac", "-c:a aac", FileType::m4a},
             Case{"i.mp4", "-c:a aac", FileType::m4a},
             Case{"j.webm", "-c:a libopus", FileType::mp3},
         }) {
        auto const made = process(make(name, tone + how + " -metadata title=" + secret));
        ASSERT_TRUE(made) << name << ": " << made.error().message << made.error().detail;
        EXPECT_EQ(made->kind, Playable::audio) << name;
        EXPECT_EQ(made->type, becomes) << name;
        EXPECT_NEAR(made->facts.duration, 1, 0.2) << name;
        EXPECT_GT(made->facts.audio.sample_rate, 8000) << name;
        EXPECT_FALSE(made->facts.audio.channels.empty()) << name;
        EXPECT_EQ(made->picture.path(), "") << name;
        EXPECT_THAT(read(made->file.path()), testing::Not(HasSubstr(secret))) << name;
    }
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, a_sound_keeps_its_cover_as_a_picture) {
    auto const cover = make("cover.jpg", "-f lavfi -i color=red:s=300x200 -frames:v 1");
    for (auto const* name : {"a.mp3", "b.flac", "c.m4a"}) {
        auto const made = process(make(name, tone + "-i " + cover +
                                                 " -map 0 -map 1 -c:v copy -disposition:v:0 "
                                                 "attached_pic"));
        ASSERT_TRUE(made) << name << made.error().detail;
        EXPECT_EQ(made->kind, Playable::audio) << name;
        ASSERT_NE(made->picture.path(), "") << name;
        EXPECT_EQ(type_of(made->picture.path()), FileType::png) << name;
    }
}

TEST_F(Playables, what_moves_in_silence_is_a_moving_picture) {
    for (auto const& path :
         {make("a.gif", film + "-vf fps=10"), make("b.apng", film + "-plays 0 -f apng"),
          make("c.mp4", film + "-c:v libx264 -pix_fmt yuv420p")}) {
        auto const made = process(path);
        ASSERT_TRUE(made) << path << made.error().detail;
        EXPECT_EQ(made->kind, Playable::moving_picture) << path;
        EXPECT_EQ(made->type, FileType::mp4) << path;
        EXPECT_FALSE(made->facts.audio) << path;
    }
    auto const odd = process(make("odd.gif", "-f lavfi -i testsrc2=d=1:s=101x51:r=5"));
    ASSERT_TRUE(odd) << odd.error().detail;
    EXPECT_EQ(odd->facts.video.width, 100);
    EXPECT_EQ(odd->facts.video.height, 50);
}

TEST_F(Playables, a_turned_video_is_measured_upright) {
    make("flat.mp4", film + tone + "-c:v libx264 -pix_fmt yuv420p -c:a aac");
    auto const turned =
        make("turned.mp4", "-i " + directory + "/flat.mp4 -c copy -metadata:s:v:0 rotate=90");
    auto const made = process(turned);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->facts.video.width, 180);
    EXPECT_EQ(made->facts.video.height, 320);
}

TEST_F(Playables, a_large_video_is_made_smaller) {
    auto const made = process(make("large.webm", "-f lavfi -i testsrc2=d=0.2:s=2560x1440:r=10 " +
                                                     tone + "-c:v libvpx -deadline realtime"));
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->facts.video.width, 1920);
    EXPECT_EQ(made->facts.video.height, 1080);
}

TEST_F(Playables, progress_is_told) {
    auto wanted = job(make("a.webm", film + tone + "-c:v libvpx -c:a libvorbis"));
    double last = -1;
    wanted.on_progress = [&](double part) { last = part; };
    ASSERT_TRUE(make_playable(tools, wanted));
    EXPECT_GT(last, 0.5);
    EXPECT_LE(last, 1);
}

TEST_F(Playables, what_is_over_a_limit_is_refused_in_words) {
    auto const path = make("a.mp4", film + tone + "-c:v libx264 -pix_fmt yuv420p -c:a aac");
    auto const refused = [&](AvLimits limits) {
        auto const seen = look_at_playable(tools, path, FileType::mp4, limits);
        EXPECT_FALSE(seen);
        return seen ? Error{} : seen.error();
    };
    // The decoder refuses the size before we do; both say that the file is not taken.
    EXPECT_EQ(refused({.pixels_max = 1000}).code, Errc::unprocessable);
    EXPECT_EQ(refused({.frames_per_second_max = 20}).message, "25fps videos are not supported");
    EXPECT_EQ(refused({.frames_max = 10}).message, "Videos of 25 frames are not supported");
    EXPECT_EQ(refused({.seconds_max = 0}).message,
              "Files that play for longer than 0 minutes are not supported");
}

TEST_F(Playables, playlists_and_other_files_names_are_never_followed) {
    auto const victim = write("victim.txt", "root:x:0:0:secret");
    auto const real = make("real.mp4", film + "-c:v libx264");
    // As what they are, `sniff` knows none of them; here each is given out as something it is not.
    std::vector<std::string> const texts = {
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile://" + victim + "\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXTINF:1,\nconcat:" + victim + "|" + real + "\n",
        "ffconcat version 1.0\nfile '" + real + "'\nfile '" + victim + "'\n",
        "<?xml version=\"1.0\"?><MPD><BaseURL>file://" + victim + "</BaseURL></MPD>",
        "<smil><video src=\"" + victim + "\"/></smil>",
    };
    for (auto const& text : texts) {
        auto const path = write("hostile.bin", text);
        EXPECT_EQ(type_of(path), FileType::unknown);
        for (auto const type : {FileType::mp4, FileType::webm, FileType::mp3, FileType::ogg,
                                FileType::wav, FileType::flac, FileType::gif, FileType::png}) {
            auto wanted = job(path);
            wanted.type = type;
            auto const made = make_playable(tools, wanted);
            EXPECT_FALSE(made) << text;
        }
    }
}

TEST_F(Playables, damaged_and_hostile_files_end_with_an_error) {
    auto const whole = read(make("a.mp4", film + tone + "-c:v libx264 -pix_fmt yuv420p -c:a aac"));
    auto const webm = read(make("a.webm", film + tone + "-c:v libvpx -c:a libvorbis"));
    std::vector<std::string> const hostile = {
        whole.substr(0, 32),
        whole.substr(0, whole.size() / 3),
        whole.substr(0, 24) + std::string(1 << 20, '\0'),
        webm.substr(0, 60),
        std::string("RIFF\xff\xff\xff\xffWAVE", 12) + std::string(1 << 20, '\0'),
        std::string("OggS") + std::string(1 << 20, '\0'),
        std::string("fLaC") + std::string(1 << 16, '\xff'),
    };
    for (auto const& bytes : hostile) {
        auto const path = write("hostile.bin", bytes);
        auto wanted = job(path);
        if (!is_playable(wanted.type)) wanted.type = FileType::mp4;
        auto const made = make_playable(tools, wanted);
        if (!made) EXPECT_EQ(made.error().code, Errc::unprocessable) << made.error().detail;
    }
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, a_gif_that_claims_a_huge_canvas_is_refused) {
    std::string gif = "GIF89a";
    gif += "\xff\xff\xff\xff";
    gif += std::string("\x80\0\0\0\0\0\xff\xff\xff", 9);
    gif += std::string("\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0\x3b", 16);
    auto const made = process(write("huge.gif", gif));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::unprocessable);
}

TEST_F(Playables, an_output_that_grows_too_large_ends_the_work) {
    auto wanted = job(make("a.wav", "-f lavfi -i anoisesrc=d=20"));
    wanted.output_bytes_max = 10'000;
    auto const made = make_playable(tools, wanted);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::unprocessable);
    EXPECT_TRUE(nothing_left());
}

/// A picture in a FLAC file whose type is this text, which ffmpeg repeats as it cannot read it.
std::string with_odd_picture(std::string flac, std::string_view text) {
    auto const number = [](std::size_t value) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
        return bytes;
    };
    auto const cover = number(3) + number(text.size()) + std::string(text) + number(0) + number(1) +
                       number(1) + number(24) + number(0) + number(4) + "abcd";
    constexpr std::size_t first_block_end = 42;
    constexpr char picture_block = 6;
    return flac.insert(first_block_end, picture_block + number(cover.size()).substr(1) + cover);
}

TEST_F(Playables, what_a_file_says_of_the_disk_is_not_believed) {
    auto const noise = read(make("a.flac", "-f lavfi -i anoisesrc=d=20"));
    auto wanted = job(write("b.flac", with_odd_picture(noise, "No space left on device")));
    EXPECT_EQ(wanted.type, FileType::flac);
    wanted.output_bytes_max = 10'000;
    auto const made = make_playable(tools, wanted);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::unprocessable) << made.error().detail;
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, a_look_has_the_time_it_is_given) {
    auto const path = make("a.wav", tone);
    auto const seen = look_at_playable(tools, path, FileType::wav, {}, 0ms);
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::timeout);
    EXPECT_TRUE(look_at_playable(tools, path, FileType::wav, {}));
}

TEST_F(Playables, work_that_takes_too_long_is_ended) {
    auto wanted = job(make(
        "a.webm", "-f lavfi -i testsrc2=d=1:s=320x180 " + tone + "-c:v libvpx -deadline realtime"));
    wanted.time_max = 0s;
    auto const made = make_playable(tools, wanted);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::timeout);
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, a_server_that_stops_ends_the_work_and_begins_no_more) {
    auto wanted = job(make("a.mp4", "-f lavfi -i testsrc2=d=8:s=640x360 " + tone + "-c:v mpeg4"));
    std::jthread stopper;
    wanted.on_progress = [&](double) {
        if (!stopper.joinable()) stopper = std::jthread([&] { tools.stop(); });
    };
    auto const made = make_playable(tools, wanted);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::cancelled);
    EXPECT_EQ(make_playable(tools, wanted).error().code, Errc::cancelled);
    EXPECT_TRUE(nothing_left());
}

TEST_F(Playables, a_machine_without_the_tools_says_so) {
    Tools const without{ToolOptions{.ffmpeg = "/nonexistent/ffmpeg"}};
    ASSERT_TRUE(without.problem());
    EXPECT_THAT(*without.problem(), HasSubstr("Install ffmpeg"));
}

/// A tool that plays a role (program_test.cpp) instead of being ffmpeg.
struct Walls : Playables {
    Result<std::string> run_as(std::vector<std::string> arguments, std::uint64_t memory = 1 << 30) {
        Tools odd{ToolOptions{.memory_bytes_max = memory}};
        Descriptor const input(::open(write("input", "x").c_str(), O_RDONLY | O_CLOEXEC));
        Descriptor const output(::open(write("output", "").c_str(), O_RDWR | O_CLOEXEC));
        ToolRun run{.tool = fs::read_symlink("/proc/self/exe").string()};
        run.arguments = std::move(arguments);
        run.input = input.fd();
        run.outputs = {output.fd()};
        run.time_max = 2s;
        run.file_bytes_max = 1 << 20;
        return odd.run(run);
    }
    void SetUp() override {
        if (built_with_sanitizer)
            GTEST_SKIP() << "a sanitizer does not begin behind these walls; see folders.cmake";
    }
};

TEST_F(Walls, a_tool_reaches_its_own_files_and_nothing_else) {
    auto const victim = write("secret", "still here");
    auto const said = run_as({"probe-tool", victim});
    ASSERT_TRUE(said) << said.error().detail;
    EXPECT_EQ(*said, "done: ");
    EXPECT_EQ(read(victim), "still here");
}

TEST_F(Walls, a_tool_that_only_stays_is_ended_in_time) {
    auto const said = run_as({"silent-tool"});
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, Errc::timeout);
}

TEST_F(Walls, a_tool_writes_no_more_than_it_may) {
    EXPECT_EQ(run_as({"endless-tool"}).error().code, Errc::unprocessable);
    EXPECT_LE(fs::file_size(directory + "/output"), 1u << 20);
}

TEST_F(Walls, a_tool_that_complains_of_a_full_disk_is_not_believed) {
    auto const said = run_as({"complaining-tool"});
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, Errc::unprocessable);
    EXPECT_THAT(said.error().detail, HasSubstr("No space left on device"));
}

TEST_F(Walls, a_tool_takes_no_more_memory_than_it_may) {
    EXPECT_THAT(run_as({"greedy-tool"}, 64 << 20).error().detail, HasSubstr("code 4"));
}

}  // namespace
}  // namespace skein::imaging
