#include "storage/transaction.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <optional>
#include <utility>

#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;

class TransactionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (auto* connection : {&first_, &second_}) {
      absl::StatusOr<Database> opened = Database::Open(directory_.File("kb.db"), Database::Mode::kCreate);
      ASSERT_THAT(opened, IsOk());
      connection->emplace(*std::move(opened));
      sqlite3_busy_timeout((*connection)->handle(), 1);
    }
    ASSERT_THAT(first_->Execute("CREATE TABLE t (a)"), IsOk());
  }

  absl::Status Insert() { return first_->Execute("INSERT INTO t VALUES (1)"); }
  absl::StatusOr<int64_t> Count(std::optional<Database>& connection) {
    return connection->ReadInteger("SELECT COUNT(*) FROM t");
  }

  TempDirectory directory_;
  std::optional<Database> first_;
  std::optional<Database> second_;
};

TEST_F(TransactionTest, IsRolledBackUnlessCommitted) {
  {
    absl::StatusOr<Transaction> transaction = Transaction::Begin(*first_, Transaction::Kind::kWrite);
    ASSERT_THAT(transaction, IsOk());
    ASSERT_THAT(Insert(), IsOk());
  }
  EXPECT_THAT(Count(first_), IsOkAndHolds(0));
  EXPECT_NE(sqlite3_get_autocommit(first_->handle()), 0);
}

TEST_F(TransactionTest, CommittedChangesStay) {
  {
    absl::StatusOr<Transaction> transaction = Transaction::Begin(*first_, Transaction::Kind::kWrite);
    ASSERT_THAT(Insert(), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  EXPECT_THAT(Count(second_), IsOkAndHolds(1));
}

TEST_F(TransactionTest, MovedFromTransactionEndsNothing) {
  absl::StatusOr<Transaction> begun = Transaction::Begin(*first_, Transaction::Kind::kWrite);
  ASSERT_THAT(Insert(), IsOk());
  Transaction kept = *std::move(begun);
  { Transaction gone = *std::move(begun); }
  ASSERT_THAT(kept.Commit(), IsOk());
  EXPECT_THAT(Count(second_), IsOkAndHolds(1));
}

TEST_F(TransactionTest, SecondWriterIsUnavailableUntilTheFirstEnds) {
  absl::StatusOr<Transaction> first = Transaction::Begin(*first_, Transaction::Kind::kWrite);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Transaction::Begin(*second_, Transaction::Kind::kWrite), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(first->Commit(), IsOk());
  EXPECT_THAT(Transaction::Begin(*second_, Transaction::Kind::kWrite), IsOk());
}

TEST_F(TransactionTest, FailedCommitLeavesNothing) {
  {
    absl::StatusOr<Transaction> reader = Transaction::Begin(*second_, Transaction::Kind::kRead);
    ASSERT_THAT(Count(second_), IsOkAndHolds(0));
    absl::StatusOr<Transaction> writer = Transaction::Begin(*first_, Transaction::Kind::kWrite);
    ASSERT_THAT(Insert(), IsOk());
    EXPECT_THAT(writer->Commit(), StatusIs(absl::StatusCode::kUnavailable));  // the reader still holds its view
  }
  EXPECT_THAT(Count(first_), IsOkAndHolds(0));
  EXPECT_THAT(Count(second_), IsOkAndHolds(0));
}

}  // namespace
}  // namespace sipwhy
