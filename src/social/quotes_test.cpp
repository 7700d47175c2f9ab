#include "social/quotes.h"

#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "social/relations.h"
#include "social/statuses.h"
#include "social/users.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

struct Told {
    std::vector<QuoteRequested> requested;
    std::vector<QuoteDecided> decided;
    std::vector<StatusPolicyChanged> policies;
};
Result<void> note_request(db::Tx& tx, QuoteRequested const& event) {
    tx.board().part<Told>().requested.push_back(event);
    return {};
}
Result<void> note_decision(db::Tx& tx, QuoteDecided const& event) {
    tx.board().part<Told>().decided.push_back(event);
    return {};
}
Result<void> note_policy(db::Tx& tx, StatusPolicyChanged const& event) {
    tx.board().part<Told>().policies.push_back(event);
    return {};
}
void listen(Server& server) {
    server.on<QuoteRequested>(note_request);
    server.on<QuoteDecided>(note_decision);
    server.on<StatusPolicyChanged>(note_policy);
}

db::Query<std::int64_t> const find_count{
    "test.quotes.count",
    "SELECT COALESCE((SELECT quotes_count FROM status_stats WHERE status_id = $1), 0)"};

class Quotes : public ::testing::Test {
  protected:
    Told& told() { return server.server().part<Told>(); }
    StatusDraft draft_of(Person const& author) {
        StatusDraft draft;
        draft.author = author.id();
        draft.network = author.account.network;
        if (!author.account.local())
            draft.address = fmt::format("https://remote.example/{}", ++addresses);
        return draft;
    }
    Status post(Person const& author, std::optional<InteractionPolicy> policy = {},
                Visibility visibility = Visibility::public_) {
        auto draft = draft_of(author);
        draft.policy = policy;
        draft.visibility = visibility;
        return publish(draft);
    }
    Status publish(StatusDraft const& draft) {
        return server.write([&](db::Tx& tx) { return publish_status(tx, draft); });
    }
    Result<Status> try_quote(Person const& author, StatusId quoted,
                             std::optional<QuoteState> state = {}) {
        auto draft = draft_of(author);
        draft.quote = QuoteDraft{quoted, state};
        return server.db().write([&](db::Tx& tx) { return publish_status(tx, draft); });
    }
    Quote quote_of(StatusId status) {
        return server.read([&](db::Tx& tx) { return find_quote(tx, status); }).value();
    }
    QuoteState state_of(Result<Status> const& status) { return quote_of(status.value().id).state; }
    std::int64_t count_of(StatusId status) {
        return server.read([&](db::Tx& tx) { return tx.load(find_count, status); });
    }
    void decide(Quote const& quote, QuoteState state) {
        server.write([&](db::Tx& tx) { return decide_quote(tx, quote, state, "stamp"); });
    }
    QuoteState may(Person const& who, Status const& quoted) {
        return server.read([&](db::Tx& tx) { return may_quote(tx, who.id(), quoted.id); });
    }

    TestServer server{{.features = {{"listener", listen}}}};
    int addresses = 0;
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    Person eve = server.make_account("eve", {.domain = "remote.example"});
    InteractionPolicy const open = policy_for(QuotePolicy::public_);
    InteractionPolicy const closed = policy_for(QuotePolicy::nobody);
};

TEST_F(Quotes, what_the_author_allows_is_accepted_and_counted) {
    auto const quoted = post(ann, open);
    auto const made = try_quote(bob, quoted.id);
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->marks & status_marks::has_quote);
    auto const quote = quote_of(made->id);
    EXPECT_EQ(quote.state, QuoteState::accepted);
    EXPECT_EQ(quote.quoted_id, quoted.id);
    EXPECT_EQ(quote.quoted_account_id, ann.id());
    EXPECT_EQ(count_of(quoted.id), 1);
    ASSERT_EQ(told().decided.size(), 1u);
    EXPECT_EQ(told().decided[0].quoted_author, ann.id());
    EXPECT_TRUE(told().requested.empty());
}

TEST_F(Quotes, what_the_author_does_not_allow_is_refused_except_to_the_author) {
    auto const quoted = post(ann, closed);
    auto const refused = try_quote(bob, quoted.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    EXPECT_EQ(state_of(try_quote(ann, quoted.id)), QuoteState::accepted);
    EXPECT_EQ(count_of(quoted.id), 1);
}

TEST_F(Quotes, followers_may_where_the_author_says_so) {
    auto const quoted = post(ann, policy_for(QuotePolicy::followers));
    EXPECT_EQ(may(bob, quoted), QuoteState::rejected);
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(may(bob, quoted), QuoteState::accepted);
    EXPECT_EQ(may(eve, quoted), QuoteState::rejected);
}

TEST_F(Quotes, what_cannot_be_seen_cannot_be_quoted) {
    auto const hidden = post(ann, open, Visibility::private_);
    EXPECT_EQ(may(bob, hidden), QuoteState::rejected);
    EXPECT_EQ(try_quote(bob, hidden.id).error().code, Errc::not_found);
    EXPECT_EQ(try_quote(bob, StatusId{77}).error().code, Errc::not_found);
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(try_quote(bob, hidden.id).error().code, Errc::unprocessable) << "seen, but private";
    auto const open_post = post(ann, open);
    server.write([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(try_quote(bob, open_post.id).error().code, Errc::not_found);
    EXPECT_EQ(may(bob, open_post), QuoteState::rejected);
}

TEST_F(Quotes, the_quote_of_ones_own_private_post_is_private_and_not_counted) {
    auto const quoted = post(ann, open, Visibility::private_);
    auto const made = try_quote(ann, quoted.id);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->visibility, Visibility::private_);
    EXPECT_EQ(state_of(made), QuoteState::accepted);
    EXPECT_EQ(count_of(quoted.id), 0);
    auto const direct = post(ann, open, Visibility::direct);
    EXPECT_EQ(try_quote(ann, direct.id).error().code, Errc::unprocessable);
}

TEST_F(Quotes, the_quote_of_a_boost_is_one_of_what_it_boosts) {
    auto const quoted = post(ann, open);
    auto const boost =
        server.write([&](db::Tx& tx) { return boost_status(tx, {.account = bob.id()}, quoted); });
    auto const made = try_quote(bob, boost.id);
    ASSERT_TRUE(made);
    EXPECT_EQ(quote_of(made->id).quoted_id, quoted.id);
}

TEST_F(Quotes, somebody_elsewhere_is_asked_whatever_the_policy_promises) {
    InteractionPolicy manual;
    manual.quote.manual = policy_groups::everyone;
    for (auto const& policy : {open, manual}) {
        auto const quoted = post(eve, policy);
        auto const made = try_quote(bob, quoted.id);
        EXPECT_EQ(state_of(made), QuoteState::pending);
        ASSERT_FALSE(told().requested.empty());
        EXPECT_EQ(told().requested.back().status, made->id);
        EXPECT_EQ(told().requested.back().quoted_author, eve.id());
        EXPECT_EQ(count_of(quoted.id), 0);
    }
    EXPECT_TRUE(told().decided.empty());
    EXPECT_EQ(try_quote(bob, post(eve).id).error().code, Errc::unprocessable)
        << "a post without a policy may not be quoted";
}

TEST_F(Quotes, whom_only_their_server_knows_is_asked_there) {
    InteractionPolicy policy;
    policy.quote.automatic = policy_groups::others;
    EXPECT_EQ(may(bob, post(eve, policy)), QuoteState::pending);
    policy = {};
    policy.quote.manual = policy_groups::following;
    auto const quoted = post(eve, policy);
    EXPECT_EQ(may(bob, quoted), QuoteState::rejected);
    server.write([&](db::Tx& tx) { return follow(tx, eve.id(), bob.id(), {}); });
    EXPECT_EQ(may(bob, quoted), QuoteState::pending);
}

TEST_F(Quotes, a_quote_from_elsewhere_is_taken_as_its_server_says) {
    auto const quoted = post(ann, closed);
    EXPECT_EQ(state_of(try_quote(eve, quoted.id)), QuoteState::pending);
    EXPECT_TRUE(told().requested.empty()) << "nobody here asks for them";
    EXPECT_EQ(state_of(try_quote(eve, quoted.id, QuoteState::unverified)), QuoteState::unverified);
    EXPECT_EQ(count_of(quoted.id), 0);
    EXPECT_EQ(state_of(try_quote(eve, quoted.id, QuoteState::accepted)), QuoteState::accepted);
    EXPECT_EQ(count_of(quoted.id), 1);
    EXPECT_EQ(told().decided.size(), 1u);
}

TEST_F(Quotes, of_a_quiet_post_nobody_is_told) {
    auto draft = draft_of(eve);
    draft.quote = QuoteDraft{post(ann, open).id, QuoteState::accepted};
    draft.quiet = true;
    publish(draft);
    EXPECT_TRUE(told().decided.empty());
}

TEST_F(Quotes, a_decision_counts_once_and_makes_a_new_version) {
    auto const quoted = post(eve, open);
    auto const made = try_quote(bob, quoted.id).value();
    auto const quote = quote_of(made.id);
    decide(quote, QuoteState::accepted);
    decide(quote, QuoteState::accepted);
    EXPECT_EQ(count_of(quoted.id), 1);
    EXPECT_EQ(told().decided.size(), 1u);
    EXPECT_EQ(quote_of(made.id).authorization, "stamp");
    auto const version = [&] {
        return server.read([&](db::Tx& tx) { return load_status(tx, made.id); }).version;
    };
    EXPECT_GT(version(), made.version);
    auto const found =
        server.read([&](db::Tx& tx) { return find_quote_by_authorization(tx, "stamp"); });
    EXPECT_EQ(found->status_id, made.id);
    decide(quote, QuoteState::revoked);
    EXPECT_EQ(count_of(quoted.id), 0);
    EXPECT_EQ(told().decided.back().state, QuoteState::revoked);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_quote_by_authorization(tx, ""); }));
}

TEST_F(Quotes, only_the_quoted_author_revokes) {
    auto const quoted = post(ann, open), other = post(ann, open);
    auto const made = try_quote(bob, quoted.id).value();
    auto const revoke = [&](Person const& who, StatusId of) {
        return server.db().write(
            [&](db::Tx& tx) { return revoke_quote(tx, who.id(), of, made.id); });
    };
    EXPECT_EQ(revoke(bob, quoted.id).error().code, Errc::not_found);
    EXPECT_EQ(revoke(ann, other.id).error().code, Errc::not_found);
    EXPECT_EQ(quote_of(made.id).state, QuoteState::accepted);
    EXPECT_TRUE(revoke(ann, quoted.id));
    EXPECT_EQ(quote_of(made.id).state, QuoteState::revoked);
}

TEST_F(Quotes, a_removed_post_takes_its_quote_along_and_leaves_those_of_it) {
    auto const quoted = post(ann, open);
    auto const made = try_quote(bob, quoted.id).value();
    auto const other = try_quote(bob, quoted.id).value();
    server.write([&](db::Tx& tx) { return remove_status(tx, made, true); });
    EXPECT_EQ(count_of(quoted.id), 1);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_quote(tx, made.id); }));
    server.write([&](db::Tx& tx) { return remove_status(tx, quoted, true); });
    EXPECT_EQ(quote_of(other.id).state, QuoteState::accepted);
}

TEST_F(Quotes, a_list_has_only_accepted_ones_that_the_viewer_may_see) {
    auto const quoted = post(ann, open);
    auto const one = try_quote(bob, quoted.id).value();
    try_quote(eve, quoted.id).value();
    auto hidden = draft_of(bob);
    hidden.quote = QuoteDraft{quoted.id};
    hidden.visibility = Visibility::private_;
    auto const narrow = publish(hidden);
    auto const list = [&](AccountId viewer) {
        return ids_of(
            server.read([&](db::Tx& tx) { return list_quotes_of(tx, viewer, quoted.id, Page{}); }));
    };
    EXPECT_EQ(list(ann.id()), std::vector{one.id});
    EXPECT_EQ(list(bob.id()), (std::vector{narrow.id, one.id}));
    EXPECT_EQ(count_of(quoted.id), 1) << "the narrow one shows in no figure";
    server.write([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); });
    EXPECT_TRUE(list(ann.id()).empty());
}

TEST_F(Quotes, a_policy_is_kept_and_told_when_it_changes) {
    InteractionPolicy policy;
    policy.quote = {policy_groups::followers, policy_groups::everyone};
    policy.reply = {policy_groups::mentioned, policy_groups::others};
    policy.favourite = {0, 0};
    policy.boost = {policy_groups::following | policy_groups::followers, 0};
    auto const status = post(eve, policy);
    auto const loaded = [&] {
        return server.read([&](db::Tx& tx) { return load_policy(tx, status.id); });
    };
    auto const set = [&](InteractionPolicy const& wanted) {
        server.write([&](db::Tx& tx) { return set_policy(tx, status.id, wanted); });
    };
    EXPECT_EQ(loaded(), policy);
    set(policy);
    EXPECT_TRUE(told().policies.empty());
    set({});
    EXPECT_EQ(loaded(), InteractionPolicy{});
    EXPECT_EQ(told().policies.size(), 1u);
    auto const after = server.read([&](db::Tx& tx) { return load_status(tx, status.id); });
    EXPECT_GT(after.version, status.version);
}

TEST_F(Quotes, a_post_without_a_policy_has_none_of_its_bits) {
    EXPECT_EQ(to_marks({}), 0);
    EXPECT_EQ(policy_of_marks(0), InteractionPolicy{});
    EXPECT_EQ(to_marks(open) & ~policy_marks, 0);
    EXPECT_EQ(policy_of_marks(to_marks(open) | status_marks::has_poll), open);
}

TEST_F(Quotes, local_posts_begin_with_what_their_author_chose) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto user = *ann.user;
        user.posting_quote_policy = QuotePolicy::followers;
        return update_user(tx, user);
    });
    auto const policy_of_post = [&](Status const& status) {
        return server.read([&](db::Tx& tx) { return load_policy(tx, status.id); });
    };
    EXPECT_EQ(policy_of_post(post(ann)), policy_for(QuotePolicy::followers));
    EXPECT_EQ(policy_of_post(post(ann, open)), open);
    EXPECT_EQ(policy_of_post(post(ann, open, Visibility::private_)), InteractionPolicy{});
    EXPECT_EQ(policy_of_post(post(eve)), InteractionPolicy{});
    auto const hidden = post(ann, open, Visibility::private_);
    server.write([&](db::Tx& tx) { return set_policy(tx, hidden.id, open); });
    EXPECT_EQ(policy_of_post(hidden), InteractionPolicy{});
}

TEST_F(Quotes, people_here_answer_and_boost_only_what_its_author_lets_them) {
    InteractionPolicy policy;
    policy.reply = policy.boost = {policy_groups::followers, 0};
    auto const status = post(eve, policy);
    auto const answer = [&](Person const& who) {
        auto draft = draft_of(who);
        draft.in_reply_to_id = status.id;
        return server.db().write([&](db::Tx& tx) { return publish_status(tx, draft); });
    };
    auto const boost = [&](Person const& who, Network network) {
        return server.db().write([&](db::Tx& tx) {
            BoostDraft draft{.account = who.id(), .network = network};
            if (network != Network::local) draft.address = "https://other.example/boost";
            return boost_status(tx, draft, status);
        });
    };
    EXPECT_EQ(answer(bob).error().code, Errc::forbidden);
    EXPECT_EQ(boost(bob, Network::local).error().code, Errc::forbidden);
    auto const far = server.make_account("far", {.domain = "other.example"});
    EXPECT_TRUE(answer(far)) << "what others do elsewhere is not ours to judge";
    EXPECT_TRUE(boost(far, Network::activitypub));
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(follow(tx, bob.id(), eve.id(), {}));
        return accept_follow_request(tx, eve.id(), bob.id());
    });
    EXPECT_TRUE(answer(bob));
    EXPECT_TRUE(boost(bob, Network::local));
}

TEST_F(Quotes, an_answer_that_has_to_wait_for_a_yes_may_be_written) {
    InteractionPolicy policy;
    policy.reply = policy.boost = {0, policy_groups::everyone};
    auto const status = post(eve, policy);
    auto draft = draft_of(bob);
    draft.in_reply_to_id = status.id;
    EXPECT_TRUE(server.db().write([&](db::Tx& tx) { return publish_status(tx, draft); }));
    EXPECT_EQ(
        server.db()
            .write([&](db::Tx& tx) { return boost_status(tx, {.account = bob.id()}, status); })
            .error()
            .code,
        Errc::forbidden)
        << "a boost shows at once";
}

TEST_F(Quotes, who_was_named_is_in_the_group_of_those_named) {
    InteractionPolicy policy;
    policy.reply = {policy_groups::mentioned, 0};
    auto draft = draft_of(eve);
    draft.policy = policy;
    draft.mentions = {bob.id()};
    auto const status = publish(draft);
    auto const consent = [&](Person const& who) {
        return server.read(
            [&](db::Tx& tx) { return consent_to(tx, policy.reply, who.id(), status); });
    };
    EXPECT_EQ(consent(bob), Consent::given);
    EXPECT_EQ(consent(ann), Consent::refused);
    EXPECT_EQ(consent(eve), Consent::given) << "the author is in every group";
}

TEST_F(Quotes, a_boost_from_elsewhere_of_whatever_audience_is_taken) {
    auto const status = post(ann);
    auto const boosted = server.db().write([&](db::Tx& tx) {
        return boost_status(tx,
                            {.account = eve.id(),
                             .visibility = Visibility::direct,
                             .network = Network::activitypub,
                             .address = "https://remote.example/boost"},
                            status);
    });
    ASSERT_TRUE(boosted);
    EXPECT_EQ(boosted->visibility, Visibility::private_);
}

}  // namespace
}  // namespace skein::social
