#include "platform/db/neutral.h"

#include <gtest/gtest.h>

namespace skein::db {
namespace {

std::string sqlite(std::string_view text) { return translate_statement(text, Dialect::sqlite); }
std::string postgres(std::string_view text) { return translate_statement(text, Dialect::postgres); }

TEST(Neutral, statements_are_translated_outside_quotes_only) {
    EXPECT_EQ(sqlite("SELECT '$1', \"{list:$1}\" FROM t WHERE b = $1 AND c IN {list:$2}"),
              "SELECT '$1', \"{list:$1}\" FROM t WHERE b = ?1 AND c IN "
              "(SELECT value FROM json_each(?2))");
    EXPECT_EQ(sqlite("SELECT 'it''s $1', $1"), "SELECT 'it''s $1', ?1");
    EXPECT_EQ(sqlite("SELECT 'open $1"), "SELECT 'open $1");
}

TEST(Neutral, parameters_may_have_many_digits) {
    EXPECT_EQ(sqlite("$1 $10 $123"), "?1 ?10 ?123");
    EXPECT_EQ(sqlite("a IN {list:$12}"), "a IN (SELECT value FROM json_each(?12))");
    EXPECT_EQ(postgres("$1 $10"), "$1 $10");
}

TEST(Neutral, lists_have_a_type_in_postgres) {
    EXPECT_EQ(postgres("a IN {list:$1}"), "a IN (SELECT unnest($1::bigint[]))");
    EXPECT_EQ(postgres("a IN {texts:$11}"), "a IN (SELECT unnest($11::text[]))");
}

TEST(Neutral, an_index_of_words_is_asked_in_its_dialect) {
    EXPECT_EQ(sqlite("words {matches:$2}"), "words MATCH ?2");
    EXPECT_EQ(postgres("words {matches:$2}"), "words @@ CAST($2 AS tsquery)");
    EXPECT_EQ(sqlite("VALUES ($1, {words:$2})"), "VALUES (?1, ?2)");
    EXPECT_EQ(postgres("VALUES ($1, {words:$2})"), "VALUES ($1, CAST($2 AS tsvector))");
}

TEST(Neutral, what_is_no_word_of_ours_stays) {
    for (auto const* text :
         {"{", "{}", "{list:$}", "{list:$x}", "{list:1}", "{other}", "a $ b", "$"})
        EXPECT_EQ(sqlite(text), text);
}

TEST(Neutral, rows_are_locked_where_several_share_the_database) {
    EXPECT_EQ(postgres("SELECT 1 {skip_locked}"), "SELECT 1 FOR UPDATE SKIP LOCKED");
    EXPECT_EQ(sqlite("SELECT 1 {skip_locked}"), "SELECT 1 ");
}

TEST(Neutral, comments_do_not_reach_the_database) {
    EXPECT_EQ(sqlite("SELECT 1 -- it's $1\n, $2"), "SELECT 1 \n, ?2");
    EXPECT_EQ(sqlite("SELECT /* it's; $1 */ $2"), "SELECT  ?2");
    EXPECT_EQ(sqlite("SELECT '-- no comment'"), "SELECT '-- no comment'");
}

TEST(Neutral, migrations_become_strict_tables) {
    constexpr auto text =
        "-- A comment; with a semicolon, isn't it.\nCREATE TABLE a (id {id}, b BOOLEAN);\n"
        "CREATE TABLE c (d BIGINT PRIMARY KEY, e DOUBLE PRECISION, f BYTEA) {clustered};\n";
    EXPECT_EQ(translate_migration(text, Dialect::sqlite),
              (std::vector<std::string>{
                  "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER) STRICT",
                  "CREATE TABLE c (d INTEGER PRIMARY KEY, e REAL, f BLOB) WITHOUT ROWID, STRICT"}));
    EXPECT_EQ(translate_migration(text, Dialect::postgres),
              (std::vector<std::string>{
                  "CREATE TABLE a (id BIGINT PRIMARY KEY, b BOOLEAN)",
                  "CREATE TABLE c (d BIGINT PRIMARY KEY, e DOUBLE PRECISION, f BYTEA)"}));
}

TEST(Neutral, a_type_is_a_whole_word) {
    EXPECT_EQ(translate_migration("CREATE TABLE a (BIGINTS TEXT, xBIGINT BYTEA)", Dialect::sqlite),
              std::vector<std::string>{"CREATE TABLE a (BIGINTS TEXT, xBIGINT BLOB) STRICT"});
}

TEST(Neutral, text_compares_by_bytes_in_both) {
    EXPECT_EQ(translate_migration("CREATE TABLE a (b TEXT NOT NULL)", Dialect::postgres),
              std::vector<std::string>{"CREATE TABLE a (b TEXT COLLATE \"C\" NOT NULL)"});
    EXPECT_EQ(translate_migration("ALTER TABLE a ADD COLUMN b TEXT", Dialect::postgres),
              std::vector<std::string>{"ALTER TABLE a ADD COLUMN b TEXT COLLATE \"C\""});
    EXPECT_EQ(translate_migration("UPDATE a SET b = CAST(c AS TEXT)", Dialect::postgres),
              std::vector<std::string>{"UPDATE a SET b = CAST(c AS TEXT)"});
}

TEST(Neutral, a_statement_may_be_for_one_database) {
    constexpr auto text =
        "-- sqlite:\nCREATE VIRTUAL TABLE s USING fts5(t);\n"
        "-- postgres:\nCREATE INDEX x ON a USING gin (b);\n"
        "INSERT INTO a VALUES ('-- postgres:; still one text');";
    EXPECT_EQ(translate_migration(text, Dialect::sqlite),
              (std::vector<std::string>{"CREATE VIRTUAL TABLE s USING fts5(t)",
                                        "INSERT INTO a VALUES ('-- postgres:; still one text')"}));
    EXPECT_EQ(translate_migration(text, Dialect::postgres),
              (std::vector<std::string>{"CREATE INDEX x ON a USING gin (b)",
                                        "INSERT INTO a VALUES ('-- postgres:; still one text')"}));
}

TEST(Neutral, nothing_becomes_nothing) {
    EXPECT_TRUE(translate_migration("", Dialect::sqlite).empty());
    EXPECT_TRUE(translate_migration(" ;\n; -- only a comment", Dialect::sqlite).empty());
}

}  // namespace
}  // namespace skein::db
