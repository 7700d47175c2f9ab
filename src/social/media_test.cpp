#include "social/media.h"

#include <gtest/gtest.h>

#include "social/relations.h"
#include "social/upkeep.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::Person;
using testing::PostOptions;
using testing::TestServer;

db::Query<std::int64_t> const count_references{
    "test.media.references", "SELECT reference_count FROM blobs WHERE sha256 = $1"};
db::Query<std::int64_t> const count_rows{"test.media.count_rows",
                                         "SELECT (SELECT COUNT(*) FROM media_attachments) + "
                                         "(SELECT COUNT(*) FROM files) + "
                                         "(SELECT COUNT(*) FROM blobs)"};

class MediaFiles : public ::testing::Test {
  protected:
    storage::Stored put(std::string_view bytes) {
        return server.server().storage().put(bytes).value();
    }
    bool stored(std::string const& sha256) {
        return server.server().storage().open(sha256).has_value();
    }
    std::string name(storage::Stored const& blob, bool remote = false) {
        return server.write([&](db::Tx& tx) {
            return insert_file(tx, new_file_key(server.server().random()), blob, "image/png",
                               remote);
        });
    }
    std::int64_t references(storage::Stored const& blob) {
        return server.read([&](db::Tx& tx) -> Result<std::int64_t> {
            TRY(auto const found, tx.find(count_references, blob.sha256));
            return found.value_or(-1);
        });
    }
    Media attach(Person const& who, std::string original, std::string remote_url = "") {
        Media media;
        media.account_id = who.id();
        media.kind = MediaKind::image;
        media.state = MediaState::ready;
        media.original_key = std::move(original);
        media.remote_url = std::move(remote_url);
        return server.write([&](db::Tx& tx) { return insert_media(tx, media); });
    }
    Result<std::vector<Media>> wanted(Person const& who, std::vector<MediaId> ids,
                                      StatusId status = {}) {
        return server.db().read(
            [&](db::Tx& tx) { return load_media_for(tx, who.id(), ids, status); });
    }
    std::optional<File> file(std::string_view key) {
        return server.read([&](db::Tx& tx) { return find_file(tx, key); });
    }

    TestServer server{{.settings = {{"media.remote_bytes_max", "25"}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob");
};

TEST_F(MediaFiles, a_key_is_unguessable_and_ends_as_its_type) {
    auto const blob = put("bytes");
    auto const key = name(blob), other = name(blob);
    EXPECT_NE(key, other);
    EXPECT_EQ(key.size(), 22U + 4U);
    EXPECT_TRUE(key.ends_with(".png"));
    EXPECT_EQ(file_path(key), "/media/" + key);
    EXPECT_EQ(file_path(""), "");
    EXPECT_EQ(file(key)->sha256, blob.sha256);
    EXPECT_EQ(file(key)->content_type, "image/png");
    EXPECT_EQ(references(blob), 2);
}

TEST_F(MediaFiles, bytes_go_an_hour_after_their_last_key) {
    auto const blob = put("bytes");
    auto const one = name(blob), two = name(blob);
    auto const forget = [&](std::string const& key) {
        server.write([&](db::Tx& tx) { return remove_file(tx, key); });
    };
    forget(one);
    server.clock().advance(hours(2));
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_TRUE(stored(blob.sha256));
    forget(two);
    forget(two);
    EXPECT_EQ(references(blob), 0);
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_TRUE(stored(blob.sha256)) << "somebody may be about to name it again";
    server.clock().advance(hours(2));
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_FALSE(stored(blob.sha256));
    EXPECT_EQ(references(blob), -1);
}

TEST_F(MediaFiles, bytes_put_anew_survive_the_sweep_of_their_old_row) {
    auto const blob = put("bytes");
    auto const key = name(blob);
    server.write([&](db::Tx& tx) { return remove_file(tx, key); });
    server.clock().advance(hours(2));
    put("bytes");
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_TRUE(stored(blob.sha256));
}

TEST_F(MediaFiles, bytes_no_row_knows_are_swept_after_a_day) {
    auto const orphan = put("orphan"), known = put("known");
    name(known);
    ASSERT_TRUE(sweep_orphaned_files(server.server()));
    EXPECT_TRUE(stored(orphan.sha256));
    server.clock().advance(days(2));
    ASSERT_TRUE(sweep_orphaned_files(server.server()));
    EXPECT_FALSE(stored(orphan.sha256));
    EXPECT_TRUE(stored(known.sha256));
}

TEST_F(MediaFiles, uploads_that_went_nowhere_are_swept_after_a_day) {
    auto const lost = attach(ann, name(put("lost"))), used = attach(ann, name(put("used")));
    server.post(ann, "x", PostOptions{.media = {used.id}});
    server.clock().advance(hours(23));
    ASSERT_TRUE(sweep_unattached_media(server.server()));
    EXPECT_TRUE(wanted(ann, {lost.id}));
    server.clock().advance(hours(2));
    ASSERT_TRUE(sweep_unattached_media(server.server()));
    EXPECT_FALSE(wanted(ann, {lost.id}));
    EXPECT_FALSE(file(lost.original_key));
    EXPECT_TRUE(file(used.original_key));
}

TEST_F(MediaFiles, media_of_a_deleted_post_have_a_day_for_the_redraft) {
    auto const media = attach(ann, name(put("x")));
    auto const post = server.post(ann, "x", PostOptions{.media = {media.id}});
    server.clock().advance(days(30));
    server.write([&](db::Tx& tx) { return remove_status(tx, post, false); });
    ASSERT_TRUE(sweep_unattached_media(server.server()));
    EXPECT_TRUE(wanted(ann, {media.id}));
    server.clock().advance(days(2));
    ASSERT_TRUE(sweep_unattached_media(server.server()));
    EXPECT_FALSE(wanted(ann, {media.id}));
}

TEST_F(MediaFiles, the_remote_cache_lets_the_least_used_go) {
    auto const remote = server.make_account("rae", {.domain = "remote.example"});
    std::vector<storage::Stored> blobs;
    std::vector<Media> media;
    for (auto const* bytes : {"aaaaaaaaaa", "bbbbbbbbbb"}) {
        blobs.push_back(put(bytes));
        media.push_back(attach(remote, name(blobs.back(), true), "https://remote.example/x.png"));
        server.clock().advance(std::chrono::minutes(1));
    }
    auto const own = attach(ann, name(put("our own picture, which is never let go")));
    blobs.push_back(put("cccccccccc"));
    auto const shown = *file(media[0].original_key);
    // In one write: with the third the cache is too large, and the server's own upkeep may run.
    auto const third = server.write([&](db::Tx& tx) -> Result<std::string> {
        TRY_OK(note_file_use(tx, shown));
        return insert_file(tx, new_file_key(server.server().random()), blobs[2], "image/png", true);
    });
    media.push_back(attach(remote, third, "https://remote.example/x.png"));
    ASSERT_TRUE(bound_remote_cache(server.server()));
    EXPECT_TRUE(file(media[0].original_key));
    EXPECT_FALSE(file(media[1].original_key));
    EXPECT_TRUE(file(media[2].original_key));
    EXPECT_TRUE(file(own.original_key));
    EXPECT_EQ(wanted(remote, {media[1].id}).value()[0].original_key, "");
    server.clock().advance(hours(2));
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_FALSE(stored(blobs[1].sha256));
    EXPECT_TRUE(stored(blobs[0].sha256));
}

TEST_F(MediaFiles, bytes_that_are_ours_too_are_not_of_the_cache) {
    auto const blob = put(std::string(100, 'x'));
    // In one write: the server's own upkeep may run between two.
    std::string theirs, ours;
    server.write([&](db::Tx& tx) -> Result<void> {
        auto& random = server.server().random();
        TRY(theirs, insert_file(tx, new_file_key(random), blob, "image/png", true));
        TRY(ours, insert_file(tx, new_file_key(random), blob, "image/png", false));
        return {};
    });
    ASSERT_TRUE(bound_remote_cache(server.server()));
    ASSERT_TRUE(file(theirs) && file(ours));
    EXPECT_FALSE(file(theirs)->remote);
}

TEST_F(MediaFiles, a_draft_takes_only_own_ready_free_media_in_its_order) {
    auto const one = attach(ann, ""), two = attach(ann, ""), theirs = attach(bob, "");
    auto const ordered = wanted(ann, {two.id, one.id}).value();
    EXPECT_EQ(ordered[0].id, two.id);
    EXPECT_EQ(ordered[1].id, one.id);
    EXPECT_EQ(wanted(ann, {theirs.id}).error().code, Errc::unprocessable);
    EXPECT_EQ(wanted(ann, {MediaId{5}}).error().code, Errc::unprocessable);
    EXPECT_EQ(wanted(ann, {one.id, one.id}).error().code, Errc::unprocessable);
    auto const post = server.post(ann, "x", PostOptions{.media = {one.id}});
    EXPECT_EQ(wanted(ann, {one.id}).error().code, Errc::unprocessable);
    EXPECT_TRUE(wanted(ann, {one.id}, post.id));
}

TEST_F(MediaFiles, what_is_still_processed_is_not_attached) {
    auto media = attach(ann, "");
    media.state = MediaState::processing;
    server.write([&](db::Tx& tx) { return update_media(tx, media); });
    EXPECT_EQ(wanted(ann, {media.id}).error().message,
              "Cannot attach files that have not finished processing. Try again in a moment!");
}

TEST_F(MediaFiles, media_are_only_their_owners) {
    auto const media = attach(ann, "");
    auto const load = [&](Person const& who) {
        return server.db().read([&](db::Tx& tx) { return load_own_media(tx, who.id(), media.id); });
    };
    EXPECT_TRUE(load(ann));
    EXPECT_EQ(load(bob).error().code, Errc::not_found);
}

TEST_F(MediaFiles, removing_media_removes_their_files) {
    auto media = attach(ann, name(put("original")));
    media.preview_key = name(put("preview"));
    server.write([&](db::Tx& tx) { return update_media(tx, media); });
    server.write([&](db::Tx& tx) { return remove_media(tx, media); });
    EXPECT_FALSE(file(media.original_key));
    EXPECT_FALSE(file(media.preview_key));
    server.clock().advance(hours(3));
    ASSERT_TRUE(sweep_unused_blobs(server.server()));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_rows); }), 0);
}

TEST_F(MediaFiles, media_of_many_posts_come_in_one_statement) {
    std::vector<StatusId> posts;
    for (int i = 0; i < 10; ++i)
        posts.push_back(
            server.post(ann, "x", PostOptions{.media = {attach(ann, "").id, attach(ann, "").id}})
                .id);
    auto const cost = [&](std::size_t count) {
        return server.statements([&] {
            auto const found = server.read(
                [&](db::Tx& tx) { return list_media_of(tx, std::span(posts).first(count)); });
            EXPECT_EQ(found.size(), 2 * count);
        });
    };
    EXPECT_EQ(cost(1), cost(10));
}

}  // namespace
}  // namespace skein::social
