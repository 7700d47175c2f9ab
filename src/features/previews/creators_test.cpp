#include "features/previews/creators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "features/previews/feature.h"
#include "features/previews/showing_test.h"
#include "features/previews/trending_links.h"
#include "social/attributions.h"
#include "social/moves.h"
#include "social/network.h"
#include "social/readers.h"
#include "social/views/faces.h"
#include "social/views/views.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::previews {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

constexpr auto* link = "https://blog.ann.example/article";

/// Knows one person of another server, whom it is asked for.
class Elsewhere final : public social::ProtocolNetwork {
  public:
    explicit Elsewhere(std::function<AccountId(Handle const&)> find) : find_(std::move(find)) {}
    void profile_viewed(Server&, AccountId) override { ADD_FAILURE() << "nobody looked at it"; }
    void account_named(Server&, AccountId account) override { named_.push_back(account); }
    std::vector<AccountId> const& named() const { return named_; }
    social::Network network() const override { return social::Network::activitypub; }
    std::vector<std::optional<AccountId>> resolve_handles(
        Server&, std::vector<Handle> const& handles) override {
        std::vector<std::optional<AccountId>> found;
        for (auto const& handle : handles) found.emplace_back(find_(handle));
        return found;
    }
    Result<std::optional<StatusId>> resolve_status(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<std::optional<AccountId>> resolve_account(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<social::FoundBehind> resolve(Server&, Url const&) override {
        return social::FoundBehind{};
    }
    Result<social::FoundBehind> find(Server&, db::Tx&, Url const&) override {
        return social::FoundBehind{};
    }

  private:
    std::function<AccountId(Handle const&)> find_;
    std::vector<AccountId> named_;
};

db::Query<std::int64_t> const count_reviews{
    "test.count_reviews", "SELECT COUNT(*) FROM jobs WHERE name = 'previews.review_credits'"};
db::Query<std::string> const list_order_keys{
    "test.order_keys", "SELECT order_key FROM jobs WHERE name = 'previews.find_creator'"};

class Creators : public ::testing::Test {
  protected:
    void page_names(std::string_view creator, std::string const& url = link,
                    std::string_view more = {}) {
        server.outside().answer(
            url, 200,
            fmt::format("<title>Tea</title>{}<meta name=\"fediverse:creator\" content=\"{}\">",
                        more, creator),
            "text/html");
    }
    /// What somebody chooses in their settings.
    void list(Person const& who, std::string const& domains) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto user, social::load_user(tx, who.user->id));
            user.attribution_domains = domains;
            TRY_OK(social::update_user(tx, user));
            return publish(tx, social::AttributionsChanged{who.id()});
        });
        server.drain();
    }
    std::string say(std::string const& text = link) {
        auto const post = server.post(bob, text);
        server.drain();
        return to_string(post.id);
    }
    Answer show(std::string const& id, std::string const& by = {}) {
        return Answer(server.get("/api/v1/statuses/" + id, by));
    }
    /// Somebody of another server who listed the site.
    Person listing(std::string const& name, std::string const& domain) {
        auto const made = server.make_account(name, {.domain = domain});
        server.write([&](db::Tx& tx) {
            return social::put_attribution_domains(tx, made.id(), {"ann.example"});
        });
        return made;
    }
    Elsewhere& elsewhere(std::function<AccountId(Handle const&)> find) {
        auto network = std::make_unique<Elsewhere>(std::move(find));
        auto& plugged = *network;
        server.server().part<social::Networks>().all.push_back(std::move(network));
        return plugged;
    }
    /// Whom a new post's card names.
    std::string credited(std::string const& text = link) {
        return show(say(text)).at("card.authors.0.account.acct");
    }

    TestServer server{{.features = {{"previews", install}, {"showing", install_showing}},
                       .settings = {{"trends.people_min", "1"}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
};

TEST(Attributions, are_for_a_site_and_those_below_it) {
    EXPECT_TRUE(social::may_attribute("ann.example", "ann.example"));
    EXPECT_TRUE(social::may_attribute("x.example ann.example", "www.blog.ann.example"));
    for (auto const* host : {"", "example", "eveann.example", "ann.example.eve.example",
                             "nn.example", "127.0.0.1", "[::1]", "not a host"})
        EXPECT_FALSE(social::may_attribute("ann.example x.example", host)) << host;
    EXPECT_FALSE(social::may_attribute("", "ann.example"));
    EXPECT_FALSE(social::may_attribute("example localhost", "ann.example"));
    EXPECT_FALSE(social::may_attribute("localhost", "localhost"));
    for (auto const* site : {"example", "localhost", "127.0.0.1", "[::1]"})
        EXPECT_FALSE(social::may_be_listed(*Host::parse(site))) << site;
    EXPECT_TRUE(social::may_be_listed(*Host::parse("ann.example")));
    EXPECT_FALSE(social::may_attribute(" ", "ann.example"));
}

TEST_F(Creators, are_shown_when_they_listed_the_site) {
    list(ann, "other.example ann.example");
    page_names("@ann@skein.example", link, "<meta name=author content='Ann A.'>");
    auto const shown = show(say());
    EXPECT_EQ(shown.at("card.authors.0.account.id"), to_string(ann.id()));
    EXPECT_EQ(shown.at("card.authors.0.name"), "Ann A.");
    EXPECT_EQ(shown.at("card.author_name"), "Ann A.");
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(shown.root(), "Status"),
                ::testing::Each(::testing::Not(::testing::HasSubstr("card"))));
    auto const card = shown.root().find("card");
    ASSERT_TRUE(card);
    EXPECT_THAT(reference.complaints(*card, "PreviewCard"), IsEmpty());
}

TEST_F(Creators, need_no_other_author) {
    list(ann, "ann.example");
    page_names("@ann@skein.example");
    auto const shown = show(say());
    EXPECT_EQ(shown.at("card.authors.0.account.acct"), "ann");
    EXPECT_EQ(shown.at("card.authors.0.name"), "");
}

TEST_F(Creators, are_not_shown_where_they_did_not) {
    page_names("@ann@skein.example");
    for (auto const* domains : {"", "example.com", "other.example", "eve.blog.ann.example"}) {
        list(ann, domains);
        EXPECT_EQ(show(say()).at("card.authors"), "[]") << domains;
    }
}

TEST_F(Creators, who_are_nobody_are_not_shown) {
    list(ann, "ann.example");
    int number = 0;
    for (auto const* creator : {"@nobody@skein.example", "ann", "@ann", "ann@", "@@skein.example",
                                "https://skein.example/@ann", "@ann@skein.example.eve.example"}) {
        auto const url = fmt::format("{}/{}", link, number++);
        page_names(creator, url);
        EXPECT_EQ(show(say(url)).at("card.authors"), "[]") << creator;
    }
}

TEST_F(Creators, a_site_that_leads_elsewhere_does_not_speak_for_them) {
    list(ann, "ann.example");
    server.outside().answer_with(
        [](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            if (request.url != link) return std::nullopt;
            http::Answer answer;
            answer.status = 200;
            answer.headers.set("Content-Type", "text/html");
            answer.body = R"(<title>x</title>
<meta name="fediverse:creator" content="@ann@skein.example">)";
            answer.final_url = "https://eve.example/x";
            return answer;
        });
    EXPECT_EQ(show(say()).at("card.authors"), "[]");
}

TEST_F(Creators, may_agree_later_and_take_it_back) {
    page_names("@ann@skein.example");
    auto const id = say();
    EXPECT_EQ(show(id).at("card.authors"), "[]");
    list(ann, "blog.ann.example");
    EXPECT_EQ(show(id).at("card.authors.0.account.acct"), "ann");
    list(ann, "");
    EXPECT_EQ(show(id).at("card.authors"), "[]");
}

TEST_F(Creators, are_as_they_are_now) {
    list(ann, "ann.example");
    page_names("@ann@skein.example");
    auto const id = say();
    EXPECT_EQ(show(id).at("card.authors.0.account.statuses_count"), "0");
    server.post(ann, "one more");
    EXPECT_EQ(show(id).at("card.authors.0.account.statuses_count"), "1");
    auto const change = [&](auto const& how) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            how(account);
            return social::update_account(tx, account);
        });
        server.drain();
    };
    change([](social::Account& account) { account.display_name = "Ann the Great"; });
    EXPECT_EQ(show(id).at("card.authors.0.account.display_name"), "Ann the Great");
    change([](social::Account& account) { account.state = social::AccountState::suspended; });
    EXPECT_EQ(show(id).at("card.authors.0.account"), "null");
}

TEST_F(Creators, alone_are_told_that_their_consent_is_missing) {
    page_names("@ann@skein.example");
    auto const id = say();
    EXPECT_EQ(show(id).at("card.missing_attribution"), "absent");
    EXPECT_EQ(show(id, server.token(bob)).at("card.missing_attribution"), "false");
    EXPECT_EQ(show(id, server.token(ann)).at("card.missing_attribution"), "true");
    EXPECT_EQ(Answer(server.get("/api/v1/statuses/" + id + "/card", server.token(ann)))
                  .at("missing_attribution"),
              "true");
    list(ann, "ann.example");
    EXPECT_EQ(show(id, server.token(ann)).at("card.missing_attribution"), "absent");
}

TEST_F(Creators, read_streams_alone_while_their_consent_is_missing) {
    page_names("@ann@skein.example");
    auto const cat = server.make_account("cat"), dan = server.make_account("dan");
    auto const faces_of = [&](std::string const& text) {
        std::vector<std::pair<std::size_t, std::string>> faces;
        server.read([&](db::Tx& tx) -> Result<void> {
            auto const id = StatusId{*parse_id(text)};
            TRY(auto const heads, social::list_heads_of(tx, std::span(&id, 1)));
            std::vector<social::Reader> readers;
            for (auto const& who : {ann, cat, dan}) {
                TRY(auto const reader, social::load_reader(tx, who.id()));
                readers.push_back(*reader);
            }
            return social::render_faces(
                server.server(), tx, heads.front(), readers, [&](social::Face const& face) {
                    auto const mark = face.json.find(R"("missing_attribution":)");
                    auto const said =
                        mark == std::string::npos ? "" : face.json.substr(mark + 22, 4);
                    faces.emplace_back(face.viewers.size(), said);
                });
        });
        return faces;
    };
    EXPECT_THAT(faces_of(say()), ElementsAre(std::pair(2U, "fals"), std::pair(1U, "true")));
    EXPECT_THAT(faces_of(say("plain")), ElementsAre(std::pair(3U, ""))) << "no card, no claim";
}

TEST_F(Creators, of_other_servers_are_asked_for_once) {
    int asked = 0;
    auto& network = elsewhere([&](Handle const& handle) {
        ++asked;
        return listing(handle.user, handle.host).id();
    });
    page_names("@zoe@far.example");
    EXPECT_EQ(credited(), "zoe@far.example");
    EXPECT_EQ(asked, 1);
    EXPECT_THAT(network.named(), ::testing::SizeIs(1)) << "of the profile nothing more is read";
    EXPECT_EQ(credited(), "zoe@far.example");
    page_names("@zoe@far.example", "https://ann.example/other");
    EXPECT_EQ(credited("https://ann.example/other"), "zoe@far.example");
    EXPECT_EQ(asked, 1) << "known now";
}

TEST_F(Creators, of_other_servers_are_whom_their_server_answers) {
    std::optional<AccountId> zoe;
    int asked = 0;
    elsewhere([&](Handle const&) {
        ++asked;
        if (!zoe) zoe = listing("zoe", "far.example").id();
        return *zoe;
    });
    page_names("@zoe@www.far.example");
    EXPECT_EQ(credited(), "zoe@far.example") << "their handles have a domain of their own";
    server.clock().advance(std::chrono::days(2));
    EXPECT_EQ(credited(), "zoe@far.example");
    EXPECT_EQ(asked, 1) << "who that is stays known when the page is read again";
}

TEST_F(Creators, are_asked_for_in_few_rows) {
    elsewhere([](Handle const&) { return AccountId{}; });
    std::set<std::string> rows;
    server.write([&](db::Tx& tx) -> Result<void> {
        for (int i = 0; i < 40; ++i) {
            SeenPage page;
            page.head.title = "Tea";
            page.host = "ann.example";
            page.creator = fmt::format("zoe@far{}.example", i);
            TRY(auto const card, put_card(tx, fmt::format("{}/{}", link, i), page, tx.now()));
            TRY_OK(settle_creator(tx, card));
        }
        TRY(auto const keys, tx.list(list_order_keys));
        rows.insert(keys.begin(), keys.end());
        return {};
    });
    EXPECT_THAT(rows, ::testing::SizeIs(4));
    EXPECT_FALSE(rows.contains(""));
}

TEST_F(Creators, are_credited_in_every_post_when_they_agree) {
    page_names("@ann@skein.example");
    auto const first = say();
    for (int i = 0; i < 450; ++i) server.post(bob, link);
    auto const last = say();
    for (auto const& id : {first, last}) EXPECT_EQ(show(id).at("card.authors"), "[]");
    list(ann, "ann.example");
    for (auto const& id : {first, last})
        EXPECT_EQ(show(id).at("card.authors.0.account.acct"), "ann");
    list(ann, "");
    for (auto const& id : {first, last}) EXPECT_EQ(show(id).at("card.authors"), "[]");
}

TEST_F(Creators, are_credited_on_every_page_when_they_agree) {
    std::string first, last;
    for (int i = 0; i < 105; ++i) {
        auto const url = fmt::format("{}/{}", link, i);
        page_names("@ann@skein.example", url);
        last = say(url);
        if (i == 0) first = last;
    }
    list(ann, "ann.example");
    for (auto const& id : {first, last})
        EXPECT_EQ(show(id).at("card.authors.0.account.acct"), "ann");
}

TEST_F(Creators, are_looked_at_again_only_when_what_they_listed_changed) {
    page_names("@ann@skein.example");
    say();
    auto const reviews = [&](auto const& deed) {
        return server.write([&](db::Tx& tx) -> Result<std::int64_t> {
            TRY_OK(deed(tx));
            return tx.load(count_reviews);
        });
    };
    EXPECT_EQ(reviews([&](db::Tx& tx) -> Result<void> {
                  TRY(auto account, social::load_account(tx, ann.id()));
                  account.display_name = "Ann the Great";
                  return social::update_account(tx, account);
              }),
              0);
    EXPECT_EQ(reviews([&](db::Tx& tx) -> Result<void> {
                  return publish(tx, social::AttributionsChanged{bob.id()});
              }),
              0)
        << "no page names bob";
    EXPECT_EQ(reviews([&](db::Tx& tx) -> Result<void> {
                  return publish(tx, social::AttributionsChanged{ann.id()});
              }),
              1);
}

TEST_F(Creators, of_other_servers_agree_by_their_own_profile) {
    auto const zoe = server.make_account("zoe", {.domain = "far.example"});
    page_names("@zoe@far.example");
    auto const id = say();
    EXPECT_EQ(show(id).at("card.authors"), "[]");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const fresh, social::put_attribution_domains(tx, zoe.id(), {"ann.example"}));
        EXPECT_TRUE(fresh);
        TRY(auto const again, social::put_attribution_domains(tx, zoe.id(), {"ann.example"}));
        EXPECT_FALSE(again);
        TRY(auto account, social::load_account(tx, zoe.id()));
        return social::update_account(tx, account);
    });
    server.drain();
    EXPECT_EQ(show(id).at("card.authors.0.account.acct"), "zoe@far.example");
}

TEST_F(Creators, who_are_gone_are_not_shown) {
    auto const zoe = server.make_account("zoe", {.domain = "far.example"});
    server.write(
        [&](db::Tx& tx) { return social::put_attribution_domains(tx, zoe.id(), {"ann.example"}); });
    page_names("@zoe@far.example");
    auto const id = say();
    EXPECT_EQ(show(id).at("card.authors.0.account.acct"), "zoe@far.example");
    server.write([&](db::Tx& tx) { return social::remove_account(tx, zoe.id()); });
    EXPECT_EQ(show(id).at("card.authors.0.account"), "null");
    EXPECT_EQ(
        server.read([&](db::Tx& tx) { return social::load_attribution_domains(tx, zoe.id()); }),
        "");
    server.drain();
    EXPECT_EQ(show(id).at("card.authors"), "[]");
}

TEST_F(Creators, cost_the_same_for_one_post_as_for_forty) {
    std::vector<Person> authors;
    std::string const token = server.token(bob);
    for (int i = 0; i < 20; ++i) {
        authors.push_back(server.make_account(fmt::format("w{}", i)));
        list(authors.back(), "ann.example");
        auto const url = fmt::format("{}/{}", link, i);
        page_names(fmt::format("@w{}@skein.example", i), url);
        say(url);
    }
    auto const heads = server.read([&](db::Tx& tx) -> Result<std::vector<StatusId>> {
        static db::Query<StatusId> const list_all{"test.statuses", "SELECT id FROM statuses"};
        return tx.list(list_all);
    });
    auto const cost = [&](std::size_t count) {
        auto const write = [&] {
            server.read([&](db::Tx& tx) -> Result<void> {
                json::Writer out;
                return out.array([&] {
                    return social::write_statuses({server.server(), tx, bob.id()},
                                                  std::span(heads).first(count), out);
                });
            });
        };
        write();
        return server.statements(write);
    };
    EXPECT_EQ(cost(20), cost(1));
}

TEST(CreatorsWithHandlesElsewhere, are_named_by_both_domains) {
    TestServer server{{.features = {{"previews", install}, {"showing", install_showing}},
                       .settings = {{"server.handle_domain", "ann.example"}}}};
    auto const ann = server.make_account("ann");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, social::load_user(tx, ann.user->id));
        user.attribution_domains = "ann.example";
        return social::update_user(tx, user);
    });
    for (auto const* host : {"ann.example", "skein.example", "far.example"}) {
        auto const url = fmt::format("{}/{}", link, host);
        server.outside().answer(
            url, 200,
            fmt::format(R"(<title>x</title><meta name="fediverse:creator" content="@ann@{}">)",
                        host),
            "text/html");
        auto const post = server.post(ann, url);
        server.drain();
        Answer const shown(server.get("/api/v1/statuses/" + to_string(post.id)));
        EXPECT_EQ(shown.at("card.authors.0.account.acct"),
                  host == std::string_view("far.example") ? "absent" : "ann")
            << host;
    }
}

TEST_F(Creators, stand_in_trends_too) {
    server.clock().advance(std::chrono::days(5));
    list(ann, "ann.example");
    page_names("@ann@skein.example");
    say();
    ASSERT_TRUE(refresh_trending_links(server.server()));
    Answer const trends(server.get("/api/v1/trends/links"));
    EXPECT_EQ(trends.at("0.authors.0.account.acct"), "ann");
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*trends.root().elements().begin(), "Trends::Link"), IsEmpty());
}

}  // namespace
}  // namespace skein::previews
