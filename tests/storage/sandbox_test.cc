#include "storage/sandbox.h"

#include <gtest/gtest.h>

#include "storage/statement.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ToyDatabase;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What the sandbox says about `sql`: "" when it lets it run.
std::string Refusal(MigrationKind kind, const char* sql) {
  Database database = ToyDatabase();
  EXPECT_THAT(database.Execute("BEGIN; INSERT INTO kb_context VALUES (1, 5)"), IsOk());
  const Sandbox sandbox(database, kind);
  Statement statement(database, sql);
  absl::StatusOr<bool> has_row = statement.Step();
  while (has_row.ok() && *has_row) has_row = statement.Step();
  EXPECT_EQ(has_row.ok(), sandbox.refusal().empty()) << sql << ": " << has_row.status();
  return sandbox.refusal();
}

TEST(SandboxTest, ContentMayReadAndWriteContentTables) {
  for (const char* sql :
       {"INSERT INTO shelf VALUES ('c')", "UPDATE book SET title = upper(title) || '!' WHERE title LIKE 'K%'",
        "DELETE FROM book WHERE shelf IN (SELECT shelf FROM shelf)",
        "INSERT INTO book SELECT shelf, MAX(position) + 1, 'X' FROM book GROUP BY shelf",
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
        " INSERT INTO book SELECT 'b', i, printf('Book %d', i) FROM n",
        "INSERT INTO book VALUES ('a', 3, 'X') ON CONFLICT DO UPDATE SET title = excluded.title",
        "DELETE FROM book RETURNING title"}) {
    EXPECT_EQ(Refusal(MigrationKind::kContent, sql), "") << sql;
  }
}

TEST(SandboxTest, ContentMayDoNothingElse) {
  const struct {
    const char* sql;
    const char* refusal;
  } cases[] = {{"INSERT INTO kb_revision SELECT * FROM kb_revision", "kb_revision, which sipwhy keeps itself"},
               {"DELETE FROM KB_CONTEXT", "delete from kb_context"},
               {"UPDATE kb_context SET revision = 1", "update kb_context"},
               {"UPDATE book SET title = (SELECT title FROM kb_revision)", "read kb_revision"},
               {"DELETE FROM history_book", "delete from history_book"},
               {"INSERT INTO history_book VALUES ('a', 1, 'X', 1, 2)", "insert into history_book"},
               {"INSERT INTO shelf SELECT title FROM history_book", "read history_book"},
               {"INSERT INTO shelf SELECT name FROM sqlite_schema", "read the schema"},
               {"INSERT INTO shelf SELECT name FROM sqlite_master", "read the schema"},
               {"INSERT INTO shelf SELECT name FROM sqlite_temp_schema", "read the schema"},
               {"INSERT INTO shelf SELECT name FROM dbstat", "may not"},
               {"INSERT INTO shelf SELECT name FROM pragma_table_info('book')", "may not"},
               {"INSERT INTO shelf SELECT file FROM pragma_database_list", "may not"},
               {"INSERT INTO shelf VALUES (random())", "call random()"},
               {"INSERT INTO shelf VALUES (hex(randomblob(4)))", "call randomblob()"},
               {"INSERT INTO shelf VALUES (date('now'))", "call date()"},
               {"INSERT INTO shelf VALUES (datetime('now', 'localtime'))", "call datetime()"},
               {"INSERT INTO shelf VALUES (strftime('%s', 'now'))", "call strftime()"},
               {"INSERT INTO shelf VALUES (julianday())", "call julianday()"},
               {"INSERT INTO shelf VALUES (CURRENT_TIMESTAMP)", "call current_timestamp()"},
               {"INSERT INTO shelf VALUES (CURRENT_DATE)", "call current_date()"},
               {"INSERT INTO shelf VALUES (CURRENT_TIME)", "call current_time()"},
               {"INSERT INTO shelf VALUES (last_insert_rowid())", "call last_insert_rowid()"},
               {"INSERT INTO shelf VALUES (changes())", "call changes()"},
               {"INSERT INTO shelf VALUES (total_changes())", "call total_changes()"},
               {"INSERT INTO shelf VALUES (sqlite_version())", "call sqlite_version()"},
               {"INSERT INTO shelf VALUES (load_extension('x'))", "call load_extension()"},
               {"UPDATE book SET title = 'X' WHERE position = abs(random())", "call random()"},
               {"CREATE TABLE t (a)", "may not"},
               {"CREATE INDEX i ON book (title)", "may not"},
               {"ALTER TABLE book ADD COLUMN year INTEGER", "may not"},
               {"CREATE TEMP TABLE t (a)", "may not"},
               {"CREATE VIEW v AS SELECT 1", "may not"},
               {"CREATE TRIGGER g AFTER INSERT ON book BEGIN SELECT 1; END", "may not"},
               {"CREATE VIRTUAL TABLE v USING fts5(a)", "may not"},
               {"DROP TABLE book", "may not"},
               {"DROP TRIGGER history_book_insert", "may not"},
               {"ATTACH ':memory:' AS other", "may not do this"},
               {"DETACH other", "may not do this"},
               {"PRAGMA user_version = 9", "may not do this"},
               {"PRAGMA recursive_triggers = OFF", "may not do this"},
               {"COMMIT", "may not do this"},
               {"ROLLBACK", "may not do this"},
               {"SAVEPOINT s", "may not do this"},
               {"REINDEX book", "may not"},
               {"ANALYZE", "may not do this"}};
  for (const auto& [sql, refusal] : cases) {
    EXPECT_THAT(Refusal(MigrationKind::kContent, sql), HasSubstr(refusal)) << sql;
    EXPECT_THAT(Refusal(MigrationKind::kContent, sql), StartsWith("may not ")) << sql;
  }
}

TEST(SandboxTest, SchemaMayCreateAndWiden) {
  for (const char* sql :
       {"CREATE TABLE author (name TEXT NOT NULL PRIMARY KEY, CHECK (length(name) > 1)) STRICT, WITHOUT ROWID",
        "CREATE INDEX by_title ON book (title)", "ALTER TABLE book ADD COLUMN year INTEGER",
        "CREATE UNIQUE INDEX by_lower_title ON book (lower(title))"}) {
    EXPECT_EQ(Refusal(MigrationKind::kSchema, sql), "") << sql;
  }
}

TEST(SandboxTest, SchemaMayDoNothingElse) {
  const struct {
    const char* sql;
    const char* refusal;
  } cases[] = {{"INSERT INTO shelf VALUES ('c')", "insert into rows; write a content migration"},
               {"DELETE FROM book", "delete from rows; write a content migration"},
               {"UPDATE book SET title = 'X'", "update rows; write a content migration"},
               {"CREATE TABLE kb_mine (a INTEGER PRIMARY KEY)", "kb_ and history_ are ours"},
               {"CREATE TABLE history_mine (a INTEGER PRIMARY KEY)", "kb_ and history_ are ours"},
               {"CREATE INDEX kb_index ON book (title)", "kb_ and history_ are ours"},
               {"CREATE INDEX mine ON history_book (title)", "may not"},
               {"ALTER TABLE kb_revision ADD COLUMN x TEXT", "may not"},
               {"ALTER TABLE history_book ADD COLUMN x TEXT", "may not"},
               {"CREATE TABLE t AS SELECT * FROM kb_revision", "read kb_revision"},
               {"CREATE TEMP TABLE t (a)", "may not"},
               {"CREATE VIEW v AS SELECT 1", "may not"},
               {"CREATE TRIGGER history_mine AFTER INSERT ON book BEGIN SELECT 1; END", "may not"},
               {"CREATE VIRTUAL TABLE v USING fts5(a)", "may not"},
               {"DROP TABLE book", "may not"},
               {"PRAGMA user_version = 9", "may not"},
               {"ATTACH ':memory:' AS other", "may not"},
               {"COMMIT", "may not"}};
  for (const auto& [sql, refusal] : cases) EXPECT_THAT(Refusal(MigrationKind::kSchema, sql), HasSubstr(refusal)) << sql;
}

TEST(SandboxTest, AttachMakesNoFile) {
  const testing::TempDirectory directory;
  const std::string path = directory.File("other.db");
  EXPECT_THAT(Refusal(MigrationKind::kContent, ("ATTACH '" + path + "' AS other").c_str()), HasSubstr("may not"));
  EXPECT_THAT(Database::Open(path, Database::Mode::kRead), testing::StatusIs(absl::StatusCode::kNotFound));
}

TEST(SandboxTest, EndsWithItsScope) {
  Database database = ToyDatabase();
  {
    const Sandbox sandbox(database, MigrationKind::kContent);
    ASSERT_FALSE(database.Execute("PRAGMA user_version = 4").ok());
  }
  EXPECT_THAT(database.Execute("PRAGMA user_version = 4"), IsOk());
}

}  // namespace
}  // namespace sipwhy
