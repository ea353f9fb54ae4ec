#include "storage/statement.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::Rows;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StatementTest : public ::testing::Test {
 protected:
  Database database_ = EmptyDatabase();
};

TEST_F(StatementTest, BoundValuesComeBack) {
  const std::string text("d\xc3\xa9j\xc3\xa0\0vu", 9);
  Statement query(database_, "SELECT ?1, ?2, ?3");
  query.Bind(1, int64_t{-9'000'000'000}).Bind(2, text).Bind(3, "");
  ASSERT_THAT(query.Step(), IsOkAndHolds(true));
  EXPECT_EQ(query.Integer(0), -9'000'000'000);
  EXPECT_EQ(query.Text(1), text);
  EXPECT_EQ(query.Text(2), "");
  EXPECT_FALSE(query.IsNull(2));
  EXPECT_THAT(query.Step(), IsOkAndHolds(false));
}

TEST_F(StatementTest, NullReadsAsEmptyAndZero) {
  Statement query(database_, "SELECT NULL");
  ASSERT_THAT(query.Step(), IsOkAndHolds(true));
  EXPECT_TRUE(query.IsNull(0));
  EXPECT_EQ(query.Text(0), "");
  EXPECT_EQ(query.Integer(0), 0);
}

TEST_F(StatementTest, ColumnTypesAreTheValues) {
  Statement query(database_, "SELECT 1, 1.5, 'a', x'00', NULL");
  ASSERT_THAT(query.Step(), IsOkAndHolds(true));
  const int expected[] = {SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB, SQLITE_NULL};
  ASSERT_EQ(query.ColumnCount(), 5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(query.ColumnType(i), expected[i]) << "column " << i;
}

TEST_F(StatementTest, FailedPrepareIsReturnedByEveryStep) {
  Statement query(database_, "SELECT absent");
  query.Bind(1, 5);
  EXPECT_THAT(query.Step(), StatusIs(absl::StatusCode::kInternal, HasSubstr("no such column")));
  EXPECT_THAT(query.Step(), StatusIs(absl::StatusCode::kInternal, HasSubstr("no such column")));
}

TEST_F(StatementTest, FailedBindIsReturnedByStep) {
  Statement query(database_, "SELECT ?1");
  query.Bind(2, "too far").Bind(1, "fine");
  EXPECT_THAT(query.Step(), StatusIs(absl::StatusCode::kInternal, HasSubstr("out of range")));
}

TEST_F(StatementTest, OnlyTheFirstStatementRuns) {
  const std::string two = "CREATE TABLE t (a); CREATE TABLE u (a)";
  Statement create(database_, two);
  ASSERT_THAT(create.Step(), IsOkAndHolds(false));
  EXPECT_THAT(Rows(database_, "SELECT name FROM sqlite_schema"), ElementsAre("t"));
}

TEST_F(StatementTest, ResetRunsItAgainWithWhatIsBoundAnew) {
  Statement query(database_, "SELECT ?, ?");
  query.Bind(1, 7).Bind(2, "first");
  ASSERT_THAT(query.Step(), IsOkAndHolds(true));
  query.Reset().Bind(2, "second");
  ASSERT_THAT(query.Step(), IsOkAndHolds(true));
  EXPECT_EQ(query.Integer(0), 7);
  EXPECT_EQ(query.Text(1), "second");
}

TEST_F(StatementTest, TextThatIsCutOffByAViewIsNotRead) {
  const absl::string_view sql = absl::string_view("SELECT 12345").substr(0, 9);
  EXPECT_THAT(database_.ReadInteger(sql), IsOkAndHolds(12));
}

TEST_F(StatementTest, BrokenConstraintIsFailedPrecondition) {
  ASSERT_TRUE(database_.Execute("CREATE TABLE t (a CHECK (a > 0))").ok());
  EXPECT_THAT(Statement(database_, "INSERT INTO t VALUES (?)").Bind(1, -1).Step(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("CHECK")));
}

}  // namespace
}  // namespace sipwhy
