#include <gtest/gtest.h>

#include "features/streaming/streaming_test.h"
#include "social/announcements.h"
#include "social/conversations.h"
#include "social/domains.h"
#include "social/lists.h"
#include "social/notifications.h"
#include "social/tag_follows.h"
#include "social/tags.h"

namespace skein::streaming {
namespace {

TEST_F(Streaming, a_post_reaches_the_homes_of_author_and_followers) {
    follow(bob, ann);
    auto const anns = socket("?stream=user", ann), bobs = socket("?stream=user", bob),
               eves = socket("?stream=user", eve);
    auto const post = server.post(ann, "Hello");
    Message const message(bobs->next());
    EXPECT_EQ(message.stream, R"(["user"])");
    EXPECT_EQ(message.said(), update(post));
    auto const status = json::Document::parse(message.payload);
    EXPECT_EQ(status->root().get_text("content"), "<p>Hello</p>");
    EXPECT_EQ(status->root().find("account")->get_text("acct"), "ann");
    EXPECT_EQ(status->root().find("favourited")->boolean(), false);
    EXPECT_EQ(heard(anns), update(post));
    EXPECT_TRUE(is_quiet(eves, eve));
}

TEST_F(Streaming, a_home_is_what_the_timeline_shows) {
    follow(bob, ann);
    follow(bob, eve);
    auto const bobs = socket("?stream=user", bob);
    auto const letter = server.post(ann, "For @eve only", Visibility::direct);
    auto const follower_only = server.post(ann, "For followers", Visibility::private_);
    EXPECT_EQ(heard(bobs), update(follower_only)) << letter.id.value << " is not for bob";
    auto const named = server.post(ann, "For @bob", Visibility::direct);
    EXPECT_EQ(heard(bobs), update(named));
    write([&](db::Tx& tx) { return social::mute(tx, bob.id(), ann.id(), true, {}); });
    server.post(ann, "Unheard");
    auto const mine = server.post(eve, "Mine");
    auto const boost = server.write(
        [&](db::Tx& tx) { return social::boost_status(tx, {.account = eve.id()}, mine); });
    EXPECT_TRUE(heard(bobs).starts_with("update "));
    EXPECT_EQ(heard(bobs), update(boost));
    auto const zed = server.make_account("zed");
    server.post(eve, "An answer to a stranger", {.in_reply_to = server.post(zed, "Hi").id});
    write([&](db::Tx& tx) { return social::unfollow(tx, bob.id(), eve.id()); });
    server.post(eve, "Unfollowed");
    EXPECT_TRUE(is_quiet(bobs, bob));
}

TEST_F(Streaming, public_streams_take_posts_by_their_origin) {
    auto const far = server.make_account("far", {.domain = "remote.example"});
    auto const all = socket("?stream=public", bob), local = socket("?stream=public:local", bob),
               remote = socket("?stream=public:remote", bob),
               media = socket("?stream=public:media", bob);
    auto const here = server.post(ann, "Here"), there = server.post(far, "There");
    server.post(ann, "Unlisted", Visibility::unlisted);
    auto const last = server.post(ann, "Last");
    for (auto const& post : {here, there, last}) EXPECT_EQ(heard(all), update(post));
    EXPECT_EQ(heard(local), update(here));
    EXPECT_EQ(heard(local), update(last));
    EXPECT_EQ(heard(remote), update(there));
    media->say(R"({"type":"subscribe","stream":"user"})");
    EXPECT_TRUE(is_quiet(media, bob));
}

TEST_F(Streaming, tags_are_heard_however_they_are_written) {
    auto const far = server.make_account("far", {.domain = "remote.example"});
    auto const all = socket("?stream=hashtag&tag=CATS", bob),
               local = socket("?stream=hashtag:local&tag=cats", bob);
    auto const far_cats = server.post(far, "#Cats"), cats = server.post(ann, "#cAts and #dogs");
    server.post(ann, "#dogs");
    server.post(ann, "#cats", Visibility::unlisted);
    Message const message(all->next());
    EXPECT_EQ(message.stream, R"(["hashtag","CATS"])");
    EXPECT_EQ(message.said(), update(far_cats));
    EXPECT_EQ(heard(all), update(cats));
    EXPECT_EQ(heard(local), update(cats));
}

TEST_F(Streaming, answers_to_others_are_heard_by_their_tags_alone) {
    auto const far = server.make_account("far", {.domain = "remote.example"});
    auto const open = server.post(ann, "What is your favourite?");
    auto const all = socket("?stream=hashtag&tag=cats", bob),
               local = socket("?stream=hashtag:local&tag=cats", bob),
               everything = socket("?stream=public", bob);
    auto const there = server.post(far, "#cats", testing::PostOptions{.in_reply_to = open.id});
    auto const here = server.post(eve, "#cats", testing::PostOptions{.in_reply_to = open.id});
    for (auto const& post : {there, here}) EXPECT_EQ(heard(all), update(post));
    EXPECT_EQ(heard(local), update(here));
    edit(here);
    for (auto const& session : {all, local})
        EXPECT_EQ(heard(session), "status.update " + to_string(here.id));
    for (auto const& post : {there, here})
        write([&](db::Tx& tx) { return social::remove_status(tx, post, true); });
    EXPECT_EQ(heard(all), "delete " + to_string(there.id));
    for (auto const& session : {all, local})
        EXPECT_EQ(heard(session), "delete " + to_string(here.id));
    everything->say(R"({"type":"subscribe","stream":"user"})");
    EXPECT_TRUE(is_quiet(everything, bob));
}

TEST_F(Streaming, whoever_hides_somebody_hears_nothing_of_them) {
    auto const far = server.make_account("far", {.domain = "remote.example"});
    auto const bobs = socket("?stream=public", bob);
    write([&](db::Tx& tx) { return social::mute(tx, bob.id(), eve.id(), true, {}); });
    server.post(eve, "Muted");
    server.post(ann, "Talking of @eve");
    write([&](db::Tx& tx) { return social::block_domain(tx, bob.id(), "remote.example"); });
    server.post(far, "Blocked by domain");
    auto const zed = server.make_account("zed");
    write([&](db::Tx& tx) { return social::block(tx, zed.id(), bob.id()); });
    server.post(zed, "Blocks the reader");
    auto const limited = server.make_account("limited");
    write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, limited.id()));
        account.state = social::AccountState::limited;
        return social::update_account(tx, account);
    });
    server.post(limited, "Limited");
    auto const post = server.post(ann, "Heard");
    EXPECT_EQ(heard(bobs), update(post));
}

TEST_F(Streaming, a_list_is_heard_by_its_owner_alone) {
    follow(bob, ann);
    follow(bob, eve);
    social::List wanted;
    wanted.account_id = bob.id();
    wanted.title = "Friends";
    wanted.exclusive = true;
    auto const list = server.write([&](db::Tx& tx) { return social::insert_list(tx, wanted); });
    write([&](db::Tx& tx) {
        return social::add_list_members(tx, list, std::span(&ann.account.id, 1));
    });
    auto const query = "?stream=list&list=" + to_string(list.id);
    auto const bobs = socket(query, bob), home = socket("?stream=user", bob);
    server.post(eve, "On no list");
    auto const post = server.post(ann, "On the list");
    Message const message(bobs->next());
    EXPECT_EQ(message.stream, R"(["list",")" + to_string(list.id) + R"("])");
    EXPECT_EQ(message.said(), update(post));
    EXPECT_TRUE(heard(home).starts_with("update ")) << "eve's";
    EXPECT_TRUE(is_quiet(home, bob)) << "who is read apart is not in home";
    server.write([&](db::Tx& tx) { return social::remove_status(tx, post, true); });
    EXPECT_EQ(heard(bobs), "delete " + to_string(post.id));
    auto const annoyed = socket(query, ann);
    EXPECT_EQ(Message(annoyed->next()).error, "Not authorized to stream this list");
    annoyed->say(R"({"type":"subscribe","stream":"list","list":)" + to_string(list.id) + "}");
    EXPECT_EQ(Message(annoyed->next()).error, "Not authorized to stream this list");
    Answer const events(
        server.get("/api/v1/streaming/list?list=" + to_string(list.id), server.token(ann)));
    EXPECT_EQ(events.status(), 401);
}

TEST_F(Streaming, edits_and_removals_follow_a_post) {
    follow(bob, ann);
    auto const bobs = socket("?stream=user&x=1", bob), strangers = socket("?stream=public", eve),
               tagged = socket("?stream=hashtag&tag=cats", eve);
    auto const post = server.post(ann, "First #cats");
    edit(post);
    for (auto const& session : {bobs, strangers, tagged}) {
        EXPECT_EQ(heard(session), update(post));
        EXPECT_EQ(heard(session), "status.update " + to_string(post.id));
    }
    write([&](db::Tx& tx) { return social::remove_status(tx, post, true); });
    for (auto const& session : {bobs, strangers, tagged})
        EXPECT_EQ(heard(session), "delete " + to_string(post.id));
}

TEST_F(Streaming, what_was_for_few_is_removed_for_few) {
    follow(bob, ann);
    auto const bobs = socket("?stream=user", bob), eves = socket("?stream=user", eve);
    auto const letter = server.post(ann, "For @eve", Visibility::direct);
    write([&](db::Tx& tx) { return social::remove_status(tx, letter, true); });
    EXPECT_EQ(heard(eves), "delete " + to_string(letter.id));
    EXPECT_TRUE(is_quiet(bobs, bob));
    auto const post = server.post(ann, "Hello");
    auto const boost = server.write(
        [&](db::Tx& tx) { return social::boost_status(tx, {.account = ann.id()}, post); });
    EXPECT_EQ(heard(bobs), update(post));
    EXPECT_EQ(heard(bobs), update(boost));
    write([&](db::Tx& tx) { return social::unboost_status(tx, ann.id(), post); });
    EXPECT_EQ(heard(bobs), "delete " + to_string(boost.id));
    EXPECT_TRUE(is_quiet(eves, eve));
}

TEST_F(Streaming, notifications_are_for_whoever_may_read_them) {
    auto const all = socket("?stream=user", ann), only = socket("?stream=user:notification", ann),
               blind = socket("?stream=user", server.token(ann, "read:statuses"));
    write([&](db::Tx& tx) {
        return social::notify(tx, ann.id(), social::NotificationKind::follow, bob.id(), {});
    });
    write([&](db::Tx& tx) { return publish(tx, social::NotificationsMerged{ann.id()}); });
    for (auto const& session : {all, only}) {
        Message const message(session->next());
        EXPECT_EQ(message.event, "notification");
        auto const notice = json::Document::parse(message.payload);
        EXPECT_EQ(notice->root().get_text("type"), "follow");
        EXPECT_EQ(notice->root().find("account")->get_text("acct"), "bob");
        EXPECT_EQ(Message(session->next()).event, "notifications_merged");
    }
    EXPECT_TRUE(is_quiet(blind, ann));
    auto const refused = socket("?stream=user:notification", server.token(ann, "read:statuses"));
    EXPECT_EQ(Message(refused->next()).error, "Access token does not have the required scopes");
}

TEST_F(Streaming, conversations_are_told_to_those_who_take_part) {
    auto const bobs = socket("?stream=direct", bob), eves = socket("?stream=direct", eve);
    auto const letter = server.post(ann, "For @bob", Visibility::direct);
    write([&](db::Tx& tx) { return social::add_to_conversations(tx, letter, false); });
    Message const message(bobs->next());
    EXPECT_EQ(message.stream, R"(["direct"])");
    EXPECT_EQ(message.event, "conversation");
    auto const conversation = json::Document::parse(message.payload);
    EXPECT_EQ(conversation->root().find("last_status")->get_text("id"), to_string(letter.id));
    EXPECT_EQ(conversation->root().find("unread")->boolean(), true);
    eves->say(R"({"type":"subscribe","stream":"user"})");
    EXPECT_TRUE(is_quiet(eves, eve));
}

TEST_F(Streaming, a_conversation_with_somebody_hidden_is_not_told) {
    auto const letter = server.post(ann, "For @bob", Visibility::direct);
    write([&](db::Tx& tx) { return social::add_to_conversations(tx, letter, true); });
    auto const rows = server.read(
        [&](db::Tx& tx) { return social::list_conversations(tx, bob.id(), {.limit = 5}); });
    ASSERT_EQ(rows.size(), 1U);
    auto const bobs = socket("?stream=direct", bob);
    bobs->say(R"({"type":"subscribe","stream":"user"})");
    EXPECT_TRUE(is_quiet(bobs, bob));
    auto const tell = [&] {
        write([&](db::Tx& tx) {
            return publish(tx, social::ConversationChanged{bob.id(), rows.front().id});
        });
    };
    tell();
    EXPECT_EQ(Message(bobs->next()).event, "conversation");
    write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    tell();
    EXPECT_TRUE(is_quiet(bobs, bob));
}

TEST_F(Streaming, followed_tags_come_home) {
    auto const tag = server.write([&](db::Tx& tx) { return social::ensure_tag(tx, "cats"); });
    write([&](db::Tx& tx) { return social::follow_tag(tx, bob.id(), tag.id); });
    auto const bobs = socket("?stream=user", bob);
    server.post(ann, "#dogs");
    server.post(ann, "Unlisted #cats", Visibility::unlisted);
    auto const post = server.post(ann, "#Cats");
    EXPECT_EQ(heard(bobs), update(post));
    write([&](db::Tx& tx) { return social::remove_status(tx, post, true); });
    EXPECT_EQ(heard(bobs), "delete " + to_string(post.id));
    write([&](db::Tx& tx) { return social::mute(tx, bob.id(), ann.id(), true, {}); });
    server.post(ann, "More #cats");
    EXPECT_TRUE(is_quiet(bobs, bob));
}

TEST_F(Streaming, everybody_is_told_of_announcements) {
    auto const bobs = socket("?stream=user", bob);
    social::AnnouncementDraft draft;
    draft.text = "Maintenance at noon";
    auto const id = server.write(
        [&](db::Tx& tx) { return social::insert_announcement(server.server(), tx, draft); });
    Message const told(bobs->next());
    EXPECT_EQ(told.said(), "announcement " + to_string(id));
    write([&](db::Tx& tx) {
        return social::add_announcement_reaction(tx, id, ann.id(), "\xF0\x9F\x91\x8D");
    });
    Message const reaction(bobs->next());
    EXPECT_EQ(reaction.event, "announcement.reaction");
    auto const body = json::Document::parse(reaction.payload);
    EXPECT_EQ(body->root().get_text("announcement_id"), to_string(id));
    EXPECT_EQ(body->root().get_text("name"), "\xF0\x9F\x91\x8D");
    EXPECT_EQ(body->root().find("count")->integer(), 1);
    write([&](db::Tx& tx) { return social::remove_announcement(tx, id); });
    Message const gone(bobs->next());
    EXPECT_EQ(gone.event, "announcement.delete");
    EXPECT_EQ(gone.payload, to_string(id));
}

TEST_F(Streaming, one_socket_carries_many_streams) {
    auto const session = socket("", bob);
    session->say(R"({"type":"subscribe","stream":"user"})");
    EXPECT_TRUE(is_quiet(session, bob));
    session->say(R"({"type":"subscribe","stream":["public"]})");
    session->say(R"({"type":"subscribe","stream":"hashtag","tag":"cats"})");
    mark(bob);
    EXPECT_EQ(Message(session->next()).event, "filters_changed");
    auto const post = server.post(ann, "#cats");
    std::set<std::string> streams{Message(session->next()).stream, Message(session->next()).stream};
    EXPECT_EQ(streams, (std::set<std::string>{R"(["public"])", R"(["hashtag","cats"])"}));
    session->say(R"({"type":"unsubscribe","stream":"public"})");
    session->say(R"({"type":"unsubscribe","stream":"direct"})");
    mark(bob);
    EXPECT_EQ(Message(session->next()).event, "filters_changed");
    server.post(ann, "Not of cats");
    EXPECT_TRUE(is_quiet(session, bob));
}

TEST_F(Streaming, wishes_that_cannot_be_granted_are_answered_and_noise_is_not) {
    auto const session = socket("?stream=nonsense", bob);
    EXPECT_EQ(session->next(), R"({"error":"Unknown stream type","status":400})");
    for (auto const* const noise :
         {"", "ping", "[]", "{}", R"({"type":"hello"})", R"({"type":"subscribe"} )", "\xFF"})
        session->say(noise);
    EXPECT_EQ(session->next(), R"({"error":"Unknown stream type","status":400})");
    session->say(R"({"type":"subscribe","stream":"hashtag"})");
    EXPECT_EQ(session->next(), R"({"error":"Missing tag name parameter","status":400})");
    for (auto const* const tag : {"a", "b", "c", "d", "e", "f"})
        session->say(fmt::format(R"({{"type":"subscribe","stream":"hashtag","tag":"{}"}})", tag));
    EXPECT_EQ(session->next(), R"({"error":"Too many subscriptions","status":429})");
    for (int i = 0; i < 300; ++i) session->say("ping");
    EXPECT_TRUE(session->ends()) << "who never stops talking is not listening";
}

TEST_F(Streaming, the_token_may_come_in_three_places) {
    auto const token = server.token(bob);
    take(ask("?access_token=" + token, {}), true);
    auto const named = ask("", {.headers = {{"Sec-WebSocket-Protocol", token + ", other"}}});
    EXPECT_EQ(named.headers.get("Sec-WebSocket-Protocol"), token);
    take(named, true);
    take(ask("", {.token = token}), true);
    auto const sessions = server.session(bob);
    take(ask("", {.cookie = sessions}), true);
    auto const refusal = [&](testing::Ask const& how, std::string const& query = {}) {
        auto const answer = ask(query, how);
        EXPECT_FALSE(answer.take_over);
        return fmt::format("{} {}", answer.status, Answer(answer).error());
    };
    EXPECT_EQ(refusal({}), "401 Missing access token");
    EXPECT_EQ(refusal({.token = "wrong"}), "401 Invalid access token");
    EXPECT_EQ(refusal({}, "?access_token=wrong"), "401 Invalid access token");
    EXPECT_EQ(refusal({.token = server.app_token()}), "401 Invalid access token");
    auto const foreign = "__Host-skein_session=" + sessions;
    EXPECT_EQ(refusal({.headers = {{"Cookie", foreign}, {"Origin", "https://evil.example"}}}),
              "401 Missing access token");
    auto const pending = server.make_account("late", {.confirmed = false});
    EXPECT_EQ(refusal({.token = server.token(pending)}), "401 Invalid access token");
    EXPECT_EQ(refusal({.token = token}), "429 Too many open streams") << "four are open";
}

TEST_F(Streaming, server_sent_events_carry_one_stream) {
    follow(bob, ann);
    auto const token = server.token(bob);
    auto const answer = server.get("/api/v1/streaming/user?access_token=" + token);
    EXPECT_EQ(answer.headers.get("Content-Type"), "text/event-stream");
    EXPECT_EQ(answer.headers.get("Cache-Control"), "private, no-store");
    EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "*");
    auto const home = take(answer, false);
    EXPECT_EQ(home->next(), ":)\n");
    auto const media = events("public/local?only_media=true", token),
               tagged = events("hashtag?tag=cats", token);
    auto const post = server.post(ann, "#cats");
    for (auto const& session : {home, tagged}) {
        auto const frame = session->next();
        EXPECT_TRUE(frame.starts_with("event: update\ndata: {")) << frame;
        EXPECT_TRUE(frame.contains(to_string(post.id)));
        EXPECT_TRUE(frame.ends_with("}\n\n"));
        EXPECT_EQ(std::ranges::count(frame, '\n'), 3);
    }
    mark(bob);
    EXPECT_EQ(home->next(), "event: filters_changed\ndata: undefined\n\n");
    server.server().part<Pump>().tell(Thump{});
    EXPECT_EQ(home->next(), ":thump\n");
    EXPECT_EQ(media->next(), ":thump\n") << "no post without media was heard";
}

TEST_F(Streaming, errors_of_events_are_mastodons) {
    auto const token = server.token(bob);
    auto const refusal = [&](std::string const& path, std::string const& with) {
        Answer const answer(server.get("/api/v1/streaming" + path, with));
        return fmt::format("{} {}", answer.status(), answer.error());
    };
    EXPECT_EQ(refusal("/home", token), "400 Unknown channel requested");
    EXPECT_EQ(refusal("/public/local/media", token), "400 Unknown channel requested");
    EXPECT_EQ(refusal("/user", ""), "401 Missing access token");
    EXPECT_EQ(refusal("/user", "wrong"), "401 Invalid access token");
    EXPECT_EQ(refusal("/hashtag", token), "400 Missing tag name parameter");
    EXPECT_EQ(refusal("/list", token), "400 Missing list name parameter");
    EXPECT_EQ(refusal("/list?list=1", token), "401 Not authorized to stream this list");
    EXPECT_EQ(refusal("/user", server.token(bob, "write")),
              "401 Access token does not have the required scopes");
    EXPECT_EQ(refusal("", token), "404 Record not found") << "no WebSocket was asked for";
    EXPECT_EQ(testing::body_of(server.get("/api/v1/streaming/health")), "OK");
    EXPECT_EQ(server.server().part<Desk>().sockets(), 0U);
}

TEST_F(Streaming, a_stream_ends_with_the_right_to_it) {
    auto const token = server.token(bob);
    auto const revoked = socket("?stream=user", token), kept = socket("?stream=user", bob);
    auto const principal = server.server().part<Authenticator>().by_token(token).value();
    write([&](db::Tx& tx) { return social::remove_token(tx, principal.token); });
    EXPECT_TRUE(revoked->ends());
    EXPECT_TRUE(is_quiet(kept, bob));
    EXPECT_TRUE(kept->is_open());
    write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, bob.id()));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_TRUE(kept->ends());
    EXPECT_TRUE(comes_true([&] { return server.server().part<Desk>().sockets() == 0; }));
}

TEST_F(Streaming, a_token_revoked_while_the_stream_opens_ends_it) {
    auto const token = server.token(bob);
    auto const answer = ask("?stream=user", {.token = token});
    auto const principal = server.server().part<Authenticator>().by_token(token).value();
    write([&](db::Tx& tx) { return social::remove_token(tx, principal.token); });
    EXPECT_TRUE(take(answer, true)->ends());
}

}  // namespace
}  // namespace skein::streaming
