// Every activity of tests/fixtures/federation/activities, delivered as its row of index.tsv says,
// with the answer and the effect that the row names, and every request to other servers accounted
// for.

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "base/url.h"
#include "features/activitypub/federation_world_test.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub::vectors {
namespace {

/// Requests that one activity may cause: signer, author, parents, mentions, quotes, stamps.
constexpr std::size_t requests_max = 40;

bool allows(std::string_view expected, int status) {
    if (expected == "any") return status != 500;
    while (!expected.empty()) {
        auto const end = std::min(expected.find('|'), expected.size());
        if (expected.substr(0, end) == std::to_string(status)) return true;
        expected.remove_prefix(std::min(end + 1, expected.size()));
    }
    return false;
}

/// Nothing leaves for a place that may not be asked, and nobody is flooded.
void check_requests(FederationWorld& world) {
    auto const asked = world.asked();
    EXPECT_LE(asked.size(), requests_max);
    for (auto const& address : asked) {
        auto const url = Url::parse(address);
        ASSERT_TRUE(url) << address;
        EXPECT_TRUE(url->secure()) << address;
        EXPECT_FALSE(url->host().is_ip()) << address;
        EXPECT_TRUE(url->host().str().ends_with(".example")) << address;
        EXPECT_FALSE(url->host().is_within("blocked.example")) << address;
        EXPECT_FALSE(url->host().is_within("skein.example")) << address;
    }
    for (auto const& sent : world.sent()) {
        auto const url = Url::parse(sent.inbox);
        ASSERT_TRUE(url) << sent.inbox;
        EXPECT_TRUE(url->host().str().ends_with(".example") &&
                    !url->host().is_within("blocked.example"))
            << sent.inbox;
    }
}

/// What differs, a line each. Somebody new who had to be asked who they are is no effect.
std::string difference(std::string const& before, std::string const& after) {
    auto const lines_of = [](std::string const& text) {
        std::multiset<std::string> lines;
        std::istringstream all(text);
        for (std::string line; std::getline(all, line);) lines.insert(line);
        return lines;
    };
    auto const old = lines_of(before), now = lines_of(after);
    std::string lines;
    for (auto const& line : old)
        if (!now.contains(line)) lines += "- " + line + '\n';
    for (auto const& line : now) {
        auto const is_somebody =
            line.starts_with("account https://") || line.starts_with("inbox https://");
        if (old.count(line) == now.count(line)) continue;
        auto const address = line.substr(0, line.find(' ', line.find(' ') + 1) + 1);
        auto const is_known = before.contains(address);
        if (!is_somebody || is_known) lines += "+ " + line + '\n';
    }
    return lines;
}

class Vectors : public ::testing::TestWithParam<std::string> {};

TEST_P(Vectors, has_the_answer_and_the_effect_of_its_row) {
    auto const& row = row_of(GetParam());
    SCOPED_TRACE(row.software + ": " + row.outcome);
    FederationWorld world;
    world.establish(row.pre);
    auto const before = world.fingerprint();
    auto const status = world.deliver_file(row.file);
    EXPECT_TRUE(allows(row.http, status)) << "answered " << status << ", expected " << row.http;
    check_requests(world);
    auto const check = check_of(row.file);
    auto const has_no_effect = row.verdict == "reject" || row.verdict == "ignore";
    if (has_no_effect && !row.outcome.contains("or stored")) {
        EXPECT_EQ(difference(before, world.fingerprint()), "");
    } else if (row.verdict == "accept" && !check) {
        EXPECT_NE(difference(before, world.fingerprint()), "") << "nothing happened";
    }
    check_facts(world, row);
    if (check) check(world);
}

std::vector<std::string> files() {
    std::vector<std::string> all;
    for (auto const& row : rows()) all.push_back(row.file);
    return all;
}

std::string name_of(::testing::TestParamInfo<std::string> const& info) {
    auto name = info.param.substr(0, info.param.find('.'));
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Federation, Vectors, ::testing::ValuesIn(files()), name_of);

}  // namespace
}  // namespace skein::activitypub::vectors
