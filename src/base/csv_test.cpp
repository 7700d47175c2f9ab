#include "base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<CsvRow> rows(std::string_view text) { return read_csv(text, 100).value(); }

TEST(Csv, reads_cells_quotations_and_every_kind_of_line_end) {
    EXPECT_THAT(rows("a,b\r\nc,d\n"), ElementsAre(CsvRow{"a", "b"}, CsvRow{"c", "d"}));
    EXPECT_THAT(rows("a\rb"), ElementsAre(CsvRow{"a"}, CsvRow{"b"}));
    EXPECT_THAT(rows("\"x, \"\"y\"\"\nz\",2"), ElementsAre(CsvRow{"x, \"y\"\nz", "2"}));
    EXPECT_THAT(rows("\xEF\xBB\xBFname,,\n\n  \nb"),
                ElementsAre(CsvRow{"name", "", ""}, CsvRow{"b"}));
    EXPECT_THAT(rows(""), IsEmpty());
    EXPECT_THAT(rows("\"a\"b,c"), ElementsAre(CsvRow{"ab", "c"}));
}

TEST(Csv, refuses_what_is_broken_or_too_long) {
    EXPECT_FALSE(read_csv("\"open", 10));
    EXPECT_FALSE(read_csv("a\nb\nc", 2));
    EXPECT_FALSE(read_csv("caf\xe9", 2));
    EXPECT_FALSE(read_csv(std::string_view("a\0b", 3), 2));
    std::string wide;
    for (int i = 0; i < 100; ++i) wide += "x,";
    EXPECT_EQ(rows(wide)[0].size(), csv_cells_max);
}

TEST(Csv, what_is_written_reads_the_same_and_is_no_formula) {
    CsvRow const row{"=HYPERLINK(\"x\")", "@ann", "-1", "a,b", "c\"d", "e\nf", "plain", "'quoted"};
    std::string out;
    append_csv_row(out, row);
    EXPECT_TRUE(out.starts_with("\"'=HYPERLINK(\"\"x\"\")\",'@ann,'-1,")) << out;
    EXPECT_THAT(rows(out), ElementsAre(row));
}

}  // namespace
}  // namespace skein
