#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>
#include <utility>

#include "features/transfer/archives.h"
#include "features/transfer/build_archive.h"
#include "features/transfer/feature.h"
#include "social/account_removal.h"
#include "social/archive_documents.h"
#include "social/media.h"
#include "social/views/views.h"
#include "testing/browser.h"
#include "testing/test_server.h"

namespace skein::transfer {
namespace {

using std::chrono::days;
using testing::Browser;
using testing::Person;

constexpr std::string_view password = "correct horse battery";

db::Sql const say_sizes{"test.say_sizes", "UPDATE blobs SET size_bytes = $1"};
db::Sql const lose_jobs{"test.lose_archive_jobs",
                        "DELETE FROM jobs WHERE name = 'transfer.build_archive'"};

/// Stands for the protocol; `between` is called before each few posts are written.
social::ArchiveDocuments documents(std::function<void()> between) {
    return {
        [](Server&, AccountId) { return Result<void>{}; },
        [](Server& asked, db::Tx&, AccountId account) -> Result<std::string> {
            return fmt::format(R"({{"id":"me","outbox":"{}/outbox"}})",
                               social::account_uri(asked, account));
        },
        [between = std::move(between)](Server& asked, db::Tx& tx, std::span<StatusId const> ids)
            -> Result<std::vector<std::string>> {
            between();
            TRY(auto const files, social::list_media_of(tx, ids));
            std::vector<std::string> all;
            for (auto const id : ids) {
                all.push_back(fmt::format(R"({{"n":"{}","icon":{{"url":"{}/media/blob.png"}}}})",
                                          to_string(id), asked.public_url()));
                for (auto const& file : files)
                    if (file.status_id == id)
                        all.back() += fmt::format(R"({{"url":"{}/media/{}"}})", asked.public_url(),
                                                  file.original_key);
            }
            return all;
        },
        R"("shared")"};
}

class Archives : public ::testing::Test {
  protected:
    Archives() {
        server.server().part<social::ArchiveDocuments>() = documents([this] {
            server.clock().advance(step_time);
            if (between) std::exchange(between, nullptr)();
        });
    }

    /// In a file, so that one may write while another reads.
    testing::TestServer server{{.features = {{"transfer", transfer::install}}, .in_file = true}};
    Person ann = server.make_account("ann", {.password = std::string(password)}),
           bob = server.make_account("bob");
    Duration step_time{};           ///< How long each few posts take.
    std::function<void()> between;  ///< Called once, while the archive is put together.

    http::Response ask(Person const& who, std::string_view typed = password) {
        Browser browser(server);
        browser.cookies()["__Host-skein_session"] = server.session(who);
        auto const page = browser.open("/settings/export");
        return browser.csrf().empty()
                   ? page
                   : browser.send("/settings/archive", {{"current_password", std::string(typed)}});
    }
    Archive newest(Person const& who) {
        return server.read([&](db::Tx& tx) { return find_archive_of(tx, who.id()); }).value();
    }
    http::Response download(Person const& who, ArchiveId id) {
        return server.request(http::Method::get, "/settings/archives/" + to_string(id),
                              {.cookie = server.session(who)});
    }
    /// A post with a file of so many bytes; its key.
    std::string post_file(Person const& who, std::size_t bytes) {
        auto const post = server.post(who, "with a file");
        return server.write([&](db::Tx& tx) -> Result<std::string> {
            TRY(auto const blob, server.server().storage().put(std::string(bytes, 'f')));
            social::Media media;
            media.account_id = who.id();
            media.status_id = post.id;
            media.state = social::MediaState::ready;
            TRY(media.original_key,
                social::insert_file(tx, social::new_file_key(server.server().random()), blob,
                                    "image/png", false));
            TRY_OK(social::insert_media(tx, media));
            return media.original_key;
        });
    }
    /// As if every file had so many bytes.
    void say_size(std::int64_t bytes) {
        server.write([&](db::Tx& tx) { return tx.run(say_sizes, bytes); });
    }
    bool nothing_is_left() { return std::filesystem::is_empty(server.directory() / "archives"); }
    Result<Archive> insert(Person const& who) {
        return server.db().write([&](db::Tx& tx) { return insert_archive(tx, who.id()); });
    }
    std::string content(Archive const& archive) {
        auto const file =
            server.read([&](db::Tx& tx) { return social::find_file(tx, archive.file_key); });
        if (!file) return {};
        std::ifstream in(server.server().storage().open(file->sha256).value().path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(Archives, hold_every_post_once_and_what_was_marked) {
    std::vector<std::string> ids;
    for (int i = 0; i < 120; ++i) ids.push_back(to_string(server.post(ann, "x").id));
    ids.push_back(to_string(server.post(ann, "psst", social::Visibility::direct).id));
    auto const liked = server.post(bob, "liked"), kept = server.post(bob, "kept");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::add_favourite(tx, ann.id(), liked));
        return social::add_bookmark(tx, ann.id(), kept);
    });
    EXPECT_EQ(ask(ann).status, 303);
    server.drain();
    auto const archive = newest(ann);
    ASSERT_EQ(archive.stage, ArchiveStage::there);
    EXPECT_EQ(archive.posts, 121);
    auto const text = content(archive);
    for (auto const& id : ids) {
        auto const item = "\"n\":\"" + id + "\"";
        auto const first = text.find(item);
        ASSERT_NE(first, std::string::npos) << id;
        EXPECT_EQ(text.find(item, first + 1), std::string::npos) << id;
    }
    EXPECT_TRUE(text.contains("\"totalItems\":121}"));
    EXPECT_TRUE(text.contains(social::status_uri(server.server(), bob.id(), liked.id)));
    EXPECT_TRUE(text.contains(social::status_uri(server.server(), bob.id(), kept.id)));
    EXPECT_TRUE(text.contains(R"("outbox":"outbox.json","likes":"likes.json")"));
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(Archives, are_asked_for_once_in_seven_days) {
    EXPECT_EQ(ask(ann).status, 303);
    server.drain();
    ASSERT_FALSE(insert(ann));
    EXPECT_EQ(insert(ann).error().code, Errc::unprocessable);
    EXPECT_TRUE(insert(bob));
    server.clock().advance(days(7));
    EXPECT_TRUE(insert(ann));
}

TEST_F(Archives, are_asked_for_with_the_password) {
    auto const refused = ask(ann, "my neighbour's guess");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(testing::body_of(refused).contains("This is not your password."));
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_archive_of(tx, ann.id()); }));
    Browser elsewhere(server);
    elsewhere.cookies()["__Host-skein_session"] = server.session(ann);
    auto const forged =
        elsewhere.send("/settings/archive", {{"current_password", std::string(password)}});
    EXPECT_GE(forged.status, 400) << "without the token of the form";
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_archive_of(tx, ann.id()); }));
    EXPECT_EQ(ask(ann).status, 303);
}

TEST_F(Archives, whose_job_is_lost_are_asked_for_again) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(insert_archive(tx, ann.id()));
        TRY_OK(tx.run(lose_jobs));
        return {};
    });
    auto const page =
        server.request(http::Method::get, "/settings/export", {.cookie = server.session(ann)});
    EXPECT_TRUE(testing::body_of(page).contains("could not be put together"));
    EXPECT_EQ(ask(ann).status, 303);
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::there);
}

TEST_F(Archives, go_on_in_another_run_behind_what_was_noted) {
    std::vector<std::string> ids, keys;
    for (int i = 0; i < 90; ++i) {
        ids.push_back(to_string(server.post(ann, "x").id));
        if (i % 15 == 0) keys.push_back(post_file(ann, 1'000));
    }
    step_time = std::chrono::seconds(2);
    ask(ann);
    // Each run takes two steps; what the next one finds has been noted.
    server.drain();
    auto const archive = newest(ann);
    ASSERT_EQ(archive.stage, ArchiveStage::there);
    EXPECT_GE(server.clock().now() - archive.created_at, std::chrono::seconds(10));
    EXPECT_EQ(archive.posts, 96);
    auto const text = content(archive);
    auto const once = [&](std::string const& words) {
        auto const first = text.find(words);
        return first != std::string::npos && text.find(words, first + 1) == std::string::npos;
    };
    for (auto const& id : ids) EXPECT_TRUE(once("\"n\":\"" + id + "\"")) << id;
    for (auto const& key : keys) EXPECT_TRUE(once("\"url\":\"media_attachments/files/" + key));
    EXPECT_TRUE(text.contains("\"totalItems\":96}"));
}

TEST_F(Archives, name_only_what_they_hold_by_its_place_in_them) {
    auto const key = post_file(ann, 10), lost = post_file(ann, 11);
    server.write([&](db::Tx& tx) { return social::remove_file(tx, lost); });
    ask(ann);
    server.drain();
    auto const text = content(newest(ann));
    EXPECT_TRUE(text.contains("\"url\":\"media_attachments/files/" + key + "\""));
    EXPECT_TRUE(text.contains(R"("icon":{"url":"https://skein.example/media/blob.png"})"))
        << "a custom emoji stays where it is";
    EXPECT_TRUE(text.contains("\"url\":\"https://skein.example/media/" + lost + "\""));
}

TEST_F(Archives, wait_for_room_and_are_given_up_at_last) {
    post_file(ann, 100);
    say_size(std::int64_t{1} << 60);
    ask(ann);
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::begun);
    EXPECT_TRUE(nothing_is_left());
    for (int i = 1; i < 24; ++i) {
        EXPECT_FALSE(insert(ann)) << "it is still waiting";
        server.clock().advance(std::chrono::hours(1));
        server.drain();
    }
    EXPECT_TRUE(newest(ann).given_up());
    say_size(100);
    EXPECT_EQ(ask(ann).status, 303) << "another one may be asked for at once";
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::there);
}

TEST_F(Archives, give_back_what_was_written_on_a_full_disk) {
    post_file(ann, 1'000);
    for (int i = 0; i < 60; ++i) server.post(ann, "x");
    post_file(ann, 40 << 20);
    step_time = std::chrono::seconds(2);
    // The limit on the size of a file stands in for the disk: the write fails half way.
    auto const before = ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    auto small = limit;
    small.rlim_cur = 32 << 20;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    ask(ann);
    server.drain();
    auto const waiting = newest(ann);
    auto const bytes = [&](std::string_view part) {
        return std::filesystem::file_size(archive_path(server.server(), waiting.id, part));
    };
    EXPECT_EQ(waiting.stage, ArchiveStage::posts);
    EXPECT_GT(waiting.posts, 0);
    EXPECT_GT(waiting.zip_bytes, 1'000);
    EXPECT_EQ(bytes("zip"), static_cast<std::uintmax_t>(waiting.zip_bytes));
    EXPECT_EQ(bytes("outbox"), static_cast<std::uintmax_t>(waiting.outbox_bytes));
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, before);
    server.clock().advance(std::chrono::hours(1));
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::there);
    EXPECT_EQ(newest(ann).posts, 62);
}

TEST_F(Archives, are_for_their_owners_and_for_seven_days) {
    ask(ann);
    server.drain();
    auto const id = newest(ann).id;
    auto const mine = download(ann, id);
    EXPECT_EQ(mine.status, 200);
    EXPECT_EQ(mine.headers.get("Content-Type"), "application/zip");
    EXPECT_TRUE(mine.headers.get("Content-Disposition").starts_with("attachment"));
    EXPECT_EQ(mine.headers.get("Cache-Control"), "private, no-store");
    EXPECT_EQ(download(bob, id).status, 404);
    EXPECT_EQ(server.get("/settings/archives/" + to_string(id)).status, 303) << "to sign in";
    auto const key = newest(ann).file_key;
    server.clock().advance(days(7));
    EXPECT_EQ(download(ann, id).status, 404);
    ASSERT_TRUE(sweep_archives(server.server()));
    EXPECT_EQ(newest(ann).stage, ArchiveStage::removed);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return social::find_file(tx, key); }));
}

TEST_F(Archives, begin_again_where_what_was_made_is_gone) {
    for (int i = 0; i < 60; ++i) server.post(ann, "x");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto archive, insert_archive(tx, ann.id()));
        // As another machine would find it, or this one after its disk was lost.
        archive.stage = ArchiveStage::posts;
        archive.posts = 50;
        archive.zip_bytes = archive.outbox_bytes = 5'000;
        return update_archive(tx, archive);
    });
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::there);
    EXPECT_EQ(newest(ann).posts, 60);
    EXPECT_TRUE(content(newest(ann)).contains("\"totalItems\":60}"));
}

TEST_F(Archives, leave_nothing_behind_when_their_account_goes_in_the_midst) {
    for (int i = 0; i < 100; ++i) server.post(ann, "x");
    step_time = std::chrono::seconds(2);
    between = [&] {
        // From beside the transaction that asks.
        std::thread([&] {
            server.write([&](db::Tx& tx) {
                return forget_archives(tx, {.account = ann.id(), .local = true});
            });
        }).join();
    };
    ask(ann);
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::removed);
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(Archives, are_swept_as_they_are_by_then) {
    ask(ann);
    server.drain();
    auto const key = newest(ann).file_key;
    server.clock().advance(days(7));
    // What an interrupted run left behind, of a row that is gone; and one that waits for room.
    auto const lost = archive_path(server.server(), ArchiveId{7}, "zip");
    post_file(bob, 10);
    say_size(std::int64_t{1} << 60);
    auto const made = archive_path(server.server(), insert(bob).value().id, "zip");
    server.drain();
    for (auto const& path : {lost, made}) std::ofstream(path) << "half of it";
    ASSERT_TRUE(sweep_archives(server.server()));
    EXPECT_EQ(newest(ann).stage, ArchiveStage::removed);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return social::find_file(tx, key); }));
    EXPECT_FALSE(std::filesystem::exists(lost));
    EXPECT_TRUE(std::filesystem::exists(made)) << "somebody goes on with it";
}

TEST_F(Archives, go_with_their_account) {
    ask(ann);
    server.drain();
    auto const archive = newest(ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(insert_archive(tx, bob.id()));
        TRY_OK(social::remove_own_account(tx, ann.id()));
        return social::remove_own_account(tx, bob.id());
    });
    server.drain();
    EXPECT_EQ(newest(ann).stage, ArchiveStage::removed);
    EXPECT_EQ(newest(bob).stage, ArchiveStage::removed) << "though it was still being made";
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return social::find_file(tx, archive.file_key); }));
}

}  // namespace
}  // namespace skein::transfer
