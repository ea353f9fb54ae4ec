#include "storage/sqlite_status.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::StatusIs;
using ::testing::StartsWith;

TEST(SqliteStatusTest, EachKindOfResultHasItsCode) {
  const struct {
    int result;
    absl::StatusCode code;
  } cases[] = {{SQLITE_BUSY, absl::StatusCode::kUnavailable},
               {SQLITE_BUSY_SNAPSHOT, absl::StatusCode::kUnavailable},
               {SQLITE_LOCKED, absl::StatusCode::kUnavailable},
               {SQLITE_CORRUPT, absl::StatusCode::kDataLoss},
               {SQLITE_CORRUPT_INDEX, absl::StatusCode::kDataLoss},
               {SQLITE_NOTADB, absl::StatusCode::kDataLoss},
               {SQLITE_FORMAT, absl::StatusCode::kDataLoss},
               {SQLITE_CANTOPEN, absl::StatusCode::kNotFound},
               {SQLITE_CANTOPEN_ISDIR, absl::StatusCode::kNotFound},
               {SQLITE_AUTH, absl::StatusCode::kPermissionDenied},
               {SQLITE_PERM, absl::StatusCode::kPermissionDenied},
               {SQLITE_READONLY, absl::StatusCode::kPermissionDenied},
               {SQLITE_CONSTRAINT, absl::StatusCode::kFailedPrecondition},
               {SQLITE_CONSTRAINT_CHECK, absl::StatusCode::kFailedPrecondition},
               {SQLITE_MISMATCH, absl::StatusCode::kFailedPrecondition},
               {SQLITE_FULL, absl::StatusCode::kResourceExhausted},
               {SQLITE_NOMEM, absl::StatusCode::kResourceExhausted},
               {SQLITE_TOOBIG, absl::StatusCode::kResourceExhausted},
               {SQLITE_INTERRUPT, absl::StatusCode::kDeadlineExceeded},
               {SQLITE_ERROR, absl::StatusCode::kInternal},
               {SQLITE_MISUSE, absl::StatusCode::kInternal},
               {SQLITE_RANGE, absl::StatusCode::kInternal}};
  for (const auto& [result, code] : cases) {
    EXPECT_THAT(SqliteStatus(nullptr, result, "testing"), StatusIs(code, StartsWith("testing: "))) << result;
  }
}

TEST(SqliteStatusTest, MessageIsTheLastErrorOfTheDatabase) {
  Database database = EmptyDatabase();
  sqlite3_exec(database.handle(), "SELECT absent", nullptr, nullptr, nullptr);
  EXPECT_THAT(SqliteStatus(database.handle(), SQLITE_ERROR, "asking"),
              StatusIs(absl::StatusCode::kInternal, "asking: no such column: absent"));
}

}  // namespace
}  // namespace sipwhy
