#include "social/views/status_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "social/audience.h"
#include "social/events.h"
#include "social/media.h"
#include "social/relations.h"
#include "social/views/account_view.h"
#include "testing/reference.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::IsEmpty;
using testing::Person;
using testing::Reference;
using testing::TestServer;

json::Document render(TestServer& server, AccountId viewer, std::vector<StatusId> const& ids) {
    auto const text = server.read([&](db::Tx& tx) -> Result<std::string> {
        json::Writer out;
        Result<void> written;
        out.array([&] { written = write_statuses({server.server(), tx, viewer}, ids, out); });
        TRY_OK(std::move(written));
        return out.take();
    });
    auto document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    return *std::move(document);
}

json::Document render_one(TestServer& server, AccountId viewer, StatusId id) {
    auto const text = server.read([&](db::Tx& tx) -> Result<std::string> {
        json::Writer out;
        TRY_OK(write_status({server.server(), tx, viewer}, id, out));
        return out.take();
    });
    return json::Document::parse(text).value();
}

Media picture(AccountId owner) {
    Media media;
    media.account_id = owner;
    media.kind = MediaKind::image;
    media.state = MediaState::ready;
    media.description = "A cat on a \"mat\".";
    media.original_key = "originalkey";
    media.preview_key = "previewkey";
    media.blurhash = "LEHV6nWB2yk8pyo0adR*.7kCMdnj";
    media.width = 1200;
    media.height = 800;
    media.preview_width = 600;
    media.preview_height = 400;
    media.focus_x = 0.25;
    media.focus_y = -0.5;
    return media;
}

Status boost(TestServer& server, Person const& who, Status const& status) {
    return server.write([&](db::Tx& tx) {
        return boost_status(tx, {.account = who.id(), .visibility = Visibility::public_}, status);
    });
}

StatusEdit text_of(std::string content) {
    StatusEdit edit;
    edit.text = edit.content = std::move(content);
    return edit;
}

template <class Fragment, class Holes>
void expect_columns(std::map<std::string, Reference::Field> known, Fragment const& fragment,
                    Holes const& holes) {
    std::set<std::string> seen;
    for (auto const& column : {std::vector<std::string_view>(fragment.begin(), fragment.end()),
                               std::vector<std::string_view>(holes.begin(), holes.end())})
        for (auto const name : column) {
            EXPECT_TRUE(seen.emplace(name).second) << name << " stands twice";
            EXPECT_TRUE(known.contains(std::string(name)) || name.starts_with("skein_"))
                << name << " is no field of the API, nor said to be ours";
        }
    for (auto const& [name, field] : known)
        EXPECT_TRUE(seen.contains(name)) << name << " stands in neither column";
}

TEST(StatusView, every_field_of_the_reference_stands_in_one_column) {
    Reference const reference(SKEIN_SOURCE_DIR);
    auto status = reference.fields("Status");
    status.erase("text");  // Only in the answer to a removal, where its route adds it.
    expect_columns(status, status_fragment_fields, status_hole_fields);
    expect_columns(reference.fields("Account"), account_fragment_fields, account_hole_fields);
}

TEST(StatusView, a_post_with_everything_is_what_the_reference_says) {
    Reference const reference(SKEIN_SOURCE_DIR);
    TestServer server;
    auto const ann = server.make_account("ann", {.display_name = "Ann :cat:"});
    auto const bob = server.make_account("bob", {.domain = "remote.example"});
    auto const media =
        server.write([&](db::Tx& tx) { return insert_media(tx, picture(ann.id())); });
    server.write([&](db::Tx& tx) {
        return put_emoji(tx, {{}, "cat", "", "catkey", "catstatic", "", "animals", true});
    });
    auto const first = server.post(bob, "hello");
    auto const post =
        server.post(ann, "Look @bob@remote.example at this :cat: #Cats",
                    {.in_reply_to = first.id, .spoiler_text = "A :cat:", .media = {media.id}});
    auto const shared = boost(server, ann, post);
    for (auto const viewer : {AccountId{}, ann.id()})
        for (auto const id : {first.id, post.id, shared.id}) {
            auto const document = render_one(server, viewer, id);
            EXPECT_THAT(reference.complaints(document.root(), "Status"), IsEmpty())
                << document.root().dump();
        }
    auto const document = render_one(server, {}, post.id);
    auto const root = document.root();
    auto const element = [&](char const* list) { return root.find(list)->elements().at(0); };
    EXPECT_EQ(root.get_text("uri"), fmt::format("https://skein.example/ap/users/{}/statuses/{}",
                                                ann.id().value, post.id.value));
    EXPECT_EQ(root.get_text("url"), fmt::format("https://skein.example/@ann/{}", post.id.value));
    EXPECT_EQ(element("mentions").get_text("acct"), "bob@remote.example");
    EXPECT_EQ(element("mentions").get_text("url"), "https://remote.example/@bob");
    EXPECT_EQ(element("tags").get_text("name"), "cats");
    EXPECT_EQ(element("tags").get_text("url"), "https://skein.example/tags/cats");
    EXPECT_EQ(element("emojis").get_text("shortcode"), "cat");
    EXPECT_EQ(root.find("emojis")->elements().size(), 1u);
    EXPECT_EQ(root.find("account")->find("emojis")->elements().size(), 1u);
    auto const meta = *element("media_attachments").find("meta");
    EXPECT_EQ(meta.find("original")->get_text("size"), "1200x800");
    EXPECT_EQ(meta.find("small")->find("aspect")->real(), 1.5);
    EXPECT_EQ(meta.find("focus")->find("y")->real(), -0.5);
    EXPECT_TRUE(root.find("account")->get_text("created_at").ends_with("T00:00:00.000Z"));
}

TEST(StatusView, viewer_fields_are_left_out_without_a_viewer) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "hello");
    auto const anonymous = render_one(server, {}, post.id);
    auto const personal = render_one(server, ann.id(), post.id);
    for (auto const* field :
         {"favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered"}) {
        EXPECT_FALSE(anonymous.root().find(field)) << field;
        EXPECT_TRUE(personal.root().find(field)) << field;
    }
}

TEST(StatusView, marks_are_those_of_the_viewer_alone) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const post = server.post(ann, "one"), other = server.post(ann, "two");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(add_favourite(tx, bob.id(), post));
        TRY_OK(add_bookmark(tx, bob.id(), post));
        TRY_OK(mute_conversation(tx, bob.id(), post.conversation_id));
        TRY_OK(pin_status(tx, ann.id(), post));
        TRY_OK(boost_status(tx, {.account = bob.id(), .visibility = Visibility::public_}, post));
        return {};
    });
    auto const marked = [&](AccountId viewer, StatusId id) {
        std::string marks;
        auto const document = render_one(server, viewer, id);
        for (auto const* field : {"favourited", "reblogged", "muted", "bookmarked", "pinned"}) {
            auto const found = document.root().find(field);
            marks += !found ? '-' : *found->boolean() ? '1' : '0';
        }
        return marks;
    };
    EXPECT_EQ(marked(bob.id(), post.id), "1111-");
    EXPECT_EQ(marked(ann.id(), post.id), "00001");
    EXPECT_EQ(marked(bob.id(), other.id), "0000-");
    auto const counted = render_one(server, {}, post.id);
    EXPECT_EQ(counted.root().find("favourites_count")->integer(), 1);
    EXPECT_EQ(counted.root().find("reblogs_count")->integer(), 1);
}

TEST(StatusView, many_marks_among_neighbours_are_all_found) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    std::vector<StatusId> ids;
    server.write([&](db::Tx& tx) -> Result<void> {
        for (int i = 0; i < 200; ++i) {
            StatusDraft draft;
            draft.author = ann.id();
            draft.content = "x";
            TRY(auto const post, publish_status(tx, draft));
            if (i % 10 == 0) ids.push_back(post.id);
            if (i % 20 != 0) TRY_OK(add_favourite(tx, bob.id(), post));
        }
        return {};
    });
    auto const document = render(server, bob.id(), ids);
    auto const posts = document.root().elements();
    ASSERT_EQ(posts.size(), 20u);
    for (std::size_t i = 0; i < posts.size(); ++i)
        EXPECT_EQ(posts[i].find("favourited")->boolean(), i % 2 != 0) << i;
}

TEST(StatusView, a_boost_carries_what_it_boosts) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const post = server.post(ann, "hello");
    auto const shared = boost(server, bob, post);
    auto const document = render_one(server, bob.id(), shared.id);
    auto const root = document.root();
    EXPECT_EQ(root.find("account")->get_text("acct"), "bob");
    EXPECT_EQ(root.get_text("content"), "");
    auto const inner = *root.find("reblog");
    EXPECT_EQ(inner.get_text("id"), to_string(post.id));
    EXPECT_EQ(inner.find("account")->get_text("acct"), "ann");
    EXPECT_EQ(inner.find("reblogs_count")->integer(), 1);
    EXPECT_EQ(inner.find("reblogged")->boolean(), true);
    EXPECT_TRUE(inner.find("reblog")->is_null());
    EXPECT_FALSE(root.find("pinned")) << "a boost cannot be pinned";
}

TEST(StatusView, posts_come_in_the_order_asked_and_the_gone_are_left_out) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto const one = server.post(ann, "one"), two = server.post(ann, "two");
    auto const gone = server.post(ann, "gone");
    server.write([&](db::Tx& tx) { return remove_status(tx, gone, true); });
    auto const document = render(server, {}, {one.id, gone.id, two.id, one.id});
    std::vector<std::string> ids;
    for (auto const& post : document.root().elements()) ids.emplace_back(post.get_text("id"));
    EXPECT_EQ(ids, (std::vector{to_string(one.id), to_string(two.id), to_string(one.id)}));
}

TEST(StatusView, the_number_of_statements_does_not_depend_on_the_number_of_posts) {
    TestServer server;
    std::vector<StatusId> ids;
    for (int i = 0; i < 40; ++i) {
        auto const author = server.make_account(fmt::format("a{}", i));
        auto const media =
            server.write([&](db::Tx& tx) { return insert_media(tx, picture(author.id())); });
        ids.push_back(server.post(author, "@a0 #tag :emoji:", {.media = {media.id}}).id);
    }
    auto const ann = server.make_account("ann");
    // From then on it is known in memory that she filters nothing.
    render(server, ann.id(), {ids.front()});
    auto const one = server.statements([&] { render(server, ann.id(), {ids.back()}); });
    auto const rest = std::vector(ids.begin(), ids.end() - 1);
    EXPECT_EQ(server.statements([&] { render(server, ann.id(), rest); }), one) << "cold";
    auto const warm = server.statements([&] { render(server, ann.id(), {ids.front()}); });
    EXPECT_EQ(server.statements([&] { render(server, ann.id(), ids); }), warm) << "warm";
    // Rows of posts and of their authors, the latest emoji, the viewer's marks: the first three are
    // kept in memory where commits have numbers, which they have not in a database in memory.
    EXPECT_LE(warm, 4u);
}

TEST(StatusView, an_edit_is_seen_at_once_and_an_older_snapshot_keeps_its_own_text) {
    TestServer server({.in_file = true});
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "before");
    auto const content = [&](db::Tx& tx) -> Result<std::string> {
        json::Writer out;
        TRY_OK(write_status({server.server(), tx, {}}, post.id, out));
        TRY(auto const document, json::Document::parse(out.text()));
        return std::string(document.root().get_text("content"));
    };
    EXPECT_NE(server.read(content).find("before"), std::string::npos);
    auto const late = server.read([&](db::Tx& tx) -> Result<std::string> {
        TRY_OK(load_status(tx, post.id));  // The snapshot begins.
        std::thread([&] {
            server.write([&](db::Tx& writing) {
                return edit_status(writing, post, text_of("<p>after</p>"));
            });
            EXPECT_EQ(server.read(content), "<p>after</p>");
        }).join();
        return content(tx);
    });
    EXPECT_NE(late.find("before"), std::string::npos) << "a late reader sees its own snapshot";
    EXPECT_EQ(server.read(content), "<p>after</p>") << "and does not put it before the others";
}

TEST(StatusView, a_profile_change_is_seen_at_once) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "hello");
    render_one(server, {}, post.id);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.display_name = "Somebody \"else\"";
        return update_account(tx, account);
    });
    auto const document = render_one(server, {}, post.id);
    EXPECT_EQ(document.root().find("account")->get_text("display_name"), "Somebody \"else\"");
}

TEST(StatusView, what_a_rolled_back_write_rendered_is_not_kept) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "true");
    auto const failed = server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(edit_status(tx, post, text_of("false")));
        json::Writer out;
        TRY_OK(write_status({server.server(), tx, {}}, post.id, out));
        return fail(Errc::conflict, "no");
    });
    EXPECT_FALSE(failed);
    server.write([&](db::Tx& tx) { return edit_status(tx, post, text_of("real")); });
    EXPECT_EQ(render_one(server, {}, post.id).root().get_text("content"), "real");
}

TEST(StatusView, a_new_emoji_shows_in_posts_that_were_kept) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "a :cat: and a :dog:");
    EXPECT_TRUE(render_one(server, {}, post.id).root().find("emojis")->elements().empty());
    auto const put = [&](std::string key) {
        server.write(
            [&](db::Tx& tx) { return put_emoji(tx, {{}, "cat", "", key, "", "", "", true}); });
        auto const document = render_one(server, {}, post.id);
        return std::string(document.root().find("emojis")->elements().at(0).get_text("url"));
    };
    auto const first = put("one");
    EXPECT_NE(first, put("two"));
}

TEST(StatusView, files_of_other_servers_have_addresses_here) {
    TestServer server;
    auto const eve = server.make_account("eve", {.domain = "far.example"});
    auto away = picture(eve.id());
    away.original_key = away.preview_key = "";
    away.remote_url = "https://far.example/picture.png";
    auto sound = away;
    sound.kind = MediaKind::audio;
    auto const ids = server.write([&](db::Tx& tx) -> Result<std::vector<MediaId>> {
        TRY_OK(put_emoji(
            tx, {{}, "cat", "far.example", "", "", "https://far.example/cat.png", "", true}));
        TRY(auto const one, insert_media(tx, away));
        TRY(auto const other, insert_media(tx, sound));
        return std::vector{one.id, other.id};
    });
    auto const post = server.post(eve, "a :cat:", {.media = ids});
    auto const document = render_one(server, {}, post.id);
    constexpr auto* here = "https://skein.example/media/remote/";
    auto const emojis = document.root().find("emojis")->elements();
    EXPECT_TRUE(emojis.at(0).get_text("url").starts_with(here));
    auto const shown = document.root().find("media_attachments")->elements();
    for (auto const& media : shown) {
        EXPECT_TRUE(media.get_text("url").starts_with(here));
        EXPECT_EQ(media.get_text("remote_url"), "https://far.example/picture.png");
    }
    EXPECT_TRUE(shown.at(0).get_text("preview_url").starts_with(here));
    // No picture stands in for a sound.
    EXPECT_EQ(shown.at(1).get_text("type"), "audio");
    EXPECT_TRUE(shown.at(1).find("preview_url")->is_null());
}

TEST(StatusView, media_that_became_ready_show_in_posts_that_were_kept) {
    TestServer server;
    auto const ann = server.make_account("ann");
    auto media = server.write([&](db::Tx& tx) { return insert_media(tx, picture(ann.id())); });
    auto const post = server.post(ann, "look", {.media = {media.id}});
    render_one(server, {}, post.id);
    server.write([&](db::Tx& tx) -> Result<void> {
        media.status_id = post.id;
        media.original_key = "another";
        TRY_OK(update_media(tx, media));
        return publish(tx, MediaReady{media.id});
    });
    auto const document = render_one(server, {}, post.id);
    auto const shown = document.root().find("media_attachments")->elements().at(0);
    EXPECT_NE(shown.get_text("url").find("another"), std::string::npos);
}

TEST(StatusView, decorators_are_asked_once_for_all_posts) {
    TestServer server;
    auto const ann = server.make_account("ann");
    int shared_calls = 0, personal_calls = 0;
    auto& decorators = server.server().part<Decorators>().statuses;
    decorators.push_back(
        {"card", "null", false, [&](db::Tx&, AccountId, std::span<StatusId const> ids) {
             ++shared_calls;
             std::vector<std::string> texts(ids.size());
             texts[0] = R"({"url":"https://example.org/"})";
             return Result<std::vector<std::string>>(texts);
         }});
    decorators.push_back(
        {"notes_shown", "[]", true, [&](db::Tx&, AccountId viewer, std::span<StatusId const> ids) {
             ++personal_calls;
             EXPECT_EQ(viewer, ann.id());
             std::vector<std::string> texts(ids.size());
             texts[0] = R"([{"id":"1"}])";
             return Result<std::vector<std::string>>(texts);
         }});
    auto const one = server.post(ann, "one"), two = server.post(ann, "two");
    auto const document = render(server, ann.id(), {one.id, two.id});
    auto const posts = document.root().elements();
    EXPECT_EQ(shared_calls, 1);
    EXPECT_EQ(personal_calls, 1);
    EXPECT_TRUE(posts[0].find("card")->is_object());
    EXPECT_TRUE(posts[1].find("card")->is_null());
    EXPECT_EQ(posts[0].find("notes_shown")->elements().size(), 1u);
    EXPECT_TRUE(posts[1].find("notes_shown")->elements().empty());
    render(server, ann.id(), {one.id});
    EXPECT_EQ(shared_calls, 1) << "a shared one is part of what is kept";
    EXPECT_EQ(personal_calls, 2);
    auto const anonymous = render(server, {}, {two.id, one.id});
    EXPECT_FALSE(anonymous.root().elements().at(0).find("notes_shown"));
    server.write([&](db::Tx& tx) { return bump_status_versions(tx, std::vector{two.id}); });
    EXPECT_TRUE(render_one(server, {}, two.id).root().find("card")->is_object());
    EXPECT_EQ(shared_calls, 2) << "until the version is raised";
}

TEST(StatusView, a_post_nobody_may_see_is_not_found) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const post = server.post(ann, "for followers", Visibility::private_);
    auto const seen_by = [&](AccountId viewer) {
        return server.db().read([&](db::Tx& tx) {
            json::Writer out;
            return write_visible_status({server.server(), tx, viewer}, post.id, out);
        });
    };
    EXPECT_TRUE(seen_by(ann.id()));
    EXPECT_EQ(seen_by(bob.id()).error().code, Errc::not_found);
    EXPECT_EQ(seen_by({}).error().code, Errc::not_found);
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_TRUE(seen_by(bob.id()));
}

}  // namespace
}  // namespace skein::social
