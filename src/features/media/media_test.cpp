#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "features/media/feature.h"
#include "features/media/handlers.h"
#include "social/media.h"
#include "testing/answer.h"

namespace skein::media {
namespace {

using testing::Answer;
using testing::Multipart;
using testing::TestServer;

std::string fixture(std::string const& name) {
    std::ifstream file(std::string(SKEIN_SOURCE_DIR) + "/tests/fixtures/media/" + name,
                       std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class MediaUploads : public ::testing::Test {
  protected:
    Answer upload(std::string const& name, std::string const& token,
                  std::vector<std::pair<std::string, std::string>> const& fields = {},
                  std::string_view path = "/api/v2/media") {
        auto const form =
            Multipart::make(fields, {{"file", "x.bin", "application/octet-stream", fixture(name)}});
        return Answer(
            server.request(http::Method::post, path,
                           {.token = token, .body = form.body, .content_type = form.content_type}));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    static std::string path_of(std::string const& url) { return url.substr(url.find("/media/")); }

    TestServer server{{.features = {{"media", install}}, .imaging_program = "/proc/self/exe"}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(MediaUploads, a_picture_is_stored_described_and_served) {
    auto const made =
        upload("large.jpg", anns, {{"description", "A hill"}, {"focus", "-0.5,0.25"}});
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("type"), "image");
    EXPECT_EQ(made.at("description"), "A hill");
    EXPECT_EQ(made.at("meta.focus.y"), "0.25");
    EXPECT_EQ(made.at("meta.original.width"), "960");
    EXPECT_EQ(made.at("meta.small.width"), "640");
    EXPECT_GT(made.at("blurhash").size(), 6U);
    auto const file = server.get(path_of(made.at("url")));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.headers.get("Content-Type"), "image/jpeg");
    EXPECT_EQ(file.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(file.headers.get("Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_NE(file.headers.get("Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(file.headers.get("Access-Control-Allow-Origin"), "*");
    EXPECT_TRUE(testing::body_of(file).starts_with("\xff\xd8\xff"));
    EXPECT_EQ(get("/api/v1/media/" + made.at("id"), anns).at("url"), made.at("url"));
}

TEST_F(MediaUploads, every_kind_is_shown_as_browsers_can) {
    struct Kind {
        std::string file, extension;
    };
    for (auto const& [file, extension] :
         {Kind{"quarters.png", ".png"}, Kind{"quarters.webp", ".webp"},
          Kind{"quarters.avif", ".jpg"}, Kind{"quarters.heic", ".jpg"}, Kind{"moving.gif", ".mp4"},
          Kind{"display_p3.jpg", ".jpg"}}) {
        auto const made = upload(file, anns, {}, "/api/v1/media");
        EXPECT_EQ(made.status(), 200) << file;
        EXPECT_TRUE(made.at("url").ends_with(extension)) << file << " became " << made.at("url");
    }
}

TEST_F(MediaUploads, what_is_no_picture_is_refused) {
    EXPECT_EQ(upload("page_named.jpg", anns).error(),
              "Validation failed: File content type is invalid");
    EXPECT_EQ(upload("svg_named.png", anns).status(), 422);
    for (auto const* file : {"truncated.jpg", "truncated.gif", "bomb.png", "too_many_frames.gif"})
        EXPECT_EQ(upload(file, anns).status(), 422) << file;
    EXPECT_EQ(Answer(server.post("/api/v2/media", "{}", anns)).status(), 400);
    EXPECT_EQ(Answer(server.post("/api/v2/media", "file=text", anns)).status(), 422);
    EXPECT_EQ(upload("quarters.png", "").status(), 401);
    EXPECT_EQ(upload("quarters.png", server.token(ann, "read")).status(), 403);
    EXPECT_EQ(upload("quarters.png", anns, {{"description", std::string(1501, 'x')}}).status(),
              422);
    for (auto const* focus : {"1", "2,0", "0,-1.5", "nan,0", "0,inf", "a,b", "0,0,0"})
        EXPECT_EQ(upload("quarters.png", anns, {{"focus", focus}}).status(), 422) << focus;
}

TEST_F(MediaUploads, only_the_owner_sees_changes_and_removes_an_attachment) {
    auto const path = "/api/v1/media/" + upload("quarters.png", anns).at("id");
    EXPECT_EQ(get(path, bobs).status(), 404);
    EXPECT_EQ(server.put(path, "description=x", bobs).status, 404);
    EXPECT_EQ(server.del(path, bobs).status, 404);
    Answer const changed(server.put(path, "description=Four+quarters&focus=1,-1", anns));
    EXPECT_EQ(changed.at("description"), "Four quarters");
    EXPECT_EQ(Answer(server.put(path, "focus=0,0", anns)).at("description"), "Four quarters");
    EXPECT_EQ(server.put(path, "focus=3,0", anns).status, 422);
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(get(path, anns).status(), 404);
}

TEST_F(MediaUploads, a_preview_counts_as_a_picture_and_words_do_not) {
    auto const path = "/api/v1/media/" + upload("quarters.png", anns).at("id");
    auto const picture = fixture("quarters.png");
    auto const change = [&](Multipart const& form) {
        return server
            .request(http::Method::put, path,
                     {.token = anns,
                      .body = form.body,
                      .content_type = form.content_type,
                      .client_address = "203.0.113.7"})
            .status;
    };
    auto const preview = Multipart::make({}, {{"thumbnail", "x.png", "image/png", picture}});
    auto& limits = server.server().part<RateLimits>();
    for (std::int64_t i = 1; i < upload_limit().count; ++i)
        limits.check(upload_limit(), to_string(ann.id()), server.clock().now());
    EXPECT_EQ(change(preview), 200);
    EXPECT_EQ(change(preview), 429);
    EXPECT_EQ(change(Multipart::make({{"description", "Squares"}}, {})), 200);
}

TEST_F(MediaUploads, what_a_post_uses_stays) {
    auto const id = upload("quarters.png", anns).at("id");
    auto const post = server.post(ann, "Look", {.media = {MediaId{*parse_id(id)}}});
    EXPECT_EQ(server.del("/api/v1/media/" + id, anns).status, 422);
    server.put("/api/v1/media/" + id, "description=Changed", anns);
    EXPECT_GT(server.read([&](db::Tx& tx) { return social::load_status(tx, post.id); }).version,
              post.version);
}

TEST_F(MediaUploads, one_still_in_the_works_is_answered_206) {
    social::Media media;
    media.account_id = ann.id();
    media.kind = social::MediaKind::image;
    media.state = social::MediaState::processing;
    auto const stored = server.write([&](db::Tx& tx) { return social::insert_media(tx, media); });
    EXPECT_EQ(get("/api/v1/media/" + to_string(stored.id), anns).status(), 206);
    EXPECT_EQ(get("/api/v1/media/" + to_string(stored.id), anns).at("url"), "null");
}

TEST_F(MediaUploads, a_key_nobody_gave_leads_nowhere) {
    EXPECT_EQ(server.get("/media/nothing.jpg").status, 404);
    EXPECT_EQ(server.get("/media/..%2F..%2Fetc%2Fpasswd").status, 404);
}

TEST_F(MediaUploads, an_archive_is_shown_to_nobody_who_knows_its_key) {
    auto const key = [&](std::string_view type) {
        return server.write([&](db::Tx& tx) -> Result<std::string> {
            TRY(auto const blob, server.server().storage().put(type));
            return social::insert_file(tx, social::new_file_key(server.server().random()), blob,
                                       type, false);
        });
    };
    EXPECT_EQ(server.get("/media/" + key("image/png")).status, 200);
    EXPECT_EQ(server.get("/media/" + key("application/zip")).status, 404);
}

TEST_F(MediaUploads, only_so_many_files_may_wait_for_a_post) {
    server.write([&](db::Tx& tx) -> Result<void> {
        for (std::int64_t i = 1; i < social::unattached_media_max; ++i) {
            social::Media media;
            media.account_id = ann.id();
            TRY_OK(social::insert_media(tx, media));
        }
        return {};
    });
    auto const last = upload("large.jpg", anns);
    EXPECT_EQ(last.status(), 200);
    auto const refused = upload("large.jpg", anns);
    EXPECT_EQ(refused.status(), 422);
    EXPECT_NE(refused.error().find("100 files"), std::string::npos);
    EXPECT_EQ(upload("large.jpg", bobs).status(), 200);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const media,
            social::load_own_media(tx, ann.id(), MediaId{parse_id(last.at("id")).value()}));
        return social::remove_media(tx, media);
    });
    EXPECT_EQ(upload("large.jpg", anns).status(), 200);
}

}  // namespace
}  // namespace skein::media
