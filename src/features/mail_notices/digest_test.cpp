#include "features/mail_notices/digest.h"
#include "features/mail_notices/mails_test.h"
#include "social/relations.h"
#include "social/sign_ups.h"
#include "social/statuses.h"

namespace skein::mail_notices {
namespace {

class MailDigest : public MailNotices {
  protected:
    void SetUp() override { wish(ann, {.kinds = bit_of(Kind::digest)}); }
    /// A day goes by, and the digests are promised and sent.
    std::size_t after_days(int days) {
        server.clock().advance(std::chrono::days(days));
        EXPECT_TRUE(promise_digests(server.server()));
        server.drain();
        return server.outside().mails().size();
    }
};

TEST_F(MailDigest, it_tells_weekly_of_what_waits_for_who_is_away) {
    mention(bob, "hello <b>there</b>\nand there");
    tell(ann, NotificationKind::follow, bob);
    EXPECT_EQ(after_days(6), 0U) << "she was here this week";
    ASSERT_EQ(after_days(2), 1U);
    auto const mail = server.outside().mails().front();
    EXPECT_THAT(mail.subject, HasSubstr("What waits for you at"));
    EXPECT_THAT(mail.text, HasSubstr(": 2."));
    EXPECT_THAT(mail.text, HasSubstr("(@bob) mentioned you: @ann hello <b>there</b> and there"));
    EXPECT_THAT(mail.text, HasSubstr("(@bob) follows you now."));
    EXPECT_THAT(mail.html, Not(HasSubstr("<b>")));
    EXPECT_EQ(mail.unsubscribe_url, "https://skein.example" + stop_path(ann, Kind::digest));
    EXPECT_EQ(after_days(8), 1U) << "nothing new";
    mention(bob, "again");
    EXPECT_EQ(after_days(1), 2U);
    server.clock().advance(std::chrono::minutes(1));
    mention(bob, "again");
    EXPECT_EQ(after_days(2), 2U) << "one a week";
    EXPECT_EQ(after_days(6), 3U);
}

TEST_F(MailDigest, nobody_else_gets_it) {
    auto const cat = server.make_account("cat");
    tell(cat, NotificationKind::follow, bob);
    wish(cat, {.kinds = usual_kinds & ~bit_of(Kind::follow)});
    EXPECT_EQ(after_days(8), 0U) << "nothing waits for ann, and cat does not want it";
    mention(bob, "one");
    server.write([&](db::Tx& tx) {
        return social::set_marker(tx, ann.id(), social::Timeline::notifications, INT64_MAX);
    });
    EXPECT_EQ(after_days(8), 0U) << "she has read it";
}

TEST_F(MailDigest, whoever_is_back_is_not_told) {
    mention(bob, "one");
    server.clock().advance(std::chrono::days(8));
    auto const is_written = [&] {
        auto const user =
            server.read([&](db::Tx& tx) { return social::load_user(tx, ann.user->id); });
        return compose_digest(server.server(), user).value().has_value();
    };
    EXPECT_TRUE(is_written());
    post(stop_path(ann, Kind::digest));
    EXPECT_FALSE(is_written());
    wish(ann, {.kinds = bit_of(Kind::digest)});
    EXPECT_TRUE(is_written());
    server.request(http::Method::get, "/settings/mails", {.cookie = server.session(ann)});
    EXPECT_FALSE(is_written());
}

TEST_F(MailDigest, it_says_nothing_of_people_shut_out_since) {
    mention(bob, "two");
    tell(ann, NotificationKind::follow, server.make_account("cat"));
    server.write(
        [&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, std::nullopt); });
    ASSERT_EQ(after_days(8), 1U);
    auto const text = server.outside().mails().front().text;
    EXPECT_THAT(text, Not(HasSubstr("@bob")));
    EXPECT_THAT(text, HasSubstr("@cat"));
    EXPECT_THAT(text, HasSubstr(": 1.")) << "what it counts is what it tells of";
}

TEST_F(MailDigest, nobody_is_called_back_for_nothing) {
    auto const cat = server.make_account("cat"), dan = server.make_account("dan");
    filter("snape", social::FilterAction::hide);
    mention(bob, "Snape kills him");
    tell(ann, NotificationKind::follow, cat);
    auto const quiet = mention(dan, "again and again");
    tell(ann, NotificationKind::favourite, bob, server.post(ann, "mine").id);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::mute(tx, ann.id(), cat.id(), true, std::nullopt));
        TRY(auto const post, social::find_status(tx, quiet));
        return social::mute_conversation(tx, ann.id(), post->conversation_id);
    });
    EXPECT_EQ(after_days(8), 0U);
}

TEST_F(MailDigest, a_favourite_does_not_use_up_the_week) {
    tell(ann, NotificationKind::favourite, bob, server.post(ann, "mine").id);
    EXPECT_EQ(after_days(8), 0U);
    mention(bob, "one");
    EXPECT_EQ(after_days(1), 1U);
}

TEST_F(MailDigest, those_who_share_a_mailbox_all_get_theirs) {
    for (auto const* name : {"one", "two"}) {
        auto const person = server.make_account(name);
        server.write([&](db::Tx& tx) {
            return social::change_email(tx, server.server().keys(), person.user->id,
                                        fmt::format("team+{}@mail.example", name));
        });
        wish(person, {.kinds = bit_of(Kind::digest)});
        tell(person, NotificationKind::follow, bob);
    }
    EXPECT_EQ(after_days(8), 2U);
}

TEST_F(MailDigest, it_waits_for_a_mail_server) {
    mention(bob, "one");
    auto& possible = server.server().part<Sending>().possible;
    possible = false;
    EXPECT_EQ(after_days(8), 0U);
    possible = true;
    EXPECT_EQ(after_days(1), 1U);
}

TEST_F(MailDigest, it_shows_nothing_that_is_filtered) {
    filter("snape", social::FilterAction::hide);
    filter("potter", social::FilterAction::warn);
    mention(bob, "Snape kills him");
    mention(bob, "Potter wins");
    ASSERT_EQ(after_days(8), 1U);
    auto const text = server.outside().mails().front().text;
    EXPECT_THAT(text, Not(HasSubstr("kills")));
    EXPECT_THAT(text, HasSubstr("mentioned you: about potter"));
    EXPECT_THAT(text, Not(HasSubstr("wins")));
    EXPECT_THAT(text, HasSubstr(": 1."));
}

TEST_F(MailDigest, it_ends_with_those_who_do_not_come_back) {
    server.clock().advance(std::chrono::days(200));
    mention(bob, "one");
    EXPECT_EQ(after_days(1), 0U);
}

TEST_F(MailDigest, each_is_promised_once_however_many_there_are) {
    for (int i = 0; i < 230; ++i) {
        auto const one = server.make_account(fmt::format("reader{}", i));
        wish(one, {.kinds = bit_of(Kind::digest)});
        tell(one, NotificationKind::follow, bob);
    }
    server.clock().advance(std::chrono::days(8));
    ASSERT_TRUE(promise_digests(server.server()));
    ASSERT_TRUE(promise_digests(server.server()));
    server.drain();
    EXPECT_EQ(server.outside().mails().size(), 230U);
}

}  // namespace
}  // namespace skein::mail_notices
