#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "social/relations.h"
#include "social/views/emoji_view.h"
#include "social/views/fragments.h"
#include "social/views/views.h"
#include "testing/reference.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Reference;
using testing::TestServer;

/// What a view writes, as JSON.
template <class Write>
json::Document rendered(TestServer& server, Write const& write) {
    auto const text = server.read([&](db::Tx& tx) -> Result<std::string> {
        json::Writer out;
        TRY_OK(write(tx, out));
        return out.take();
    });
    auto document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    return *std::move(document);
}

/// The same for views that write the elements of an array.
template <class Write>
json::Document rendered_list(TestServer& server, Write const& write) {
    return rendered(server, [&](db::Tx& tx, json::Writer& out) -> Result<void> {
        Result<void> written;
        out.array([&] { written = write(tx, out); });
        return written;
    });
}

class EntityViews : public ::testing::Test {
  protected:
    json::Document account(AccountId id) {
        return rendered(server, [&](db::Tx& tx, json::Writer& out) {
            return write_account({server.server(), tx, {}}, id, out);
        });
    }
    void change(AccountId id, std::function<void(Account&)> const& deed) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto row, load_account(tx, id));
            deed(row);
            return update_account(tx, row);
        });
    }

    TestServer server;
    Reference reference{SKEIN_SOURCE_DIR};
};

TEST_F(EntityViews, accounts_are_what_the_reference_says) {
    auto const ann = server.make_account("ann");
    auto const bob = server.make_account("bob", {.domain = "remote.example", .bot = true});
    change(ann.id(), [](Account& row) {
        row.fields =
            R"([{"name":"site","value":"x","html":"<a>x</a>","verified_at":"2026-01-01T00:00:00.000Z"},)"
            R"({"name":"other","value":"y","html":"y","verified_at":null}])";
        row.avatar = R"({"key":"face","static_key":"stillface","description":"My face"})";
        row.discoverable = true;
    });
    for (auto const id : {ann.id(), bob.id()})
        EXPECT_THAT(reference.complaints(account(id).root(), "Account"), IsEmpty());
    auto const shown = account(ann.id());
    auto const root = shown.root();
    EXPECT_EQ(root.find("fields")->elements().at(0).get_text("value"), "<a>x</a>");
    EXPECT_TRUE(root.find("fields")->elements().at(1).find("verified_at")->is_null());
    EXPECT_TRUE(root.get_text("avatar").starts_with("https://skein.example/media/face"));
    EXPECT_TRUE(
        root.get_text("avatar_static").starts_with("https://skein.example/media/stillface"));
    EXPECT_EQ(root.get_text("avatar_description"), "My face");
    EXPECT_EQ(root.find("skein_has_avatar")->boolean(), true);
    EXPECT_EQ(root.get_text("header"), "https://skein.example/assets/header-missing.png");
    EXPECT_EQ(root.find("skein_has_header")->boolean(), false);
    EXPECT_TRUE(root.find("last_status_at")->is_null());
    EXPECT_EQ(root.find("discoverable")->boolean(), true);
    EXPECT_TRUE(account(bob.id()).root().find("discoverable")->is_null());
    EXPECT_FALSE(account(bob.id()).root().find("noindex")) << "of local accounts only";
}

TEST_F(EntityViews, counts_are_never_kept) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    account(ann.id());
    server.post(ann, "hello");
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    auto const shown = account(ann.id());
    EXPECT_EQ(shown.root().find("statuses_count")->integer(), 1);
    EXPECT_EQ(shown.root().find("followers_count")->integer(), 1);
    EXPECT_EQ(shown.root().get_text("last_status_at"), "2026-11-24");
}

TEST_F(EntityViews, a_suspended_account_shows_its_name_alone) {
    auto const ann = server.make_account("ann", {.display_name = "Ann"});
    change(ann.id(), [](Account& row) {
        row.note_html = "<p>rude</p>";
        row.avatar = R"({"key":"face"})";
        row.state = AccountState::suspended;
    });
    auto const shown = account(ann.id());
    EXPECT_THAT(reference.complaints(shown.root(), "Account"), IsEmpty());
    EXPECT_EQ(shown.root().find("suspended")->boolean(), true);
    EXPECT_EQ(shown.root().get_text("note"), "");
    EXPECT_EQ(shown.root().get_text("display_name"), "");
    EXPECT_TRUE(shown.root().get_text("avatar").ends_with("/assets/avatar-missing.png"));
}

TEST_F(EntityViews, a_moved_account_names_where_to) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    change(ann.id(), [&](Account& row) { row.moved_to_id = bob.id(); });
    change(bob.id(), [&](Account& row) { row.moved_to_id = ann.id(); });
    auto const shown = account(ann.id());
    EXPECT_THAT(reference.complaints(shown.root(), "Account"), IsEmpty());
    EXPECT_EQ(shown.root().find("moved")->get_text("acct"), "bob");
    EXPECT_FALSE(shown.root().find("moved")->find("moved")) << "one step is shown, never a circle";
}

TEST_F(EntityViews, a_picture_of_another_server_has_an_address_here) {
    auto const bob = server.make_account("bob", {.domain = "remote.example"});
    change(bob.id(), [](Account& row) {
        row.avatar = R"({"key":"","remote_url":"https://remote.example/face.png"})";
    });
    EXPECT_TRUE(account(bob.id()).root().get_text("avatar").starts_with(
        "https://skein.example/media/remote/avatars/"));
    EXPECT_TRUE(account(bob.id()).root().get_text("header").ends_with("header-missing.png"));
}

TEST_F(EntityViews, only_its_owner_gets_the_source) {
    auto const ann = server.make_account("ann", {.locked = true, .role = Role::owner});
    auto const bob = server.make_account("bob");
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    auto const shown = rendered(server, [&](db::Tx& tx, json::Writer& out) {
        return write_credential_account({server.server(), tx, ann.id()}, ann.id(), out);
    });
    EXPECT_THAT(reference.complaints(shown.root(), "CredentialAccount"), IsEmpty());
    auto const source = *shown.root().find("source");
    EXPECT_EQ(source.find("follow_requests_count")->integer(), 1);
    EXPECT_EQ(source.get_text("privacy"), "public");
    EXPECT_TRUE(source.find("fields")->is_array());
    EXPECT_TRUE(source.find("note")->is_text());
    EXPECT_EQ(shown.root().find("role")->get_text("name"), "Owner");
    auto const remote = server.make_account("eve", {.domain = "remote.example"});
    auto const refused = server.db().read([&](db::Tx& tx) {
        json::Writer out;
        return write_credential_account({server.server(), tx, remote.id()}, remote.id(), out);
    });
    EXPECT_EQ(refused.error().code, Errc::not_found);
}

TEST_F(EntityViews, accounts_come_in_the_order_asked) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    std::vector const ids{bob.id(), AccountId{12345}, ann.id(), bob.id()};
    auto const shown = rendered_list(server, [&](db::Tx& tx, json::Writer& out) {
        return write_accounts({server.server(), tx, {}}, ids, out);
    });
    std::vector<std::string> names;
    for (auto const& one : shown.root().elements()) names.emplace_back(one.get_text("acct"));
    EXPECT_THAT(names, ElementsAre("bob", "ann", "bob"));
}

TEST_F(EntityViews, muted_accounts_say_until_when) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob"),
               eve = server.make_account("eve");
    auto const until = server.clock().now() + std::chrono::hours(1);
    std::vector const muted{MutedAccount{1, bob.id(), until}, MutedAccount{2, eve.id(), {}}};
    auto const shown = rendered_list(server, [&](db::Tx& tx, json::Writer& out) {
        return write_muted_accounts({server.server(), tx, ann.id()}, muted, out);
    });
    auto const rows = shown.root().elements();
    ASSERT_EQ(rows.size(), 2u);
    for (auto const& row : rows) EXPECT_THAT(reference.complaints(row, "MutedAccount"), IsEmpty());
    EXPECT_EQ(rows[0].get_text("mute_expires_at"), to_rfc3339(until));
    EXPECT_TRUE(rows[1].find("mute_expires_at")->is_null());
}

TEST_F(EntityViews, relationships_have_a_row_for_each_account_asked_for) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob"),
               eve = server.make_account("eve");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(follow(tx, ann.id(), bob.id(), {.languages = std::vector<std::string>{"de", "th"}}));
        return mute(tx, ann.id(), eve.id(), true, tx.now() + std::chrono::hours(1));
    });
    std::vector const ids{bob.id(), eve.id()};
    auto const shown = rendered_list(server, [&](db::Tx& tx, json::Writer& out) {
        return write_relationships({server.server(), tx, ann.id()}, ids, out);
    });
    auto const rows = shown.root().elements();
    ASSERT_EQ(rows.size(), 2u);
    for (auto const& row : rows) EXPECT_THAT(reference.complaints(row, "Relationship"), IsEmpty());
    EXPECT_EQ(rows[0].find("languages")->elements().size(), 2u);
    EXPECT_EQ(rows[1].find("muting")->boolean(), true);
    EXPECT_EQ(rows[1].find("following")->boolean(), false);
}

TEST_F(EntityViews, notifications_show_only_posts_their_owner_may_see) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    server.write([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {}); });
    auto const open = server.post(bob, "@ann hello");
    auto const narrow = server.post(bob, "for followers", Visibility::private_);
    std::vector<Notification> const rows{
        {NotificationId{3}, ann.id(), NotificationKind::follow, bob.id(), {}, server.clock().now()},
        {NotificationId{2}, ann.id(), NotificationKind::status, bob.id(), narrow.id,
         server.clock().now()},
        {NotificationId{1}, ann.id(), NotificationKind::mention, bob.id(), open.id,
         server.clock().now()}};
    auto const shown = [&] {
        return rendered_list(server, [&](db::Tx& tx, json::Writer& out) {
            return write_notifications({server.server(), tx, ann.id()}, rows, out);
        });
    };
    auto const all = shown();
    ASSERT_EQ(all.root().elements().size(), 3u);
    for (auto const& row : all.root().elements())
        EXPECT_THAT(reference.complaints(row, "Notification"), IsEmpty());
    EXPECT_EQ(all.root().elements()[2].find("status")->get_text("id"), to_string(open.id));
    EXPECT_FALSE(all.root().elements()[0].find("status"));
    server.write([&](db::Tx& tx) { return unfollow(tx, ann.id(), bob.id()); });
    auto const fewer = shown();
    std::vector<std::string> ids;
    for (auto const& row : fewer.root().elements()) ids.emplace_back(row.get_text("id"));
    EXPECT_THAT(ids, ElementsAre("3", "1"));
}

TEST_F(EntityViews, a_history_shows_every_version_with_its_own_media_text) {
    auto const ann = server.make_account("ann");
    Media media;
    media.account_id = ann.id();
    media.kind = MediaKind::image;
    media.state = MediaState::ready;
    media.description = "first words";
    media.original_key = "key";
    media = server.write([&](db::Tx& tx) { return insert_media(tx, media); });
    auto const post = server.post(ann, "one", {.media = {media.id}});
    auto const edited = server.write([&](db::Tx& tx) -> Result<Status> {
        TRY(auto row, load_own_media(tx, ann.id(), media.id));
        StatusEdit edit;
        edit.text = edit.content = "two";
        edit.media = {media.id};
        TRY(auto status, edit_status(tx, post, edit));
        row.description = "second words";
        TRY_OK(update_media(tx, row));
        return status;
    });
    auto const shown = rendered(server, [&](db::Tx& tx, json::Writer& out) {
        return write_status_history({server.server(), tx, ann.id()}, edited, out);
    });
    auto const versions = shown.root().elements();
    ASSERT_EQ(versions.size(), 2u);
    for (auto const& version : versions)
        EXPECT_THAT(reference.complaints(version, "StatusEdit"), IsEmpty());
    auto const words = [&](std::size_t i) {
        return versions[i].find("media_attachments")->elements().at(0).get_text("description");
    };
    EXPECT_EQ(words(0), "first words");
    EXPECT_EQ(words(1), "second words");
    EXPECT_EQ(versions[1].get_text("content"), "two");
}

TEST(EmojiView, shortcodes_stand_between_colons) {
    EXPECT_THAT(shortcodes_in(":one: two:three:four :five_5:"),
                ElementsAre("one", "three", "five_5"));
    EXPECT_THAT(shortcodes_in("12:30:45 ::: :a: :b c: :x"), ElementsAre("30"));
    EXPECT_THAT(shortcodes_in(""), IsEmpty());
    std::string many;
    for (int i = 0; i < 1000; ++i) many += fmt::format(":emoji{}:", i);
    EXPECT_EQ(shortcodes_in(many).size(), shortcodes_max);
}

Fragment fragment(std::size_t bytes) { return std::make_shared<std::string const>(bytes, 'x'); }

TEST(Fragments, only_the_version_asked_for_is_served) {
    Fragments kept;
    kept.put(FragmentKind::status, 1, {2, 0}, fragment(10));
    EXPECT_TRUE(kept.find(FragmentKind::status, 1, {2, 0}));
    EXPECT_FALSE(kept.find(FragmentKind::status, 1, {1, 0}));
    EXPECT_FALSE(kept.find(FragmentKind::status, 1, {3, 0}));
    EXPECT_FALSE(kept.find(FragmentKind::status, 1, {2, 5}));
    EXPECT_FALSE(kept.find(FragmentKind::account, 1, {2, 0})) << "ids are those of a kind";
}

TEST(Fragments, a_late_one_does_not_replace_a_newer) {
    Fragments kept;
    kept.put(FragmentKind::status, 1, {2, 0}, fragment(10));
    kept.put(FragmentKind::status, 1, {1, 0}, fragment(10));
    EXPECT_TRUE(kept.find(FragmentKind::status, 1, {2, 0}));
    kept.put(FragmentKind::status, 1, {3, 0}, fragment(10));
    EXPECT_FALSE(kept.find(FragmentKind::status, 1, {2, 0}));
    EXPECT_TRUE(kept.find(FragmentKind::status, 1, {3, 0}));
    EXPECT_EQ(kept.count(), 1u);
}

TEST(Fragments, the_idlest_go_first_and_the_bound_holds) {
    Fragments kept;
    constexpr std::int64_t bytes_max = 1 << 20;
    kept.set_bytes_max(bytes_max);
    kept.put(FragmentKind::status, 1, {1, 0}, fragment(1000));
    for (std::int64_t id = 2; id < 5000; ++id) {
        kept.put(FragmentKind::status, id << 16, {1, 0}, fragment(1000));
        EXPECT_TRUE(kept.find(FragmentKind::status, 1, {1, 0})) << "used all the time: " << id;
        ASSERT_LE(kept.bytes(), static_cast<std::size_t>(bytes_max));
    }
    EXPECT_FALSE(kept.find(FragmentKind::status, 2 << 16, {1, 0}));
    EXPECT_GT(kept.count(), 500u);
    kept.put(FragmentKind::status, 7, {1, 0}, fragment(1 << 20));
    EXPECT_FALSE(kept.find(FragmentKind::status, 7, {1, 0})) << "too large to be kept at all";
}

}  // namespace
}  // namespace skein::social
