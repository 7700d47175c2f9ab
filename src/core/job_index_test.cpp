#include "core/job_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::ElementsAre;
using Added = JobIndex::Added;

StoredJob job(std::int64_t id, Priority priority = Priority::normal, std::string host = "",
              std::int64_t run_at = 0) {
    StoredJob made;
    made.id = JobId{id};
    made.priority = priority;
    made.host = std::move(host);
    made.run_at = Time(Duration(run_at));
    return made;
}

std::vector<std::int64_t> take_all(JobIndex& index) {
    std::vector<std::int64_t> ids;
    while (auto next = index.next_network()) ids.push_back(next->id.value);
    return ids;
}

TEST(JobIndex, the_urgent_go_first_then_the_oldest) {
    JobIndex index({});
    index.add_local(job(1, Priority::mass), LaneName::jobs);
    index.add_local(job(2, Priority::normal, "", 9), LaneName::jobs);
    index.add_local(job(3, Priority::normal, "", 5), LaneName::jobs);
    index.add_local(job(4, Priority::person), LaneName::jobs);
    index.add_local(job(5, Priority::person), LaneName::fetch);
    std::vector<std::int64_t> ids;
    while (auto next = index.next_local(LaneName::jobs)) ids.push_back(next->id.value);
    EXPECT_THAT(ids, ElementsAre(4, 3, 2, 1));
    EXPECT_EQ(index.waiting_local(LaneName::fetch), 1u);
}

TEST(JobIndex, a_job_is_known_until_it_is_released) {
    JobIndex index({});
    EXPECT_EQ(index.add_local(job(1), LaneName::jobs), Added::yes);
    EXPECT_EQ(index.add_local(job(1), LaneName::jobs), Added::known);
    auto const running = index.next_local(LaneName::jobs).value();
    EXPECT_EQ(index.add_local(job(1), LaneName::jobs), Added::known);
    EXPECT_EQ(index.running(), 1u);
    index.release(running, false);
    EXPECT_EQ(index.known(), 0u);
    EXPECT_EQ(index.add_local(job(1), LaneName::jobs), Added::yes);
}

TEST(JobIndex, a_host_has_so_many_slots_and_no_more) {
    JobIndex index({.per_host_running = 2, .per_host_waiting = 3});
    for (std::int64_t id = 1; id <= 3; ++id) index.add_network(job(id, Priority::normal, "slow"));
    EXPECT_EQ(index.add_network(job(4, Priority::normal, "slow")), Added::host_full);
    index.add_network(job(5, Priority::mass, "fast"));
    EXPECT_THAT(take_all(index), ElementsAre(1, 2, 5));
    EXPECT_FALSE(index.has_network());
    EXPECT_TRUE(index.release(job(1, Priority::normal, "slow"), true));
    EXPECT_THAT(take_all(index), ElementsAre(3));
}

TEST(JobIndex, a_host_left_out_is_told_once_there_is_room_again) {
    JobIndex index({.per_host_running = 1, .per_host_waiting = 2});
    index.add_network(job(1, Priority::normal, "slow"));
    index.add_network(job(2, Priority::normal, "slow"));
    EXPECT_THAT(index.leave_out_full_hosts(), ElementsAre("slow"));
    auto const first = index.next_network().value();
    EXPECT_THAT(index.leave_out_full_hosts(), ::testing::IsEmpty());
    EXPECT_TRUE(index.release(first, true));
    auto const second = index.next_network().value();
    EXPECT_FALSE(index.release(second, true));
    EXPECT_EQ(index.known(), 0u);
}

TEST(JobIndex, jobs_without_a_host_have_no_limit_of_their_own) {
    JobIndex index({.per_host_running = 1, .per_host_waiting = 1});
    for (std::int64_t id = 1; id <= 5; ++id) EXPECT_EQ(index.add_network(job(id)), Added::yes);
    EXPECT_THAT(take_all(index), ElementsAre(1, 2, 3, 4, 5));
}

TEST(JobIndex, the_mass_fills_no_more_than_its_part) {
    JobIndex index({.total = 6});
    std::int64_t id = 0;
    auto const fill = [&](Priority priority) {
        std::size_t added = 0;
        while (index.add_local(job(++id, priority), LaneName::jobs) == Added::yes) ++added;
        return added;
    };
    EXPECT_EQ(fill(Priority::upkeep), 3u);
    EXPECT_EQ(fill(Priority::mass), 1u);
    EXPECT_EQ(fill(Priority::normal), 2u);
    EXPECT_EQ(fill(Priority::person), 6u);
}

TEST(JobIndex, forgetting_leaves_what_runs) {
    JobIndex index({});
    index.add_local(job(1), LaneName::jobs);
    index.add_network(job(2, Priority::normal, "a"));
    index.add_network(job(3));
    auto const running = index.next_local(LaneName::jobs).value();
    auto forgotten = index.forget_waiting();
    std::ranges::sort(forgotten);
    EXPECT_THAT(forgotten, ElementsAre(2, 3));
    EXPECT_FALSE(index.has_network());
    EXPECT_THAT(index.ids(), ElementsAre(1));
    index.release(running, false);
    EXPECT_EQ(index.known(), 0u);
}

}  // namespace
}  // namespace skein
