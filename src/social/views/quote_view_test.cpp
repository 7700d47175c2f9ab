// Polls, quotes and approvals as posts show them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "social/domains.h"
#include "social/emojis.h"
#include "social/relations.h"
#include "social/views/poll_view.h"
#include "social/views/quote_view.h"
#include "testing/reference.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::IsEmpty;
using testing::Person;
using testing::Reference;
using testing::TestServer;

class QuoteView : public ::testing::Test {
  protected:
    StatusDraft draft_of(Person const& author, std::optional<StatusId> quoted = {}) {
        StatusDraft draft;
        draft.author = author.id();
        draft.network = author.account.network;
        draft.policy = policy_for(QuotePolicy::public_);
        if (!author.account.local())
            draft.address = fmt::format("https://remote.example/{}", ++addresses);
        if (quoted) draft.quote = QuoteDraft{*quoted, QuoteState::accepted};
        return draft;
    }
    PollDraft poll_of(std::vector<PollOption> options) {
        PollDraft poll;
        poll.options = std::move(options);
        poll.expires_at = server.clock().now() + std::chrono::hours(1);
        return poll;
    }
    Status publish(StatusDraft const& draft) {
        return server.write([&](db::Tx& tx) { return publish_status(tx, draft); });
    }
    Status post(Person const& author, std::optional<StatusId> quoted = {}) {
        return publish(draft_of(author, quoted));
    }
    std::string text_of(AccountId viewer, std::vector<StatusId> const& ids) {
        return server.read([&](db::Tx& tx) -> Result<std::string> {
            json::Writer out;
            TRY_OK(
                out.array([&] { return write_statuses({server.server(), tx, viewer}, ids, out); }));
            return out.take();
        });
    }
    json::Document render(AccountId viewer, StatusId id) {
        auto const all = text_of(viewer, {id});
        return json::Document::parse(all.substr(1, all.size() - 2)).value();
    }
    /// The quote's state, and `+` when the quoted post is shown.
    std::string quote(AccountId viewer, StatusId id) {
        auto const document = render(viewer, id);
        auto const shown = *document.root().find("quote");
        if (shown.is_null()) return "none";
        return std::string(shown.get_text("state")) +
               (shown.find("quoted_status")->is_null() ? "" : "+");
    }
    std::string current_user(AccountId viewer, StatusId id) {
        return std::string(
            render(viewer, id).root().find("quote_approval")->get_text("current_user"));
    }
    std::string poll_text(AccountId viewer, StatusId id) {
        return render(viewer, id).root().find("poll")->dump();
    }
    void change(std::function<Result<void>(db::Tx&)> const& work) { server.write(work); }

    TestServer server;
    int addresses = 0;
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    Person eve = server.make_account("eve", {.domain = "remote.example"});
    Reference reference{SKEIN_SOURCE_DIR};
};

TEST_F(QuoteView, a_quote_shows_the_post_and_names_what_that_one_quotes) {
    auto const first = post(ann), second = post(bob, first.id), third = post(ann, second.id);
    for (auto const viewer : {AccountId{}, ann.id(), bob.id()}) {
        auto const document = render(viewer, third.id);
        EXPECT_THAT(reference.complaints(document.root(), "Status"), IsEmpty())
            << document.root().dump();
        auto const quoted = *document.root().find("quote")->find("quoted_status");
        EXPECT_EQ(quoted.get_text("id"), to_string(second.id));
        EXPECT_EQ(quoted.find("account")->get_text("acct"), "bob");
        EXPECT_EQ(quoted.find("quote")->dump(),
                  fmt::format(R"({{"state":"accepted","quoted_status_id":"{}"}})", first.id.value));
        EXPECT_EQ(quoted.find("quotes_count")->integer(), 1);
    }
}

TEST_F(QuoteView, a_boost_shows_the_quote_of_what_it_boosts) {
    auto const quoting = post(bob, post(ann).id);
    auto const boost =
        server.write([&](db::Tx& tx) { return boost_status(tx, {.account = ann.id()}, quoting); });
    auto const document = render(ann.id(), boost.id);
    EXPECT_THAT(reference.complaints(document.root(), "Status"), IsEmpty());
    EXPECT_TRUE(document.root().find("quote")->is_null());
    EXPECT_EQ(document.root().find("quote_approval")->get_text("current_user"), "denied");
    auto const inner = *document.root().find("reblog");
    EXPECT_EQ(inner.find("quote")->get_text("state"), "accepted");
    EXPECT_EQ(inner.find("quote_approval")->get_text("current_user"), "automatic");
}

TEST_F(QuoteView, what_is_not_accepted_is_not_shown) {
    auto const quoted = post(eve);
    auto const quoting = post(bob, quoted.id);
    EXPECT_EQ(quote(bob.id(), quoting.id), "pending");
    for (auto const& [state, shown] :
         {std::pair(QuoteState::accepted, "accepted+"), std::pair(QuoteState::revoked, "revoked"),
          std::pair(QuoteState::rejected, "rejected"), std::pair(QuoteState::unverified, "none")}) {
        change([&](db::Tx& tx) -> Result<void> {
            TRY(auto const found, find_quote(tx, quoting.id));
            return decide_quote(tx, *found, state, "");
        });
        EXPECT_EQ(quote(bob.id(), quoting.id), shown);
    }
}

TEST_F(QuoteView, a_removed_post_is_said_to_be_deleted) {
    auto const quoted = post(ann);
    auto const quoting = post(bob, quoted.id);
    change([&](db::Tx& tx) { return remove_status(tx, quoted, true); });
    EXPECT_EQ(quote(bob.id(), quoting.id), "deleted");
}

TEST_F(QuoteView, each_viewer_sees_what_they_may) {
    auto const quoted = post(ann);
    auto const quoting = post(bob, quoted.id);
    auto const carol = server.make_account("carol");
    EXPECT_EQ(quote(carol.id(), quoting.id), "accepted+");
    change([&](db::Tx& tx) { return mute(tx, carol.id(), ann.id(), false, {}); });
    EXPECT_EQ(quote(carol.id(), quoting.id), "muted_account+");
    change([&](db::Tx& tx) { return block(tx, carol.id(), ann.id()); });
    EXPECT_EQ(quote(carol.id(), quoting.id), "blocked_account");
    change([&](db::Tx& tx) -> Result<void> {
        TRY_OK(unblock(tx, carol.id(), ann.id()));
        return block(tx, ann.id(), carol.id());
    });
    EXPECT_EQ(quote(carol.id(), quoting.id), "unauthorized");
    EXPECT_EQ(quote({}, quoting.id), "accepted+");
    EXPECT_EQ(quote(bob.id(), quoting.id), "accepted+");
}

TEST_F(QuoteView, a_blocked_domain_and_a_suspended_author_are_told_apart) {
    auto const quoting = publish([&] {
        auto draft = draft_of(eve);
        draft.quote = QuoteDraft{post(eve).id, QuoteState::accepted};
        return draft;
    }());
    change([&](db::Tx& tx) { return block_domain(tx, bob.id(), "remote.example"); });
    EXPECT_EQ(quote(bob.id(), quoting.id), "blocked_domain+");
    EXPECT_EQ(quote(ann.id(), quoting.id), "accepted+");
    change([&](db::Tx& tx) -> Result<void> {
        auto account = eve.account;
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    EXPECT_EQ(quote(ann.id(), quoting.id), "unauthorized");
}

TEST_F(QuoteView, a_private_post_is_shown_to_its_readers_alone) {
    auto draft = draft_of(ann);
    draft.visibility = Visibility::private_;
    auto const quoted = publish(draft);
    auto const quoting = post(ann, quoted.id);
    change([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(quote(bob.id(), quoting.id), "accepted+");
    EXPECT_EQ(quote({}, quoting.id), "unauthorized");
}

TEST_F(QuoteView, an_approval_says_what_the_viewer_may_do) {
    InteractionPolicy policy;
    policy.quote = {policy_groups::followers, policy_groups::following};
    auto draft = draft_of(eve);
    draft.policy = policy;
    auto const narrow = publish(draft);
    auto const approval = render(bob.id(), narrow.id).root().find("quote_approval")->dump();
    EXPECT_EQ(approval,
              R"({"automatic":["followers"],"manual":["following"],"current_user":"denied"})");
    change([&](db::Tx& tx) { return follow(tx, eve.id(), bob.id(), {}); });
    EXPECT_EQ(current_user(bob.id(), narrow.id), "manual");
    change([&](db::Tx& tx) -> Result<void> {
        TRY_OK(follow(tx, bob.id(), eve.id(), {}));
        return accept_follow_request(tx, eve.id(), bob.id());
    });
    EXPECT_EQ(current_user(bob.id(), narrow.id), "automatic");
    EXPECT_EQ(current_user({}, narrow.id), "denied");
    auto const open = post(ann);
    EXPECT_EQ(current_user(bob.id(), open.id), "automatic");
    EXPECT_EQ(current_user({}, open.id), "denied");
    change([&](db::Tx& tx) { return set_policy(tx, open.id, policy_for(QuotePolicy::nobody)); });
    EXPECT_EQ(current_user(bob.id(), open.id), "denied");
    EXPECT_EQ(current_user(ann.id(), open.id), "automatic");
    policy.quote = {policy_groups::others, 0};
    change([&](db::Tx& tx) { return set_policy(tx, narrow.id, policy); });
    EXPECT_EQ(current_user(bob.id(), narrow.id), "unknown");
    EXPECT_EQ(render({}, narrow.id).root().find("quote_approval")->find("automatic")->dump(),
              R"(["unsupported_policy"])");
    draft = draft_of(ann);
    draft.visibility = Visibility::direct;
    draft.mentions = {bob.id()};
    auto const direct = publish(draft);
    EXPECT_EQ(current_user(bob.id(), direct.id), "denied");
    EXPECT_EQ(current_user(ann.id(), direct.id), "denied");
}

TEST_F(QuoteView, a_poll_is_what_the_reference_says_and_shows_the_viewers_choice) {
    change([&](db::Tx& tx) { return put_emoji(tx, {{}, "tea", "", "teakey", "", "", "", true}); });
    auto draft = draft_of(ann);
    draft.poll = poll_of({{"Tea :tea:"}, {"Coffee"}});
    auto const status = publish(draft);
    auto const poll = server.read([&](db::Tx& tx) { return find_poll_of(tx, status.id); }).value();
    change([&](db::Tx& tx) { return vote(tx, bob.id(), poll, std::vector<std::int64_t>{1}); });
    for (auto const viewer : {AccountId{}, ann.id(), bob.id()}) {
        auto const document = render(viewer, status.id);
        EXPECT_THAT(reference.complaints(document.root(), "Status"), IsEmpty())
            << document.root().dump();
    }
    auto const by = [&](AccountId viewer) {
        auto const document = json::Document::parse(poll_text(viewer, status.id)).value();
        auto const voted = document.root().find("voted");
        return voted ? voted->dump() + document.root().find("own_votes")->dump() : "nobody";
    };
    EXPECT_EQ(by(bob.id()), "true[1]");
    EXPECT_EQ(by(ann.id()), "true[]") << "who asks knows the answers";
    EXPECT_EQ(by(eve.id()), "false[]");
    EXPECT_EQ(by({}), "nobody");
    auto const document = json::Document::parse(poll_text({}, status.id)).value();
    EXPECT_EQ(document.root().find("options")->elements().at(1).find("votes_count")->integer(), 1);
    EXPECT_EQ(document.root().find("emojis")->elements().at(0).get_text("shortcode"), "tea");
    EXPECT_EQ(document.root().find("expired")->boolean(), false);
    server.clock().advance(std::chrono::hours(1));
    auto const late = json::Document::parse(poll_text({}, status.id)).value();
    EXPECT_EQ(late.root().find("expired")->boolean(), true);
}

TEST_F(QuoteView, hidden_totals_show_when_the_poll_has_ended) {
    auto draft = draft_of(ann);
    draft.poll = poll_of({{"a"}, {"b"}});
    draft.poll->hide_totals = true;
    auto const status = publish(draft);
    auto const options = [&] {
        auto const document = json::Document::parse(poll_text({}, status.id)).value();
        return document.root().find("options")->dump();
    };
    EXPECT_EQ(options(), R"([{"title":"a","votes_count":null},{"title":"b","votes_count":null}])");
    server.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(options(), R"([{"title":"a","votes_count":0},{"title":"b","votes_count":0}])");
}

TEST_F(QuoteView, a_page_costs_as_many_statements_whatever_it_quotes_and_asks) {
    std::vector<StatusId> quoting, asking, plain;
    for (int i = 0; i < 20; ++i) {
        auto const author = server.make_account(fmt::format("a{}", i));
        quoting.push_back(post(author, post(ann).id).id);
        auto draft = draft_of(author);
        draft.poll = poll_of({{"a"}, {"b"}});
        asking.push_back(publish(draft).id);
        plain.push_back(post(author).id);
    }
    auto const cost = [&](std::vector<StatusId> const& ids) {
        text_of(bob.id(), ids);
        return server.statements([&] { text_of(bob.id(), ids); });
    };
    auto const one = cost({plain.front()});
    EXPECT_EQ(cost(plain), one);
    EXPECT_EQ(cost(quoting), cost({quoting.front()}));
    EXPECT_EQ(cost(asking), cost({asking.front()}));
    // The polls and the viewer's ballots.
    EXPECT_EQ(cost(asking), one + 2);
}

}  // namespace
}  // namespace skein::social
