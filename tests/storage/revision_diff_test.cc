#include "storage/revision_diff.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "storage/history.h"
#include "storage/statement.h"
#include "storage/verification.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::LedgerHashes;
using ::sipwhy::testing::PrintedSeed;
using ::sipwhy::testing::Rows;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigration;
using ::sipwhy::testing::ToyMigrationsAnd;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

RowChange BookChange(RowChange::Kind kind, std::vector<std::string> before, std::vector<std::string> after) {
  return {"book",
          kind,
          {{"shelf", true, before[0], after[0]},
           {"position", true, before[1], after[1]},
           {"title", false, before[2], after[2]}}};
}

const std::vector<std::string> kNoRow = {"NULL", "NULL", "NULL"};

TEST(RevisionDiffTest, NamesRowsThatCameWentAndChanged) {
  Database database = ToyDatabase();
  EXPECT_THAT(DiffRevisions(database, 2, 4),
              IsOkAndHolds(ElementsAre(
                  BookChange(RowChange::Kind::kChanged, {"'a'", "1", "'Emma'"}, {"'a'", "1", "'Persuasion'"}),
                  BookChange(RowChange::Kind::kAdded, kNoRow, {"'a'", "3", "'Kim'"}),
                  BookChange(RowChange::Kind::kRemoved, {"'b'", "1", "'Dracula'"}, kNoRow))));
}

TEST(RevisionDiffTest, OtherDirectionIsTheInverse) {
  Database database = ToyDatabase();
  EXPECT_THAT(DiffRevisions(database, 4, 2),
              IsOkAndHolds(ElementsAre(
                  BookChange(RowChange::Kind::kChanged, {"'a'", "1", "'Persuasion'"}, {"'a'", "1", "'Emma'"}),
                  BookChange(RowChange::Kind::kRemoved, {"'a'", "3", "'Kim'"}, kNoRow),
                  BookChange(RowChange::Kind::kAdded, kNoRow, {"'b'", "1", "'Dracula'"}))));
}

TEST(RevisionDiffTest, SameRevisionAndSchemaRevisionDiffInNothing) {
  Database database = ToyDatabase();
  for (int revision = 0; revision <= 4; ++revision) {
    EXPECT_THAT(DiffRevisions(database, revision, revision), IsOkAndHolds(IsEmpty()));
  }
  EXPECT_THAT(DiffRevisions(database, 0, 1), IsOkAndHolds(IsEmpty()));
}

TEST(RevisionDiffTest, RowThatCameBackAsItWasIsNoChange) {
  Database database = EmptyDatabase();
  ASSERT_THAT(Apply(database, ToyMigrationsAnd("content",
                                               "UPDATE book SET title = 'Emma' WHERE position = 1;"
                                               "DELETE FROM book WHERE position = 3;"
                                               "INSERT INTO book VALUES ('b', 1, 'Dracula');")),
              IsOk());
  EXPECT_THAT(DiffRevisions(database, 2, 5), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(LedgerHashes(database)[4], LedgerHashes(database)[1]);
}

TEST(RevisionDiffTest, SqlOfEachKindOfChange) {
  const struct {
    RowChange change;
    const char* key;
    const char* sql;
  } cases[] = {{BookChange(RowChange::Kind::kAdded, kNoRow, {"'a'", "3", "'it''s'"}), "shelf = 'a', position = 3",
                "INSERT INTO book (shelf, position, title)\nVALUES ('a', 3, 'it''s');"},
               {BookChange(RowChange::Kind::kRemoved, {"'a'", "3", "'Kim'"}, kNoRow), "shelf = 'a', position = 3",
                "DELETE FROM book WHERE shelf = 'a' AND position = 3;"},
               {BookChange(RowChange::Kind::kChanged, {"'a'", "3", "'Kim'"}, {"'a'", "3", "NULL"}),
                "shelf = 'a', position = 3", "UPDATE book SET title = NULL\nWHERE shelf = 'a' AND position = 3;"}};
  for (const auto& [change, key, sql] : cases) {
    EXPECT_EQ(change.Key(), key);
    EXPECT_EQ(ToSql(change), sql);
  }
}

// Random histories of two tables against a model in maps.

constexpr int kRevisions = 30;
constexpr int kHistories = 5;

constexpr char kModelTables[] =
    "CREATE TABLE item (id INTEGER NOT NULL PRIMARY KEY, word TEXT NOT NULL, note TEXT) STRICT;"
    "CREATE TABLE pair (a TEXT NOT NULL, b INTEGER NOT NULL, value TEXT, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;";

// Rows as SQL literals: by table and key, the columns that are no key.
using Model = std::map<std::pair<std::string, std::string>, std::string>;

// The first columns of each table and the last ones; `$` stands for the name of the table to read.
struct ModelTable {
  const char* name;
  const char* key_columns;
  const char* value_columns;
  const char* quoted_key;
  const char* quoted_value;
};
constexpr ModelTable kItem = {"item", "id", "word, note", "quote(id)", "quote(word) || ', ' || quote(note)"};
constexpr ModelTable kPair = {"pair", "a, b", "value", "quote(a) || ', ' || quote(b)", "quote(value)"};

class RandomHistory {
 public:
  explicit RandomHistory(uint32_t seed) : random_(seed) {}

  // The next revision's SQL, which changes the model as it should change the tables.
  std::string NextBody() {
    std::string body;
    for (int i = 0; i < 1 + Below(6); ++i) absl::StrAppend(&body, NextStatement(Below(2) == 0 ? kItem : kPair), ";\n");
    return body;
  }

  const Model& model() const { return model_; }

 private:
  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  std::string Text() {
    static constexpr absl::string_view kPieces[] = {"a",  "B",    "''", ";",  "\n", "-- x", "/*",
                                                    "  ", "日本", "é",  "\"", "%",  "NULL", "{code}"};
    std::string text = "'";
    for (int i = Below(4); i > 0; --i) absl::StrAppend(&text, kPieces[Below(std::size(kPieces))]);
    return text + "'";
  }
  std::string Nullable() { return Below(4) == 0 ? "NULL" : Text(); }
  std::string RandomKey(const ModelTable& table) {
    return &table == &kItem ? absl::StrCat(Below(12) - 3)
                            : absl::StrCat(Below(2) == 0 ? "'x'" : "'it''s'", ", ", Below(5));
  }
  std::string RandomValue(const ModelTable& table) {
    return &table == &kItem ? absl::StrCat(Text(), ", ", Nullable()) : Nullable();
  }

  // Tries keys until one is, or is not, in the table; empty when luck fails.
  std::string FindKey(const ModelTable& table, bool present) {
    for (int i = 0; i < 50; ++i) {
      const std::string key = RandomKey(table);
      if (model_.contains({table.name, key}) == present) return key;
    }
    return "";
  }

  std::string NextStatement(const ModelTable& table) {
    const std::string present = FindKey(table, true);
    const std::string absent = FindKey(table, false);
    if (present.empty() || (Below(3) == 0 && !absent.empty())) return Insert(table, absent);
    if (absent.empty() || Below(4) == 0) return Delete(table, present);
    return Below(4) == 0 ? Move(table, present, absent) : Change(table, present);
  }

  std::string Where(const ModelTable& table, const std::string& key) {
    return absl::StrCat(" WHERE (", table.key_columns, ") = (", key, ")");
  }
  std::string Insert(const ModelTable& table, const std::string& key) {
    const std::string value = model_[{table.name, key}] = RandomValue(table);
    return absl::StrCat("INSERT INTO ", table.name, " VALUES (", key, ", ", value, ")");
  }
  std::string Delete(const ModelTable& table, const std::string& key) {
    model_.erase({table.name, key});
    return absl::StrCat("DELETE FROM ", table.name, Where(table, key));
  }
  std::string Move(const ModelTable& table, const std::string& key, const std::string& to) {
    auto row = model_.extract({table.name, key});
    row.key().second = to;
    model_.insert(std::move(row));
    return absl::StrCat("UPDATE ", table.name, " SET (", table.key_columns, ") = (", to, ")", Where(table, key));
  }
  std::string Change(const ModelTable& table, const std::string& key) {
    std::string& value = model_[{table.name, key}];
    const std::string before = value;
    while (value == before) value = RandomValue(table);
    if (Below(2) == 0) {
      return absl::StrCat("UPDATE ", table.name, " SET (", table.value_columns, ") = (", value, ")", Where(table, key));
    }
    const std::string settings =
        &table == &kItem ? "word = excluded.word, note = excluded.note" : "value = excluded.value";
    return absl::StrCat("INSERT INTO ", table.name, " VALUES (", key, ", ", value, ") ON CONFLICT DO UPDATE SET ",
                        settings);
  }

  std::mt19937 random_;
  Model model_;
};

// The rows of both tables, or of their histories as of `revision`.
Model ReadModel(Database& database, std::optional<int> revision) {
  Model model;
  for (const ModelTable* table : {&kItem, &kPair}) {
    const std::string from = revision.has_value()
                                 ? absl::StrCat("history_", table->name, " AS h WHERE ", StoodAt("h", 1))
                                 : std::string(table->name);
    const std::string sql = absl::StrCat("SELECT ", table->quoted_key, ", ", table->quoted_value, " FROM ", from);
    Statement query(database, sql);
    if (revision.has_value()) query.Bind(1, *revision);
    for (absl::StatusOr<bool> row = query.Step(); row.ok() && *row; row = query.Step()) {
      model[{table->name, query.Text(0)}] = query.Text(1);
    }
  }
  return model;
}

// Plain tables, without history, that hold `model`.
Database DatabaseOf(const Model& model) {
  Database database = EmptyDatabase();
  EXPECT_THAT(database.Execute(kModelTables), IsOk());
  for (const auto& [place, value] : model) {
    EXPECT_THAT(
        database.Execute(absl::StrCat("INSERT INTO ", place.first, " VALUES (", place.second, ", ", value, ")")),
        IsOk());
  }
  return database;
}

std::vector<std::string> ToSql(const std::vector<RowChange>& changes) {
  std::vector<std::string> statements;
  for (const RowChange& change : changes) statements.push_back(ToSql(change));
  return statements;
}

void CheckHistoryAgainstModel(uint32_t seed) {
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomHistory history(seed);
  std::vector<Migration> migrations = {ToyMigration(1, "schema", kModelTables)};
  std::vector<Model> expected = {{}, {}};  // of revisions 0 and 1
  for (int revision = 2; revision <= kRevisions; ++revision) {
    migrations.push_back(ToyMigration(revision, "content", history.NextBody()));
    expected.push_back(history.model());
  }
  Database database = EmptyDatabase();
  ASSERT_THAT(Apply(database, migrations), IsOk());
  ASSERT_THAT(VerifyKnowledgeBase(database), IsOk());
  EXPECT_EQ(ReadModel(database, std::nullopt), expected.back());
  for (int a = 0; a <= kRevisions; ++a) {
    ASSERT_EQ(ReadModel(database, a), expected[static_cast<size_t>(a)]) << "as of " << a;
    const int b = static_cast<int>((static_cast<uint32_t>(a) * 7u + seed) % (kRevisions + 1));
    absl::StatusOr<std::vector<RowChange>> changes = DiffRevisions(database, a, b);
    ASSERT_THAT(changes, IsOk());
    Database plain = DatabaseOf(expected[static_cast<size_t>(a)]);
    ASSERT_THAT(plain.Execute(absl::StrJoin(ToSql(*changes), "\n")), IsOk());
    ASSERT_EQ(ReadModel(plain, std::nullopt), expected[static_cast<size_t>(b)]) << "from " << a << " to " << b;
  }
}

TEST(RandomHistoryTest, AsOfAndDiffAgreeWithTheModel) {
  const uint32_t seed = PrintedSeed();
  for (uint32_t i = 0; i < kHistories; ++i) CheckHistoryAgainstModel(seed + i);
}

}  // namespace
}  // namespace sipwhy
