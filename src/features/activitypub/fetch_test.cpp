#include "features/activitypub/fetch.h"

#include <gtest/gtest.h>

#include "features/activitypub/get.h"
#include "features/activitypub/network.h"
#include "features/activitypub/signature_memory.h"
#include "social/domains.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

using testing::make_answer;

std::string note(std::string_view id) {
    return fmt::format(R"({{"id":"{}","type":"Note","content":"x"}})", id);
}

Iri iri(std::string_view text) { return Iri::parse(text).value(); }

class Fetching : public ::testing::Test, protected testing::Asking {
  protected:
    Fetching() : Asking({{"activitypub", install_network}}) {}

    Errc fail_of(std::string_view id) {
        auto const fetched = fetch_document(server, iri(id), budget);
        return fetched ? Errc::internal : fetched.error().code;
    }
    FetchBudget budget{.requests = 1000};
    http::Outgoing last() { return test.outside().requests().back(); }

    /// Answers 401 to every signature but those of this form.
    void take_only(SignatureForm form) {
        test.outside().answer_with([this, form](http::Outgoing const& request) {
            auto const is_rfc9421 = !request.headers.get("Signature-Input").empty();
            auto answer = internet.answer(request);
            if (is_rfc9421 != (form == SignatureForm::rfc9421))
                answer = make_answer(401, "", "text/plain");
            return std::optional<Result<http::Answer>>(std::move(answer));
        });
    }
};

TEST_F(Fetching, a_document_is_asked_for_signed_by_the_instance_actor) {
    auto const fetched =
        fetch_document(server, iri("https://mastodon.example/users/alice"), budget);
    ASSERT_TRUE(fetched) << fetched.error().detail;
    EXPECT_EQ(fetched->id.str(), "https://mastodon.example/users/alice");
    EXPECT_EQ(asked().size(), 1U);
    auto const request = last();
    EXPECT_TRUE(request.headers.get("Signature").contains("keyId=\""));
    EXPECT_TRUE(request.headers.get("Accept").starts_with("application/activity+json"));
    EXPECT_EQ(request.redirects_max, 0);
    EXPECT_EQ(budget.requests, 999);
}

TEST_F(Fetching, nothing_is_believed_from_another_host) {
    EXPECT_EQ(fail_of("https://evil.example/mirror/1"), Errc::unprocessable);
    EXPECT_EQ(asked(), std::vector<std::string>{"https://evil.example/mirror/1"});
}

TEST_F(Fetching, what_is_not_of_the_type_of_a_document_is_none) {
    for (auto const* const name : {"upload.json", "upload2", "upload3"})
        EXPECT_EQ(fail_of(fmt::format("https://mastodon.example/media/{}", name)),
                  Errc::unprocessable)
            << name;
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/notes/ldprofile"), budget));
}

TEST_F(Fetching, another_id_of_the_same_host_is_fetched_once_under_itself) {
    answer("https://a.example/short", 200, note("https://a.example/long"));
    answer("https://a.example/long", 200, note("https://a.example/long"));
    auto const fetched = fetch_document(server, iri("https://a.example/short"), budget);
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->id.str(), "https://a.example/long");
    EXPECT_EQ(asked().size(), 2U);
    answer("https://a.example/one", 200, note("https://a.example/two"));
    answer("https://a.example/two", 200, note("https://a.example/three"));
    EXPECT_EQ(fail_of("https://a.example/one"), Errc::unprocessable);
    EXPECT_EQ(asked().size(), 2U);
}

TEST_F(Fetching, redirects_are_followed_by_hand_and_signed_anew) {
    auto moved = make_answer(302, "");
    moved.headers.set("Location", "https://b.example/2");
    internet.set("https://a.example/1", moved);
    answer("https://b.example/2", 200, note("https://b.example/2"));
    EXPECT_TRUE(fetch_document(server, iri("https://a.example/1"), budget));
    auto const requests = test.outside().requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[1].headers.get("Host"), "b.example");
    EXPECT_NE(requests[0].headers.get("Signature"), requests[1].headers.get("Signature"));
}

TEST_F(Fetching, redirects_lead_nowhere_else) {
    EXPECT_EQ(fail_of("https://evil.example/redir/int"), Errc::forbidden);
    EXPECT_EQ(fail_of("https://evil.example/redir/loop"), Errc::remote);
    EXPECT_EQ(fail_of("https://evil.example/redir/1"), Errc::unprocessable);
    auto own = make_answer(302, "");
    own.headers.set("Location", "https://skein.example/admin");
    internet.set("https://evil.example/own", own);
    EXPECT_EQ(fail_of("https://evil.example/own"), Errc::forbidden);
    for (int i = 0; i < 5; ++i) {
        auto hop = make_answer(302, "");
        hop.headers.set("Location", fmt::format("/hop/{}", i + 1));
        internet.set(fmt::format("https://evil.example/hop/{}", i), hop);
    }
    asked();
    EXPECT_EQ(fail_of("https://evil.example/hop/0"), Errc::remote);
    EXPECT_EQ(asked().size(), 4U);
}

TEST_F(Fetching, this_server_and_refused_ones_are_not_asked) {
    EXPECT_EQ(fail_of("https://skein.example/users/ann"), Errc::forbidden);
    test.write([](db::Tx& tx) {
        social::DomainPolicy policy;
        policy.domain = "blocked.example";
        policy.severity = social::DomainSeverity::suspend;
        return social::set_domain_policy(tx, std::move(policy));
    });
    EXPECT_EQ(fail_of("https://sub.blocked.example/users/bob"), Errc::forbidden);
    EXPECT_TRUE(asked().empty());
}

TEST_F(Fetching, a_host_that_refuses_one_form_is_asked_in_the_other_and_remembered) {
    take_only(SignatureForm::rfc9421);
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/alice"), budget));
    EXPECT_EQ(asked().size(), 2U);
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/oldacct"), budget));
    EXPECT_EQ(asked().size(), 1U);
    take_only(SignatureForm::cavage);
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/mallory2"), budget));
    EXPECT_EQ(asked().size(), 2U);
    auto& memory = server.part<SignatureMemory>();
    EXPECT_EQ(memory.form_for("mastodon.example", test.clock().now()), SignatureForm::cavage);
}

TEST_F(Fetching, a_query_is_left_out_of_the_signature_where_it_is_refused) {
    std::vector<std::string> signatures;
    test.outside().answer_with([&](http::Outgoing const& request) {
        signatures.emplace_back(request.headers.get("Signature"));
        auto answer =
            signatures.size() == 2 ? internet.answer(request) : make_answer(401, "", "text/plain");
        return std::optional<Result<http::Answer>>(std::move(answer));
    });
    EXPECT_TRUE(fetch_document(server, iri("https://blog.example/?author=1"), budget));
    ASSERT_EQ(signatures.size(), 2U);
    EXPECT_NE(signatures[0], signatures[1]);
    EXPECT_EQ(last().url, "https://blog.example/?author=1");
}

TEST_F(Fetching, nobody_is_knocked_at_more_than_three_times) {
    test.outside().answer_with([&](http::Outgoing const&) {
        return std::optional<Result<http::Answer>>(make_answer(401, "", "text/plain"));
    });
    EXPECT_EQ(fail_of("https://blog.example/?author=1"), Errc::remote);
    EXPECT_EQ(asked().size(), 3U);
    EXPECT_EQ(fail_of("https://gts.example/users/gina"), Errc::remote);
    EXPECT_EQ(asked().size(), 2U);
}

TEST_F(Fetching, a_host_that_names_what_it_wants_signed_gets_it) {
    auto challenge = make_answer(401, "", "text/plain");
    challenge.headers.set("Accept-Signature",
                          R"(sig1=("@method" "@target-uri" "date");created;nonce="abc")");
    std::vector<std::string> inputs;
    test.outside().answer_with([&](http::Outgoing const& request) {
        inputs.emplace_back(request.headers.get("Signature-Input"));
        return std::optional<Result<http::Answer>>(
            inputs.back().contains("nonce=\"abc\"") ? internet.answer(request) : challenge);
    });
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/alice"), budget));
    ASSERT_EQ(inputs.size(), 2U);
    EXPECT_TRUE(inputs[1].contains("\"date\""));
}

TEST_F(Fetching, what_could_not_be_had_is_not_asked_for_again_at_once) {
    EXPECT_EQ(fail_of("https://a.example/none"), Errc::not_found);
    EXPECT_EQ(fail_of("https://a.example/none"), Errc::not_found);
    EXPECT_EQ(asked().size(), 1U);
    EXPECT_EQ(fail_of("https://mastodon.example/users/ghosted"), Errc::gone);
    test.clock().advance(std::chrono::minutes(3));
    EXPECT_EQ(fail_of("https://a.example/none"), Errc::not_found);
    EXPECT_EQ(fail_of("https://mastodon.example/users/ghosted"), Errc::gone);
    EXPECT_EQ(asked().size(), 2U);
}

TEST_F(Fetching, a_host_that_wants_to_be_left_alone_is) {
    auto busy = make_answer(429, "", "text/plain");
    busy.headers.set("Retry-After", "60");
    internet.set("https://a.example/1", busy);
    answer("https://a.example/2", 200, note("https://a.example/2"));
    EXPECT_EQ(fail_of("https://a.example/1"), Errc::unavailable);
    EXPECT_EQ(fail_of("https://a.example/2"), Errc::unavailable);
    EXPECT_EQ(asked().size(), 1U);
    test.clock().advance(std::chrono::seconds(61));
    EXPECT_TRUE(fetch_document(server, iri("https://a.example/2"), budget));
}

TEST_F(Fetching, a_budget_ends) {
    budget.requests = 1;
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/alice"), budget));
    EXPECT_EQ(fail_of("https://mastodon.example/users/oldacct"), Errc::unavailable);
    budget = {.requests = 10, .until = test.clock().now()};
    EXPECT_EQ(fail_of("https://mastodon.example/users/oldacct"), Errc::unavailable);
    EXPECT_EQ(asked().size(), 1U);
}

TEST_F(Fetching, documents_that_are_none_are_refused) {
    answer("https://a.example/1", 200, "no json");
    answer("https://a.example/2", 200, "[]");
    answer("https://a.example/3", 200, R"({"type":"Note"})");
    answer("https://a.example/4", 200, R"({"id":"https://a.example/4","id":"https://b.example"})");
    answer("https://a.example/5", 500);
    for (int i = 1; i <= 4; ++i)
        EXPECT_EQ(fail_of(fmt::format("https://a.example/{}", i)), Errc::unprocessable) << i;
    EXPECT_EQ(fail_of("https://a.example/5"), Errc::remote);
}

TEST_F(Fetching, a_page_leads_to_the_document_it_names) {
    internet.set("https://mastodon.example/@alice",
                 make_answer(200,
                             R"(<html><head><link rel="stylesheet" href="/x.css">)"
                             R"(<link href='/users/alice' rel='alternate' )"
                             R"(type='application/activity+json'></head>)",
                             "text/html; charset=utf-8"));
    auto const page = Url::parse("https://mastodon.example/@alice").value();
    auto const fetched = fetch_page(server, page, budget);
    ASSERT_TRUE(fetched) << fetched.error().detail;
    EXPECT_EQ(fetched->id.str(), "https://mastodon.example/users/alice");
    EXPECT_EQ(asked().size(), 2U);
    auto linked = make_answer(200, "<p>hello", "text/html");
    linked.headers.set("Link",
                       R"(</style.css>; rel=preload, <https://mastodon.example/users/alice>; )"
                       R"(rel="alternate"; type="application/activity+json")");
    internet.set("https://b.example/", linked);
    EXPECT_TRUE(fetch_page(server, Url::parse("https://b.example/").value(), budget));
    internet.set("https://c.example/", make_answer(200, "<p>hello", "text/html"));
    EXPECT_FALSE(fetch_page(server, Url::parse("https://c.example/").value(), budget));
}

TEST_F(Fetching, a_page_that_serves_the_document_itself_is_asked_once) {
    auto const id = Url::parse("https://mastodon.example/users/alice").value();
    EXPECT_TRUE(fetch_page(server, id, budget));
    EXPECT_EQ(asked().size(), 1U);
    EXPECT_FALSE(fetch_page(server, Url::parse("https://evil.example/mirror/1").value(), budget));
}

TEST_F(Fetching, no_host_is_asked_without_end) {
    budget.requests = 3000;
    for (int i = 0; i < 1300; ++i) fail_of(fmt::format("https://evil.example/none/{}", i));
    EXPECT_EQ(asked().size(), 1200U);
    EXPECT_TRUE(fetch_document(server, iri("https://mastodon.example/users/alice"), budget));
    test.clock().advance(std::chrono::minutes(1));
    EXPECT_EQ(fail_of("https://evil.example/none/2000"), Errc::not_found);
}

}  // namespace
}  // namespace skein::activitypub
