#include <gtest/gtest.h>

#include "features/sign_in/feature.h"
#include "features/sign_in/mails.h"
#include "social/instance.h"
#include "social/locales.h"
#include "social/mailing.h"
#include "testing/browser.h"

namespace skein::sign_in {
namespace {

using testing::body_of;
using testing::Browser;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";

struct SpokenLanguages : ::testing::Test {
    TestServer server{{.features = {{"sign_in", install}}}};
    Browser browser{server};

    http::Response ask(std::string_view target, std::string accepts, std::string cookies = {}) {
        testing::Ask ask{.headers = {{"Accept", "text/html"}}};
        if (!accepts.empty()) ask.headers.emplace_back("Accept-Language", std::move(accepts));
        if (!cookies.empty()) ask.headers.emplace_back("Cookie", std::move(cookies));
        return server.request(http::Method::get, target, ask);
    }
    std::string page(std::string_view target, std::string accepts, std::string cookies = {}) {
        return body_of(ask(target, std::move(accepts), std::move(cookies)));
    }
    testing::Person speaker(std::string name, std::string_view language) {
        auto person = server.make_account(std::move(name), {.password = std::string(password)});
        server.write([&](db::Tx& tx) -> Result<void> {
            person.user->locale = language;
            return social::update_user(tx, *person.user);
        });
        return person;
    }
};

TEST_F(SpokenLanguages, a_page_is_in_the_language_that_the_browser_accepts) {
    auto const german = ask("/auth/sign_in", "de-AT,en;q=0.5");
    EXPECT_TRUE(body_of(german).contains("<html lang=\"de\" dir=\"ltr\">"));
    EXPECT_TRUE(body_of(german).contains("Passwort vergessen?"));
    EXPECT_TRUE(german.headers.get("Vary").contains("Accept-Language"));
    auto const arabic = page("/auth/sign_in", "ar");
    EXPECT_TRUE(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"));
    EXPECT_TRUE(arabic.contains("نسيت كلمة المرور؟"));
    EXPECT_TRUE(page("/auth/sign_in", "th").contains("ลืมรหัสผ่าน?"));
    for (auto const* other : {"", "fr", "*", "x-klingon"})
        EXPECT_TRUE(page("/auth/sign_in", other).contains("<html lang=\"en\" dir=\"ltr\">"));
}

TEST_F(SpokenLanguages, who_chooses_one_on_a_page_keeps_it) {
    auto const offer = page("/auth/sign_in?next=%2Fa%26b&lang=th", "");
    EXPECT_TRUE(offer.contains("href=\"?next=%2Fa%26b&amp;lang=de\" lang=\"de\""));
    auto const chosen = ask("/auth/sign_in?lang=de", "th");
    EXPECT_TRUE(body_of(chosen).contains("<html lang=\"de\""));
    EXPECT_EQ(chosen.headers.get("Set-Cookie").substr(0, 8), "lang=de;");
    EXPECT_TRUE(page("/auth/sign_in", "th", "lang=de").contains("<html lang=\"de\""));
    EXPECT_TRUE(page("/nowhere", "th", "lang=de").contains("Hier ist nichts"));
    auto const rubbish = ask("/auth/sign_in?lang=%22%3E%3Cb%3E", "", "lang=../../x");
    EXPECT_TRUE(body_of(rubbish).contains("<html lang=\"en\""));
    EXPECT_FALSE(body_of(rubbish).contains("\"><b>"));
    EXPECT_FALSE(rubbish.headers.get("Set-Cookie").starts_with("lang="));
}

TEST_F(SpokenLanguages, the_language_of_the_account_comes_before_the_browsers) {
    auto const ann = speaker("ann", "ar");
    auto const session = server.session(ann);
    auto const own = [&](std::string_view more) {
        return body_of(server.request(
            http::Method::get, "/settings/password",
            {.cookie = session, .headers = {{"Accept-Language", std::string(more)}}}));
    };
    EXPECT_TRUE(own("de").contains("<html lang=\"ar\" dir=\"rtl\">"));
    EXPECT_TRUE(own("de").contains("غيّر كلمة المرور"));
    EXPECT_TRUE(own("de").contains("الجلسات")) << "the tabs too";
}

TEST_F(SpokenLanguages, what_is_wrong_with_a_form_is_said_in_its_language) {
    browser.cookies()["lang"] = "de";
    browser.open("/auth/sign_in");
    auto const answer =
        body_of(browser.send("/auth/sign_in", {{"login", "nobody"}, {"password", "wrong"}}));
    EXPECT_TRUE(answer.contains("<title>Fehler: Anmelden · "));
    EXPECT_TRUE(answer.contains("Bitte prüfen:"));
    EXPECT_TRUE(answer.contains("gehören nicht zusammen"));
}

TEST_F(SpokenLanguages, errors_are_translated_or_said_by_their_kind) {
    EXPECT_TRUE(page("/nowhere", "ar").contains("لا يوجد شيء هنا"));
    EXPECT_TRUE(page("/nowhere", "").contains("There is nothing here"));
}

TEST_F(SpokenLanguages, mails_are_in_the_language_in_which_somebody_joined) {
    server.write(
        [&](db::Tx& tx) { return social::set_instance_text(tx, "registrations", "open"); });
    browser.cookies()["lang"] = "ar";
    browser.open("/auth/sign_up");
    auto const sent = browser.send("/auth/sign_up", {{"username", "noor"},
                                                     {"email", "noor@example.org"},
                                                     {"password", std::string(password)},
                                                     {"agreement", "1"}});
    EXPECT_TRUE(body_of(sent).contains("تفقّد بريدك"));
    server.drain();
    auto const mails = server.outside().mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_TRUE(mails[0].subject.contains("أكّد بريدك الإلكتروني"));
    EXPECT_TRUE(mails[0].html.contains("<html lang=\"ar\" dir=\"rtl\">"));
    EXPECT_TRUE(mails[0].html.contains("إذا لم يعمل الزر"));
    EXPECT_TRUE(mails[0].text.contains("@noor"));
}

TEST_F(SpokenLanguages, every_kind_of_mail_is_written_in_each_of_them) {
    for (auto const* locale : social::all_locales()) {
        auto const language = std::string(locale->language());
        auto const who = speaker("speaker_" + language, language);
        for (auto const kind :
             {approved_mail, reset_mail, email_changed_mail, password_changed_mail}) {
            auto const& kinds = server.server().part<social::MailKinds>().all;
            auto const text =
                kinds.find(kind)->second.compose(server.server(), *who.user, who.email);
            ASSERT_TRUE(text && *text) << language << " " << kind;
            EXPECT_EQ((*text)->language, language);
            EXPECT_FALSE((*text)->action.empty());
            for (auto const& paragraph : (*text)->paragraphs) EXPECT_FALSE(paragraph.empty());
        }
    }
}

}  // namespace
}  // namespace skein::sign_in
