#include "core/host_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "core/bare_server.h"
#include "core/server.h"

namespace skein {
namespace {

using testing::BareServer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Call {
    static constexpr std::string_view name = "test.call";
    std::string what;
    auto row() { return std::tie(what); }
};

/// Who may be called, and who was.
class Phone {
  public:
    std::function<Result<Prepared>(Server&, std::string const&)> prepare;
    std::function<Result<Verdict>(db::Tx&, Outcome const&)> finish;
};

Result<Prepared> prepare(Server& server, Call const& job) {
    auto& phone = server.part<Phone>();
    if (phone.prepare) return phone.prepare(server, job.what);
    http::Outgoing request;
    request.url = "https://peer.example/" + job.what;
    return request;
}

Result<Verdict> finish(db::Tx& tx, Call const&, Outcome const& outcome) {
    auto& phone = tx.board().part<Phone>();
    return phone.finish ? phone.finish(tx, outcome) : Verdict::done;
}

std::optional<Duration> once(std::int64_t) { return std::nullopt; }

void install(Server& server) {
    server.part<Phone>();
    server.network_job<Call>(prepare, finish, once);
}

class HostJobs : public ::testing::Test {
  protected:
    void SetUp() override { here.open({{"test", install, true}}); }
    template <class Closure>
    auto write(Closure closure) {
        auto result = here.server->db().write(closure);
        EXPECT_TRUE(result);
        return result.value();
    }
    void call(std::string what, std::string host, std::string order_key = "") {
        ASSERT_TRUE(here.server->db().write([&](db::Tx& tx) {
            return enqueue(tx, Call{what}, {.order_key = order_key, .host = host});
        }));
    }
    std::vector<StoredJob> waiting(bool dead = false) {
        return here.server->db()
            .read([&](db::Tx& tx) { return list_jobs(tx, dead, "", 100); })
            .value();
    }
    void answer(int status) {
        here.client->answer = [status](http::Outgoing const&) -> Result<http::Answer> {
            return http::Answer{status, {}, {}, {}};
        };
    }
    Time now() { return here.clock->now(); }
    Phone& phone() { return here.server->part<Phone>(); }

    BareServer here;
};

TEST_F(HostJobs, what_is_put_off_waits_in_the_table_until_it_is_called) {
    for (auto const* what : {"a", "b", "c"}) call(what, "away.example");
    call("d", "near.example");
    auto const far = now() + std::chrono::days(30);
    EXPECT_EQ(
        write([&](db::Tx& tx) { return put_off_host_jobs(tx, "away.example", {far, far, 2}); }), 2);
    EXPECT_EQ(
        write([&](db::Tx& tx) { return put_off_host_jobs(tx, "away.example", {far, far, 2}); }), 1);
    answer(200);
    ASSERT_TRUE(here.server->start());
    here.server->jobs().drain();
    EXPECT_EQ(here.client->started(), 1u);
    EXPECT_THAT(waiting(), SizeIs(3));
    auto const queue = here.server->db()
                           .read([](db::Tx& tx) { return find_host_queue(tx, "away.example"); })
                           .value();
    EXPECT_EQ(queue.waiting, 3);
    EXPECT_EQ(queue.next_at, far);

    EXPECT_TRUE(write([&](db::Tx& tx) { return call_oldest_host_job(tx, "away.example", now()); }));
    here.server->jobs().drain();
    EXPECT_EQ(here.client->started(), 2u);
    EXPECT_EQ(
        write([&](db::Tx& tx) { return call_host_jobs(tx, "away.example", {now(), now(), 10}); }),
        2);
    here.server->jobs().drain();
    EXPECT_EQ(here.client->started(), 4u);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_FALSE(write([&](db::Tx& tx) { return call_oldest_host_job(tx, "no.example", now()); }));
}

TEST_F(HostJobs, a_job_that_says_later_is_not_sent_and_has_not_failed) {
    auto const later = now() + std::chrono::hours(1);
    phone().prepare = [later](Server&, std::string const&) -> Result<Prepared> {
        return Later{later};
    };
    call("a", "away.example");
    ASSERT_TRUE(here.server->start());
    here.server->jobs().drain();
    EXPECT_EQ(here.client->started(), 0u);
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].run_at, later);
    EXPECT_EQ(waiting()[0].attempts, 0);
    EXPECT_EQ(here.server->jobs().figures()->failed, 0u);
}

TEST_F(HostJobs, an_answer_may_say_when_to_try_again_whatever_the_schedule_says) {
    auto const later = now() + std::chrono::hours(1);
    phone().finish = [later](db::Tx&, Outcome const&) -> Result<Verdict> {
        return Verdict::again_at(later);
    };
    answer(503);
    call("a", "busy.example");
    ASSERT_TRUE(here.server->start());
    here.server->jobs().drain();
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].run_at, later);
    EXPECT_EQ(waiting()[0].attempts, 1);
}

TEST_F(HostJobs, what_is_tried_in_another_form_runs_at_once_and_has_not_failed) {
    phone().finish = [](db::Tx& tx, Outcome const& outcome) -> Result<Verdict> {
        if (outcome->status == 401) return Verdict::again_uncounted(tx.now());
        return Verdict::done;
    };
    auto asked = std::make_shared<std::atomic<int>>(0);
    here.client->answer = [asked](http::Outgoing const&) -> Result<http::Answer> {
        return http::Answer{++*asked == 1 ? 401 : 202, {}, {}, {}};
    };
    call("a", "strict.example", "k");
    ASSERT_TRUE(here.server->start());
    here.server->jobs().drain();
    EXPECT_EQ(here.client->started(), 2u);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(true), IsEmpty());
    EXPECT_EQ(here.server->jobs().figures()->failed, 0u);
}

TEST_F(HostJobs, void_jobs_are_removed_by_their_ids_or_their_order_key) {
    call("a", "peer.example", "one");
    call("b", "peer.example", "one");
    call("c", "peer.example", "two");
    call("d", "peer.example");
    auto const listed =
        here.server->db()
            .read([](db::Tx& tx) { return list_host_jobs(tx, "peer.example", JobId{}, 10); })
            .value();
    ASSERT_THAT(listed, SizeIs(4));
    EXPECT_EQ(write([](db::Tx& tx) { return remove_ordered_jobs(tx, "one", 1); }), 0);
    EXPECT_EQ(write([](db::Tx& tx) { return remove_ordered_jobs(tx, "one", INT64_MAX); }), 2);
    EXPECT_EQ(write([](db::Tx& tx) { return remove_ordered_jobs(tx, "", INT64_MAX); }), 0);
    std::array const ids{listed[3].id.value};
    ASSERT_TRUE(here.server->db().write([&](db::Tx& tx) { return remove_waiting_jobs(tx, ids); }));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].payload, "[\"c\"]");
}

}  // namespace
}  // namespace skein
