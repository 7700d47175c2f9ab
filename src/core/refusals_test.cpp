// In which order a request is refused, and how: limits, credentials, scope, standing, parameters,
// the form's token; the handler last.
#include <gtest/gtest.h>

#include <future>

#include "core/bare_server.h"
#include "core/forms.h"

namespace skein {
namespace {

struct Deeds {
    std::atomic<int> done = 0;
};

Result<Reply> act(Call& call) {
    ++call.server().part<Deeds>().done;
    return empty_reply();
}
Result<Reply> stumble(Call&) { throw std::runtime_error("a secret of ours"); }
Result<Reply> draw_form(Call& call) {
    auto const token = form_token(call);
    auto reply = http::html_response(200, token.value);
    if (!token.set_cookie.empty()) reply.headers.add("Set-Cookie", token.set_cookie);
    return reply;
}

Principal person(std::string_view scopes) {
    Principal who;
    who.account = AccountId{1};
    who.user = UserId{1};
    who.token = TokenId{1};
    who.scopes = Scopes::parse(scopes).value();
    who.confirmed = who.approved = true;
    return who;
}

Result<Principal> by_token(std::string_view token) {
    if (token == "reader") return person("read");
    auto who = person("write");
    if (token == "writer") return who;
    if (token == "other") {
        who.account = AccountId{2};
        return who;
    }
    if (token == "unconfirmed") {
        who.confirmed = false;
        return who;
    }
    if (token == "unapproved") {
        who.approved = false;
        return who;
    }
    if (token == "disabled") {
        who.disabled = true;
        return who;
    }
    if (token == "app") {
        who.user = {};
        who.account = {};
        who.app = AppId{1};
        return who;
    }
    return fail(Errc::unauthenticated, "");
}

Result<Principal> by_session(std::string_view session) {
    if (session != "open") return fail(Errc::unauthenticated, "");
    auto who = person("");
    who.token = {};
    who.session = SessionId{1};
    return who;
}

void install(Server& server) {
    server.part<Authenticator>() = {by_token, by_session};
    server.limit("tight", {"tight", 2, std::chrono::minutes(30)});
    server.limit("tight_here", {"tight_here", 2, std::chrono::minutes(30), true});
    server.get("/api/open", act, {.who = Who::anyone});
    server.get("/api/unasked", act, {.who = Who::unasked, .surface = Surface::open});
    server.get("/api/app", act, {.who = Who::app});
    server.get("/api/pending", act, {.who = Who::pending});
    server.post("/api/write", act, {.scope = "write:statuses"});
    server.post("/api/tight", act, {.scope = "write:statuses", .limit = "tight"});
    server.post("/api/here", act, {.scope = "write:statuses", .limit = "tight_here"});
    server.post("/api/upload", act, {.scope = "write:media", .body_bytes_max = 9, .to_disk = true});
    server.get("/api/stumble", stumble, {.who = Who::anyone});
    Route page{.who = Who::anyone, .surface = Surface::page, .produces = "text/html"};
    server.get("/form", draw_form, page);
    server.post("/form", act, page);
    page.who = Who::session;
    server.get("/member", act, page);
    server.post("/member", act, page);
}

struct Refusals : ::testing::Test {
    using Fields = std::vector<std::pair<std::string, std::string>>;

    Refusals() { bare.open({{"refusals", install}}); }

    http::Response ask(http::Method method, std::string path, Fields const& headers = {},
                       std::string body = {}) {
        http::Request request;
        request.method = method;
        request.path = request.target = std::move(path);
        for (auto const& [name, value] : headers) request.headers.add(name, value);
        request.body = std::move(body);
        request.client_address = address;
        request.loopback = address.empty();
        std::promise<http::Response> answered;
        bare.server->handle(std::move(request), [&](http::Response response) {
            answered.set_value(std::move(response));
        });
        return answered.get_future().get();
    }
    http::Response get(std::string path, Fields const& headers = {}) {
        return ask(http::Method::get, std::move(path), headers);
    }
    http::Response write(std::string path, std::string token, std::string body = {}) {
        Fields headers{{"Content-Type", "application/json"}};
        if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
        return ask(http::Method::post, std::move(path), headers, std::move(body));
    }
    http::Response send_form(std::string const& csrf, Fields headers, std::string path = "/form") {
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return ask(http::Method::post, std::move(path), headers, "csrf=" + csrf);
    }
    static std::string text(http::Response const& response) {
        auto const* body = std::get_if<std::string>(&response.body);
        return body ? *body : std::string();
    }
    int done() { return bare.server->part<Deeds>().done; }

    std::string address;  ///< "" is the machine itself.
    testing::BareServer bare;
};

Refusals::Fields bearer(std::string const& token) { return {{"Authorization", "Bearer " + token}}; }

TEST_F(Refusals, a_limit_is_met_before_a_token_is_looked_at) {
    address = "192.0.2.1";
    for (int i = 0; i < 300; ++i) ASSERT_EQ(get("/api/app", bearer("guess")).status, 401) << i;
    auto const refused = get("/api/app", bearer("guess"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(text(refused), R"({"error":"Too many requests"})");
    EXPECT_EQ(refused.headers.get("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(refused.headers.get("Access-Control-Allow-Origin"), "*");
    // Whoever has a token is counted by account, wherever they are.
    EXPECT_EQ(get("/api/open", bearer("writer")).status, 200);
    EXPECT_EQ(get("/api/open").status, 429);
    address = "192.0.2.2";
    EXPECT_EQ(get("/api/open").status, 200);
}

TEST_F(Refusals, a_bad_token_is_refused_also_where_none_is_needed) {
    EXPECT_EQ(get("/api/open").status, 200);
    auto const refused = get("/api/open", bearer("guess"));
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.headers.get("WWW-Authenticate"), "Bearer realm=\"Skein\"");
    EXPECT_EQ(get("/api/unasked", bearer("guess")).status, 200);
}

TEST_F(Refusals, credentials_come_before_the_scope_and_the_scope_before_the_body) {
    EXPECT_EQ(write("/api/write", "", "{broken").status, 401);
    EXPECT_EQ(write("/api/write", "guess", "{broken").status, 401);
    auto const narrow = write("/api/write", "reader", "{broken");
    EXPECT_EQ(narrow.status, 403);
    EXPECT_EQ(text(narrow), R"({"error":"This action is outside the authorized scopes"})");
    EXPECT_EQ(write("/api/write", "writer", "{broken").status, 400);
    EXPECT_EQ(done(), 0);
    EXPECT_EQ(write("/api/write", "writer", "{}").status, 200);
    EXPECT_EQ(done(), 1);
}

TEST_F(Refusals, the_scope_comes_before_the_standing) {
    EXPECT_EQ(write("/api/write", "unconfirmed").status, 403);
    for (auto const& [token, words] :
         Fields{{"unconfirmed", R"({"error":"Your login is missing a confirmed e-mail address"})"},
                {"unapproved", R"({"error":"Your login is currently pending approval"})"},
                {"disabled", R"({"error":"Your login is currently disabled"})"}})
        EXPECT_EQ(text(write("/api/write", token, "{broken")), words);
    EXPECT_EQ(done(), 0);
}

TEST_F(Refusals, who_waits_may_ask_what_is_for_the_waiting_and_who_is_disabled_nothing) {
    EXPECT_EQ(get("/api/pending", bearer("unconfirmed")).status, 200);
    EXPECT_EQ(get("/api/pending", bearer("unapproved")).status, 200);
    EXPECT_EQ(get("/api/pending", bearer("disabled")).status, 403);
    EXPECT_EQ(get("/api/open", bearer("disabled")).status, 403);
}

TEST_F(Refusals, an_app_is_no_person) {
    EXPECT_EQ(get("/api/app", bearer("app")).status, 200);
    auto const refused = write("/api/write", "app", "{broken");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(text(refused), R"({"error":"This method requires an authenticated user"})");
}

TEST_F(Refusals, a_further_limit_is_counted_by_account_or_where_it_says_so_by_address) {
    address = "192.0.2.1";
    auto const first = write("/api/tight", "writer");
    EXPECT_EQ(first.headers.get("X-RateLimit-Limit"), "2");
    EXPECT_EQ(first.headers.get("X-RateLimit-Remaining"), "1");
    EXPECT_EQ(write("/api/tight", "writer").status, 200);
    EXPECT_EQ(write("/api/tight", "writer").status, 429);
    EXPECT_EQ(write("/api/tight", "other").status, 200);
    address = "192.0.2.2";
    EXPECT_EQ(write("/api/tight", "writer").status, 429);
    EXPECT_EQ(write("/api/here", "writer").status, 200);
    EXPECT_EQ(write("/api/here", "other").status, 200);
    EXPECT_EQ(write("/api/here", "reader").status, 429) << "a limit comes before the scope";
    bare.clock->advance(std::chrono::minutes(30));
    EXPECT_EQ(write("/api/here", "other").status, 200);
}

TEST_F(Refusals, nobody_is_counted_on_the_machine_itself) {
    for (int i = 0; i < 310; ++i) ASSERT_EQ(get("/api/open").status, 200);
    EXPECT_FALSE(get("/api/open").headers.find("X-RateLimit-Limit"));
}

TEST_F(Refusals, a_cookie_counts_on_requests_of_our_own_pages_alone) {
    Fields headers{{"Cookie", "skein_session=open"}};
    EXPECT_EQ(get("/api/pending", headers).status, 401);
    headers.emplace_back("Origin", "https://evil.example");
    EXPECT_EQ(get("/api/pending", headers).status, 401);
    headers.back().second = bare.server->public_url();
    EXPECT_EQ(get("/api/pending", headers).status, 200);
    headers.emplace_back("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(get("/api/pending", headers).status, 401);
    headers.back().second = "same-origin";
    EXPECT_EQ(get("/api/pending", headers).status, 200);
    // A bearer token beside it decides.
    headers.emplace_back("Authorization", "Bearer guess");
    EXPECT_EQ(get("/api/pending", headers).status, 401);
}

TEST_F(Refusals, strangers_are_led_from_a_members_page_to_sign_in_and_back) {
    auto const asked = get("/member");
    EXPECT_EQ(asked.status, 303);
    EXPECT_EQ(asked.headers.get("Location"), "/auth/sign_in?next=%2Fmember");
    EXPECT_EQ(send_form("x", {}, "/member").headers.get("Location"), "/auth/sign_in?next=%2F");
    Fields const stale{{"Cookie", "skein_session=ended"}};
    EXPECT_EQ(get("/member", stale).status, 303);
    EXPECT_EQ(get("/member", {{"Cookie", "skein_session=open"}}).status, 200);
    EXPECT_EQ(get("/member", bearer("writer")).status, 303) << "a token opens no page";
}

TEST_F(Refusals, a_form_is_taken_from_the_browser_it_was_drawn_for) {
    auto const drawn = get("/form");
    auto const cookie = std::string(drawn.headers.get("Set-Cookie"));
    Fields const ours{{"Cookie", cookie.substr(0, cookie.find(';'))}};
    EXPECT_EQ(send_form(text(drawn), ours).status, 200);
    EXPECT_EQ(send_form(text(drawn), ours).status, 200) << "one may go back and send it again";
    EXPECT_EQ(done(), 2);
    EXPECT_EQ(send_form("", ours).status, 403);
    EXPECT_EQ(send_form(text(drawn) + "x", ours).status, 403);
    EXPECT_EQ(send_form(text(drawn), {}).status, 403);
    EXPECT_EQ(send_form(text(get("/form")), ours).status, 403) << "drawn for another browser";
    EXPECT_FALSE(get("/form", ours).headers.find("Set-Cookie"));
    EXPECT_EQ(text(get("/form", ours)), text(drawn));
    EXPECT_EQ(done(), 2);
}

TEST_F(Refusals, a_form_from_another_site_is_refused_though_its_token_is_right) {
    Fields const session{{"Cookie", "skein_session=open"}};
    auto const token = text(get("/form", session));
    auto const sent_with = [&](std::string name, std::string value) {
        auto headers = session;
        headers.emplace_back(std::move(name), std::move(value));
        return send_form(token, headers, "/member").status;
    };
    EXPECT_EQ(sent_with("Origin", bare.server->public_url()), 200);
    EXPECT_EQ(sent_with("Origin", "null"), 200);
    EXPECT_EQ(sent_with("Sec-Fetch-Site", "same-origin"), 200);
    EXPECT_EQ(sent_with("Origin", "https://evil.example"), 403);
    EXPECT_EQ(sent_with("Origin", bare.server->public_url() + ".evil.example"), 403);
    for (auto const* site : {"cross-site", "same-site", "none"})
        EXPECT_EQ(sent_with("Sec-Fetch-Site", site), 403) << site;
}

TEST_F(Refusals, a_form_drawn_before_signing_in_is_not_one_of_the_session) {
    auto const drawn = get("/form");
    auto const cookie = std::string(drawn.headers.get("Set-Cookie"));
    auto const both = cookie.substr(0, cookie.find(';')) + "; skein_session=open";
    EXPECT_EQ(send_form(text(drawn), {{"Cookie", both}}, "/member").status, 403);
    EXPECT_EQ(done(), 0);
}

TEST_F(Refusals, what_a_handler_throws_is_ours_and_stays_here) {
    auto const answer = get("/api/stumble");
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(text(answer).contains("secret"));
    EXPECT_TRUE(text(answer).starts_with(R"({"error":")"));
}

TEST_F(Refusals, nobodys_upload_is_refused_by_its_head) {
    http::Request head;
    head.method = http::Method::post;
    head.path = head.target = "/api/upload";
    head.headers.add("Content-Length", "5");
    auto const refused = bare.server->body_limit(head);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unauthenticated);
    head.headers.add("Authorization", "Bearer anything");
    auto const taken = bare.server->body_limit(head);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->bytes_max, 9U);
    EXPECT_TRUE(taken->to_disk);
    head.path = head.target = "/nowhere";
    EXPECT_LE(bare.server->body_limit(head)->bytes_max, 64U << 10);
}

TEST_F(Refusals, an_answer_is_kept_by_nobody_unless_its_route_says_so) {
    EXPECT_EQ(get("/api/open").headers.get("Cache-Control"), "private, no-store");
    EXPECT_EQ(get("/member").headers.get("Cache-Control"), "private, no-store");
    EXPECT_FALSE(get("/form").headers.find("Access-Control-Allow-Origin"));
}

}  // namespace
}  // namespace skein
