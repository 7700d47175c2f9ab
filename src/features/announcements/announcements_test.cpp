#include <gtest/gtest.h>

#include "core/server.h"
#include "features/announcements/feature.h"
#include "social/account_removal.h"
#include "social/announcements.h"
#include "social/emojis.h"
#include "social/views/announcement_view.h"
#include "testing/answer.h"

namespace skein::announcements {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

std::vector<std::string>* heard = nullptr;

Result<void> hear_published(db::Tx&, social::AnnouncementPublished const&) {
    heard->emplace_back("published");
    return {};
}
Result<void> hear_removed(db::Tx&, social::AnnouncementRemoved const&) {
    heard->emplace_back("removed");
    return {};
}
Result<void> hear_reacted(db::Tx&, social::AnnouncementReacted const& event) {
    heard->push_back(fmt::format("{} {}", event.emoji, event.count));
    return {};
}

void install_with_ears(Server& server) {
    install(server);
    server.on<social::AnnouncementPublished>(hear_published);
    server.on<social::AnnouncementRemoved>(hear_removed);
    server.on<social::AnnouncementReacted>(hear_reacted);
}

class Announcements : public ::testing::Test {
  protected:
    Announcements() { heard = &events; }

    /// What a command prints; what failed begins with "failed: ".
    std::string command(std::string_view name, std::string input,
                        std::map<std::string, std::string> options = {},
                        std::vector<std::string> arguments = {}) {
        std::string printed;
        CommandCall call;
        call.arguments = std::move(arguments);
        call.options = std::move(options);
        call.input = std::move(input);
        call.out = [&](std::string_view line) { printed += line; };
        for (auto const& one : server.server().commands())
            if (one.name == name)
                if (auto const done = one.run(server.server(), call); !done)
                    return "failed: " + done.error().message;
        return printed;
    }
    std::string add(std::string text, std::map<std::string, std::string> options = {}) {
        return command("announcement add", std::move(text), std::move(options));
    }
    Answer list(std::string const& query = "") {
        return Answer(server.get("/api/v1/announcements" + query, anns));
    }
    int react(std::string const& id, std::string const& name, std::string const& token) {
        return server.put("/api/v1/announcements/" + id + "/reactions/" + name, "", token).status;
    }
    std::string moment(std::chrono::hours from_now) {
        return to_rfc3339(server.clock().now() + from_now);
    }

    std::vector<std::string> events;
    TestServer server{{.features = {{"announcements", install_with_ears}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

constexpr auto goose = "%F0%9F%AA%BF";  // U+1FABF
constexpr auto smile = "%F0%9F%98%80";

TEST_F(Announcements, an_announcement_names_people_posts_tags_and_emojis) {
    auto const post = server.post(bob, "look");
    auto const secret = server.post(bob, "hidden", social::Visibility::private_);
    auto const link = "https://skein.example/@bob/";
    auto const id = add("Hello @bob, #Spring is here: " + (link + to_string(post.id)) + " and " +
                        (link + to_string(secret.id)) + "\n\n<b>bold</b>");
    auto const all = list();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.at("0.id"), id);
    EXPECT_NE(all.at("0.content").find("&lt;b&gt;"), std::string::npos);
    EXPECT_NE(all.at("0.content").find("u-url mention"), std::string::npos);
    EXPECT_EQ(all.at("0.mentions.0.acct"), "bob");
    EXPECT_EQ(all.at("0.mentions.0.url"), "https://skein.example/@bob");
    EXPECT_EQ(all.at("0.statuses.0.id"), to_string(post.id));
    EXPECT_EQ(all.at("0.statuses.1"), "absent") << "not everybody may see it";
    EXPECT_EQ(all.at("0.tags.0.name"), "spring");
    EXPECT_EQ(all.at("0.read"), "false");
    EXPECT_EQ(all.at("0.starts_at"), "null");
    EXPECT_EQ(server.get("/api/v1/announcements").status, 401);
}

TEST_F(Announcements, a_dismissed_one_is_gone_until_it_is_asked_for) {
    auto const id = add("Hello");
    EXPECT_EQ(server.post("/api/v1/announcements/" + id + "/dismiss", "", anns).status, 200);
    EXPECT_EQ(server.post("/api/v1/announcements/" + id + "/dismiss", "", anns).status, 200);
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(list("?with_dismissed=true").at("0.read"), "true");
    EXPECT_EQ(Answer(server.get("/api/v1/announcements", bobs)).size(), 1U);
    EXPECT_EQ(server.post("/api/v1/announcements/7/dismiss", "", anns).status, 404);
    auto const reader = server.token(ann, "read");
    EXPECT_EQ(server.post("/api/v1/announcements/" + id + "/dismiss", "", reader).status, 403);
}

TEST_F(Announcements, it_is_shown_from_its_moment_until_it_is_over) {
    auto const id = add("Later", {{"publish-at", moment(std::chrono::hours(2))},
                                  {"ends-at", moment(std::chrono::hours(5))}});
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(server.post("/api/v1/announcements/" + id + "/dismiss", "", anns).status, 404);
    EXPECT_EQ(react(id, smile, anns), 404);
    server.clock().advance(std::chrono::hours(2));
    server.drain();
    EXPECT_EQ(list().size(), 1U);
    server.clock().advance(std::chrono::hours(3));
    server.drain();
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(events, (std::vector<std::string>{"published", "removed"}));
    EXPECT_NE(command("announcement list", "").find("over"), std::string::npos);
}

TEST_F(Announcements, a_day_lasts_until_its_end) {
    auto const today = to_iso_date(server.clock().now());
    add("Today", {{"starts-at", today}, {"ends-at", today}, {"all-day", "true"}});
    auto const shown = list();
    EXPECT_EQ(shown.at("0.all_day"), "true");
    EXPECT_EQ(shown.at("0.ends_at"), today + "T00:00:00.000Z");
    server.clock().advance(std::chrono::hours(24));
    server.drain();
    EXPECT_EQ(list().size(), 0U);
}

TEST_F(Announcements, an_edit_replaces_what_it_names_and_may_take_it_back_for_now) {
    auto const id = add("One", {{"ends-at", moment(std::chrono::hours(3))}});
    EXPECT_EQ(command("announcement edit", "Two", {}, {id}), "Written.");
    EXPECT_NE(list().at("0.content").find("Two"), std::string::npos);
    EXPECT_NE(list().at("0.ends_at"), "null");
    command("announcement edit", "", {{"ends-at", "none"}}, {id});
    EXPECT_NE(list().at("0.content").find("Two"), std::string::npos);
    EXPECT_EQ(list().at("0.ends_at"), "null");
    server.clock().advance(std::chrono::hours(4));
    server.drain();
    EXPECT_EQ(list().size(), 1U) << "the old end no longer holds";
    command("announcement edit", "", {{"publish-at", moment(std::chrono::hours(1))}}, {id});
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(events.back(), "removed");
}

TEST_F(Announcements, wrong_words_are_refused) {
    EXPECT_EQ(add("  \n"), "failed: Validation failed: Text can't be blank");
    EXPECT_EQ(add(std::string(5001, 'x')).substr(0, 6), "failed");
    EXPECT_EQ(add("x", {{"ends-at", "soon"}}).substr(0, 6), "failed");
    EXPECT_EQ(add("x", {{"starts-at", "2027-02-02"}, {"ends-at", "2027-02-01"}}).substr(0, 6),
              "failed");
    EXPECT_EQ(command("announcement remove", "", {}, {"7"}), "failed: Record not found");
    EXPECT_EQ(command("announcement edit", "", {}, {"x"}).substr(0, 6), "failed");
}

TEST_F(Announcements, reactions_are_counted_by_emoji_and_by_person) {
    server.write([](db::Tx& tx) {
        social::Emoji emoji;
        emoji.shortcode = "blob";
        emoji.file_key = "0123456789abcdef0123456789abcdef.png";
        return social::put_emoji(tx, emoji);
    });
    auto const id = add("Hello :blob:");
    EXPECT_EQ(react(id, goose, anns), 200);
    EXPECT_EQ(react(id, goose, anns), 200);
    EXPECT_EQ(react(id, goose, bobs), 200);
    server.clock().advance(std::chrono::seconds(1));
    EXPECT_EQ(react(id, "blob", bobs), 200);
    auto const all = list();
    EXPECT_EQ(all.at("0.emojis.0.shortcode"), "blob");
    EXPECT_EQ(all.at("0.reactions.0.count"), "2");
    EXPECT_EQ(all.at("0.reactions.0.me"), "true");
    EXPECT_EQ(all.at("0.reactions.0.url"), "absent");
    EXPECT_EQ(all.at("0.reactions.1.name"), "blob");
    EXPECT_EQ(all.at("0.reactions.1.me"), "false");
    EXPECT_NE(all.at("0.reactions.1.url"), "absent");
    auto const path = "/api/v1/announcements/" + id + "/reactions/" + goose;
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(server.del(path, anns).status, 404);
    EXPECT_EQ(list().at("0.reactions.0.count"), "1");
    EXPECT_EQ(events, (std::vector<std::string>{"published", "🪿 1", "🪿 2", "blob 1", "🪿 1"}));
}

TEST_F(Announcements, what_is_no_emoji_or_one_too_many_is_refused) {
    auto const id = add("Hello");
    for (auto const* name : {"a", "1", "nobody_knows", "%F0%9F%98%80%F0%9F%98%80", "%FF"})
        EXPECT_EQ(react(id, name, anns), 422) << name;
    for (auto const* last : {"80", "81", "82", "83", "84", "85", "86", "87"})
        EXPECT_EQ(react(id, std::string("%F0%9F%98%") + last, anns), 200) << last;
    Answer const ninth(
        server.put("/api/v1/announcements/" + id + "/reactions/%F0%9F%98%88", "", bobs));
    EXPECT_EQ(ninth.status(), 422);
    EXPECT_EQ(ninth.error(), "Validation failed: Limit of different reactions reached");
    EXPECT_EQ(react(id, smile, bobs), 200) << "one that is there already";
    EXPECT_EQ(react("7", smile, bobs), 404);
}

TEST_F(Announcements, a_removed_account_takes_its_reactions_along) {
    auto const id = add("Hello");
    react(id, smile, bobs);
    react(id, goose, anns);
    server.write([&](db::Tx& tx) {
        return publish(tx, social::AccountRemoved{.account = bob.id(), .local = true});
    });
    server.drain();
    EXPECT_EQ(list().at("0.reactions.1"), "absent");
    EXPECT_EQ(events.back(), "😀 0");
}

TEST_F(Announcements, a_removed_one_leaves_nothing) {
    auto const id = add("Hello");
    react(id, smile, bobs);
    server.post("/api/v1/announcements/" + id + "/dismiss", "", anns);
    EXPECT_EQ(command("announcement remove", "", {}, {id}), "Taken away.");
    server.drain();
    EXPECT_EQ(list("?with_dismissed=1").size(), 0U);
    EXPECT_EQ(events.back(), "removed");
    EXPECT_EQ(command("announcement list", ""), "There are no announcements.");
}

TEST_F(Announcements, streams_get_it_without_a_reader) {
    auto const id = social::AnnouncementId{parse_id(add("Hello")).value_or(0)};
    react(to_string(id), smile, bobs);
    auto const text = server.read([&](db::Tx& tx) -> Result<std::string> {
        json::Writer out;
        TRY_OK(social::write_announcement({server.server(), tx, bob.id()}, id, out));
        return out.take();
    });
    EXPECT_EQ(text.find("\"read\""), std::string::npos);
    EXPECT_EQ(text.find("\"me\""), std::string::npos);
}

TEST_F(Announcements, a_list_of_many_costs_what_one_costs) {
    auto const fill = [&](int number) {
        auto const post = server.post(bob, "look");
        auto const id = add(fmt::format("#n{} @bob :blob: https://skein.example/@bob/{}", number,
                                        to_string(post.id)));
        react(id, smile, bobs);
    };
    fill(0);
    list();
    auto const one = server.statements([&] { list(); });
    for (int i = 1; i < 20; ++i) fill(i);
    EXPECT_EQ(server.statements([&] { EXPECT_EQ(list().size(), 20U); }), one);
}

}  // namespace
}  // namespace skein::announcements
