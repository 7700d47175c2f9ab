#include "core/jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "core/bare_server.h"
#include "platform/db/migrate.h"

namespace skein {
namespace {

using testing::BareServer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::TestDirectory;

/// What jobs did, and what they are told to do: hung on the board, so that each server has its own.
struct Script {
    std::mutex mutex;
    std::vector<std::string> ran;
    std::function<Result<void>(JobRun&, std::string const&)> run;
    std::function<Result<Verdict>(std::string const&, Outcome const&)> finish;

    void note(std::string what) {
        std::lock_guard const lock(mutex);
        ran.push_back(std::move(what));
    }
    std::vector<std::string> seen() {
        std::lock_guard const lock(mutex);
        return ran;
    }
};

struct Work {
    static constexpr std::string_view name = "test.work";
    std::string what;
    auto row() { return std::tie(what); }
};
struct Send {
    static constexpr std::string_view name = "test.send";
    std::string what;
    auto row() { return std::tie(what); }
};
struct Tick {
    static constexpr std::string_view name = "test.tick";
    auto row() { return std::tie(); }
};

Result<void> work(JobRun& run, Work const& job) {
    auto& script = run.server().part<Script>();
    script.note(job.what);
    return script.run ? script.run(run, job.what) : Result<void>{};
}
Result<http::Outgoing> prepare(Server& server, Send const& job) {
    server.part<Script>().note("prepare " + job.what);
    if (job.what == "nothing left") return fail(Errc::gone, "");
    http::Outgoing request;
    request.url = "https://peer.example/" + job.what;
    return request;
}
Result<Verdict> finish(db::Tx& tx, Send const& job, Outcome const& outcome) {
    auto& script = tx.board().part<Script>();
    return script.finish ? script.finish(job.what, outcome) : Verdict::done;
}
Result<void> tick(Server& server) {
    server.part<Script>().note("tick");
    return fail(Errc::internal, "", "a tick that fails");
}

std::optional<Duration> twice(std::int64_t failures) {
    if (failures >= 2) return std::nullopt;
    return std::chrono::minutes(1);
}

void install_jobs(Server& server) {
    server.part<Script>();
    server.job<Work>(work);
    server.network_job<Send>(prepare, finish, twice);
}
void install_schedule(Server& server) {
    install_jobs(server);
    server.every("test.tick", std::chrono::minutes(5), tick);
}

constexpr db::Migration effects{"999912312359_effects",
                                "CREATE TABLE effects (what TEXT NOT NULL)"};
db::Sql const insert_effect{"test.effect", "INSERT INTO effects (what) VALUES ($1)"};
db::Query<std::int64_t> const count_effects{"test.effects", "SELECT COUNT(*) FROM effects"};

class Jobs : public ::testing::Test {
  protected:
    void open(BareServer& at, void (*install)(Server&) = install_jobs) {
        at.open({{"test", install, true}});
        ASSERT_TRUE(
            db::migrate(at.server->db(), std::span(&effects, 1), [](std::string const&) {}));
    }
    template <class Job>
    void enqueue_at(BareServer& at, Job job, JobOptions options = {}) {
        ASSERT_TRUE(at.server->db().write([&](db::Tx& tx) { return enqueue(tx, job, options); }));
    }
    std::vector<StoredJob> jobs_at(BareServer& at, bool dead) {
        return at.server->db()
            .read([&](db::Tx& tx) { return list_jobs(tx, dead, "", 100); })
            .value();
    }
    std::int64_t effects_at(BareServer& at) {
        return at.server->db().read([](db::Tx& tx) { return tx.load(count_effects); }).value();
    }
    void start() {
        open(here);
        ASSERT_TRUE(here.server->start());
    }
    Script& script() { return here.server->part<Script>(); }
    void drain() { here.server->jobs().drain(); }
    void pass(Duration time) {
        here.clock->advance(time);
        drain();
    }
    std::vector<StoredJob> waiting() { return jobs_at(here, false); }
    std::vector<StoredJob> dead() { return jobs_at(here, true); }

    static ServerConfig little_memory() {
        ServerConfig config;
        config.jobs_in_memory_max = 16;
        return config;
    }
    BareServer here{"sqlite::memory:", little_memory()};
};

TEST_F(Jobs, a_stored_job_runs_after_the_commit_and_is_gone) {
    start();
    enqueue_at(here, Work{"a"});
    drain();
    EXPECT_THAT(script().seen(), ElementsAre("a"));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(here.server->jobs().figures()->done, 1u);
}

TEST_F(Jobs, a_job_of_a_transaction_taken_back_never_was) {
    start();
    auto const failed = here.server->db().write([](db::Tx& tx) -> Result<void> {
        TRY_OK(enqueue(tx, Work{"a"}));
        return fail(Errc::conflict, "");
    });
    EXPECT_FALSE(failed);
    drain();
    EXPECT_THAT(script().seen(), IsEmpty());
}

TEST_F(Jobs, the_last_write_and_the_removal_are_one) {
    start();
    auto fail_once = std::make_shared<std::atomic<bool>>(true);
    script().run = [fail_once](JobRun& run, std::string const& what) {
        return run.finish([&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(insert_effect, what));
            if (fail_once->exchange(false)) return fail(Errc::remote, "", "not yet");
            return {};
        });
    };
    enqueue_at(here, Work{"a"});
    drain();
    EXPECT_EQ(effects_at(here), 0);
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].attempts, 1);
    EXPECT_THAT(waiting()[0].last_error, StartsWith("remote: not yet"));
    pass(std::chrono::minutes(1));
    EXPECT_EQ(effects_at(here), 1);
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Jobs, a_job_waits_for_its_time) {
    start();
    enqueue_at(here, Work{"later"}, {.not_before = testing::test_start + std::chrono::hours(2)});
    enqueue_at(here, Work{"sooner"}, {.not_before = testing::test_start + std::chrono::hours(1)});
    drain();
    EXPECT_THAT(script().seen(), IsEmpty());
    pass(std::chrono::hours(1));
    EXPECT_THAT(script().seen(), ElementsAre("sooner"));
    pass(std::chrono::hours(1));
    EXPECT_THAT(script().seen(), ElementsAre("sooner", "later"));
}

TEST_F(Jobs, what_time_does_not_heal_is_a_dead_letter_until_somebody_retries_it) {
    start();
    script().run = [](JobRun&, std::string const&) -> Result<void> {
        return fail(Errc::unprocessable, "It breaks a rule.");
    };
    enqueue_at(here, Work{"a"});
    drain();
    EXPECT_THAT(waiting(), IsEmpty());
    ASSERT_THAT(dead(), SizeIs(1));
    EXPECT_EQ(dead()[0].last_error, "unprocessable: It breaks a rule.");
    script().run = nullptr;
    auto const id = dead()[0].id;
    ASSERT_TRUE(here.server->db().write([&](db::Tx& tx) { return retry_job(tx, id); }));
    drain();
    EXPECT_THAT(dead(), IsEmpty());
    EXPECT_THAT(script().seen(), ElementsAre("a", "a"));
    auto const missing = here.server->db().write([&](db::Tx& tx) { return retry_job(tx, id); });
    EXPECT_EQ(missing.error().code, Errc::not_found);
}

TEST_F(Jobs, a_dead_letter_can_be_removed_a_waiting_job_cannot) {
    start();
    script().run = [](JobRun&, std::string const&) -> Result<void> {
        return fail(Errc::forbidden, "");
    };
    enqueue_at(here, Work{"a"});
    enqueue_at(here, Work{"b"}, {.not_before = testing::test_start + std::chrono::hours(1)});
    drain();
    auto const remove = [&](JobId id) {
        return here.server->db().write([&](db::Tx& tx) { return remove_dead_job(tx, id); });
    };
    EXPECT_FALSE(remove(waiting()[0].id));
    EXPECT_TRUE(remove(dead()[0].id));
    EXPECT_THAT(dead(), IsEmpty());
    EXPECT_THAT(waiting(), SizeIs(1));
}

TEST_F(Jobs, what_finds_no_room_is_tried_until_there_is_some) {
    start();
    std::atomic<int> tries = 0;
    script().run = [&](JobRun&, std::string const&) -> Result<void> {
        if (++tries <= 30) return fail(Errc::storage_full, "The disk is full.");
        return {};
    };
    enqueue_at(here, Work{"a"});
    drain();
    for (int second = 0; second < 29; ++second) pass(std::chrono::seconds(1));
    EXPECT_EQ(tries, 30);
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].attempts, 0);
    pass(std::chrono::seconds(1));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(Jobs, what_is_gone_leaves_no_dead_letter) {
    start();
    script().run = [](JobRun&, std::string const&) -> Result<void> { return fail(Errc::gone, ""); };
    enqueue_at(here, Work{"a"});
    enqueue_at(here, Send{"nothing left"});
    drain();
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(Jobs, what_a_job_throws_counts_as_our_mistake) {
    start();
    script().run = [](JobRun&, std::string const&) -> Result<void> {
        throw std::runtime_error("oops");
    };
    enqueue_at(here, Work{"a"});
    drain();
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].last_error, "internal: oops");
}

TEST_F(Jobs, a_unique_key_that_waits_swallows_the_second) {
    start();
    ASSERT_TRUE(here.server->db().write([](db::Tx& tx) -> Result<void> {
        TRY_OK(enqueue(tx, Work{"a"}, {.unique_key = "k"}));
        TRY_OK(enqueue(tx, Work{"b"}, {.unique_key = "k"}));
        TRY_OK(enqueue(tx, Work{"c"}, {.unique_key = "other"}));
        return {};
    }));
    drain();
    EXPECT_THAT(script().seen(), ::testing::UnorderedElementsAre("a", "c"));
}

TEST_F(Jobs, a_unique_key_that_runs_already_runs_once_more) {
    start();
    auto again = std::make_shared<std::atomic<int>>(2);
    script().run = [this, again](JobRun& run, std::string const&) -> Result<void> {
        if (again->fetch_sub(1) <= 0) return {};
        enqueue_at(here, Work{"second"}, {.unique_key = "k"});
        // Once with a last write of its own, once without.
        if (*again == 0) return {};
        return run.finish([](db::Tx&) -> Result<void> { return {}; });
    };
    enqueue_at(here, Work{"first"}, {.unique_key = "k"});
    drain();
    EXPECT_THAT(script().seen(), ElementsAre("first", "first", "first"));
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Jobs, jobs_of_one_order_key_run_one_at_a_time_oldest_first) {
    start();
    auto fail_once = std::make_shared<std::atomic<bool>>(true);
    script().run = [fail_once](JobRun&, std::string const& what) -> Result<void> {
        if (what == "1" && fail_once->exchange(false)) return fail(Errc::remote, "");
        return {};
    };
    for (auto const* what : {"1", "2", "3"}) enqueue_at(here, Work{what}, {.order_key = "k"});
    enqueue_at(here, Work{"free"});
    drain();
    EXPECT_THAT(script().seen(), ::testing::UnorderedElementsAre("1", "free"));
    pass(std::chrono::minutes(1));
    auto seen = script().seen();
    std::erase(seen, "free");
    EXPECT_THAT(seen, ElementsAre("1", "1", "2", "3"));
}

TEST_F(Jobs, a_job_may_start_anew_in_another_lane_before_what_follows_it) {
    start();
    script().run = [](JobRun& run, std::string const& what) -> Result<void> {
        run.server().part<Script>().note(std::string(to_string(run.lane())));
        if (what == "1" && run.lane() != LaneName::fetch) return run.start_anew_in(LaneName::fetch);
        return run.finish([&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(insert_effect, what));
            return {};
        });
    };
    for (auto const* what : {"1", "2"}) enqueue_at(here, Work{what}, {.order_key = "k"});
    drain();
    EXPECT_THAT(script().seen(), ElementsAre("1", "jobs", "1", "fetch", "2", "jobs"));
    EXPECT_EQ(effects_at(here), 2);
    EXPECT_EQ(here.server->jobs().figures()->failed, 0u);
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Jobs, a_dead_letter_lets_the_next_of_its_order_key_go_on) {
    start();
    script().run = [](JobRun&, std::string const& what) -> Result<void> {
        if (what == "1") return fail(Errc::forbidden, "");
        return {};
    };
    for (auto const* what : {"1", "2"}) enqueue_at(here, Work{what}, {.order_key = "k"});
    drain();
    EXPECT_THAT(script().seen(), ElementsAre("1", "2"));
}

TEST_F(Jobs, more_than_memory_holds_run_once_each) {
    start();
    constexpr int many = 3000;
    for (int batch = 0; batch < 10; ++batch)
        ASSERT_TRUE(here.server->db().write([&](db::Tx& tx) -> Result<void> {
            for (int i = 0; i < many / 10; ++i)
                TRY_OK(enqueue(tx, Work{std::to_string(batch * many + i)},
                               {.priority = i % 2 ? Priority::mass : Priority::upkeep}));
            return {};
        }));
    drain();
    auto seen = script().seen();
    std::ranges::sort(seen);
    EXPECT_THAT(seen, SizeIs(many));
    EXPECT_EQ(std::ranges::unique(seen).begin(), seen.end());
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Jobs, a_job_nobody_here_knows_stays_where_it_is) {
    start();
    enqueue_at(here, Tick{});
    enqueue_at(here, Work{"a"});
    drain();
    EXPECT_THAT(script().seen(), ElementsAre("a"));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].name, "test.tick");
    EXPECT_EQ(waiting()[0].attempts, 0);
}

TEST_F(Jobs, a_full_lane_only_delays_them) {
    open(here);
    std::promise<void> gate;
    auto const opened = gate.get_future().share();
    auto const blocked = [opened] { opened.wait(); };
    auto& lane = here.server->lane(LaneName::jobs);
    for (threads::Lane::Work work = blocked; lane.post(std::move(work));) work = blocked;
    ASSERT_TRUE(here.server->start());
    enqueue_at(here, Work{"a"});
    EXPECT_THAT(script().seen(), IsEmpty());
    gate.set_value();
    while (lane.queued() > 0) std::this_thread::yield();
    pass(std::chrono::seconds(2));
    EXPECT_THAT(script().seen(), ElementsAre("a"));
}

TEST_F(Jobs, a_network_job_is_prepared_sent_and_finished) {
    start();
    here.client->answer = [](http::Outgoing const& request) -> Result<http::Answer> {
        return http::Answer{request.url.ends_with("/a") ? 202 : 410, {}, {}, {}};
    };
    auto codes = std::make_shared<Script>();
    script().finish = [codes](std::string const& what, Outcome const& outcome) -> Result<Verdict> {
        codes->note(what + " " + std::to_string(outcome->status));
        return outcome->status == 202 ? Verdict::done : Verdict::never;
    };
    enqueue_at(here, Send{"a"}, {.host = "peer.example"});
    enqueue_at(here, Send{"b"}, {.host = "other.example"});
    drain();
    EXPECT_THAT(codes->seen(), ::testing::UnorderedElementsAre("a 202", "b 410"));
    EXPECT_THAT(waiting(), IsEmpty());
    ASSERT_THAT(dead(), SizeIs(1));
    EXPECT_EQ(dead()[0].last_error, "answered 410");
}

TEST_F(Jobs, a_network_job_that_fails_too_often_is_dead) {
    start();
    here.client->answer = [](http::Outgoing const&) -> Result<http::Answer> {
        return fail(Errc::timeout, "", "silent");
    };
    script().finish = [](std::string const&, Outcome const&) -> Result<Verdict> {
        return Verdict::again;
    };
    enqueue_at(here, Send{"a"}, {.host = "peer.example"});
    drain();
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].last_error, "timeout: silent");
    EXPECT_GE(waiting()[0].run_at, here.clock->now() + std::chrono::minutes(1));
    pass(std::chrono::minutes(2));
    EXPECT_EQ(here.client->started(), 2u);
    EXPECT_THAT(dead(), SizeIs(1));
}

TEST_F(Jobs, a_slow_host_holds_only_its_slots) {
    start();
    for (int i = 0; i < 40; ++i)
        enqueue_at(here, Send{std::to_string(i)}, {.host = "slow.example"});
    enqueue_at(here, Send{"fast"}, {.host = "fast.example"});
    std::size_t answered = 0;
    // Every round answers what is in flight; nobody sleeps, the queue is given the processor.
    while (answered < 41) {
        auto const held = here.client->held();
        EXPECT_LE(held, 5u);
        answered += here.client->release(200);
        std::this_thread::yield();
    }
    drain();
    EXPECT_EQ(here.client->started(), 41u);
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Jobs, one_finish_that_fails_takes_no_other_with_it) {
    start();
    script().finish = [](std::string const& what, Outcome const&) -> Result<Verdict> {
        if (what == "bad") return fail(Errc::conflict, "", "twice");
        return Verdict::done;
    };
    for (auto const* what : {"a", "bad", "b"}) enqueue_at(here, Send{what});
    while (here.client->held() < 3) std::this_thread::yield();
    here.client->release(200);
    drain();
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_EQ(waiting()[0].last_error, "conflict: twice");
    EXPECT_EQ(waiting()[0].attempts, 1);
}

TEST_F(Jobs, what_was_promised_before_a_crash_runs_after_it) {
    TestDirectory const directory;
    auto const url = "sqlite:" + directory.file("jobs.db");
    {
        BareServer before(url);
        open(before);
        enqueue_at(before, Work{"a"});
        enqueue_at(before, Send{"b"}, {.host = "peer.example"});
        ASSERT_TRUE(before.server->start());
        while (before.client->held() < 1) std::this_thread::yield();
        before.server->stop({});  // With the request in flight.
    }
    BareServer after(url);
    open(after);
    ASSERT_THAT(jobs_at(after, false),
                ::testing::Contains(::testing::Field(&StoredJob::name, std::string(Send::name))));
    after.client->answer = [](http::Outgoing const&) { return http::Answer{200, {}, {}, {}}; };
    ASSERT_TRUE(after.server->start());
    after.server->jobs().drain();
    EXPECT_THAT(jobs_at(after, false), IsEmpty());
    EXPECT_EQ(after.client->started(), 1u);
}

TEST_F(Jobs, a_local_job_takes_effect_once_whenever_the_process_ends) {
    TestDirectory const directory;
    auto const url = "sqlite:" + directory.file("jobs.db");
    auto const effect = [](JobRun& run, std::string const& what) {
        return run.finish([&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(insert_effect, what));
            return {};
        });
    };
    constexpr int many = 200;
    {
        BareServer before(url);
        open(before);
        before.server->part<Script>().run = effect;
        ASSERT_TRUE(before.server->start());
        for (int i = 0; i < many; ++i) enqueue_at(before, Work{std::to_string(i)});
        before.server->stop({});
    }
    BareServer after(url);
    open(after);
    after.server->part<Script>().run = effect;
    ASSERT_TRUE(after.server->start());
    after.server->jobs().drain();
    EXPECT_EQ(effects_at(after), many);
}

TEST_F(Jobs, a_schedule_runs_once_an_interval_whatever_becomes_of_it) {
    TestDirectory const directory;
    auto const url = "sqlite:" + directory.file("jobs.db");
    Time now;
    {
        BareServer before(url);
        open(before, install_schedule);
        ASSERT_TRUE(before.server->start());
        before.server->jobs().drain();
        EXPECT_THAT(before.server->part<Script>().seen(), ElementsAre("tick"));
        before.clock->advance(std::chrono::minutes(4));
        before.server->jobs().drain();
        EXPECT_THAT(before.server->part<Script>().seen(), SizeIs(1));
        before.clock->advance(std::chrono::minutes(1));
        before.server->jobs().drain();
        EXPECT_THAT(before.server->part<Script>().seen(), SizeIs(2));
        now = before.clock->now();
    }
    BareServer after(url, {}, now);
    open(after, install_schedule);
    ASSERT_TRUE(after.server->start());
    after.server->jobs().drain();
    EXPECT_THAT(after.server->part<Script>().seen(), IsEmpty());
    after.clock->advance(std::chrono::minutes(5));
    after.server->jobs().drain();
    EXPECT_THAT(after.server->part<Script>().seen(), SizeIs(1));
}

TEST(JobPayload, a_job_may_grow_fields) {
    StoredJob stored;
    stored.payload = "[]";
    EXPECT_EQ(read_job<Work>(stored)->what, "");
    stored.payload = "[\"a\", 7, null]";
    EXPECT_EQ(read_job<Work>(stored)->what, "a");
    stored.payload = "[7]";
    EXPECT_FALSE(read_job<Work>(stored));
    stored.payload = "not json";
    EXPECT_FALSE(read_job<Work>(stored));
}

TEST(JobPayload, what_is_stored_comes_back) {
    struct Rich {
        std::string text;
        std::int64_t number = 0;
        bool truth = false;
        StatusId id;
        Time at{};
        std::optional<AccountId> maybe;
        std::vector<StatusId> ids;
        auto row() { return std::tie(text, number, truth, id, at, maybe, ids); }
    };
    Rich const job{"ä\"\n",
                   -5,
                   true,
                   StatusId{1LL << 62},
                   Time(Duration(12345)),
                   std::nullopt,
                   {StatusId{1}, StatusId{2}}};
    StoredJob stored;
    stored.payload = job_payload(job);
    auto const back = read_job<Rich>(stored).value();
    EXPECT_EQ(back.text, job.text);
    EXPECT_EQ(back.number, -5);
    EXPECT_TRUE(back.truth);
    EXPECT_EQ(back.id, job.id);
    EXPECT_EQ(back.at, job.at);
    EXPECT_FALSE(back.maybe);
    EXPECT_EQ(back.ids, job.ids);
}

TEST(JobRetry, waits_grow_to_a_day_and_end) {
    EXPECT_EQ(default_retry(1), std::chrono::seconds(15));
    EXPECT_EQ(default_retry(2), std::chrono::seconds(45));
    EXPECT_EQ(default_retry(15), std::chrono::days(1));
    EXPECT_FALSE(default_retry(16));
}

}  // namespace
}  // namespace skein
