#include "features/admin/domain_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::admin {
namespace {

using social::DomainSeverity;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

DomainList parse(std::string_view text) {
    auto list = parse_domain_list(text);
    EXPECT_TRUE(list);
    return list ? *std::move(list) : DomainList{};
}

TEST(DomainList, of_mastodon_is_read_with_its_comments) {
    auto const list = parse(
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
        "bad.example,suspend,TRUE,true,\"Spam, and \"\"worse\"\"\nfor long\",FALSE\r\n"
        "loud.example,silence,FALSE,FALSE,,FALSE\n"
        "odd.example,noop,true,false\n");
    ASSERT_EQ(list.policies.size(), 3U);
    auto const& bad = list.policies[0];
    EXPECT_EQ(bad.severity, DomainSeverity::suspend);
    EXPECT_TRUE(bad.reject_media && bad.reject_reports);
    EXPECT_EQ(bad.public_comment, "Spam, and \"worse\"\nfor long");
    EXPECT_EQ(list.policies[1].severity, DomainSeverity::limit);
    EXPECT_FALSE(list.policies[1].reject_media);
    EXPECT_EQ(list.policies[2].severity, DomainSeverity::none);
    EXPECT_THAT(list.left_out, IsEmpty());
}

TEST(DomainList, may_be_a_domain_in_each_line) {
    auto const list = parse(
        "\xEF\xBB\xBF"
        "bad.example\r\n\r\n# a note\nmünchen.example\nno domain\n");
    ASSERT_EQ(list.policies.size(), 2U);
    EXPECT_EQ(list.policies[0].severity, DomainSeverity::suspend);
    EXPECT_THAT(list.left_out, ElementsAre("no domain"));
}

TEST(DomainList, that_is_something_else_is_refused) {
    EXPECT_FALSE(parse_domain_list("name,age\nann,7\n"));
    EXPECT_FALSE(parse_domain_list(std::string(domain_list_bytes_max + 1, 'a')));
    EXPECT_THAT(parse("").policies, IsEmpty());
}

TEST(DomainList, of_absurd_width_is_cut) {
    auto const rows = parse_csv(std::string(100'000, ','));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].size(), columns_max);
}

}  // namespace
}  // namespace skein::admin
