// Kills `sipwhy-kb apply` at random moments. Whatever it leaves must be a whole knowledge base at some revision.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/history.h"
#include "storage/invariants.h"
#include "storage/ledger.h"
#include "storage/migrator.h"
#include "storage/verification.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/process.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Finished;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::LedgerHashes;
using ::sipwhy::testing::Process;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::TempDirectory;
using ::testing::ElementsAre;

constexpr int kKills = 200;
constexpr int kShippedMigrations = 11;  // enough for each apply to write many pages, few enough to be quick
constexpr int kMoreMigrations = 30;
constexpr int kKilled = 128 + SIGKILL;

// Each of these rewrites some hundred rows, so that a commit writes many pages.
std::string BodyOf(int revision) {
  return absl::StrFormat(
      "UPDATE step SET sentence = 'Step ' || position || ' of revision %d.';\n"
      "UPDATE situation SET sentence = 'Situation ' || position || ' of revision %d.';\n"
      "UPDATE fact SET section = '%d' WHERE position = 1;\n"
      "UPDATE code SET section = '%d' WHERE code %% 30 = %d AND rfc IS NOT NULL;\n"
      "UPDATE label SET text = 'Label %d' WHERE language = 'vi';\n",
      revision, revision, revision, revision, 0, revision);
}

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteMigrations();
    absl::StatusOr<std::vector<Migration>> migrations = ReadMigrations(migrations_.path());
    ASSERT_THAT(migrations, IsOk());
    newest_ = static_cast<int>(migrations->size());
    files_.push_back("");
    absl::StatusOr<Database> database = Database::Open(work_.File("made.db"), Database::Mode::kCreate);
    ASSERT_THAT(database, IsOk());
    const ApplyOptions options = {.check = &CheckKnowledge, .on_applied = [&](const Revision&) {
                                    files_.push_back(ReadFile(work_.File("made.db")));
                                  }};
    ASSERT_THAT(ApplyMigrations(*database, *migrations, options), IsOkAndHolds(ApplyReport{0, newest_}));
    hashes_ = LedgerHashes(*database);
  }

  // The first of the shipped migrations, with tables of old and new, and more of our own.
  void WriteMigrations() {
    namespace fs = std::filesystem;
    int number = 0;
    for (const Migration& migration : testing::ShippedMigrations()) {
      if (number == kShippedMigrations) break;
      fs::copy(fs::path(testing::ShippedMigrationsDirectory()) / migration.file_name, migrations_.path());
      ++number;
    }
    for (int i = 0; i < kMoreMigrations; ++i) {
      ++number;
      migrations_.Write(absl::StrFormat("%04d_more.sql", number), testing::MigrationText("content", BodyOf(number)));
    }
  }

  // Puts the file of revision `start` in place, with nothing beside it.
  void Place(int start) {
    std::filesystem::remove(path_ + "-journal");
    std::filesystem::remove(path_);
    if (start > 0) work_.Write("kb.db", files_[static_cast<size_t>(start)]);
  }

  std::vector<std::string> ApplyCommand() const {
    return {SIPWHY_KB, "--database=" + path_, "--migrations=" + migrations_.path(), "apply"};
  }

  std::chrono::microseconds MeasureWholeRun() {
    Place(0);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(testing::RunProgram(ApplyCommand()).status, 0);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  }

  // When the file last changed; nothing while there is none.
  std::optional<std::filesystem::file_time_type> LastWrite() const {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path_, error);
    return error ? std::nullopt : std::optional(time);
  }

  // Returns as soon as `process` has begun to write into the file itself, in the midst of a commit, or has ended.
  void AwaitWrite(const Process& process) const {
    const auto before = LastWrite();
    siginfo_t ended = {};
    while (LastWrite() == before && ended.si_pid == 0) {
      waitid(P_PID, static_cast<id_t>(process.pid()), &ended, WEXITED | WNOHANG | WNOWAIT);
    }
  }

  // Starts from revision `start` and kills after `delay`, or, `in_commit`, as soon as the first commit after it begins.
  // Whether the process was still running then.
  bool ApplyAndKill(int start, std::chrono::microseconds delay, bool in_commit) {
    Place(start);
    Process process(ApplyCommand());
    std::this_thread::sleep_for(delay);
    if (in_commit) AwaitWrite(process);
    process.Signal(SIGKILL);
    const Finished finished = process.Wait();
    EXPECT_TRUE(finished.status == kKilled || finished.status == 0) << finished.status << ": " << finished.err;
    return finished.status == kKilled;
  }

  // The revision that the file is whole at.
  int CheckWhole(int start) {
    absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kCreate);
    EXPECT_THAT(database, IsOk());
    if (!database.ok()) return start;
    EXPECT_THAT(testing::Rows(*database, "PRAGMA integrity_check"), ElementsAre("ok"));
    EXPECT_THAT(VerifyKnowledgeBase(*database), IsOk());
    absl::StatusOr<int64_t> revision = database->ReadInteger("PRAGMA user_version");
    EXPECT_THAT(revision, IsOk());
    const int at = static_cast<int>(*revision);
    EXPECT_GE(at, start);  // what was committed stays
    EXPECT_THAT(HeadRevision(*database), IsOkAndHolds(at));
    if (at == 0) return 0;
    EXPECT_THAT(ContentHashes(*database, at, at), IsOkAndHolds(ElementsAre(hashes_[static_cast<size_t>(at - 1)])));
    return at;
  }

  TempDirectory migrations_;
  TempDirectory work_;
  std::string path_ = work_.File("kb.db");
  int newest_ = 0;
  std::vector<std::string> files_;   // the bytes of the file at each revision; empty for 0
  std::vector<std::string> hashes_;  // the content hash of revision 1, 2 and so on
};

TEST_F(KillTest, KilledApplyLeavesAWholeRevision) {
  std::mt19937 random(testing::PrintedSeed());
  const std::chrono::microseconds whole_run = MeasureWholeRun();
  int kills = 0;
  int rounds = 0;
  int rollbacks = 0;
  std::set<int> seen;
  while (kills < kKills && rounds < 20 * kKills && !HasFailure()) {
    ++rounds;
    // Every fifth run makes a new file. Starts from all revisions together cover a whole run, so each may be cut short.
    const int start = rounds % 5 == 0 ? 0 : std::uniform_int_distribution<int>(1, newest_ - 1)(random);
    const int64_t longest = whole_run.count() * std::min(newest_ - start + 1, newest_ / 5) / newest_;
    const std::chrono::microseconds delay(std::uniform_int_distribution<int64_t>(0, longest)(random));
    SCOPED_TRACE(absl::StrCat("round ", rounds, ", from revision ", start, ", after ", delay.count(), " µs"));
    if (ApplyAndKill(start, delay, rounds % 2 == 0)) ++kills;
    if (std::filesystem::exists(path_ + "-journal")) ++rollbacks;
    seen.insert(CheckWhole(start));
  }
  std::cout << kills << " kills hit a running process in " << rounds << " rounds; " << rollbacks
            << " left a transaction to roll back; " << seen.size() << " of " << newest_ + 1
            << " revisions seen; a whole run takes " << whole_run.count() / 1000 << " ms" << std::endl;
  EXPECT_EQ(kills, kKills);
  EXPECT_GT(rollbacks, 0);
  ASSERT_EQ(testing::RunProgram(ApplyCommand()).status, 0);
  EXPECT_EQ(CheckWhole(newest_), newest_);
}

}  // namespace
}  // namespace sipwhy
