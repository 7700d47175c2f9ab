// Videos and sounds through the API: accepted, processed by the job, shown, refused. They are made
// by ffmpeg here; a machine without it fails these tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "features/media/feature.h"
#include "features/media/media_desk.h"
#include "features/media/processing.h"
#include "platform/imaging/sniff.h"
#include "social/media.h"
#include "social/media_support.h"
#include "testing/answer.h"

namespace skein::media {
namespace {

namespace fs = std::filesystem;
using testing::Answer;
using ::testing::HasSubstr;
using testing::Multipart;
using ::testing::StartsWith;
using testing::TestServer;

/// Made once for all tests of this program.
std::string made_by_ffmpeg(std::string const& name, std::string const& arguments) {
    static std::map<std::string, std::string> made;
    auto const [found, first] = made.try_emplace(name);
    if (!first) return found->second;
    auto const path = fs::temp_directory_path() / ("skein-media-test-" + name);
    auto const command =
        "ffmpeg -nostdin -loglevel error -y " + arguments + " '" + path.string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ifstream file(path, std::ios::binary);
    found->second = {std::istreambuf_iterator<char>(file), {}};
    fs::remove(path);
    return found->second;
}

std::string film() {
    return made_by_ffmpeg(
        "film.mp4",
        "-f lavfi -i testsrc2=d=1:s=320x180:r=25 -f lavfi -i sine=d=1 -c:v "
        "libx264 -pix_fmt yuv420p -c:a aac -metadata location=+51.4778-000.0015/");
}
std::string webm() {
    return made_by_ffmpeg("film.webm",
                          "-f lavfi -i testsrc2=d=1:s=160x90:r=25 -f lavfi -i sine=d=1 -c:v libvpx "
                          "-deadline realtime -c:a libvorbis");
}
std::string silent_film() {
    return made_by_ffmpeg("silent.mp4",
                          "-f lavfi -i testsrc2=d=1:s=160x90:r=25 -c:v libx264 -pix_fmt yuv420p");
}
std::string sound() { return made_by_ffmpeg("sound.flac", "-f lavfi -i sine=d=1"); }
std::string moving_png() {
    return made_by_ffmpeg("moving.apng", "-f lavfi -i testsrc2=d=1:s=64x64:r=5 -f apng");
}
std::string sound_with_cover() {
    auto const cover = fs::temp_directory_path() / "skein-media-test-art.png";
    std::ofstream(cover, std::ios::binary)
        << made_by_ffmpeg("cover.png", "-f lavfi -i color=blue:s=300x200 -frames:v 1");
    auto made = made_by_ffmpeg(
        "art.mp3", "-f lavfi -i sine=d=1 -i " + cover.string() + " -map 0 -map 1 -c:v copy");
    fs::remove(cover);
    return made;
}
std::string fixture(std::string const& name) {
    std::ifstream file(std::string(SKEIN_SOURCE_DIR) + "/tests/fixtures/media/" + name,
                       std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class PlayableUploads : public ::testing::Test {
  protected:
    using Fields = std::vector<std::pair<std::string, std::string>>;
    http::Response send(std::string const& bytes, std::string const& token,
                        Fields const& fields = {}, std::string_view path = "/api/v2/media",
                        std::string const& thumbnail = {}) {
        std::vector<Multipart::File> files = {{"file", "x.bin", "application/x-odd", bytes}};
        if (!thumbnail.empty()) files.push_back({"thumbnail", "t.png", "image/png", thumbnail});
        auto const form = Multipart::make(fields, files);
        return server.request(
            http::Method::post, path,
            {.token = token, .body = form.body, .content_type = form.content_type});
    }
    Answer upload(std::string const& bytes, Fields const& fields = {}) {
        return Answer(send(bytes, anns, fields));
    }
    /// Uploaded and processed.
    Answer shown(std::string const& bytes, Fields const& fields = {}) {
        auto const accepted = upload(bytes, fields);
        EXPECT_EQ(accepted.status(), 202) << accepted.error();
        server.drain();
        return get("/api/v1/media/" + accepted.at("id"));
    }
    Answer get(std::string const& target) { return Answer(server.get(target, anns)); }
    std::string bytes_of(std::string const& url) {
        return testing::body_of(server.get(url.substr(url.find("/media/"))));
    }

    TestServer server{{.features = {{"media", install}}, .imaging_program = "/proc/self/exe"}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

/// "POST /api/v2/media" and "GET /api/v1/media/:id"
TEST_F(PlayableUploads, a_video_is_accepted_processed_and_shown) {
    auto const accepted = upload(film(), {{"description", "Bars"}, {"focus", "0.5,0.5"}});
    EXPECT_EQ(accepted.status(), 202);
    EXPECT_EQ(accepted.at("url"), "null");
    EXPECT_EQ(accepted.at("type"), "video");
    EXPECT_EQ(accepted.at("description"), "Bars");
    server.drain();
    auto const ready = get("/api/v1/media/" + accepted.at("id"));
    EXPECT_EQ(ready.status(), 200);
    EXPECT_EQ(ready.at("type"), "video");
    EXPECT_TRUE(ready.at("url").ends_with(".mp4"));
    EXPECT_TRUE(ready.at("preview_url").ends_with(".jpg"));
    EXPECT_EQ(ready.at("meta.original.width"), "320");
    EXPECT_EQ(ready.at("meta.original.height"), "180");
    EXPECT_EQ(ready.at("meta.original.frame_rate"), "25/1");
    EXPECT_THAT(ready.at("meta.length"), StartsWith("0:00:01."));
    EXPECT_EQ(ready.at("meta.fps"), "25");
    EXPECT_EQ(ready.at("meta.size"), "320x180");
    EXPECT_EQ(ready.at("meta.audio_encode"), "aac");
    EXPECT_EQ(ready.at("meta.audio_bitrate"), "44100 Hz");
    EXPECT_EQ(ready.at("meta.audio_channels"), "mono");
    EXPECT_EQ(ready.at("meta.small.width"), "320");
    EXPECT_EQ(ready.at("meta.focus.x"), "0.5");
    EXPECT_GT(ready.at("blurhash").size(), 6U);
    auto const bytes = bytes_of(ready.at("url"));
    EXPECT_EQ(imaging::sniff(bytes), imaging::FileType::mp4);
    EXPECT_THAT(bytes, ::testing::Not(HasSubstr("51.4778")));
    EXPECT_EQ(imaging::sniff(bytes_of(ready.at("preview_url"))), imaging::FileType::jpeg);
}

TEST_F(PlayableUploads, each_kind_becomes_what_browsers_play) {
    EXPECT_TRUE(shown(webm()).at("url").ends_with(".mp4"));
    EXPECT_EQ(shown(silent_film()).at("type"), "gifv");
    EXPECT_EQ(shown(fixture("moving.gif")).at("type"), "gifv");
    EXPECT_EQ(shown(moving_png()).at("type"), "gifv");
    EXPECT_TRUE(shown(fixture("moving.gif")).at("preview_url").ends_with(".png"));
    auto const heard = shown(sound());
    EXPECT_EQ(heard.at("type"), "audio");
    EXPECT_TRUE(heard.at("url").ends_with(".mp3"));
    EXPECT_EQ(heard.at("preview_url"), "null");
    EXPECT_EQ(heard.at("meta.audio_bitrate"), "44100 Hz");
    EXPECT_EQ(heard.at("meta.original.width"), "absent");
    EXPECT_EQ(heard.at("meta.colors"), "absent");
    auto const art = shown(sound_with_cover());
    EXPECT_TRUE(art.at("preview_url").ends_with(".jpg"));
    EXPECT_THAT(art.at("meta.colors.background"), StartsWith("#0000"));
    EXPECT_EQ(art.at("meta.colors.foreground"), "#ffffff");
}

TEST_F(PlayableUploads, a_still_gif_and_a_thin_one_stay_pictures) {
    EXPECT_EQ(upload(fixture("still.gif")).status(), 200);
    EXPECT_EQ(upload(fixture("quarters.png")).status(), 200);
    auto const thin = made_by_ffmpeg(
        "thin.gif", "-f lavfi -i testsrc2=d=1:s=64x64:r=5 -vf format=rgb24,crop=64:1");
    EXPECT_EQ(upload(thin).at("type"), "image");
}

/// "POST /api/v1/media"
TEST_F(PlayableUploads, the_old_route_answers_when_it_is_ready) {
    Answer const made(send(film(), anns, {}, "/api/v1/media"));
    EXPECT_EQ(made.status(), 200);
    EXPECT_TRUE(made.at("url").ends_with(".mp4"));
    Answer const broken(send(film().substr(0, film().size() / 2), anns, {}, "/api/v1/media"));
    EXPECT_EQ(broken.status(), 422);
}

TEST_F(PlayableUploads, what_is_not_ready_says_so_and_goes_into_no_post) {
    social::Media media;
    media.account_id = ann.id();
    media.kind = social::MediaKind::video;
    auto const waiting = server.write([&](db::Tx& tx) { return social::insert_media(tx, media); });
    auto const path = "/api/v1/media/" + to_string(waiting.id);
    EXPECT_EQ(get(path).status(), 206);
    EXPECT_EQ(get(path).at("url"), "null");
    EXPECT_EQ(get(path).at("processing_progress"), "0.0");
    MediaDesk::Work work(server.server().part<MediaDesk>(), waiting.id);
    work.tell(0.42);
    EXPECT_EQ(get(path).at("processing_progress"), "0.42");
    auto const refused = server.db().read([&](db::Tx& tx) {
        return social::load_media_for(tx, ann.id(), std::vector{waiting.id}, {});
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    EXPECT_THAT(refused.error().message, HasSubstr("have not finished processing"));
    EXPECT_EQ(server.get(path, bobs).status, 404);
}

TEST_F(PlayableUploads, a_video_goes_into_a_post_alone) {
    auto const video = shown(film()), other = shown(fixture("moving.gif"));
    std::vector<MediaId> const both = {MediaId{std::stoll(video.at("id"))},
                                       MediaId{std::stoll(other.at("id"))}};
    auto const load = [&](std::vector<MediaId> const& ids) {
        return server.db().read(
            [&](db::Tx& tx) { return social::load_media_for(tx, ann.id(), ids, {}); });
    };
    EXPECT_EQ(load(both).error().message,
              "Cannot attach a video to a post that already contains images");
    EXPECT_TRUE(load({both[0]}));
    EXPECT_TRUE(load({both[1]}));
}

TEST_F(PlayableUploads, what_cannot_be_played_is_refused_at_once) {
    EXPECT_EQ(upload(film().substr(0, film().size() / 2)).error(),
              "Validation failed: File is damaged or cannot be played");
    EXPECT_EQ(upload("RIFF\x10\x10\x10\x10WAVEfmt nothing at all").status(), 422);
    EXPECT_EQ(upload("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n").status(), 422);
    EXPECT_EQ(upload("ffconcat version 1.0\nfile '/etc/passwd'\n").status(), 422);
    EXPECT_EQ(upload(std::string(1 << 20, '\0')).status(), 422);
    EXPECT_EQ(send(film(), "").status, 401);
    EXPECT_EQ(send(film(), server.token(ann, "read")).status, 403);
}

TEST_F(PlayableUploads, what_fails_later_says_why_to_its_owner) {
    // The head is whole and the rest is not: accepted, and given up by the job.
    auto const accepted = upload(sound());
    ASSERT_EQ(accepted.status(), 202);
    auto const id = MediaId{std::stoll(accepted.at("id"))};
    server.drain();
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto media, social::load_own_media(tx, ann.id(), id));
        media.state = social::MediaState::processing;
        media.upload_key = "gone";
        TRY_OK(social::update_media(tx, media));
        return enqueue(tx, ProcessMedia{ann.id(), id});
    });
    server.drain();
    auto const failed = get("/api/v1/media/" + accepted.at("id"));
    EXPECT_EQ(failed.status(), 422);
    EXPECT_EQ(failed.error(), "Validation failed: File is damaged or cannot be played");
    EXPECT_EQ(server.del("/api/v1/media/" + accepted.at("id"), anns).status, 200);
}

TEST_F(PlayableUploads, what_will_never_succeed_does_not_stay_in_processing) {
    auto const accepted = upload(sound());
    ASSERT_EQ(accepted.status(), 202);
    // Before its turn comes the file is lost, which the queue would not try again.
    auto const id = MediaId{std::stoll(accepted.at("id"))};
    server.drain();
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto media, social::load_own_media(tx, ann.id(), id));
        media.state = social::MediaState::processing;
        storage::Stored const lost{.sha256 = std::string(64, '0'), .size = 1};
        TRY(media.upload_key, social::insert_file(tx, "lost", lost, "audio/flac", false));
        TRY_OK(social::update_media(tx, media));
        return enqueue(tx, ProcessMedia{ann.id(), id});
    });
    server.drain();
    auto const failed = get("/api/v1/media/" + accepted.at("id"));
    EXPECT_EQ(failed.status(), 422);
    EXPECT_EQ(failed.error(), "Validation failed: File could not be processed");
}

TEST_F(PlayableUploads, an_account_waits_for_its_turn_and_gets_it) {
    using std::chrono::seconds;
    auto& desk = server.server().part<MediaDesk>();
    std::optional<MediaDesk::Turn> bobs_turn;
    bobs_turn.emplace(desk, bob.id(), server.clock().now());
    ASSERT_TRUE(bobs_turn->begins());
    auto const accepted = upload(sound());
    server.drain();
    EXPECT_EQ(get("/api/v1/media/" + accepted.at("id")).status(), 206);
    server.clock().advance(seconds(2));
    server.drain();
    EXPECT_EQ(get("/api/v1/media/" + accepted.at("id")).status(), 206);
    bobs_turn.reset();
    EXPECT_FALSE(MediaDesk::Turn(desk, bob.id(), server.clock().now()).begins()) << "ann is next";
    server.clock().advance(seconds(2));
    server.drain();
    EXPECT_EQ(get("/api/v1/media/" + accepted.at("id")).status(), 200);
    EXPECT_TRUE(MediaDesk::Turn(desk, bob.id(), server.clock().now()).begins());
}

TEST_F(PlayableUploads, an_account_has_few_files_processed_and_others_go_on) {
    // Nobody's turn comes meanwhile.
    auto& desk = server.server().part<MediaDesk>();
    MediaDesk::Turn const held(desk, AccountId{1}, server.clock().now());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(upload(sound()).status(), 202);
    auto const refused = upload(sound());
    EXPECT_EQ(refused.status(), 422);
    EXPECT_THAT(refused.error(), HasSubstr("3 of your files are still being processed"));
    EXPECT_EQ(send(sound(), bobs).status, 202);
}

TEST_F(PlayableUploads, one_request_looks_at_a_file_at_a_time) {
    auto& desk = server.server().part<MediaDesk>();
    auto const now = server.clock().now();
    {
        MediaDesk::Look const first(desk, now);
        EXPECT_TRUE(first.may());
        EXPECT_FALSE(MediaDesk::Look(desk, now).may());
    }
    EXPECT_TRUE(MediaDesk::Look(desk, now).may());
    EXPECT_EQ(upload(sound()).status(), 202);
}

TEST_F(PlayableUploads, a_chosen_preview_stays) {
    auto const picture = fixture("quarters.png");
    Answer const accepted(send(film(), anns, {}, "/api/v2/media", picture));
    EXPECT_EQ(accepted.status(), 202);
    auto const chosen = accepted.at("preview_url");
    EXPECT_NE(chosen, "null");
    server.drain();
    auto const ready = get("/api/v1/media/" + accepted.at("id"));
    EXPECT_EQ(ready.at("preview_url"), chosen);
    // Another may be chosen later.
    auto const form =
        Multipart::make({}, {{"thumbnail", "t.jpg", "image/jpeg", fixture("large.jpg")}});
    Answer const changed(
        server.request(http::Method::put, "/api/v1/media/" + accepted.at("id"),
                       {.token = anns, .body = form.body, .content_type = form.content_type}));
    EXPECT_EQ(changed.status(), 200);
    EXPECT_NE(changed.at("preview_url"), chosen);
    EXPECT_EQ(changed.at("url"), ready.at("url"));
}

TEST_F(PlayableUploads, nothing_stays_of_what_was_sent) {
    auto const ready = shown(film());
    auto const media = server.read([&](db::Tx& tx) {
        return social::load_own_media(tx, ann.id(), MediaId{std::stoll(ready.at("id"))});
    });
    EXPECT_EQ(media.upload_key, "");
    EXPECT_GT(media.size_bytes, 1000);
    EXPECT_EQ(server.del("/api/v1/media/" + ready.at("id"), anns).status, 200);
    EXPECT_EQ(server.get(ready.at("url").substr(ready.at("url").find("/media/"))).status, 404);
    EXPECT_TRUE(fs::is_empty(server.directory() / "spool"));
}

TEST_F(PlayableUploads, videos_are_served_in_parts) {
    auto const ready = shown(film());
    auto const url = ready.at("url");
    auto const whole = server.get(url.substr(url.find("/media/")));
    EXPECT_EQ(whole.headers.get("Content-Type"), "video/mp4");
    EXPECT_EQ(whole.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(whole.headers.get("ETag").empty());
}

TEST(PlayableLimits, what_an_account_leaves_lying_about_is_bounded) {
    TestServer server({.features = {{"media", install}},
                       .settings = {{"media.unattached_bytes_max", "1048576"},
                                    {"media.video_bytes_max", "100000"}},
                       .imaging_program = "/proc/self/exe"});
    auto const ann = server.make_account("ann");
    auto const token = server.token(ann);
    auto const send = [&](std::string const& bytes) {
        auto const form = Multipart::make({}, {{"file", "x", "video/mp4", bytes}});
        return Answer(
            server.request(http::Method::post, "/api/v2/media",
                           {.token = token, .body = form.body, .content_type = form.content_type}));
    };
    EXPECT_THAT(send(film() + std::string(100'000, '\0')).error(), HasSubstr("File size"));
    social::Media media;
    media.account_id = ann.id();
    media.state = social::MediaState::ready;
    media.size_bytes = 1048576;
    server.write([&](db::Tx& tx) { return social::insert_media(tx, media); });
    EXPECT_THAT(send(sound().substr(0, 1000)).error(), HasSubstr("already wait for a post"));
}

TEST(PlayableLimits, without_its_tools_a_server_takes_pictures_and_says_so) {
    TestServer server({.features = {{"media", install}},
                       .settings = {{"media.ffmpeg", "/nonexistent/ffmpeg"}},
                       .imaging_program = "/proc/self/exe"});
    auto const token = server.token(server.make_account("ann"));
    auto const send = [&](std::string const& bytes) {
        auto const form = Multipart::make({}, {{"file", "x", "", bytes}});
        return Answer(
            server.request(http::Method::post, "/api/v2/media",
                           {.token = token, .body = form.body, .content_type = form.content_type}));
    };
    EXPECT_THAT(send(film()).error(), HasSubstr("only pictures can be uploaded"));
    auto const gif = send(fixture("moving.gif"));
    EXPECT_EQ(gif.status(), 200);
    EXPECT_EQ(gif.at("type"), "image");
    EXPECT_FALSE(server.server().part<social::MediaSupport>().playables);
    auto const& inspections = server.server().inspections();
    auto const found = std::ranges::find(inspections, "videos and sounds",
                                         [](auto const& one) { return one.first; });
    ASSERT_NE(found, inspections.end());
    EXPECT_THAT(found->second(server.server()).value_or(""), HasSubstr("Install ffmpeg"));
}

TEST(PlayableRestart, processing_goes_on_after_a_restart) {
    TestServer server(
        {.features = {{"media", install}}, .in_file = true, .imaging_program = "/proc/self/exe"});
    auto const ann = server.make_account("ann");
    auto const token = server.token(ann);
    // The tools end before the job does, as when a server stops.
    server.server().part<MediaDesk>().close();
    // Looking at the file needs a tool, too: the row is made as the request would.
    auto const path = server.directory() / "sent.flac";
    std::ofstream(path, std::ios::binary) << sound();
    Accepted accepted;
    accepted.upload = *server.server().storage().put_file(path.string());
    accepted.type = imaging::FileType::flac;
    accepted.kind = social::MediaKind::audio;
    auto const stored = server.write([&](db::Tx& tx) {
        social::Media media;
        media.account_id = ann.id();
        return accept_playable(tx, media, accepted, "key");
    });
    server.restart();
    server.drain();
    Answer const ready(server.get("/api/v1/media/" + to_string(stored.id), token));
    EXPECT_EQ(ready.status(), 200) << ready.error();
    EXPECT_TRUE(ready.at("url").ends_with(".mp3"));
}

}  // namespace
}  // namespace skein::media
