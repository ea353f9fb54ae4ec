#include "storage/sql_tokens.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::StartsWith;

std::vector<std::string> Texts(const std::vector<SqlToken>& tokens) {
  std::vector<std::string> texts;
  for (const SqlToken& token : tokens) texts.emplace_back(token.text);
  return texts;
}

std::string Checksum(absl::string_view sql) {
  absl::StatusOr<std::vector<SqlStatement>> statements = SqlStatements(sql);
  return statements.ok() ? TokenChecksum(*statements) : std::string(statements.status().message());
}

TEST(SqlTokensTest, CutsAsSqliteWould) {
  const struct {
    absl::string_view sql;
    std::vector<std::string> tokens;
  } cases[] = {{"", {}},
               {" \t\r\n", {}},
               {"-- only a comment", {}},
               {"/* a */ /**/", {}},
               {"a/* b */c", {"a", "c"}},
               {"a -- 'b'\nc", {"a", "c"}},
               {"SELECT 1;", {"SELECT", "1", ";"}},
               {"'it''s'", {"'it''s'"}},
               {"''''", {"''''"}},
               {"'a -- b /* c'", {"'a -- b /* c'"}},
               {"\"a\"\"b\" `c``d` [e f]", {"\"a\"\"b\"", "`c``d`", "[e f]"}},
               {"[a]]", {"[a]", "]"}},
               {"x'00ff' X'AB' x", {"x'00ff'", "X'AB'", "x"}},
               {"a||b<>c<=d>=e!=f==g<<h>>i->j->>k", {"a",  "||", "b",  "<>", "c",  "<=", "d",  ">=", "e",   "!=", "f",
                                                     "==", "g",  "<<", "h",  ">>", "i",  "->", "j",  "->>", "k"}},
               {"a-b", {"a", "-", "b"}},
               {"1.5e3 .5 0x1F", {"1.5e3", ".", "5", "0x1F"}},
               {"a$1_b été", {"a$1_b", "été"}},
               {"(?,:a)", {"(", "?", ",", ":", "a", ")"}}};
  for (const auto& [sql, tokens] : cases) {
    absl::StatusOr<std::vector<SqlToken>> cut = SqlTokens(sql);
    ASSERT_THAT(cut, IsOk()) << sql;
    EXPECT_EQ(Texts(*cut), tokens) << sql;
  }
}

TEST(SqlTokensTest, UnclosedTokenIsNamedWithTheLineItOpensIn) {
  const struct {
    absl::string_view sql;
    absl::string_view message;
  } cases[] = {{"'a", "1: a string"},
               {"a\n'b''", "2: a string"},
               {"x'00", "1: a string"},
               {"\n\n\"a", "3: a quoted name"},
               {"`a", "1: a quoted name"},
               {"[a", "1: a quoted name"},
               {"'a\nb'\n/* c\nd", "3: a comment"},
               {"/*/", "1: a comment"},
               {"a\n\x01", "2: the byte 0x1"}};
  for (const auto& [sql, message] : cases) {
    EXPECT_THAT(SqlTokens(sql), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(std::string(message)))) << sql;
    EXPECT_THAT(SqlStatements(sql), StatusIs(absl::StatusCode::kInvalidArgument)) << sql;
  }
}

TEST(SqlTokensTest, KeywordsMatchInAnyCase) {
  absl::StatusOr<std::vector<SqlToken>> tokens = SqlTokens("InSeRt 'INSERT' INSERTS");
  ASSERT_THAT(tokens, IsOk());
  EXPECT_TRUE((*tokens)[0].Is("INSERT"));
  EXPECT_FALSE((*tokens)[1].Is("INSERT"));
  EXPECT_FALSE((*tokens)[2].Is("INSERT"));
}

TEST(SqlTokensTest, StatementsKeepTheirTextAndFirstLine) {
  absl::StatusOr<std::vector<SqlStatement>> statements =
      SqlStatements("-- head\nINSERT ';'\n  ok; ; ;\n/* two\nlines */ DELETE -- end\n  now");
  ASSERT_THAT(statements, IsOk());
  ASSERT_EQ(statements->size(), 2u);
  EXPECT_EQ((*statements)[0].text, "INSERT ';'\n  ok");
  EXPECT_EQ((*statements)[0].line, 2);
  EXPECT_EQ((*statements)[1].text, "DELETE -- end\n  now");
  EXPECT_EQ((*statements)[1].line, 5);
  EXPECT_EQ((*statements)[1].tokens[1].line, 6);
}

constexpr absl::string_view kSql = "INSERT INTO t (a, b) VALUES ('x  y', 1);\nDELETE FROM t WHERE a = 'z';\n";

TEST(TokenChecksumTest, LayoutDoesNotCount) {
  EXPECT_EQ(Checksum(kSql).size(), 64u);
  const std::string cases[] = {absl::StrReplaceAll(kSql, {{"\n", "\r\n"}}),
                               "-- Copyright 2031\n/* licence\n   text */\n" + std::string(kSql),
                               absl::StrReplaceAll(kSql, {{" INTO ", "\n\tINTO /* here */ "}, {";", " ;"}}),
                               absl::StrReplaceAll(kSql, {{", b", ",b"}, {"= 'z'", "='z'"}}),
                               absl::StrReplaceAll(kSql, {{";\nDELETE", ";;\n;DELETE"}}),
                               std::string(kSql.substr(0, kSql.rfind(';'))),
                               std::string(kSql) + "-- the end"};
  for (const std::string& same : cases) EXPECT_EQ(Checksum(same), Checksum(kSql)) << same;
}

TEST(TokenChecksumTest, EveryChangeOfSqlCounts) {
  const std::string cases[] = {"",
                               absl::StrReplaceAll(kSql, {{"x  y", "x y"}}),
                               absl::StrReplaceAll(kSql, {{"1", "2"}}),
                               absl::StrReplaceAll(kSql, {{"1", "'1'"}}),
                               absl::StrReplaceAll(kSql, {{"a, b", "ab"}}),
                               absl::StrReplaceAll(kSql, {{"a, b", "b, a"}}),
                               absl::StrReplaceAll(kSql, {{"'z'", "'Z'"}}),
                               absl::StrReplaceAll(kSql, {{";\nDELETE", "\nDELETE"}}),
                               "DELETE FROM t WHERE a = 'z';\nINSERT INTO t (a, b) VALUES ('x  y', 1);\n"};
  for (const std::string& other : cases) EXPECT_NE(Checksum(other), Checksum(kSql)) << other;
}

TEST(TokenChecksumTest, TokensDoNotRunIntoEachOther) {
  EXPECT_NE(Checksum("ab c"), Checksum("a bc"));
  EXPECT_NE(Checksum("a;b"), Checksum("a b"));
}

}  // namespace
}  // namespace sipwhy
