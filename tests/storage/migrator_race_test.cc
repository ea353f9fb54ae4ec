// Several writers on one file.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "storage/format.h"
#include "storage/ledger.h"
#include "storage/migrator.h"
#include "storage/verification.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::LedgerHashes;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigrations;

// Calls `intrude` as the statement number `when` of a connection begins; counts from 1 and only those outside of a
// transaction, since nobody can write while one is open.
class Intruder {
 public:
  Intruder(Database& database, int when, std::function<void()> intrude)
      : database_(database), when_(when), intrude_(std::move(intrude)) {
    sqlite3_trace_v2(database.handle(), SQLITE_TRACE_STMT, &Intruder::OnStatement, this);
  }
  ~Intruder() { sqlite3_trace_v2(database_.handle(), 0, nullptr, nullptr); }
  Intruder(const Intruder&) = delete;
  Intruder& operator=(const Intruder&) = delete;

  bool came() const { return count_ >= when_; }

 private:
  static int OnStatement(unsigned, void* self, void*, void*) {
    auto* intruder = static_cast<Intruder*>(self);
    const bool inside = sqlite3_get_autocommit(intruder->database_.handle()) == 0;
    if (!inside && ++intruder->count_ == intruder->when_) intruder->intrude_();
    return 0;
  }

  Database& database_;
  int when_;
  std::function<void()> intrude_;
  int count_ = 0;
};

class MigratorRaceTest : public ::testing::Test {
 protected:
  Database Open(const TempDirectory& directory) {
    absl::StatusOr<Database> database = Database::Open(directory.File("kb.db"), Database::Mode::kCreate);
    EXPECT_THAT(database, IsOk());
    return *std::move(database);
  }

  // What a run reports when another, on a connection of its own, tries the same as statement `when` of the first
  // begins. `came` tells whether there was such a statement.
  absl::StatusOr<ApplyReport> ApplyWithIntruder(int when, bool& came, int& intruder_applied) {
    const TempDirectory directory;
    Database first = Open(directory);
    Database second = Open(directory);
    sqlite3_busy_timeout(second.handle(), 1);
    intruder_applied = 0;
    const Intruder intruder(first, when, [&] {
      absl::StatusOr<ApplyReport> report = Apply(second, ToyMigrations());
      if (report.ok()) intruder_applied = report->after - report->before;
    });
    absl::StatusOr<ApplyReport> report = Apply(first, ToyMigrations());
    came = intruder.came();
    EXPECT_THAT(VerifyKnowledgeBase(first), IsOk());
    EXPECT_EQ(LedgerHashes(first), LedgerHashes(toy_));
    return report;
  }

  Database toy_ = ToyDatabase();
};

TEST_F(MigratorRaceTest, AnotherRunMayComeBetweenAnyTwoStatements) {
  bool came = true;
  int complete_intrusions = 0;
  for (int when = 1; came; ++when) {
    int intruder_applied = 0;
    absl::StatusOr<ApplyReport> report = ApplyWithIntruder(when, came, intruder_applied);
    ASSERT_THAT(report, IsOk()) << "at statement " << when;
    EXPECT_EQ(report->after - report->before + intruder_applied, 4) << "at statement " << when;
    if (intruder_applied == 4) ++complete_intrusions;
  }
  EXPECT_GE(complete_intrusions, 2);  // before each of the reads that come before the first lock
}

TEST_F(MigratorRaceTest, ReaderIsUndisturbedByAWriterBetweenAnyTwoStatements) {
  bool came = true;
  for (int when = 1; came; ++when) {
    const TempDirectory directory;
    Database writer = Open(directory);
    std::vector<Migration> some = ToyMigrations();
    some.resize(2);
    ASSERT_THAT(Apply(writer, some), IsOk());
    Database reader = Open(directory);
    sqlite3_busy_timeout(writer.handle(), 1);
    const Intruder intruder(reader, when, [&] { Apply(writer, ToyMigrations()).IgnoreError(); });
    EXPECT_THAT(VerifyRevision(reader, 2), IsOk()) << "at statement " << when;
    EXPECT_THAT(VerifyKnowledgeBase(reader), IsOk()) << "at statement " << when;
    came = intruder.came();
  }
}

// What a child process does once the other end of the pipe is closed. Returns the number of migrations that it applied
// as its exit status, or 99.
int RunApply(const std::string& path, const std::vector<Migration>& migrations, int start_pipe) {
  char go = 0;
  if (read(start_pipe, &go, 1) < 0) return 99;
  absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
  if (!database.ok()) return 99;
  absl::StatusOr<ApplyReport> report = Apply(*database, migrations);
  return report.ok() ? report->after - report->before : 99;
}

TEST_F(MigratorRaceTest, TwoProcessesApplyEachMigrationOnce) {
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    const TempDirectory directory;
    int start[2];
    ASSERT_EQ(pipe(start), 0);
    pid_t children[2];
    for (pid_t& child : children) {
      child = fork();
      ASSERT_GE(child, 0);
      if (child != 0) continue;
      close(start[1]);
      _exit(RunApply(directory.File("kb.db"), ToyMigrations(), start[0]));
    }
    close(start[0]);
    close(start[1]);  // both children read the end of the pipe and go
    int applied = 0;
    for (pid_t child : children) {
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFEXITED(status));
      ASSERT_NE(WEXITSTATUS(status), 99);
      applied += WEXITSTATUS(status);
    }
    EXPECT_EQ(applied, 4);
    Database database = Open(directory);
    EXPECT_THAT(VerifyKnowledgeBase(database), IsOk());
    EXPECT_EQ(LedgerHashes(database), LedgerHashes(toy_));
  }
}

// SQLite's locks do not survive a fork, so the parent opens its connection after it.
TEST_F(MigratorRaceTest, SecondProcessWaitsForTheFirstAndFindsNothingToDo) {
  const TempDirectory directory;
  const std::vector<Migration> one = {ToyMigrations()[0]};
  int start[2];
  ASSERT_EQ(pipe(start), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    close(start[1]);
    _exit(RunApply(directory.File("kb.db"), one, start[0]));
  }
  Database first = Open(directory);
  const ApplyOptions options = {.check = [&](Database&) {
    close(start[1]);  // the child goes while the write lock is held
    return absl::OkStatus();
  }};
  EXPECT_THAT(ApplyMigrations(first, one, options), IsOkAndHolds(ApplyReport{0, 1}));
  close(start[0]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace sipwhy
