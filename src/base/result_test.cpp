#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace skein {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(Errc::unprocessable, "odd", "detail");
    return number / 2;
}

Result<int> quarter(int number) {
    TRY(auto const once, half(number));
    TRY(auto twice, half(once));
    return twice;
}

Result<void> even(int number) {
    TRY_OK(half(number));
    return ok();
}

TEST(Result, try_passes_values_on_and_failures_out) {
    EXPECT_EQ(quarter(8).value(), 2);
    auto const failed = quarter(6);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::unprocessable);
    EXPECT_EQ(failed.error().message, "odd");
    EXPECT_EQ(failed.error().detail, "detail");
    EXPECT_TRUE(even(2));
    EXPECT_FALSE(even(3));
}

TEST(Result, an_error_keeps_the_place_where_it_was_made) {
    auto const where = quarter(6).error().where;
    EXPECT_TRUE(std::string_view(where.file_name()).ends_with("result_test.cpp"));
    EXPECT_TRUE(std::string_view(where.function_name()).find("half") != std::string_view::npos);
}

TEST(Result, try_moves_what_cannot_be_copied) {
    auto const make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    auto const use = [&]() -> Result<int> {
        TRY(auto owned, make());
        return *owned;
    };
    EXPECT_EQ(use().value(), 7);
}

TEST(Result, every_code_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    auto const count = static_cast<int>(Errc::internal) + 1;
    for (int i = 0; i < count; ++i) names.insert(to_string(static_cast<Errc>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(count));
    EXPECT_FALSE(names.contains("unknown"));
}

TEST(ResultDeathTest, a_broken_expectation_ends_the_program_and_says_where) {
    EXPECT_DEATH(expects(1 + 1 == 3), "1 \\+ 1 == 3 .*result_test.cpp");
}

}  // namespace
}  // namespace skein
