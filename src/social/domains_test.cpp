#include "social/domains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/events.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/notification_subjects.h"
#include "social/relations.h"
#include "social/severances.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestOptions;
using testing::TestServer;

struct Told {
    std::vector<std::string> words;
};
void listen(Server& server) {
    server.on<FollowRemoved>([](db::Tx& tx, FollowRemoved const& event) -> Result<void> {
        tx.board().part<Told>().words.push_back(event.by_target ? "rejected" : "unfollowed");
        return {};
    });
    server.on<DomainPolicyChanged>([](db::Tx& tx, DomainPolicyChanged const&) -> Result<void> {
        tx.board().part<Told>().words.emplace_back("policy");
        return {};
    });
}

class Domains : public ::testing::Test {
  protected:
    explicit Domains(std::map<std::string, std::string> settings = {})
        : server({.features = {{"listener", listen}}, .settings = std::move(settings)}) {}

    Result<DomainPolicy> set(std::string domain, DomainSeverity severity) {
        DomainPolicy policy;
        policy.domain = std::move(domain);
        policy.severity = severity;
        auto done = server.db().write([&](db::Tx& tx) { return set_domain_policy(tx, policy); });
        server.drain();
        return done;
    }
    void lift(std::string const& domain) {
        server.write([&](db::Tx& tx) { return remove_domain_policy(tx, domain); });
        server.drain();
    }
    DomainVerdict verdict(std::string_view host) {
        return server.server().part<DomainBook>().verdict(host);
    }
    AccountState state(Person const& who) {
        return server.read([&](db::Tx& tx) { return load_account(tx, who.id()); }).state;
    }
    void follows(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(follow(tx, who.id(), whom.id(), {}));
            if (!whom.account.local()) TRY_OK(accept_follow_request(tx, whom.id(), who.id()));
            return {};
        });
    }
    bool following(Person const& who, Person const& whom) {
        return server.read([&](db::Tx& tx) { return is_following(tx, who.id(), whom.id()); });
    }
    Person stranger(std::string name, std::string domain) {
        return server.make_account(std::move(name), {.domain = std::move(domain)});
    }

    TestServer server;
};

TEST_F(Domains, the_vectors_of_block_rules_hold) {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/domains.json");
    std::string const text(std::istreambuf_iterator<char>(in), {});
    auto const vectors = json::Document::parse(text);
    ASSERT_TRUE(vectors);
    int rows = 0;
    for (auto const& row : vectors->root().find("block_rules")->elements()) {
        auto const rule = std::string(row.get_text("rule"));
        auto const host = row.get_text("host");
        ASSERT_TRUE(set(rule, DomainSeverity::suspend)) << rule;
        EXPECT_EQ(verdict(host).refused(), row.find("blocked")->boolean()) << rule << " " << host;
        lift(rule);
        EXPECT_FALSE(verdict(host).refused()) << host;
        ++rows;
    }
    EXPECT_EQ(rows, 10);
}

TEST_F(Domains, a_verdict_takes_the_rules_of_a_host_and_above_it_together) {
    set("far.example", DomainSeverity::limit);
    DomainPolicy media;
    media.domain = "a.far.example";
    media.reject_media = true;
    server.write([&](db::Tx& tx) { return set_domain_policy(tx, media); });
    auto const both = verdict("a.far.example");
    EXPECT_EQ(both.severity, DomainSeverity::limit);
    EXPECT_TRUE(both.reject_media);
    EXPECT_FALSE(both.reject_reports);
    EXPECT_FALSE(verdict("b.far.example").reject_media);
    EXPECT_EQ(verdict("far.example:8443").severity, DomainSeverity::limit);
    EXPECT_TRUE(verdict("not a host").refused());
    EXPECT_FALSE(verdict("").refused());
}

TEST_F(Domains, what_is_no_domain_and_ones_own_are_refused) {
    for (auto const* wrong : {"", "no domain", "https://a.example", "1.2.3.4", "a..b",
                              "x@y.example", "skein.example", "example", "SKEIN.example."}) {
        auto const done = set(wrong, DomainSeverity::suspend);
        ASSERT_FALSE(done) << wrong;
        EXPECT_EQ(done.error().code, Errc::unprocessable) << wrong;
    }
    EXPECT_TRUE(set("a.skein.example", DomainSeverity::suspend));
    EXPECT_FALSE(verdict("skein.example").refused());
    auto const nothing =
        server.db().write([&](db::Tx& tx) { return remove_domain_policy(tx, "b.example"); });
    EXPECT_EQ(nothing.error().code, Errc::not_found);
}

TEST_F(Domains, suspending_parts_people_tells_them_and_removes_what_came_from_there) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const eve = stranger("eve", "bad.example"), sub = stranger("sub", "a.bad.example"),
               good = stranger("good", "notbad.example");
    follows(ann, eve);
    follows(ann, sub);
    follows(eve, ann);
    follows(bob, good);
    auto const post = server.post(eve, "words");
    server.server().part<Told>().words.clear();
    set("bad.example", DomainSeverity::suspend);
    EXPECT_EQ(state(eve), AccountState::suspended);
    EXPECT_EQ(state(sub), AccountState::suspended);
    EXPECT_EQ(state(good), AccountState::active);
    EXPECT_FALSE(following(ann, eve));
    EXPECT_FALSE(following(eve, ann));
    EXPECT_TRUE(following(bob, good));
    auto const& words = server.server().part<Told>().words;
    EXPECT_EQ(std::ranges::count(words, "unfollowed"), 2);
    EXPECT_EQ(std::ranges::count(words, "rejected"), 1);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_status(tx, post.id); }));

    auto const lost = server.read([&](db::Tx& tx) { return list_severances(tx, ann.id(), 10); });
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].kind, SeveranceKind::domain_block);
    EXPECT_EQ(lost[0].target, "bad.example");
    EXPECT_EQ(lost[0].followers_count, 1);
    EXPECT_EQ(lost[0].following_count, 2);
    auto const names = [&](Person const& who, bool outgoing) {
        return server.read(
            [&](db::Tx& tx) { return list_severed(tx, who.id(), lost[0].id, outgoing); });
    };
    EXPECT_THAT(names(ann, true), ElementsAre("eve@bad.example", "sub@a.bad.example"));
    EXPECT_THAT(names(ann, false), ElementsAre("eve@bad.example"));
    EXPECT_THAT(names(bob, true), IsEmpty()) << "somebody else's";
    auto const told =
        server.read([&](db::Tx& tx) { return list_notifications(tx, ann.id(), {}, Page{}); });
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].kind, NotificationKind::severed_relationships);
    auto const subjects =
        server.read([&](db::Tx& tx) { return NotificationSubjects::load(tx, told); });
    ASSERT_TRUE(subjects.severance(told[0].id));
    EXPECT_EQ(subjects.severance(told[0].id)->id, lost[0].id);
}

TEST_F(Domains, suspending_one_account_parts_people_from_it) {
    auto const ann = server.make_account("ann");
    auto const eve = stranger("eve", "bad.example"), mal = stranger("mal", "bad.example");
    for (auto const* who : {&eve, &mal}) follows(ann, *who);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, eve.id()));
        account.state = AccountState::suspended;
        TRY_OK(update_account(tx, account));
        return part_from_suspended(tx, account);
    });
    server.drain();
    EXPECT_FALSE(following(ann, eve));
    EXPECT_TRUE(following(ann, mal));
    auto const lost = server.read([&](db::Tx& tx) { return list_severances(tx, ann.id(), 10); });
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].kind, SeveranceKind::account_suspension);
    EXPECT_EQ(lost[0].target, "eve@bad.example");
}

TEST_F(Domains, lifting_a_suspension_lets_in_again_whom_it_kept_out) {
    auto const eve = stranger("eve", "bad.example"), mal = stranger("mal", "bad.example");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, mal.id()));
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    set("bad.example", DomainSeverity::suspend);
    EXPECT_FALSE(server.db().write([&](db::Tx& tx) {
        StatusDraft draft;
        draft.author = eve.id();
        draft.network = Network::activitypub;
        return publish_status(tx, draft);
    }));
    set("bad.example", DomainSeverity::limit);
    EXPECT_EQ(state(eve), AccountState::limited);
    lift("bad.example");
    EXPECT_EQ(state(eve), AccountState::active);
    EXPECT_EQ(state(mal), AccountState::suspended) << "by a person, not by the policy";
    server.post(eve, "back");
}

TEST_F(Domains, who_is_new_from_a_limited_domain_is_limited) {
    set("loud.example", DomainSeverity::limit);
    auto const lou = stranger("lou", "a.loud.example");
    EXPECT_EQ(state(lou), AccountState::limited);
    lift("loud.example");
    EXPECT_EQ(state(lou), AccountState::active);
}

TEST_F(Domains, a_policy_that_fails_changes_nothing_in_memory) {
    auto const done = server.db().write([&](db::Tx& tx) -> Result<void> {
        DomainPolicy policy;
        policy.domain = "bad.example";
        policy.severity = DomainSeverity::suspend;
        TRY_OK(set_domain_policy(tx, policy));
        return fail(Errc::conflict, "taken back");
    });
    EXPECT_FALSE(done);
    EXPECT_FALSE(verdict("bad.example").refused());
}

TEST_F(Domains, what_another_process_changed_is_read_when_it_is_looked_for) {
    // As another process would: the tables only.
    static db::Sql const insert{
        "test.domains.insert",
        "INSERT INTO domain_policies (id, domain, severity, reject_media, reject_reports, "
        "public_comment, private_comment, created_at) VALUES (7, 'bad.example', 2, FALSE, FALSE, "
        "'', '', 0)"};
    static db::Sql const turn{"test.domains.turn",
                              "INSERT INTO domain_book (id, version) VALUES (1, 99)"};
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(insert));
        TRY_OK(tx.run(turn));
        return {};
    });
    EXPECT_FALSE(verdict("bad.example").refused());
    auto& book = server.server().part<DomainBook>();
    server.read([&](db::Tx& tx) { return book.refresh(tx); });
    EXPECT_TRUE(verdict("bad.example").refused());
}

class AllowList : public Domains {
  protected:
    AllowList() : Domains({{"federation.allow_list", "true"}}) {}
};

TEST_F(AllowList, lets_only_those_in_that_it_names) {
    EXPECT_TRUE(verdict("a.example").refused());
    EXPECT_FALSE(verdict("skein.example").refused());
    server.write([&](db::Tx& tx) { return allow_domain(tx, "a.example"); });
    EXPECT_FALSE(verdict("a.example").refused());
    EXPECT_FALSE(verdict("sub.a.example").refused());
    set("sub.a.example", DomainSeverity::suspend);
    EXPECT_TRUE(verdict("sub.a.example").refused());
    auto const ada = stranger("ada", "a.example");
    EXPECT_EQ(state(ada), AccountState::active);
    server.write([&](db::Tx& tx) { return disallow_domain(tx, "a.example"); });
    server.drain();
    EXPECT_EQ(state(ada), AccountState::suspended);
    server.write([&](db::Tx& tx) { return allow_domain(tx, "a.example"); });
    server.drain();
    EXPECT_EQ(state(ada), AccountState::active);
}

// --- What one account blocks ---

class BlockedDomains : public Domains {
  protected:
    Result<void> block(Person const& who, std::string_view domain) {
        return server.db().write([&](db::Tx& tx) { return block_domain(tx, who.id(), domain); });
    }
    std::size_t home() {
        return server
            .read([&](db::Tx& tx) -> Result<std::vector<StatusHead>> {
                TRY(auto const reader, load_reader(tx, ann.id()));
                std::vector const authors{bob.id()};
                return list_home_posts(tx, *reader, {.authors = authors}, {});
            })
            .size();
    }
    std::size_t everywhere() {
        return server.read([&](db::Tx& tx) { return list_public(tx, ann.id(), {}, {}); }).size();
    }

    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = stranger("eve", "bad.example"), sub = stranger("sub", "a.bad.example");
};

TEST_F(BlockedDomains, end_follows_both_ways_and_keep_them_ended) {
    follows(ann, eve);
    follows(eve, ann);
    follows(bob, eve);
    server.server().part<Told>().words.clear();
    ASSERT_TRUE(block(ann, "BAD.example"));
    EXPECT_FALSE(following(ann, eve));
    EXPECT_FALSE(following(eve, ann));
    EXPECT_TRUE(following(bob, eve));
    EXPECT_EQ(server.server().part<Told>().words.size(), 2U) << "their servers hear of it";
    auto const lost = server.read([&](db::Tx& tx) { return list_severances(tx, ann.id(), 10); });
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].kind, SeveranceKind::user_domain_block);
    for (auto const& [who, whom] : {std::pair{&ann, &sub}, std::pair{&sub, &ann}}) {
        auto const again =
            server.db().write([&](db::Tx& tx) { return follow(tx, who->id(), whom->id(), {}); });
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code, Errc::forbidden);
    }
    server.write([&](db::Tx& tx) { return unblock_domain(tx, ann.id(), "bad.example"); });
    follows(ann, sub);
    EXPECT_TRUE(following(ann, sub));
}

TEST_F(BlockedDomains, more_follows_than_one_write_ends_all_end) {
    for (int i = 0; i < 120; ++i) follows(stranger("s" + std::to_string(i), "bad.example"), ann);
    ASSERT_TRUE(block(ann, "bad.example"));
    server.drain();
    auto const lost = server.read([&](db::Tx& tx) { return list_severances(tx, ann.id(), 10); });
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].followers_count, 120);
}

TEST_F(BlockedDomains, hide_posts_and_boosts_from_home_and_the_public_timelines) {
    follows(ann, bob);
    auto const far = server.post(sub, "far");
    server.post(bob, "near");
    server.write([&](db::Tx& tx) { return boost_status(tx, {.account = bob.id()}, far); });
    server.drain();
    EXPECT_EQ(everywhere(), 2U);
    auto const before = home();
    ASSERT_TRUE(block(ann, "bad.example"));
    EXPECT_EQ(everywhere(), 1U);
    EXPECT_EQ(home(), before - 1) << "the boost";
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return may_see(tx, ann.id(), far); }))
        << "whoever looks for it sees it";
}

TEST_F(BlockedDomains, keep_notifications_away_new_and_old) {
    auto const post = server.post(ann, "x");
    auto const tell = [&](Person const& from) {
        server.write([&](db::Tx& tx) {
            return notify(tx, ann.id(), NotificationKind::favourite, from.id(), post.id);
        });
        return server.read([&](db::Tx& tx) { return list_notifications(tx, ann.id(), {}, Page{}); })
            .size();
    };
    EXPECT_EQ(tell(eve), 1U);
    ASSERT_TRUE(block(ann, "bad.example"));
    EXPECT_EQ(tell(sub), 0U);
    EXPECT_EQ(tell(bob), 1U);
}

TEST_F(BlockedDomains, hide_accounts_from_search) {
    auto const found = [&] {
        return server
            .read([&](db::Tx& tx) { return search_accounts(tx, ann.id(), {.text = "ev"}); })
            .size();
    };
    EXPECT_EQ(found(), 1U);
    ASSERT_TRUE(block(ann, "bad.example"));
    EXPECT_EQ(found(), 0U);
}

TEST(BlockedDomainsInMemory, cost_a_list_nothing) {
    TestServer server({.in_file = true});
    auto const ann = server.make_account("ann"),
               sub = server.make_account("sub", {.domain = "a.bad.example"});
    for (int i = 0; i < 5; ++i) server.post(sub, "far");
    auto const count = [&] {
        auto const list = [&] {
            server.read([&](db::Tx& tx) { return list_public(tx, ann.id(), {}, {}); });
        };
        list();
        return server.statements(list);
    };
    auto const without = count();
    server.write([&](db::Tx& tx) { return block_domain(tx, ann.id(), "other.example"); });
    // Where rows are kept in memory the authors are known; else they are one statement.
    EXPECT_EQ(count(), without + (server.db().embedded() ? 0 : 1));
}

TEST_F(BlockedDomains, are_listed_and_known) {
    ASSERT_TRUE(block(ann, "bad.example"));
    ASSERT_TRUE(block(ann, "münchen.example"));
    ASSERT_TRUE(block(ann, "bad.example")) << "twice is once";
    auto const rows =
        server.read([&](db::Tx& tx) { return list_blocked_domains(tx, ann.id(), {}); });
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].domain, "xn--mnchen-3ya.example");
    auto const blocks = [&](std::string_view host) {
        return server.read([&](db::Tx& tx) { return blocks_domain(tx, ann.id(), host); });
    };
    EXPECT_TRUE(blocks("a.b.bad.example"));
    EXPECT_FALSE(blocks("notbad.example"));
    std::vector const both{eve.id(), bob.id()};
    EXPECT_THAT(
        server.read([&](db::Tx& tx) { return list_in_blocked_domains(tx, ann.id(), both); }),
        ElementsAre(eve.id()));
    for (auto const* wrong : {"", "a b", "skein.example", "1.2.3.4"})
        EXPECT_EQ(block(ann, wrong).error().code, Errc::unprocessable) << wrong;
}

// --- Limited accounts ---

class Limited : public Domains {
  protected:
    Limited() {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, lou.id()));
            account.state = AccountState::limited;
            return update_account(tx, account);
        });
    }
    std::size_t told(NotificationKind kind, std::optional<StatusId> status) {
        server.write([&](db::Tx& tx) { return notify(tx, ann.id(), kind, lou.id(), status); });
        return server.read([&](db::Tx& tx) { return list_notifications(tx, ann.id(), {}, Page{}); })
            .size();
    }

    Person ann = server.make_account("ann"), lou = server.make_account("lou");
};

TEST_F(Limited, accounts_are_heard_of_by_their_followers_only) {
    auto const post = server.post(ann, "x");
    auto const again = server.post(ann, "y");
    EXPECT_EQ(told(NotificationKind::favourite, post.id), 0U);
    EXPECT_EQ(told(NotificationKind::follow_request, {}), 0U);
    follows(ann, lou);
    EXPECT_EQ(told(NotificationKind::favourite, again.id), 1U);
    EXPECT_EQ(server
                  .read([&](db::Tx& tx) {
                      return list_notifications(tx, ann.id(), {.include_filtered = true}, Page{});
                  })
                  .size(),
              3U)
        << "the others wait";
}

TEST_F(Limited, accounts_are_found_by_their_followers_only) {
    auto const found = [&](std::string text) {
        return server
            .read([&](db::Tx& tx) { return search_accounts(tx, ann.id(), {.text = text}); })
            .size();
    };
    EXPECT_EQ(found("lou"), 0U);
    follows(ann, lou);
    EXPECT_EQ(found("lou"), 1U);
}

TEST_F(Limited, accounts_ask_before_they_follow_and_stand_in_no_public_list) {
    server.write([&](db::Tx& tx) { return follow(tx, lou.id(), ann.id(), {}); });
    EXPECT_FALSE(following(lou, ann));
    server.post(lou, "#tag loud");
    auto const lists = [&] {
        return server.read([&](db::Tx& tx) -> Result<std::pair<std::size_t, std::size_t>> {
            TRY(auto const all, list_public(tx, ann.id(), {}, {}));
            TRY(auto const tagged, list_tagged(tx, ann.id(), {.any = {"tag"}}, {}));
            return std::pair{all.size(), tagged.size()};
        });
    };
    EXPECT_EQ(lists(), (std::pair<std::size_t, std::size_t>{0, 0}));
    follows(ann, lou);
    EXPECT_EQ(lists(), (std::pair<std::size_t, std::size_t>{1, 1}));
}

}  // namespace
}  // namespace skein::social
