#include "storage/migration.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::MigrationText;
using ::sipwhy::testing::ShippedMigrations;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kName[] = "0008_tell_486_from_600.sql";
constexpr char kText[] =
    "-- kind: content\n"
    "-- title: Tell 486 from 600\n"
    "-- author: Ann <ann@sipwhy.example>\n"
    "-- date: 2026-02-28\n"
    "-- refs: RFC 3261 §21.4.24: busy\n"
    "-- notes: One line\n"
    "-- notes: and another.\n"
    "-- reader: 3\n"
    "\n"
    "INSERT INTO t (a)\n"
    "VALUES ('it''s; -- here');\n"
    "DELETE FROM t WHERE a = 1;\n";

TEST(ParseMigrationTest, ReadsHeaderAndStatements) {
  absl::StatusOr<Migration> migration = ParseMigration(kName, kText);
  ASSERT_THAT(migration, IsOk());
  EXPECT_EQ(migration->number, 8);
  EXPECT_EQ(migration->file_name, kName);
  EXPECT_EQ(ToString(migration->kind), "content");
  EXPECT_EQ(migration->title, "Tell 486 from 600");
  EXPECT_EQ(migration->author, "Ann <ann@sipwhy.example>");
  EXPECT_EQ(migration->date, "2026-02-28");
  EXPECT_EQ(migration->refs, "RFC 3261 §21.4.24: busy");
  EXPECT_EQ(migration->notes, "One line and another.");
  EXPECT_EQ(migration->reader, 3);
  EXPECT_THAT(migration->statements, ElementsAre(MigrationStatement{"INSERT INTO t (a)\nVALUES ('it''s; -- here')", 10},
                                                 MigrationStatement{"DELETE FROM t WHERE a = 1", 12}));
}

TEST(ParseMigrationTest, NameMustBeFourDigitsAndWords) {
  const absl::string_view cases[] = {"",
                                     "x.sql",
                                     "0001.sql",
                                     "0001_.sql",
                                     "001_words.sql",
                                     "00001_w.sql",
                                     "0001-words.sql",
                                     "000a_words.sql",
                                     "0001_words.txt",
                                     "0001_words.sql~",
                                     "-001_words.sql"};
  for (absl::string_view name : cases) {
    EXPECT_THAT(ParseMigration(name, kText), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("four digits")))
        << name;
  }
}

TEST(ParseMigrationTest, EveryHeaderKeyIsAskedFor) {
  for (absl::string_view key : {"kind", "title", "author", "date", "refs", "notes"}) {
    const std::string line = absl::StrCat("-- ", key, ": ");
    const std::string without = absl::StrReplaceAll(kText, {{line, "-- "}});
    const std::string message = absl::StrCat(kName, ":1: the header has no \"-- ", key, ": …\" line");
    EXPECT_THAT(ParseMigration(kName, without), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  }
  EXPECT_THAT(ParseMigration(kName, absl::StrReplaceAll(kText, {{"-- reader: 3\n", ""}})), IsOk());
}

TEST(ParseMigrationTest, WrongHeaderValuesAreShown) {
  const struct {
    absl::string_view good;
    absl::string_view bad;
  } cases[] = {{"kind: content", "kind: data"},
               {"kind: content", "kind: Content"},
               {"kind: content", "kind: schema, content"},
               {"date: 2026-02-28", "date: 28.2.2026"},
               {"date: 2026-02-28", "date: 2026-13-01"},
               {"date: 2026-02-28", "date: 2026-00-01"},
               {"date: 2026-02-28", "date: 2026-01-32"},
               {"date: 2026-02-28", "date: 2026-02-30"},
               {"date: 2026-02-28", "date: 2026- 2- 8"},
               {"date: 2026-02-28", "date: 2026-+2-+8"},
               {"date: 2026-02-28", "date: 20260228"},
               {"date: 2026-02-28", "date: today"},
               {"reader: 3", "reader: three"}};
  for (const auto& [good, bad] : cases) {
    const std::string value(bad.substr(bad.find(": ") + 2));
    EXPECT_THAT(ParseMigration(kName, absl::StrReplaceAll(kText, {{good, bad}})),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(absl::StrCat("\"", value, "\""))))
        << bad;
  }
}

TEST(ParseMigrationTest, StatementOfTheWrongKindIsRefusedWithItsLine) {
  const struct {
    absl::string_view kind;
    absl::string_view sql;
    absl::string_view message;
  } cases[] = {{"content", "REPLACE INTO t VALUES (1)", "deletes rows unseen"},
               {"content", "INSERT OR REPLACE INTO t VALUES (1)", "OR REPLACE deletes rows unseen"},
               {"content", "insert or /* hidden */ replace into t values (1)", "OR REPLACE deletes rows unseen"},
               {"content", "UPDATE OR REPLACE t SET a = 1", "OR REPLACE deletes rows unseen"},
               {"content", "SELECT 1", "not SELECT"},
               {"content", "CREATE TABLE t (a)", "not CREATE"},
               {"content", "ALTER TABLE t ADD a", "not ALTER"},
               {"content", "DROP TABLE t", "not DROP"},
               {"content", "PRAGMA user_version = 5", "not PRAGMA"},
               {"content", "ATTACH 'x' AS x", "not ATTACH"},
               {"content", "BEGIN", "not BEGIN"},
               {"content", "COMMIT", "not COMMIT"},
               {"content", "END", "not END"},
               {"content", "ROLLBACK", "not ROLLBACK"},
               {"content", "SAVEPOINT s", "not SAVEPOINT"},
               {"content", "VACUUM", "not VACUUM"},
               {"content", "EXPLAIN DELETE FROM t", "not EXPLAIN"},
               {"schema", "INSERT INTO t VALUES (1)", "not INSERT"},
               {"schema", "DROP TABLE t", "not DROP"},
               {"schema", "ALTER TABLE t RENAME TO kb_t", "ALTER TABLE ADD, not ALTER"},
               {"schema", "ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE ADD, not ALTER"},
               {"schema", "ALTER TABLE t DROP COLUMN a", "ALTER TABLE ADD, not ALTER"},
               {"schema", "ALTER TABLE", "ALTER TABLE ADD, not ALTER"},
               {"schema", "WITH x AS (SELECT 1) DELETE FROM t", "not WITH"}};
  for (const auto& [kind, sql, message] : cases) {
    absl::StatusOr<Migration> migration = ParseMigration(kName, MigrationText(kind, absl::StrCat("\n", sql, ";")));
    EXPECT_THAT(migration, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(std::string(message)))) << sql;
    EXPECT_THAT(std::string(migration.status().message()), StartsWith(absl::StrCat(kName, ":9: "))) << sql;
  }
}

TEST(ParseMigrationTest, TheFunctionReplaceMayFollowOr) {
  const absl::string_view sql = "DELETE FROM t WHERE a = 1 OR replace(b, 'x', '') = 'y';";
  EXPECT_THAT(ParseMigration(kName, MigrationText("content", sql)), IsOk());
}

TEST(ParseMigrationTest, UpsertAndCommonTableExpressionsAreFine) {
  for (absl::string_view sql : {"INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2;",
                                "WITH x AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM x;"}) {
    EXPECT_THAT(ParseMigration(kName, MigrationText("content", sql)), IsOk()) << sql;
  }
}

TEST(ParseMigrationTest, BrokenTextIsRefusedWithItsLine) {
  const struct {
    absl::string_view body;
    absl::string_view message;
  } cases[] = {{"", ":1: there is no SQL"},
               {"-- later\n", ":1: there is no SQL"},
               {"DELETE FROM t WHERE a = 'x;", ":8: a string"},
               {"DELETE FROM t;\n/* x", ":9: a comment"},
               {"DELETE FROM t; -- \xe2\x80\xae", ":8: there is an invisible character"},
               {"DELETE FROM t;\n\rDELETE FROM u;", ":9: there is a control character"},
               {"DELETE FROM t WHERE a = '\xff';", ":8: the bytes here are no valid UTF-8"}};
  for (const auto& [body, message] : cases) {
    EXPECT_THAT(ParseMigration(kName, MigrationText("content", body)),
                StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(absl::StrCat(kName, message))))
        << body;
  }
}

TEST(ParseMigrationTest, LayoutEditsChangeNothingThatIsStored) {
  const std::string crlf = absl::StrReplaceAll(kText, {{"\n", "\r\n"}});
  const std::string cases[] = {crlf, absl::StrCat("-- Copyright 2031 Ann\n-- SPDX-License-Identifier: MIT\n\n", kText),
                               absl::StrCat("/* Copyright 2031 Ann\n * Licensed to you.\n */\n", kText),
                               absl::StrReplaceAll(kText, {{"\nDELETE", "\n\n-- Why.\n   DELETE"}})};
  absl::StatusOr<Migration> original = ParseMigration(kName, kText);
  ASSERT_THAT(original, IsOk());
  for (const std::string& text : cases) {
    absl::StatusOr<Migration> edited = ParseMigration(kName, text);
    ASSERT_THAT(edited, IsOk()) << text;
    EXPECT_EQ(edited->sql_hash, original->sql_hash) << text;
    EXPECT_EQ(edited->title, original->title) << text;
  }
}

class ReadMigrationsTest : public ::testing::Test {
 protected:
  void Write(absl::string_view name) { directory_.Write(name, MigrationText("content", "DELETE FROM t;")); }
  TempDirectory directory_;
};

TEST_F(ReadMigrationsTest, ReadsSqlFilesInOrder) {
  for (absl::string_view name : {"0002_b.sql", "0001_z.sql", "0003_a.sql", "README.md"}) Write(name);
  absl::StatusOr<std::vector<Migration>> migrations = ReadMigrations(directory_.path());
  ASSERT_THAT(migrations, IsOk());
  ASSERT_EQ(migrations->size(), 3u);
  EXPECT_EQ((*migrations)[0].file_name, "0001_z.sql");
  EXPECT_EQ((*migrations)[2].file_name, "0003_a.sql");
}

TEST_F(ReadMigrationsTest, NumbersMustRunWithoutGapOrDouble) {
  const struct {
    std::vector<absl::string_view> names;
    absl::string_view message;
  } cases[] = {{{"0002_b.sql"}, "0002_b.sql:1: the next migration must be number 0001"},
               {{"0000_a.sql"}, "0000_a.sql:1: the next migration must be number 0001"},
               {{"0001_a.sql", "0003_b.sql"}, "0003_b.sql:1: the next migration must be number 0002"},
               {{"0001_a.sql", "0001_b.sql"}, "0001_b.sql:1: the next migration must be number 0002"}};
  for (const auto& [names, message] : cases) {
    const TempDirectory directory;
    for (absl::string_view name : names) directory.Write(name, MigrationText("content", "DELETE FROM t;"));
    EXPECT_THAT(ReadMigrations(directory.path()),
                StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(std::string(message))));
  }
}

TEST_F(ReadMigrationsTest, EmptyOrMissingFolderIsNotFound) {
  EXPECT_THAT(ReadMigrations(directory_.path()), StatusIs(absl::StatusCode::kNotFound, HasSubstr("no .sql file")));
  EXPECT_THAT(ReadMigrations(directory_.File("gone")), StatusIs(absl::StatusCode::kNotFound, HasSubstr("gone")));
}

TEST_F(ReadMigrationsTest, OneBadFileIsNamed) {
  Write("0001_a.sql");
  Write("notes.sql");
  EXPECT_THAT(ReadMigrations(directory_.path()),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("notes.sql:1: ")));
}

TEST(ShippedMigrationsTest, FirstMakesTheTablesAndAllAreNumbered) {
  EXPECT_EQ(ShippedMigrations().front().kind, MigrationKind::kSchema);
  for (size_t i = 0; i < ShippedMigrations().size(); ++i) {
    EXPECT_EQ(ShippedMigrations()[i].number, static_cast<int>(i) + 1);
  }
}

}  // namespace
}  // namespace sipwhy
