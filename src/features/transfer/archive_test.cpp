#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

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

/// Stands for the protocol.
void write_documents(Server& server) {
    server.part<social::ArchiveDocuments>() = {
        [](Server&, AccountId) { return Result<void>{}; },
        [](Server& asked, db::Tx&, AccountId account) -> Result<std::string> {
            return fmt::format(R"({{"id":"me","outbox":"{}/outbox"}})",
                               social::account_uri(asked, account));
        },
        [](Server& asked, db::Tx&,
           std::span<StatusId const> ids) -> Result<std::vector<std::string>> {
            std::vector<std::string> all;
            for (auto const id : ids)
                all.push_back(fmt::format(R"({{"n":"{}","url":"{}/media/x.jpg"}})", to_string(id),
                                          asked.public_url()));
            return all;
        },
        R"("shared")"};
}

class Archives : public ::testing::Test {
  protected:
    testing::TestServer server{
        {.features = {{"documents", write_documents}, {"transfer", transfer::install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");

    http::Response ask(Person const& who) {
        Browser browser(server);
        browser.cookies()["__Host-skein_session"] = server.session(who);
        auto const page = browser.open("/settings/export");
        return browser.csrf().empty() ? page : browser.send("/settings/archive", {});
    }
    Archive newest(Person const& who) {
        return server.read([&](db::Tx& tx) { return find_archive_of(tx, who.id()); }).value();
    }
    http::Response download(Person const& who, ArchiveId id) {
        return server.request(http::Method::get, "/settings/archives/" + to_string(id),
                              {.cookie = server.session(who)});
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
    EXPECT_TRUE(text.contains("media_attachments/files/x.jpg"));
    EXPECT_TRUE(text.contains(social::status_uri(server.server(), bob.id(), liked.id)));
    EXPECT_TRUE(text.contains(social::status_uri(server.server(), bob.id(), kept.id)));
    EXPECT_TRUE(text.contains(R"("outbox":"outbox.json","likes":"likes.json")"));
    EXPECT_TRUE(std::filesystem::is_empty(server.directory() / "archives"));
}

TEST_F(Archives, are_asked_for_once_in_seven_days) {
    EXPECT_EQ(ask(ann).status, 303);
    server.drain();
    auto const again = [&] {
        return server.db().write([&](db::Tx& tx) { return insert_archive(tx, ann.id()); });
    };
    ASSERT_FALSE(again());
    EXPECT_EQ(again().error().code, Errc::unprocessable);
    EXPECT_TRUE(server.db().write([&](db::Tx& tx) { return insert_archive(tx, bob.id()); }));
    server.clock().advance(days(7));
    EXPECT_TRUE(again());
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
