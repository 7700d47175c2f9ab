#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/url.h"
#include "features/oauth/feature.h"
#include "features/oauth/scope_words.h"
#include "features/sign_in/feature.h"
#include "platform/crypto/digest.h"
#include "testing/browser.h"

namespace skein::oauth {
namespace {

using testing::body_of;
using testing::Browser;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";
constexpr std::string_view back = "https://app.example/back";
constexpr std::string_view oob = "urn:ietf:wg:oauth:2.0:oob";
std::string const verifier(64, 'v');

struct OAuthTest : ::testing::Test {
    TestServer server{{.features = {{"sign_in", sign_in::install}, {"oauth", oauth::install}}}};
    Browser browser{server};
    testing::Person ann = server.make_account("ann", {.password = std::string(password)});

    struct App {
        std::string id, secret;
    };
    App make_app(std::string_view scopes = "read write follow push",
                 std::string_view uris = "https://app.example/back urn:ietf:wg:oauth:2.0:oob") {
        auto const answer =
            server.post("/api/v1/apps",
                        fmt::format(R"({{"client_name":"Goose","redirect_uris":"{}","scopes":"{}",
                                           "website":"https://app.example"}})",
                                    uris, scopes));
        EXPECT_EQ(answer.status, 200) << body_of(answer);
        auto const app = testing::json_of(answer);
        return {std::string(app.root().get_text("client_id")),
                std::string(app.root().get_text("client_secret"))};
    }
    using Params = std::map<std::string, std::string>;
    Params params_for(App const& app, Params more = {}) {
        Params params{{"response_type", "code"},
                      {"client_id", app.id},
                      {"redirect_uri", std::string(back)},
                      {"scope", "read write"},
                      {"state", "s&t=a te"}};
        for (auto& [name, value] : more) params[name] = value;
        return params;
    }
    static std::string address(Params const& params) {
        std::string path = "/oauth/authorize";
        for (auto const& [name, value] : params)
            path += (path.contains('?') ? "&" : "?") + name + "=" + percent_encode(value);
        return path;
    }
    http::Response show(Params const& params) { return browser.open(address(params)); }
    /// Opens the page and says yes.
    http::Response allow(Params const& params) {
        show(params);
        return browser.send("/oauth/authorize", {params.begin(), params.end()});
    }
    static std::string param_of(std::string_view location, std::string_view name) {
        auto const mark = std::string(name) + "=";
        auto const begin = location.find(mark);
        if (begin == std::string_view::npos) return {};
        auto const rest = location.substr(begin + mark.size());
        return percent_decode(rest.substr(0, rest.find('&'))).value_or("");
    }
    std::string code_for(App const& app, Params more = {}) {
        auto const answer = allow(params_for(app, std::move(more)));
        EXPECT_EQ(answer.status, 303);
        return param_of(answer.headers.get("Location"), "code");
    }
    http::Response fetch(App const& app, std::string code, Params more = {}) {
        Params params{{"grant_type", "authorization_code"},
                      {"client_id", app.id},
                      {"client_secret", app.secret},
                      {"redirect_uri", std::string(back)},
                      {"code", std::move(code)}};
        for (auto& [name, value] : more) params[name] = value;
        std::string body;
        for (auto const& [name, value] : params)
            body += (body.empty() ? "" : "&") + name + "=" + percent_encode(value);
        return server.post("/oauth/token", body);
    }
    static std::string error_of(http::Response const& answer) {
        auto const document = testing::json_of(answer);
        EXPECT_FALSE(document.root().get_text("error_description").empty());
        return std::string(document.root().get_text("error"));
    }
    static std::string token_of(http::Response const& answer) {
        EXPECT_EQ(answer.status, 200) << body_of(answer);
        return std::string(testing::json_of(answer).root().get_text("access_token"));
    }
    int status_with(std::string const& token) {
        return server.get("/api/v1/apps/verify_credentials", token).status;
    }
};

TEST_F(OAuthTest, an_app_registers_with_a_list_or_lines_and_is_shown_whole) {
    auto const answer =
        server.post("/api/v1/apps",
                    R"({"client_name":"Goose","redirect_uris":["myapp://x","https://a.example/"],
                           "scopes":"read push"})");
    EXPECT_EQ(answer.status, 200);
    auto const app = testing::json_of(answer);
    EXPECT_EQ(app.root().find("redirect_uris")->dump(), R"(["myapp://x","https://a.example/"])");
    EXPECT_EQ(app.root().get_text("redirect_uri"), "myapp://x\nhttps://a.example/");
    EXPECT_EQ(app.root().find("scopes")->dump(), R"(["read","push"])");
    EXPECT_TRUE(app.root().find("website")->is_null());
    EXPECT_EQ(app.root().find("client_secret_expires_at")->integer(), 0);
    auto const form = server.post(
        "/api/v1/apps", "client_name=Goose&redirect_uris=myapp%3A%2F%2Fx%0Amyapp%3A%2F%2Fy");
    EXPECT_EQ(testing::json_of(form).root().find("redirect_uris")->dump(),
              R"(["myapp://x","myapp://y"])");
    EXPECT_EQ(testing::json_of(form).root().find("scopes")->dump(), R"(["read"])");
}

TEST_F(OAuthTest, an_app_that_makes_no_sense_is_refused_in_mastodons_words) {
    for (auto const& [body, words] :
         {std::pair{R"({"redirect_uris":"myapp://x"})", "Validation failed: Name can't be blank"},
          std::pair{R"({"client_name":"x"})",
                    "Validation failed: Redirect URI must be an absolute URI."},
          std::pair{R"({"client_name":"x","redirect_uris":"/back"})",
                    "Validation failed: Redirect URI must be an absolute URI."},
          std::pair{R"j({"client_name":"x","redirect_uris":"javascript:alert(1)"})j",
                    "Validation failed: Redirect URI is forbidden by the server."},
          std::pair{R"({"client_name":"x","redirect_uris":"myapp://x","scopes":"everything"})",
                    "Validation failed: Scopes doesn't match configured on the server."}}) {
        auto const answer = server.post("/api/v1/apps", body);
        EXPECT_EQ(answer.status, 422) << body;
        EXPECT_EQ(testing::json_of(answer).root().get_text("error"), words);
    }
}

TEST_F(OAuthTest, a_person_lets_an_app_in_and_the_code_gives_a_token) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const page = show(params_for(app));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(body_of(page).contains("Goose"));
    EXPECT_TRUE(body_of(page).contains("@ann"));
    EXPECT_TRUE(body_of(page).contains("app.example"));
    EXPECT_TRUE(page.headers.get("Content-Security-Policy")
                    .contains("form-action 'self' https://app.example;"));
    auto const answer = allow(params_for(app));
    auto const location = std::string(answer.headers.get("Location"));
    EXPECT_TRUE(location.starts_with("https://app.example/back?code=")) << location;
    EXPECT_EQ(param_of(location, "state"), "s&t=a te");
    auto const fetched = fetch(app, param_of(location, "code"));
    auto const token = testing::json_of(fetched);
    EXPECT_EQ(token.root().get_text("token_type"), "Bearer");
    EXPECT_EQ(token.root().get_text("scope"), "read write");
    EXPECT_TRUE(token.root().find("created_at")->integer());
    EXPECT_EQ(fetched.headers.get("Cache-Control"), "no-store");
    EXPECT_EQ(status_with(std::string(token.root().get_text("access_token"))), 200);
}

TEST_F(OAuthTest, strangers_sign_in_first_and_come_back_to_the_same_request) {
    auto const app = make_app();
    auto const answer = show(params_for(app));
    EXPECT_EQ(answer.status, 303);
    auto const location = std::string(answer.headers.get("Location"));
    ASSERT_TRUE(location.starts_with("/auth/sign_in?next="));
    browser.open(location);
    auto const entered = browser.send("/auth/sign_in", {{"login", "ann"},
                                                        {"password", std::string(password)},
                                                        {"next", param_of(location, "next")}});
    auto const page = body_of(browser.open(entered.headers.get("Location")));
    EXPECT_EQ(testing::hidden_field(page, "state"), "s&t=a te");
    EXPECT_EQ(testing::hidden_field(page, "client_id"), app.id);
    // Asked for a fresh sign-in, those who are in are sent there too, once.
    auto const forced = show(params_for(app, {{"force_login", "true"}}));
    EXPECT_EQ(forced.status, 303);
    EXPECT_FALSE(forced.headers.get("Location").contains("force_login"));
}

TEST_F(OAuthTest, out_of_band_the_code_is_shown) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const answer = allow(params_for(app, {{"redirect_uri", std::string(oob)}}));
    EXPECT_EQ(answer.status, 200);
    auto const page = body_of(answer);
    auto const begin = page.find("<code>") + 6;
    auto const code = page.substr(begin, page.find("</code>") - begin);
    EXPECT_FALSE(token_of(fetch(app, code, {{"redirect_uri", std::string(oob)}})).empty());
}

TEST_F(OAuthTest, saying_no_tells_the_app) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto params = params_for(app);
    show(params);
    params["deny"] = "1";
    auto const answer = browser.send("/oauth/authorize", {params.begin(), params.end()});
    EXPECT_EQ(param_of(answer.headers.get("Location"), "error"), "access_denied");
    EXPECT_EQ(param_of(answer.headers.get("Location"), "state"), "s&t=a te");
}

TEST_F(OAuthTest, nothing_is_sent_to_an_address_that_is_not_the_apps) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    for (std::string const uri : {"https://evil.example/back", "https://app.example/back/",
                                  "https://app.example/back?x=1", "https://app.example/BACK", ""}) {
        auto const answer = show(params_for(app, {{"redirect_uri", uri}}));
        EXPECT_EQ(answer.status, 400) << uri;
        EXPECT_TRUE(answer.headers.get("Location").empty()) << uri;
        EXPECT_EQ(allow(params_for(app, {{"redirect_uri", uri}})).status, 400) << uri;
    }
    EXPECT_EQ(show(params_for({"unknown", ""})).status, 400);
}

TEST_F(OAuthTest, a_wrong_request_is_told_to_the_app) {
    auto const app = make_app("read");
    browser.sign_in("ann", password);
    std::string const challenge(43, 'a');
    for (auto const& [more, error] :
         {std::pair{Params{{"scope", "read"}, {"response_type", "token"}},
                    "unsupported_response_type"},
          std::pair{Params{{"scope", "read write"}}, "invalid_scope"},
          std::pair{Params{{"scope", "admin:read"}}, "invalid_scope"},
          std::pair{Params{{"scope", "everything"}}, "invalid_scope"},
          std::pair{Params{{"scope", "read"},
                           {"code_challenge", challenge},
                           {"code_challenge_method", "plain"}},
                    "invalid_request"},
          std::pair{Params{{"scope", "read"}, {"code_challenge", challenge}}, "invalid_request"},
          std::pair{Params{{"scope", "read"},
                           {"code_challenge", "short"},
                           {"code_challenge_method", "S256"}},
                    "invalid_request"}}) {
        auto const answer = show(params_for(app, more));
        EXPECT_EQ(answer.status, 303);
        EXPECT_EQ(param_of(answer.headers.get("Location"), "error"), error);
        auto const sent = allow(params_for(app, more));
        EXPECT_TRUE(param_of(sent.headers.get("Location"), "code").empty());
    }
}

TEST_F(OAuthTest, a_link_alone_leads_nobody_to_an_apps_address) {
    auto const app = make_app("read");
    auto const answer = show(params_for(app, {{"scope", "everything"}}));
    EXPECT_TRUE(answer.headers.get("Location").starts_with("/auth/sign_in?next="));
}

TEST_F(OAuthTest, consent_cannot_be_given_by_another_page) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const params = params_for(app);
    show(params);
    browser.origin = "https://evil.example";
    EXPECT_EQ(browser.send("/oauth/authorize", {params.begin(), params.end()}).status, 403);
    browser.origin = "https://skein.example";
    browser.forget_csrf();
    EXPECT_EQ(browser.send("/oauth/authorize", {params.begin(), params.end()}).status, 403);
}

TEST_F(OAuthTest, a_code_works_once_and_showing_it_again_ends_its_token) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const code = code_for(app);
    auto const token = token_of(fetch(app, code));
    EXPECT_EQ(status_with(token), 200);
    auto const again = fetch(app, code);
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(error_of(again), "invalid_grant");
    EXPECT_EQ(status_with(token), 401);
}

TEST_F(OAuthTest, a_code_dies_soon) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const code = code_for(app);
    server.clock().advance(std::chrono::minutes(3));
    EXPECT_EQ(error_of(fetch(app, code)), "invalid_grant");
}

TEST_F(OAuthTest, a_code_is_for_one_app_one_address_and_one_verifier) {
    auto const app = make_app();
    auto const other = make_app();
    browser.sign_in("ann", password);
    Params const pkce{{"code_challenge", to_base64url(crypto::sha256(verifier))},
                      {"code_challenge_method", "S256"}};
    auto const code = code_for(app, pkce);
    EXPECT_EQ(error_of(fetch(other, code, {{"code_verifier", verifier}})), "invalid_grant");
    EXPECT_EQ(error_of(fetch(app, code,
                             {{"code_verifier", verifier}, {"redirect_uri", std::string(oob)}})),
              "invalid_grant");
    EXPECT_EQ(error_of(fetch(app, code)), "invalid_grant");
    EXPECT_EQ(error_of(fetch(app, code, {{"code_verifier", std::string(64, 'w')}})),
              "invalid_grant");
    EXPECT_EQ(error_of(fetch(app, "guess", {{"code_verifier", verifier}})), "invalid_grant");
    EXPECT_FALSE(token_of(fetch(app, code, {{"code_verifier", verifier}})).empty());
}

TEST_F(OAuthTest, a_verifier_for_a_code_without_a_challenge_is_refused) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    EXPECT_EQ(error_of(fetch(app, code_for(app), {{"code_verifier", verifier}})), "invalid_grant");
}

TEST_F(OAuthTest, an_app_proves_itself_in_the_body_or_by_basic) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const code = code_for(app);
    auto const wrong = fetch({app.id, "wrong"}, code);
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(error_of(wrong), "invalid_client");
    EXPECT_EQ(error_of(fetch({"unknown", app.secret}, code)), "invalid_client");
    auto const basic = server.request(
        http::Method::post, "/oauth/token",
        {.body =
             fmt::format(R"({{"grant_type":"authorization_code","redirect_uri":"{}","code":"{}"}})",
                         back, code),
         .headers = {{"Authorization", "Basic " + to_base64(app.id + ":" + app.secret)}}});
    EXPECT_FALSE(token_of(basic).empty());
}

TEST_F(OAuthTest, an_app_gets_a_token_of_its_own_within_its_scopes) {
    auto const app = make_app("read");
    auto const own = [&](Params more) {
        more["grant_type"] = "client_credentials";
        return fetch(app, "", more);
    };
    auto const token = token_of(own({}));
    auto const shown = testing::json_of(server.get("/api/v1/apps/verify_credentials", token));
    EXPECT_EQ(shown.root().get_text("name"), "Goose");
    EXPECT_FALSE(shown.root().find("client_secret"));
    EXPECT_EQ(server.get("/oauth/userinfo", token).status, 422);
    EXPECT_EQ(error_of(own({{"scope", "write"}})), "invalid_scope");
    EXPECT_EQ(error_of(own({{"scope", "everything"}})), "invalid_scope");
}

TEST_F(OAuthTest, other_grants_are_not_offered) {
    auto const app = make_app();
    for (auto const* grant : {"password", "refresh_token", "implicit"}) {
        auto const answer = fetch(
            app, "",
            {{"grant_type", grant}, {"username", "ann"}, {"password", std::string(password)}});
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(error_of(answer), "unsupported_grant_type");
    }
    EXPECT_EQ(error_of(fetch(app, "", {{"grant_type", ""}})), "invalid_request");
}

TEST_F(OAuthTest, an_app_revokes_its_own_tokens_only) {
    auto const app = make_app();
    auto const other = make_app();
    browser.sign_in("ann", password);
    auto const token = token_of(fetch(app, code_for(app)));
    auto const revoke = [&](App const& by, std::string const& which) {
        return server.post("/oauth/revoke", fmt::format("client_id={}&client_secret={}&token={}",
                                                        by.id, by.secret, which));
    };
    auto const foreign = revoke(other, token);
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(error_of(foreign), "unauthorized_client");
    EXPECT_EQ(revoke({app.id, "wrong"}, token).status, 403);
    EXPECT_EQ(status_with(token), 200);
    EXPECT_EQ(body_of(revoke(app, token)), "{}");
    EXPECT_EQ(status_with(token), 401);
    EXPECT_EQ(revoke(app, token).status, 200) << "it is not idempotent";
}

TEST_F(OAuthTest, a_person_sees_the_apps_that_are_in_and_takes_it_back) {
    auto const app = make_app();
    browser.sign_in("ann", password);
    auto const token = token_of(fetch(app, code_for(app)));
    auto const page = body_of(browser.open("/settings/apps"));
    EXPECT_TRUE(page.contains("Goose"));
    auto const begin = page.find("/settings/apps/");
    auto const path = page.substr(begin, page.find('"', begin) - begin);
    Browser bob(server);
    server.make_account("bob", {.password = std::string(password)});
    bob.sign_in("bob", password);
    bob.send(path, {});
    EXPECT_EQ(status_with(token), 200) << "somebody else took it back";
    EXPECT_EQ(browser.send(path, {}).status, 303);
    EXPECT_EQ(status_with(token), 401);
    EXPECT_TRUE(body_of(browser.open("/settings/apps")).contains("have not let any app"));
}

TEST_F(OAuthTest, userinfo_says_who_it_is) {
    auto const info = testing::json_of(server.get("/oauth/userinfo", server.token(ann, "profile")));
    EXPECT_EQ(info.root().get_text("iss"), "https://skein.example/");
    EXPECT_EQ(info.root().get_text("preferred_username"), "ann");
    EXPECT_EQ(info.root().get_text("name"), "ann");
    EXPECT_EQ(info.root().get_text("profile"), "https://skein.example/@ann");
    EXPECT_TRUE(info.root().get_text("picture").ends_with("/assets/avatar-missing.png"));
    EXPECT_TRUE(Url::parse(info.root().get_text("sub")));
    EXPECT_EQ(server.get("/oauth/userinfo", server.token(ann, "write")).status, 403);
    EXPECT_EQ(server.get("/oauth/userinfo").status, 401);
}

TEST_F(OAuthTest, the_metadata_names_what_is_there) {
    auto const answer = server.get("/.well-known/oauth-authorization-server");
    auto const document = testing::json_of(answer);
    EXPECT_EQ(document.root().get_text("token_endpoint"), "https://skein.example/oauth/token");
    EXPECT_EQ(document.root().find("code_challenge_methods_supported")->dump(), R"(["S256"])");
    EXPECT_EQ(document.root().find("scopes_supported")->elements().size(), Scopes::all().size());
    EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "*");
}

TEST(ScopeWords, every_scope_has_words_and_a_wider_one_says_it_all) {
    for (auto const scope : Scopes::all())
        EXPECT_EQ(in_words(*Scopes::parse(scope)).size(), 1u) << scope;
    EXPECT_EQ(in_words(*Scopes::parse("read read:statuses write:media")).size(), 2u);
    EXPECT_EQ(in_words(*Scopes::parse("read write follow push")).size(), 4u);
}

}  // namespace
}  // namespace skein::oauth
