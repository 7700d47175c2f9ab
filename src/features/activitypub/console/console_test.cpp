#include "features/activitypub/console/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/post_office_test.h"
#include "features/activitypub/delivery/relays.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class Console : public ::testing::Test {
  protected:
    Console() {
        office.follower(ann, "bob", "good.example");
        office.follower(ann, "eve", "bad.example");
        office.forget();
    }
    Server& server() { return office.server.server(); }
    std::string address_of(social::Status const& status) {
        return status_address(server(), ann.id(), status.id);
    }
    social::Status post() {
        auto const status = office.server.post(ann, "Hello");
        office.settle();
        return status;
    }
    void keep_silent() {
        office.answers.insert_or_assign("https://bad.example/inbox",
                                        fail(Errc::timeout, "", "silent"));
    }
    std::vector<std::string> run(std::string_view name, std::vector<std::string> arguments = {}) {
        auto const& all = server().commands();
        auto const found = std::ranges::find(all, name, &Command::name);
        std::vector<std::string> lines;
        CommandCall call;
        call.arguments = std::move(arguments);
        call.out = [&](std::string_view line) { lines.emplace_back(line); };
        auto const done = found->run(server(), call);
        if (!done) lines.push_back("failed: " + done.error().message);
        return lines;
    }
    http::Response ask(http::Method method, std::string path, std::string token,
                       std::string body = "") {
        testing::Ask request;
        request.token = std::move(token);
        request.body = std::move(body);
        return office.server.request(method, "/api/v1/admin/skein/federation/" + std::move(path),
                                     request);
    }

    PostOffice office;
    testing::Person ann = office.server.make_account("ann", {.role = social::Role::admin});
};

TEST_F(Console, a_trace_names_every_inbox_every_attempt_and_every_answer) {
    keep_silent();
    auto const status = post();
    auto const lines = run("federation trace", {address_of(status)});
    ASSERT_THAT(lines, SizeIs(5));
    EXPECT_THAT(lines[0], AllOf(StartsWith("Create of 20"), HasSubstr("for 2 inboxes")));
    EXPECT_THAT(lines[1], StartsWith("  https://bad.example/inbox: next attempt at 20"));
    EXPECT_THAT(lines[2], AllOf(StartsWith("    20"), HasSubstr("Z  no answer in time")));
    EXPECT_EQ(lines[3], "  https://good.example/inbox: arrived");
    EXPECT_THAT(lines[4], HasSubstr("accepted (202 Accepted)"));
}

TEST_F(Console, a_trace_outlives_its_post) {
    auto const status = post();
    office.server.write([&](db::Tx& tx) { return social::remove_status(tx, status, true); });
    office.settle();
    auto const traced = trace(server(), address_of(status)).value();
    ASSERT_THAT(traced, SizeIs(2));
    EXPECT_EQ(traced[0].kind, "Create");
    EXPECT_EQ(traced[1].kind, "Delete");
    EXPECT_EQ(traced[1].stops.size(), 2u);
}

TEST_F(Console, what_is_no_post_of_this_server_has_no_trace) {
    for (auto const* url : {"", "x", "https://good.example/users/bob/1", "https://skein.example/",
                            "https://skein.example/@ann"})
        EXPECT_EQ(trace(server(), url).error().code, Errc::unprocessable) << url;
    EXPECT_THAT(run("federation trace", {"https://skein.example/@ann/7"}),
                ElementsAre(HasSubstr("Nothing was sent")));
}

TEST_F(Console, peers_and_queue_say_who_does_not_answer) {
    keep_silent();
    for (int i = 0; i < 6; ++i) post();
    EXPECT_THAT(run("federation peers"),
                ElementsAre(AllOf(StartsWith("bad.example"), HasSubstr("1 accounts"),
                                  HasSubstr("6 waiting"), HasSubstr("does not answer"),
                                  HasSubstr("no answer in time")),
                            AllOf(StartsWith("good.example"), HasSubstr("well"))));
    EXPECT_THAT(run("federation queue"), Contains("6 deliveries wait for 1 hosts."));
    auto const trace_lines = run("federation trace", {address_of(post())});
    EXPECT_THAT(trace_lines,
                Contains(HasSubstr("bad.example/inbox: waits for its host, which does not")));
}

TEST_F(Console, a_retry_sends_what_waits_and_what_was_given_up) {
    keep_silent();
    for (int i = 0; i < 6; ++i) post();
    office.answers.insert_or_assign("https://good.example/inbox", PostOffice::answering(413));
    post();
    office.answers.clear();
    office.forget();
    EXPECT_THAT(run("federation retry", {"BAD.example"}),
                ElementsAre("1 hosts are asked now; 0 deliveries that were given up go out "
                            "again."));
    for (int i = 0; i < 3; ++i) office.pass(minutes(1));
    EXPECT_THAT(office.sent(), SizeIs(7));
    EXPECT_THAT(run("federation retry"), ElementsAre(HasSubstr("1 deliveries that were")));
    office.settle();
    EXPECT_THAT(office.sent(), Contains("Create https://good.example/inbox"));
    EXPECT_THAT(run("federation queue"), ElementsAre("Nothing waits."));
    EXPECT_THAT(run("federation retry", {"nobody.example"}),
                ElementsAre("failed: This server knows nobody there: nobody.example"));
}

TEST_F(Console, the_admin_api_says_the_same_and_to_admins_only) {
    keep_silent();
    auto const status = post();
    auto const token = office.server.token(ann, "admin:read admin:write");
    auto const peers = ask(http::Method::get, "peers", token);
    ASSERT_EQ(peers.status, 200);
    auto const hosts = testing::json_of(peers);
    EXPECT_EQ(hosts.root().elements()[0].get_text("host"), "bad.example");
    EXPECT_EQ(hosts.root().elements()[0].find("waiting_count")->integer(), 1);
    auto const traced = ask(http::Method::get, "trace?url=" + address_of(status), token);
    ASSERT_EQ(traced.status, 200);
    auto const parcels = testing::json_of(traced);
    EXPECT_EQ(parcels.root().elements()[0].find("recipients")->elements().size(), 2u);
    EXPECT_EQ(ask(http::Method::get, "trace?url=https://x.example/1", token).status, 422);
    EXPECT_EQ(ask(http::Method::get, "queue", token).status, 200);
    EXPECT_EQ(ask(http::Method::post, "retry", token, "host=bad.example").status, 200);

    auto const bob = office.server.make_account("molly", {.role = social::Role::moderator});
    auto const moderator = office.server.token(bob, "admin:read admin:write");
    auto const narrow = office.server.token(ann, "read write");
    for (auto const* path : {"peers", "queue", "trace?url=x"}) {
        EXPECT_EQ(ask(http::Method::get, path, moderator).status, 403) << path;
        EXPECT_EQ(ask(http::Method::get, path, narrow).status, 403) << path;
        EXPECT_EQ(ask(http::Method::get, path, "").status, 401) << path;
    }
    EXPECT_EQ(ask(http::Method::post, "retry", moderator).status, 403);
    EXPECT_EQ(ask(http::Method::post, "retry", office.server.token(ann, "admin:read")).status, 403);
}

TEST_F(Console, a_relay_that_is_an_inbox_counts_once_its_actor_has_accepted) {
    EXPECT_THAT(run("federation relay add", {"https://relay.example/inbox"}),
                ElementsAre(StartsWith("Asked https://relay.example/inbox")));
    office.settle();
    EXPECT_THAT(office.sent(), ElementsAre("Follow https://relay.example/inbox"));
    auto const body = json::Document::parse(office.requests()[0].body).value();
    EXPECT_EQ(body.root().get_text("actor"), instance_actor_address(server()));
    EXPECT_EQ(body.root().get_text("object"), "https://www.w3.org/ns/activitystreams#Public");
    auto const follow = std::string(body.root().get_text("id"));
    auto const hear = [&](testing::Person const& who, std::string const& id, bool accepted) {
        return office.server.write(
            [&](db::Tx& tx) { return hear_relay_answer(server(), tx, who.id(), id, accepted); });
    };
    auto const stranger = office.remote("stranger", "other.example");
    auto const relay = office.remote("relay", "relay.example");
    EXPECT_FALSE(hear(relay, "https://skein.example/ap/users/1/follows/2", true));
    EXPECT_TRUE(hear(stranger, follow, true));
    EXPECT_THAT(run("federation relay list"), ElementsAre(HasSubstr("no answer yet")));
    EXPECT_TRUE(hear(relay, follow, true));
    EXPECT_THAT(run("federation relay list"), ElementsAre(HasSubstr("accepted")));
    EXPECT_TRUE(
        office.server.read([&](db::Tx& tx) { return is_subscribed_relay(tx, relay.id()); }));
    EXPECT_FALSE(
        office.server.read([&](db::Tx& tx) { return is_subscribed_relay(tx, stranger.id()); }));

    office.forget();
    post();
    EXPECT_THAT(office.sent(), Contains("Create https://relay.example/inbox"));
    office.forget();
    for (auto const visibility : {social::Visibility::unlisted, social::Visibility::private_})
        office.server.post(ann, "Not for all", visibility);
    office.settle();
    EXPECT_THAT(office.sent(), ::testing::Not(Contains(HasSubstr("relay.example"))));
    office.forget();
    EXPECT_TRUE(hear(relay, follow, false));
    EXPECT_THAT(run("federation relay list"), ElementsAre(HasSubstr("refused")));
    run("federation relay remove", {"https://relay.example/inbox"});
    office.settle();
    EXPECT_THAT(office.sent(), ElementsAre("Undo https://relay.example/inbox"));
    EXPECT_THAT(run("federation relay list"), ElementsAre("There are no relays."));
}

TEST_F(Console, a_relay_that_is_no_address_or_there_already_is_refused) {
    for (auto const* url :
         {"", "relay.example", "http://relay.example/inbox", "https://skein.example/inbox"})
        EXPECT_THAT(run("federation relay add", {url}), ElementsAre(StartsWith("failed: "))) << url;
    run("federation relay add", {"https://relay.example/inbox"});
    EXPECT_THAT(run("federation relay add", {"https://relay.example/inbox"}),
                ElementsAre(StartsWith("failed: This relay is there already")));
    EXPECT_THAT(run("federation relay remove", {"https://no.example/inbox"}),
                ElementsAre(StartsWith("failed: There is no such relay")));
}

}  // namespace
}  // namespace skein::activitypub
