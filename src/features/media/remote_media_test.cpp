#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "features/media/feature.h"
#include "social/domains.h"
#include "social/emojis.h"
#include "social/media.h"
#include "social/remote_files.h"
#include "social/upkeep.h"
#include "social/views/views.h"
#include "testing/answer.h"
#include "testing/recorded_internet.h"
#include "testing/test_server.h"

namespace skein::media {
namespace {

using social::MediaKind;
using testing::Answer;
using testing::TestServer;

constexpr auto* picture_url = "https://files.remote.example/a.png";
constexpr auto* video_url = "https://files.remote.example/v.mp4";

std::string fixture(std::string const& name) {
    std::ifstream file(std::string(SKEIN_SOURCE_DIR) + "/tests/fixtures/media/" + name,
                       std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The beginning of an MP4 file, and then something.
std::string video(std::size_t bytes) {
    std::string file(
        "\0\0\0\x18"
        "ftypisom\0\0\2\0isomiso2",
        24);
    while (file.size() < bytes) file += static_cast<char>('a' + file.size() / 1000 % 26);
    return file;
}

std::string path_of(std::string const& url) { return url.substr(url.find("/media/")); }

class RemoteMedia : public ::testing::Test {
  protected:
    explicit RemoteMedia(std::map<std::string, std::string> settings = {})
        : server({.features = {{"media", install}},
                  .settings = std::move(settings),
                  .imaging_program = "/proc/self/exe"}) {
        server.outside().answer(picture_url, 200, fixture("quarters.png"), "image/png");
        server.outside().answer(video_url, 200, video(5000), "video/mp4");
    }

    social::Status post_with(std::string const& url, MediaKind kind = MediaKind::image) {
        social::Media media;
        media.account_id = rae.id();
        media.kind = kind;
        media.state = social::MediaState::ready;
        media.remote_url = url;
        auto const stored =
            server.write([&](db::Tx& tx) { return social::insert_media(tx, media); });
        return server.post(rae, "look", {.media = {stored.id}});
    }
    /// The post's first attachment, as the API shows it.
    Answer attachment(social::Status const& status) {
        return Answer(shown([&](db::Tx& tx, json::Writer& out) -> Result<void> {
            TRY(auto const media, social::list_media_of(tx, std::span(&status.id, 1)));
            social::write_media(server.server(), media.at(0), out);
            return {};
        }));
    }
    std::string address(social::Status const& status, std::string_view field = "url") {
        return path_of(attachment(status).at(field));
    }
    http::Response shown(std::function<Result<void>(db::Tx&, json::Writer&)> const& write) {
        json::Writer out;
        server.read([&](db::Tx& tx) { return write(tx, out); });
        return http::json_response(200, out.take());
    }
    int status_of(std::string const& path) { return server.get(path).status; }
    std::size_t asked() { return server.outside().requests().size(); }

    TestServer server;
    testing::Person rae = server.make_account("rae", {.domain = "remote.example"});
};

TEST_F(RemoteMedia, a_picture_is_fetched_when_somebody_looks_and_once) {
    auto const status = post_with(picture_url);
    auto const address_before = attachment(status).at("url");
    EXPECT_EQ(attachment(status).at("type"), "image");
    EXPECT_EQ(attachment(status).at("remote_url"), picture_url);
    EXPECT_EQ(asked(), 0U);
    auto const whole = server.get(address(status));
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.headers.get("Content-Type"), "image/png");
    EXPECT_EQ(whole.headers.get("Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(whole.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(status_of(address(status, "preview_url")), 200);
    EXPECT_EQ(status_of(address(status)), 200);
    EXPECT_EQ(asked(), 1U);
    EXPECT_EQ(attachment(status).at("url"), address_before);
}

TEST_F(RemoteMedia, many_who_ask_at_once_ask_once) {
    auto const path = address(post_with(picture_url));
    std::vector<std::thread> readers;
    std::array<int, 6> answers{};
    for (auto& answer : answers) readers.emplace_back([&] { answer = server.get(path).status; });
    for (auto& reader : readers) reader.join();
    for (auto const answer : answers) EXPECT_EQ(answer, 200);
    EXPECT_EQ(asked(), 1U);
}

TEST_F(RemoteMedia, what_is_not_what_it_claims_is_refused_and_not_asked_for_again) {
    struct Case {
        std::string body;
        MediaKind kind;
    };
    for (auto const& [body, kind] :
         {Case{fixture("svg_named.png"), MediaKind::image},
          Case{fixture("page_named.jpg"), MediaKind::image}, Case{video(5000), MediaKind::image},
          Case{fixture("quarters.png"), MediaKind::video},
          Case{fixture("bomb.png"), MediaKind::image},
          Case{fixture("truncated.jpg"), MediaKind::image}, Case{"", MediaKind::image}}) {
        auto const url = fmt::format("https://files.remote.example/{}", asked());
        server.outside().answer(url, 200, body, "image/png");
        auto const path = address(post_with(url, kind));
        auto const before = asked();
        EXPECT_EQ(status_of(path), 404);
        EXPECT_EQ(status_of(path), 404);
        EXPECT_EQ(asked(), before + 1);
    }
}

TEST_F(RemoteMedia, what_is_gone_there_is_not_here_and_may_come_back) {
    server.outside().answer(picture_url, 500, "");
    auto const path = address(post_with(picture_url));
    EXPECT_EQ(status_of(path), 404);
    server.outside().answer(picture_url, 200, fixture("quarters.png"));
    EXPECT_EQ(status_of(path), 404);
    server.clock().advance(std::chrono::minutes(6));
    EXPECT_EQ(status_of(path), 200);
}

TEST_F(RemoteMedia, only_addresses_that_this_server_made_are_answered) {
    auto const status = post_with(picture_url);
    auto const path = address(status);
    auto const proof = path.substr(path.rfind('/'));
    auto const other = address(post_with("https://files.remote.example/b.png"));
    for (auto const& wrong :
         {path + "x", path.substr(0, path.size() - 1), path.substr(0, path.rfind('/')),
          other.substr(0, other.rfind('/')) + proof, "/media/remote/attachments/1/whole" + proof,
          "/media/remote/attachments/x/whole" + proof, "/media/remote/avatars/1/whole" + proof,
          "/media/remote/nothing/1/whole" + proof})
        EXPECT_EQ(status_of(wrong), 404) << wrong;
    EXPECT_EQ(asked(), 0U);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const media, social::list_media_of(tx, std::span(&status.id, 1)));
        return social::remove_media(tx, media.at(0));
    });
    EXPECT_EQ(status_of(path), 404);
    EXPECT_EQ(asked(), 0U);
}

TEST_F(RemoteMedia, a_domain_whose_media_are_rejected_is_not_asked) {
    auto const path = address(post_with(picture_url));
    auto const policy = [&](std::string domain, bool reject) {
        social::DomainPolicy rule;
        rule.domain = std::move(domain);
        rule.reject_media = reject;
        server.write([&](db::Tx& tx) { return social::set_domain_policy(tx, rule); });
    };
    for (auto const* domain : {"remote.example", "files.remote.example"}) {
        policy(domain, true);
        EXPECT_EQ(status_of(path), 404) << domain;
        policy(domain, false);
    }
    EXPECT_EQ(asked(), 0U);
    EXPECT_EQ(status_of(path), 200);
    policy("remote.example", true);
    EXPECT_EQ(status_of(path), 404);
}

TEST_F(RemoteMedia, a_video_comes_in_pieces) {
    auto const whole = video(9 << 20);
    server.outside().answer_with(
        [&](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            auto const range = request.headers.get("Range").substr(6);
            auto const from = std::stoull(std::string(range));
            auto const to = std::min<std::size_t>(
                std::stoull(std::string(range.substr(range.find('-') + 1))), whole.size() - 1);
            http::Answer answer{206, {}, whole.substr(from, to - from + 1), request.url};
            answer.headers.set("Content-Range",
                               fmt::format("bytes {}-{}/{}", from, to, whole.size()));
            return answer;
        });
    auto const status = post_with(video_url, MediaKind::video);
    EXPECT_EQ(attachment(status).at("type"), "video");
    EXPECT_EQ(attachment(status).at("preview_url"), "null");
    auto const answer = server.get(address(status));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.get("Content-Type"), "video/mp4");
    EXPECT_EQ(testing::body_of(answer), whole);
    EXPECT_EQ(asked(), 3U);
}

TEST_F(RemoteMedia, pieces_that_do_not_fit_are_refused) {
    auto const whole = video(100);
    for (auto const* range : {"bytes 0-99/200", "bytes 1-100/200", "bytes 0-50/200", "bytes 0-99",
                              "bytes 0-99/50", "lines 0-99/100", "bytes 99-0/100",
                              "bytes 0-99/99999999999999999999", "bytes -1-99/100", ""}) {
        auto const url = fmt::format("https://files.remote.example/{}.mp4", asked());
        server.outside().answer_with(
            [&](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
                http::Answer answer{206, {}, whole, request.url};
                answer.headers.set("Content-Range", range);
                return answer;
            });
        EXPECT_EQ(status_of(address(post_with(url, MediaKind::video))), 404) << range;
    }
}

TEST_F(RemoteMedia, a_copy_that_was_let_go_is_fetched_again) {
    auto const path = address(post_with(picture_url));
    EXPECT_EQ(status_of(path), 200);
    server.server().settings<social::RemoteCacheConfig>();
    auto const keys = server.read(
        [&](db::Tx& tx) { return social::find_remote_copy(tx, "attachments", picture_url); });
    ASSERT_TRUE(keys);
    server.write([&](db::Tx& tx) { return social::remove_file(tx, keys->file_key); });
    EXPECT_EQ(status_of(path), 200);
    EXPECT_EQ(asked(), 2U);
}

TEST_F(RemoteMedia, pictures_of_people_and_emojis_have_addresses_here) {
    auto account = rae.account;
    account.avatar = fmt::format(
        R"({{"key":"","static_key":"","description":"Rae","remote_url":"{}"}})", picture_url);
    account.header = account.avatar;
    account.display_name = "Rae :blob:";
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::update_account(tx, account));
        social::Emoji emoji;
        emoji.shortcode = "blob";
        emoji.domain = "remote.example";
        emoji.remote_url = picture_url;
        return social::put_emoji(tx, emoji);
    });
    Answer const entity(shown([&](db::Tx& tx, json::Writer& out) {
        return social::write_account({server.server(), tx, {}}, rae.id(), out);
    }));
    EXPECT_EQ(entity.at("avatar_description"), "Rae");
    for (auto const* field : {"avatar", "avatar_static", "header", "header_static", "emojis.0.url",
                              "emojis.0.static_url"}) {
        auto const url = entity.at(field);
        EXPECT_TRUE(url.starts_with("https://skein.example/media/remote/")) << field << url;
        EXPECT_EQ(status_of(path_of(url)), 200) << field;
    }
    EXPECT_EQ(asked(), 3U);
    account.state = social::AccountState::suspended;
    server.write([&](db::Tx& tx) { return social::update_account(tx, account); });
    EXPECT_EQ(status_of(path_of(entity.at("avatar"))), 404);
}

TEST_F(RemoteMedia, a_file_of_no_kind_is_only_linked_to) {
    auto const status = post_with("https://files.remote.example/paper.pdf", MediaKind::unknown);
    EXPECT_EQ(attachment(status).at("type"), "unknown");
    EXPECT_TRUE(attachment(status).at("url").contains("/assets/"));
    EXPECT_EQ(attachment(status).at("remote_url"), "https://files.remote.example/paper.pdf");
}

class SmallRemoteMedia : public RemoteMedia {
  protected:
    SmallRemoteMedia() : RemoteMedia({{"media.remote_file_bytes_max", "4000"}}) {}
};

TEST_F(SmallRemoteMedia, what_is_too_large_stays_where_it_is) {
    auto const path = address(post_with(video_url, MediaKind::video));
    EXPECT_EQ(status_of(path), 404);
    EXPECT_EQ(status_of(path), 404);
    EXPECT_EQ(asked(), 1U);
    server.outside().answer("https://files.remote.example/s.mp4", 200, video(3000));
    auto const small = post_with("https://files.remote.example/s.mp4", MediaKind::video);
    EXPECT_EQ(status_of(address(small)), 200);
}

}  // namespace
}  // namespace skein::media
