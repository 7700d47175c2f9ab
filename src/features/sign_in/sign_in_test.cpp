#include <gtest/gtest.h>

#include "features/sign_in/feature.h"
#include "social/access.h"
#include "testing/browser.h"

namespace skein::sign_in {
namespace {

using testing::body_of;
using testing::Browser;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";

struct SignInTest : ::testing::Test {
    TestServer server{{.features = {{"sign_in", sign_in::install}}}};
    Browser browser{server};

    testing::Person person(std::string name, testing::AccountOptions options = {}) {
        options.password = password;
        return server.make_account(std::move(name), options);
    }
    http::Response try_with(std::string login, std::string secret) {
        browser.open("/auth/sign_in");
        return browser.send("/auth/sign_in",
                            {{"login", std::move(login)}, {"password", std::move(secret)}});
    }
};

TEST_F(SignInTest, a_username_or_an_address_and_the_password_open_a_session) {
    auto const ann = person("ann");
    for (auto const& login : {std::string("ann"), std::string("@Ann"), ann.email}) {
        browser.cookies().clear();
        auto const answer = try_with(login, std::string(password));
        EXPECT_EQ(answer.status, 303) << login;
        EXPECT_TRUE(browser.signed_in()) << login;
    }
    EXPECT_TRUE(body_of(browser.open("/")).contains("Welcome, ann"));
}

TEST_F(SignInTest, the_session_cookie_is_bound_to_the_host_and_hidden_from_scripts) {
    person("ann");
    auto const answer = try_with("ann", std::string(password));
    auto const cookie = answer.headers.get("Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("__Host-skein_session="));
    for (std::string_view const part : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"})
        EXPECT_TRUE(cookie.contains(part)) << part;
}

TEST_F(SignInTest, a_wrong_password_and_an_unknown_name_get_the_same_answer) {
    person("ann");
    auto const wrong = try_with("nobody", "not the password at all");
    auto const unknown_page = body_of(wrong);
    auto const known_page = body_of(try_with("ann", "not the password at all"));
    EXPECT_EQ(wrong.status, 422);
    auto without_name = known_page;
    without_name.replace(without_name.find("value=\"ann\""), 11, "value=\"nobody\"");
    EXPECT_EQ(without_name, unknown_page);
    EXPECT_FALSE(browser.signed_in());
}

TEST_F(SignInTest, how_an_account_stands_is_told_to_those_only_who_know_the_password) {
    person("waiting", {.approved = false});
    person("unproven", {.confirmed = false});
    for (std::string const name : {"waiting", "unproven"}) {
        EXPECT_EQ(try_with(name, "not the password at all").status, 422);
        EXPECT_EQ(try_with(name, std::string(password)).status, 403);
        EXPECT_FALSE(browser.signed_in());
    }
    EXPECT_TRUE(body_of(try_with("waiting", std::string(password))).contains("waits for approval"));
    EXPECT_TRUE(body_of(try_with("unproven", std::string(password)))
                    .contains("Confirm your e-mail address first"));
}

TEST_F(SignInTest, a_disabled_account_stays_out_and_its_open_sessions_end) {
    auto const ann = person("ann");
    browser.sign_in("ann", password);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, social::load_user(tx, ann.user->id));
        user.disabled_at = tx.now();
        return social::update_user(tx, user);
    });
    EXPECT_EQ(browser.open("/settings/sessions").status, 403);
    EXPECT_EQ(try_with("ann", std::string(password)).status, 403);
}

TEST_F(SignInTest, a_form_without_its_token_is_refused) {
    person("ann");
    browser.open("/auth/sign_in");
    browser.forget_csrf();
    auto const answer =
        browser.send("/auth/sign_in", {{"login", "ann"}, {"password", std::string(password)}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_FALSE(browser.signed_in());
}

TEST_F(SignInTest, a_form_from_another_origin_is_refused) {
    person("ann");
    browser.open("/auth/sign_in");
    browser.origin = "https://evil.example";
    auto const answer =
        browser.send("/auth/sign_in", {{"login", "ann"}, {"password", std::string(password)}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_FALSE(browser.signed_in());
}

TEST_F(SignInTest, a_token_of_another_browser_is_refused) {
    person("ann");
    Browser thief(server);
    thief.open("/auth/sign_in");
    browser.open("/auth/sign_in");
    auto const answer = server.request(
        http::Method::post, "/auth/sign_in",
        {.body = "login=ann&password=x&csrf=" + thief.csrf(),
         .headers = {{"Origin", "https://skein.example"},
                     {"Cookie", "__Host-skein_form=" + browser.cookies()["__Host-skein_form"]}}});
    EXPECT_EQ(answer.status, 403);
}

TEST_F(SignInTest, a_session_begins_with_a_fresh_secret_every_time) {
    person("ann");
    browser.cookies()["__Host-skein_session"] = "planted-by-somebody";
    browser.open("/auth/sign_in");
    browser.send("/auth/sign_in", {{"login", "ann"}, {"password", std::string(password)}});
    auto const first = browser.cookies()["__Host-skein_session"];
    EXPECT_NE(first, "planted-by-somebody");
    browser.sign_in("ann", password);
    EXPECT_NE(browser.cookies()["__Host-skein_session"], first);
    Browser old(server);
    old.cookies()["__Host-skein_session"] = first;
    EXPECT_EQ(old.open("/settings/sessions").status, 303) << "the replaced session still works";
}

TEST_F(SignInTest, many_tries_with_one_name_are_slowed_whether_or_not_it_exists) {
    person("ann");
    browser.client_address = "203.0.113.7";
    for (std::string const name : {"ann", "nobody"}) {
        for (int i = 0; i < 10; ++i) EXPECT_EQ(try_with(name, "wrong").status, 422);
        EXPECT_EQ(try_with(name, "wrong").status, 429);
    }
    // Somebody else's tries lock nobody out.
    browser.client_address = "198.51.100.9";
    EXPECT_EQ(try_with("ann", std::string(password)).status, 303);
}

TEST_F(SignInTest, where_to_go_afterwards_is_a_path_of_ours) {
    person("ann");
    for (std::string const next : {"https://evil.example/", "//evil.example", "/\\evil.example",
                                   "/\t/evil.example", "javascript:alert(1)", "evil", ""}) {
        browser.cookies().clear();
        browser.open("/auth/sign_in");
        auto const answer =
            browser.send("/auth/sign_in",
                         {{"login", "ann"}, {"password", std::string(password)}, {"next", next}});
        EXPECT_EQ(answer.headers.get("Location"), "/") << next;
    }
    browser.cookies().clear();
    browser.open("/auth/sign_in");
    auto const answer = browser.send("/auth/sign_in", {{"login", "ann"},
                                                       {"password", std::string(password)},
                                                       {"next", "/settings/sessions?x=1"}});
    EXPECT_EQ(answer.headers.get("Location"), "/settings/sessions?x=1");
}

TEST_F(SignInTest, a_page_for_members_leads_strangers_to_sign_in_and_back) {
    auto const answer = browser.open("/settings/sessions");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.headers.get("Location"), "/auth/sign_in?next=%2Fsettings%2Fsessions");
    EXPECT_EQ(testing::hidden_field(body_of(browser.open(answer.headers.get("Location"))), "next"),
              "/settings/sessions");
}

TEST_F(SignInTest, signing_out_ends_the_session) {
    person("ann");
    browser.sign_in("ann", password);
    auto const secret = browser.cookies()["__Host-skein_session"];
    EXPECT_EQ(browser.send("/auth/sign_out", {}).status, 303);
    EXPECT_FALSE(browser.signed_in());
    browser.cookies()["__Host-skein_session"] = secret;
    EXPECT_EQ(browser.open("/settings/sessions").status, 303);
}

TEST_F(SignInTest, sessions_are_listed_and_ended_each_by_its_owner_only) {
    auto const ann = person("ann");
    person("bob");
    auto const other = server.session(ann);
    browser.sign_in("ann", password);
    auto const page = body_of(browser.open("/settings/sessions"));
    EXPECT_TRUE(page.contains("Firefox on Linux"));
    auto const begin = page.find("/settings/sessions/");
    auto const path = page.substr(begin, page.find('"', begin) - begin);
    ASSERT_TRUE(path.ends_with("/end"));

    Browser bob(server);
    bob.sign_in("bob", password);
    bob.send(path, {});
    auto const alive = [&] {
        Browser session(server);
        session.cookies()["__Host-skein_session"] = other;
        return session.open("/settings/sessions").status == 200;
    };
    EXPECT_TRUE(alive()) << "somebody else ended it";
    browser.send(path, {});
    EXPECT_FALSE(alive());
    EXPECT_EQ(browser.open("/settings/sessions").status, 200);
    EXPECT_EQ(browser.send("/settings/sessions/end_all", {}).status, 303);
    EXPECT_EQ(browser.open("/settings/sessions").status, 303);
}

TEST_F(SignInTest, pages_carry_the_headers_that_harden_them) {
    auto const answer = browser.open("/auth/sign_in");
    EXPECT_EQ(answer.headers.get("Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action "
              "'self'; "
              "frame-ancestors 'none'; base-uri 'none'");
    EXPECT_EQ(answer.headers.get("Referrer-Policy"), "same-origin");
    EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.headers.get("X-Frame-Options"), "DENY");
    // An app that signs people in within a window of its own must still hear of that window.
    EXPECT_EQ(answer.headers.get("Cross-Origin-Opener-Policy"), "");
    EXPECT_EQ(answer.headers.get("Strict-Transport-Security"), "max-age=31536000");
    EXPECT_EQ(answer.headers.get("Cache-Control"), "private, no-store");
    EXPECT_FALSE(answer.headers.get("Permissions-Policy").empty());
    auto const page = body_of(answer);
    EXPECT_FALSE(page.contains("<script"));
    EXPECT_FALSE(page.contains("style=\""));
}

TEST_F(SignInTest, an_error_looks_like_the_product_and_an_unknown_path_says_so) {
    auto const answer = browser.open("/nowhere");
    EXPECT_EQ(answer.status, 404);
    EXPECT_TRUE(body_of(answer).contains("There is nothing here"));
    EXPECT_FALSE(answer.headers.get("Content-Security-Policy").empty());
    EXPECT_TRUE(body_of(server.get("/api/v1/nowhere")).starts_with("{\"error\""));
}

TEST_F(SignInTest, what_people_typed_is_never_markup) {
    auto const page = body_of(try_with("\"><script>alert(1)</script>", "wrong"));
    EXPECT_FALSE(page.contains("<script>"));
    EXPECT_TRUE(page.contains("&lt;script&gt;"));
}

TEST_F(SignInTest, the_well_known_addresses_answer) {
    EXPECT_EQ(server.get("/.well-known/change-password").headers.get("Location"),
              "/settings/password");
    auto const text = body_of(server.get("/.well-known/security.txt"));
    EXPECT_TRUE(text.contains("Contact: https://skein.example/\n"));
    EXPECT_TRUE(text.contains("\nExpires: "));
}

TEST_F(SignInTest, assets_are_kept_for_ever_only_under_the_address_of_their_content) {
    auto const page = body_of(browser.open("/"));
    auto const begin = page.find("/assets/skein.css?v=");
    ASSERT_NE(begin, std::string::npos);
    auto const path = page.substr(begin, page.find('"', begin) - begin);
    auto const versioned = server.get(path);
    EXPECT_EQ(versioned.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(versioned.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(versioned.headers.get("Vary"), "Accept-Encoding");
    EXPECT_EQ(server.get("/assets/skein.css").headers.get("Cache-Control"), "public, max-age=3600");
    auto const small =
        server.request(http::Method::get, path, {.headers = {{"Accept-Encoding", "gzip, br"}}});
    EXPECT_EQ(small.headers.get("Content-Encoding"), "br");
    EXPECT_LT(body_of(small).size(), body_of(versioned).size());
    EXPECT_EQ(server.get("/assets/../skein.css").status, 404);
}

}  // namespace
}  // namespace skein::sign_in
