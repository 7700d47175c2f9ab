#include "core/auth.h"
#include "features/mail_notices/mails_test.h"
#include "social/access.h"
#include "social/account_removal.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/relations.h"
#include "social/removal.h"
#include "testing/browser.h"

namespace skein::mail_notices {
namespace {

using testing::Browser;

TEST_F(MailNotices, a_mention_is_mailed_when_it_has_waited) {
    mention(bob, "have you seen <script>alert(1)</script> this?\n\nSecond line");
    server.drain();
    EXPECT_EQ(server.outside().mails().size(), 0U);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    auto const& mail = sent.front();
    EXPECT_EQ(mail.to, ann.email);
    EXPECT_EQ(mail.subject, "Bob <i>the</i> Builder mentioned you");
    EXPECT_THAT(mail.text, HasSubstr("Hello @ann,"));
    EXPECT_THAT(mail.text, HasSubstr("Bob <i>the</i> Builder (@bob) mentioned you at"));
    EXPECT_THAT(mail.text, HasSubstr("> @ann have you seen <script>alert(1)</script> this?\n"));
    EXPECT_THAT(mail.text, HasSubstr("> Second line\n"));
    EXPECT_THAT(mail.text, HasSubstr("https://skein.example/@bob/"));
    EXPECT_THAT(mail.text, HasSubstr("https://skein.example/settings/mails"));
    EXPECT_THAT(mail.html, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(mail.html, HasSubstr("&lt;i&gt;"));
    for (auto const* what : {"<script", "<img", "<i>", "src="})
        EXPECT_THAT(mail.html, Not(HasSubstr(what)));
    EXPECT_EQ(mail.unsubscribe_url, "https://skein.example" + stop_path(ann, Kind::mention));
    EXPECT_EQ(mail.list_id, "mention.ann.skein.example");
    EXPECT_EQ(mails().size(), 1U) << "once";
}

TEST_F(MailNotices, a_warning_stands_for_what_it_warns_of) {
    mention(bob, "Snape kills him", {.spoiler_text = "Harry Potter"});
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_THAT(sent.front().text, HasSubstr("> Harry Potter"));
    EXPECT_THAT(sent.front().text, HasSubstr("hidden behind this warning"));
    EXPECT_THAT(sent.front().text, Not(HasSubstr("Snape")));
    EXPECT_THAT(sent.front().html, Not(HasSubstr("Snape")));
}

TEST_F(MailNotices, a_long_post_is_cut) {
    std::string text;
    for (int i = 0; i < 300; ++i) text += "words ";
    mention(bob, text);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_LT(sent.front().text.size(), 2500U);
    EXPECT_THAT(sent.front().text, HasSubstr("…"));
}

TEST_F(MailNotices, follows_and_requests_are_mailed) {
    tell(ann, NotificationKind::follow, bob);
    tell(ann, NotificationKind::follow_request, server.make_account("cat"));
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2U);
    std::vector<std::string> subjects{sent[0].subject, sent[1].subject};
    EXPECT_THAT(subjects, ::testing::UnorderedElementsAre("Bob <i>the</i> Builder follows you now",
                                                          "cat asks to follow you"));
}

TEST_F(MailNotices, other_kinds_are_not_mailed) {
    auto const post = server.post(ann, "mine").id;
    for (auto const kind :
         {NotificationKind::favourite, NotificationKind::boost, NotificationKind::quote})
        tell(ann, kind, bob, post);
    EXPECT_EQ(waiting(), 0);
    EXPECT_EQ(mails().size(), 0U);
}

TEST_F(MailNotices, reports_are_for_those_who_may_work_on_them) {
    auto const judge = server.make_account("judge", {.role = social::Role::moderator});
    report(judge);
    report(bob);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent.front().to, judge.email);
    EXPECT_EQ(sent.front().subject, "A report about @ann");
    EXPECT_THAT(sent.front().text, HasSubstr("Reason: spam."));
    EXPECT_THAT(sent.front().text, HasSubstr("> she sells <b>cans</b>"));
    EXPECT_THAT(sent.front().html, HasSubstr("&lt;b&gt;cans"));
}

TEST_F(MailNotices, a_report_that_is_dealt_with_is_not_mailed) {
    auto const judge = server.make_account("judge", {.role = social::Role::admin});
    auto const id = report(judge);
    server.write([&](db::Tx& tx) { return social::resolve_report(tx, id); });
    EXPECT_EQ(mails().size(), 0U);
}

TEST_F(MailNotices, whoever_is_here_gets_no_mail) {
    auto const token = server.token(ann);
    mention(bob, "one");
    server.clock().advance(std::chrono::minutes(2));
    server.get("/api/v1/nothing", token);
    server.get("/settings/mails", token);
    server.request(http::Method::get, "/settings/mails", {.cookie = server.session(ann)});
    EXPECT_EQ(mails().size(), 0U);
    pass(std::chrono::hours(2));
    mention(bob, "two");
    EXPECT_EQ(mails().size(), 1U) << "she has gone";
    wish(ann, {.always = true});
    mention(bob, "three");
    server.request(http::Method::get, "/settings/mails", {.cookie = server.session(ann)});
    EXPECT_EQ(mails().size(), 2U) << "she wants them always";
}

TEST_F(MailNotices, what_was_read_is_not_mailed) {
    mention(bob, "one");
    server.write([&](db::Tx& tx) {
        return social::set_marker(tx, ann.id(), social::Timeline::notifications, INT64_MAX);
    });
    EXPECT_EQ(mails().size(), 0U);
}

TEST_F(MailNotices, what_is_taken_back_is_not_mailed) {
    tell(ann, NotificationKind::follow, bob);
    server.write([&](db::Tx& tx) {
        return social::remove_notifications(tx, ann.id(), NotificationKind::follow, bob.id(), {});
    });
    auto const id = mention(bob, "oh no");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const post, social::find_status(tx, id));
        return social::remove_status(tx, *post, true);
    });
    EXPECT_EQ(mails().size(), 0U);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(MailNotices, nobody_mails_for_whom_the_reader_has_shut_out) {
    mention(bob, "one");
    server.write(
        [&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, std::nullopt); });
    EXPECT_EQ(mails().size(), 0U);
    server.write([&](db::Tx& tx) { return social::unmute(tx, ann.id(), bob.id()); });
    mention(bob, "two");
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(mails().size(), 0U);
    server.write([&](db::Tx& tx) { return social::unblock(tx, ann.id(), bob.id()); });
    auto const id = mention(bob, "three");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const post, social::find_status(tx, id));
        return social::mute_conversation(tx, ann.id(), post->conversation_id);
    });
    EXPECT_EQ(mails().size(), 0U);
}

TEST_F(MailNotices, what_waits_for_consent_is_not_mailed) {
    mention(bob, "psst", {.visibility = social::Visibility::direct});
    EXPECT_EQ(mails().size(), 0U);
    server.write([&](db::Tx& tx) { return social::follow(tx, ann.id(), bob.id(), {}); });
    mention(bob, "psst", {.visibility = social::Visibility::direct});
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent.front().subject, "Bob <i>the</i> Builder wrote to you in private");
}

TEST_F(MailNotices, the_readers_filters_hold_for_mails) {
    filter("snape", social::FilterAction::hide);
    filter("potter", social::FilterAction::warn);
    mention(bob, "Snape kills him");
    EXPECT_EQ(mails().size(), 0U);
    mention(bob, "Potter wins", {.spoiler_text = "the end"});
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_THAT(sent.front().text, HasSubstr("> about potter"));
    EXPECT_THAT(sent.front().text, Not(HasSubstr("wins")));
    EXPECT_THAT(sent.front().text, Not(HasSubstr("the end")));
}

TEST_F(MailNotices, filters_look_at_all_that_people_read) {
    filter("snape", social::FilterAction::hide);
    auto const ask = [&](StatusId post) {
        server.write([&](db::Tx& tx) -> Result<void> {
            social::PollDraft draft;
            draft.options = {{.title = "Potter"}, {.title = "Snape"}};
            TRY_OK(social::insert_poll(tx, post, bob.id(), draft));
            return {};
        });
    };
    ask(mention(bob, "who wins?"));
    social::Media picture;
    picture.account_id = bob.id();
    picture.kind = social::MediaKind::image;
    picture.state = social::MediaState::ready;
    picture.description = "Snape on a mat";
    picture = server.write([&](db::Tx& tx) { return social::insert_media(tx, picture); });
    mention(bob, "look", {.media = {picture.id}});
    EXPECT_EQ(mails().size(), 0U);
    mention(bob, "look");
    EXPECT_EQ(mails().size(), 1U);
}

TEST_F(MailNotices, only_those_who_may_come_in_get_mail) {
    auto const stranger = server.make_account("dan", {.confirmed = false});
    tell(stranger, NotificationKind::follow, bob);
    EXPECT_EQ(waiting(), 0);
    mention(bob, "one");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, social::load_user(tx, ann.user->id));
        user.disabled_at = tx.now();
        return social::update_user(tx, user);
    });
    EXPECT_EQ(mails().size(), 0U);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, bob.id()));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    tell(bob, NotificationKind::follow, ann);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(MailNotices, whoever_does_not_want_them_gets_none) {
    wish(ann, {.kinds = bit_of(Kind::follow)});
    mention(bob, "one");
    tell(ann, NotificationKind::follow, bob);
    wish(ann, {.kinds = bit_of(Kind::mention)});
    EXPECT_EQ(mails().size(), 0U) << "she changed her mind while it waited";
}

TEST_F(MailNotices, what_cannot_be_sent_is_tried_again_for_a_day) {
    server.outside().refuse_mail(Error{Errc::unavailable, "", ""});
    mention(bob, "one");
    EXPECT_EQ(mails().size(), 0U);
    server.outside().refuse_mail(std::nullopt);
    pass(std::chrono::hours(1));
    EXPECT_EQ(server.outside().mails().size(), 1U);
    server.outside().refuse_mail(Error{Errc::unavailable, "", ""});
    mention(bob, "two");
    mails();
    server.outside().refuse_mail(std::nullopt);
    pass(std::chrono::hours(30));
    EXPECT_EQ(server.outside().mails().size(), 1U);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(MailNotices, nobody_fills_a_mailbox) {
    for (int i = 0; i < 30; ++i) mention(bob, std::to_string(i));
    EXPECT_EQ(mails().size(), 20U);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(MailNotices, they_come_in_the_readers_language) {
    speak(ann, "de-AT");
    tell(ann, NotificationKind::follow, bob);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent.front().subject, "Bob <i>the</i> Builder folgt dir jetzt");
    EXPECT_THAT(sent.front().text, HasSubstr("Hallo @ann,"));
    EXPECT_THAT(sent.front().html, HasSubstr("<html lang=\"de\" dir=\"ltr\">"));
    EXPECT_THAT(sent.front().html, HasSubstr("öffne diese Adresse"));
    EXPECT_THAT(sent.front().html, Not(HasSubstr("open this address")));
}

// --- The link that ends them ---

TEST_F(MailNotices, one_click_ends_one_kind_for_good) {
    auto const path = stop_path(ann, Kind::mention);
    for (int i = 0; i < 2; ++i) {
        auto const answer = post(path);
        EXPECT_EQ(answer.status, 200);
        EXPECT_FALSE(answer.headers.find("Location"));
        EXPECT_FALSE(answer.headers.find("Set-Cookie"));
        EXPECT_THAT(testing::body_of(answer), HasSubstr("You get no more such mails"));
        EXPECT_FALSE(wishes_of(ann).wants(Kind::mention));
        EXPECT_TRUE(wishes_of(ann).wants(Kind::follow));
        EXPECT_TRUE(wishes_of(bob).wants(Kind::mention));
    }
    mention(bob, "one");
    EXPECT_EQ(mails().size(), 0U);
    pass(std::chrono::days(400));
    EXPECT_EQ(post(stop_path(ann, Kind::follow), "").status, 200) << "years later, without a body";
    EXPECT_EQ(wishes_of(ann).kinds, bit_of(Kind::follow_request) | bit_of(Kind::report));
}

TEST_F(MailNotices, mail_programs_may_send_it_as_a_form_with_parts) {
    auto const parts = testing::Multipart::make({{"List-Unsubscribe", "One-Click"}}, {});
    auto const answer = server.request(
        http::Method::post, stop_path(ann, Kind::follow),
        {.body = parts.body,
         .content_type = parts.content_type,
         .headers = {{"Origin", "https://mail.example"}, {"Sec-Fetch-Site", "cross-site"}}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(wishes_of(ann).wants(Kind::follow));
}

TEST_F(MailNotices, opening_the_link_changes_nothing) {
    auto const path = stop_path(ann, Kind::mention);
    auto const page = server.get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(testing::body_of(page), HasSubstr("action=\"" + path + "\""));
    EXPECT_TRUE(wishes_of(ann).wants(Kind::mention));
    EXPECT_EQ(rows(), 0);
}

TEST_F(MailNotices, nobody_makes_such_a_link) {
    auto const path = stop_path(ann, Kind::mention);
    auto const id = skein::to_string(ann.user->id);
    auto const mac = path.substr(path.rfind('.') + 1);
    for (auto const& bad : std::vector<std::string>{
             path + "x", path.substr(0, path.size() - 1), "/mail/stop/" + id + ".follow." + mac,
             "/mail/stop/" + skein::to_string(bob.user->id) + ".mention." + mac,
             "/mail/stop/" + id + ".mention.", "/mail/stop/..", "/mail/stop/x",
             "/mail/stop/" + std::string(3000, 'a'), "/mail/stop/" + id + ".mention"}) {
        EXPECT_EQ(post(bad).status, 404) << bad;
        EXPECT_EQ(server.get(bad).status, 404) << bad;
    }
    EXPECT_EQ(wishes_of(ann).kinds, usual_kinds);
    EXPECT_EQ(wishes_of(bob).kinds, usual_kinds);
    auto const nobody = sign_stop(server.server().keys(), {UserId{12345}, Kind::mention});
    EXPECT_EQ(post("/mail/stop/" + nobody).status, 200) << "whoever is gone gets no mail either";
    EXPECT_EQ(rows(), 0);
}

// --- The page of the settings ---

TEST_F(MailNotices, people_choose_on_a_page) {
    Browser browser(server);
    browser.cookies()["__Host-skein_session"] = server.session(ann);
    auto const page = testing::body_of(browser.open("/settings/mails"));
    for (auto const* name : {"mention", "follow", "follow_request"})
        EXPECT_THAT(page, HasSubstr(fmt::format("name=\"{}\" value=\"1\" checked", name)));
    EXPECT_THAT(page, Not(HasSubstr("name=\"report\"")));
    EXPECT_THAT(page, HasSubstr("name=\"digest\" value=\"1\">"));
    auto const answer =
        browser.send("/settings/mails", {{"follow", "1"}, {"digest", "1"}, {"always", "1"}});
    EXPECT_EQ(answer.status, 303);
    auto const wishes = wishes_of(ann);
    EXPECT_TRUE(wishes.wants(Kind::follow) && wishes.wants(Kind::digest) && wishes.always);
    EXPECT_FALSE(wishes.wants(Kind::mention) || wishes.wants(Kind::follow_request));
    EXPECT_TRUE(wishes.wants(Kind::report)) << "she was not asked";
    EXPECT_EQ(wishes_of(bob).kinds, usual_kinds);
    browser.forget_csrf();
    EXPECT_EQ(browser.send("/settings/mails", {{"mention", "1"}}).status, 403);
    EXPECT_FALSE(wishes_of(ann).wants(Kind::mention));
}

TEST_F(MailNotices, moderators_are_asked_about_reports) {
    auto const judge = server.make_account("judge", {.role = social::Role::moderator});
    Browser browser(server);
    browser.cookies()["__Host-skein_session"] = server.session(judge);
    EXPECT_THAT(testing::body_of(browser.open("/settings/mails")), HasSubstr("name=\"report\""));
    browser.send("/settings/mails", {{"mention", "1"}});
    EXPECT_FALSE(wishes_of(judge).wants(Kind::report));
}

TEST_F(MailNotices, nobody_chooses_without_signing_in) {
    auto const answer = server.get("/settings/mails");
    EXPECT_EQ(answer.status, 303);
    EXPECT_THAT(answer.headers.get("Location"), HasSubstr("/auth/sign_in"));
    EXPECT_EQ(post("/settings/mails", "mention=1").status, 303);
}

// --- Without a mail server, and after the end ---

TEST_F(MailNotices, nothing_is_promised_without_a_mail_server) {
    server.server().part<Sending>().possible = false;
    mention(bob, "one");
    EXPECT_EQ(waiting(), 0);
}

TEST_F(MailNotices, wishes_go_with_their_owner) {
    wish(ann, {.kinds = 0});
    wish(bob, {.kinds = 0});
    server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(wishes_of(bob).kinds, 0) << "others keep theirs";
}

TEST(MailNoticesOff, nothing_is_there_when_an_admin_turns_it_off) {
    TestServer server{
        {.features = {{"mailing", social::install_mailing}, {"mail_notices", install}},
         .settings = {{"mail_notices.enabled", "false"}}}};
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    server.write([&](db::Tx& tx) {
        return social::notify(tx, ann.id(), NotificationKind::follow, bob.id(), std::nullopt);
    });
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_waiting); }), 0);
    EXPECT_EQ(server.get("/settings/mails").status, 404);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(put_wishes(tx, ann.user->id, {}));
        return social::remove_own_account(tx, ann.id());
    });
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_rows); }), 0)
        << "what was chosen before goes all the same";
}

}  // namespace
}  // namespace skein::mail_notices
