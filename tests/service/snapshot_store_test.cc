#include "service/snapshot_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "storage/database.h"
#include "tests/service/growing_knowledge_base.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kMostOlder = 4;

class SnapshotStoreTest : public ::testing::Test {
 protected:
  void Apply(int count) const { testing::GrowTo(path_, count); }

  void Execute(const std::string& sql) const {
    absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kWrite);
    ASSERT_THAT(database, IsOk());
    ASSERT_THAT(database->Execute(sql), IsOk());
  }

  void LoadHeadAt(int revision) {
    Apply(revision);
    ASSERT_THAT(store_.LoadHead(), IsOk());
  }

  const testing::TempDirectory directory_;
  const std::string path_ = directory_.File("knowledge.db");
  SnapshotStore store_{path_};
};

TEST_F(SnapshotStoreTest, HasNoHeadBeforeItIsLoaded) {
  Apply(2);
  EXPECT_EQ(store_.head(), nullptr);
  EXPECT_EQ(store_.Find(1), nullptr);
  EXPECT_THAT(store_.Load(1), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SnapshotStoreTest, HeadIsTheNewestRevision) {
  LoadHeadAt(3);
  const std::shared_ptr<const Snapshot> head = store_.head();
  ASSERT_NE(head, nullptr);
  EXPECT_EQ(head->revision().number, 3);
  EXPECT_EQ(head->revisions().size(), 3u);
  EXPECT_NE(head->Find(103), nullptr);
  EXPECT_EQ(store_.Find(3), head);
}

TEST_F(SnapshotStoreTest, NewRevisionIsSeenOnceItIsLoaded) {
  LoadHeadAt(2);
  const std::shared_ptr<const Snapshot> before = store_.head();
  Apply(3);
  EXPECT_EQ(store_.head(), before);
  ASSERT_THAT(store_.LoadHead(), IsOk());
  EXPECT_EQ(store_.head()->revision().number, 3);
  EXPECT_EQ(before->revision().number, 2);  // for whoever still holds it
  EXPECT_EQ(before->Find(103), nullptr);
}

TEST_F(SnapshotStoreTest, MissingFileIsNotFound) {
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr(path_), HasSubstr("apply"))));
  EXPECT_EQ(store_.head(), nullptr);
}

TEST_F(SnapshotStoreTest, EmptyKnowledgeBaseIsAFailedPrecondition) {
  ASSERT_THAT(Database::Open(path_, Database::Mode::kCreate), IsOk());
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("apply")));
}

TEST_F(SnapshotStoreTest, HeadStaysWhenTheFileIsGone) {
  LoadHeadAt(2);
  const std::shared_ptr<const Snapshot> before = store_.head();
  ASSERT_EQ(std::remove(path_.c_str()), 0);
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(store_.head(), before);
}

TEST_F(SnapshotStoreTest, HeadStaysWhenTheFileIsNoDatabase) {
  LoadHeadAt(2);
  const std::shared_ptr<const Snapshot> before = store_.head();
  directory_.Write("knowledge.db", std::string(10'000, 'x'));
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(path_)));
  EXPECT_EQ(store_.head(), before);
}

TEST_F(SnapshotStoreTest, HeadStaysWhenARowWasAltered) {
  LoadHeadAt(2);
  const std::shared_ptr<const Snapshot> before = store_.head();
  Apply(3);
  Execute("UPDATE history_code SET reason_phrase = 'Altered' WHERE code = 102");
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("sipwhy-kb apply")));
  EXPECT_EQ(store_.head(), before);
}

TEST_F(SnapshotStoreTest, HeadStaysWhenTheLedgerWasAltered) {
  LoadHeadAt(2);
  const std::shared_ptr<const Snapshot> before = store_.head();
  Execute("UPDATE kb_revision SET content_hash = 'altered' WHERE revision = 1");
  EXPECT_THAT(store_.LoadHead(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(store_.head(), before);
}

TEST_F(SnapshotStoreTest, OlderRevisionLoadsAsItStood) {
  LoadHeadAt(4);
  EXPECT_EQ(store_.Find(2), nullptr);
  const absl::StatusOr<std::shared_ptr<const Snapshot>> older = store_.Load(2);
  ASSERT_THAT(older, IsOk());
  EXPECT_EQ((*older)->revision().number, 2);
  EXPECT_EQ((*older)->revisions().size(), 2u);
  EXPECT_NE((*older)->Find(102), nullptr);
  EXPECT_EQ((*older)->Find(103), nullptr);
}

TEST_F(SnapshotStoreTest, OlderRevisionStaysInMemory) {
  LoadHeadAt(3);
  const absl::StatusOr<std::shared_ptr<const Snapshot>> older = store_.Load(1);
  ASSERT_THAT(older, IsOk());
  ASSERT_EQ(std::remove(path_.c_str()), 0);
  EXPECT_EQ(store_.Find(1), *older);
  EXPECT_THAT(store_.Load(1), testing::IsOkAndHolds(*older));
  EXPECT_THAT(store_.Load(2), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SnapshotStoreTest, HeadIsNotLoadedASecondTime) {
  LoadHeadAt(2);
  EXPECT_THAT(store_.Load(2), testing::IsOkAndHolds(store_.head()));
}

TEST_F(SnapshotStoreTest, LoadsBeforeTheLastFourAreForgotten) {
  LoadHeadAt(kMostOlder + 2);
  for (int revision = 1; revision <= kMostOlder; ++revision) ASSERT_THAT(store_.Load(revision), IsOk());
  EXPECT_NE(store_.Find(1), nullptr);
  ASSERT_THAT(store_.Load(kMostOlder + 1), IsOk());
  EXPECT_EQ(store_.Find(1), nullptr);
  for (int revision = 2; revision <= kMostOlder + 2; ++revision) EXPECT_NE(store_.Find(revision), nullptr) << revision;
}

TEST_F(SnapshotStoreTest, ForgottenSnapshotLivesForWhoeverHoldsIt) {
  LoadHeadAt(kMostOlder + 2);
  const absl::StatusOr<std::shared_ptr<const Snapshot>> held = store_.Load(1);
  ASSERT_THAT(held, IsOk());
  for (int revision = 2; revision <= kMostOlder + 1; ++revision) ASSERT_THAT(store_.Load(revision), IsOk());
  EXPECT_EQ(store_.Find(1), nullptr);
  EXPECT_EQ((*held)->revision().number, 1);
}

TEST_F(SnapshotStoreTest, RevisionThatDoesNotExistIsNotFound) {
  LoadHeadAt(2);
  for (int revision : {-1, 0, 3, 1'000'000}) {
    EXPECT_THAT(store_.Load(revision), StatusIs(absl::StatusCode::kNotFound)) << revision;
    EXPECT_EQ(store_.Find(revision), nullptr) << revision;
  }
}

TEST_F(SnapshotStoreTest, RevisionAheadOfTheHeadIsNotFoundUntilTheHeadMoves) {
  LoadHeadAt(2);
  Apply(3);
  EXPECT_THAT(store_.Load(3), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(store_.LoadHead(), IsOk());
  EXPECT_THAT(store_.Load(3), IsOk());
}

TEST_F(SnapshotStoreTest, PinnedRevisionIsTheHeadAlsoWhenNewerOnesCome) {
  Apply(3);
  SnapshotStore pinned(path_, {.pinned_revision = 2});
  ASSERT_THAT(pinned.LoadHead(), IsOk());
  EXPECT_EQ(pinned.head()->revision().number, 2);
  EXPECT_THAT(pinned.Load(3), StatusIs(absl::StatusCode::kNotFound));
  Apply(4);
  EXPECT_FALSE(pinned.HasChanged());
  ASSERT_THAT(pinned.LoadHead(), IsOk());
  EXPECT_EQ(pinned.head()->revision().number, 2);
}

TEST_F(SnapshotStoreTest, PinnedRevisionThatDoesNotExistIsNotFound) {
  Apply(3);
  SnapshotStore pinned(path_, {.pinned_revision = 4});
  EXPECT_THAT(pinned.LoadHead(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SnapshotStoreTest, KnowledgeThatIsNotWholeIsNotServed) {
  Apply(3);
  SnapshotStore strict(path_, {.check = [](Database&) { return absl::FailedPreconditionError("a part is missing"); }});
  EXPECT_THAT(strict.LoadHead(),
              StatusIs(absl::StatusCode::kFailedPrecondition, AllOf(HasSubstr(path_), HasSubstr("a part is missing"))));
  EXPECT_EQ(strict.head(), nullptr);
}

TEST_F(SnapshotStoreTest, FileHasChangedWhenItHoldsAnotherHead) {
  LoadHeadAt(2);
  EXPECT_FALSE(store_.HasChanged());
  Apply(3);
  EXPECT_TRUE(store_.HasChanged());
  ASSERT_THAT(store_.LoadHead(), IsOk());
  EXPECT_FALSE(store_.HasChanged());
  ASSERT_EQ(std::remove(path_.c_str()), 0);
  EXPECT_TRUE(store_.HasChanged());
}

TEST_F(SnapshotStoreTest, OlderSnapshotsOfAnotherHistoryAreForgotten) {
  LoadHeadAt(4);
  ASSERT_THAT(store_.Load(2), IsOk());
  const std::string other = directory_.File("other.db");
  testing::GrowTo(other, 4, "Other Reason");
  ASSERT_EQ(std::rename(other.c_str(), path_.c_str()), 0);
  EXPECT_TRUE(store_.HasChanged());
  EXPECT_THAT(store_.Load(3), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(store_.LoadHead(), IsOk());
  EXPECT_EQ(store_.Find(2), nullptr);
  const absl::StatusOr<std::shared_ptr<const Snapshot>> older = store_.Load(2);
  ASSERT_THAT(older, IsOk());
  EXPECT_EQ((*older)->Find(102)->reason_phrase, "Other Reason");
}

TEST_F(SnapshotStoreTest, ManyThreadsReadWhileTheHeadMoves) {
  constexpr int kRevisions = 8;
  LoadHeadAt(2);
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> reads = 0;
  const auto read = [&](int older) {
    int seen = 0;
    while (!done) {
      const std::shared_ptr<const Snapshot> head = store_.head();
      const bool whole = head != nullptr && head->revision().number >= seen &&
                         static_cast<int>(head->revisions().size()) == head->revision().number &&
                         head->Find(100 + head->revision().number) != nullptr;
      if (!whole) ++wrong;
      if (whole) seen = head->revision().number;
      const absl::StatusOr<std::shared_ptr<const Snapshot>> loaded = store_.Load(older);
      if (!loaded.ok() || (*loaded)->revision().number != older) ++wrong;
      if (const auto found = store_.Find(seen); found != nullptr && found->revision().number != seen) ++wrong;
      ++reads;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(read, i % 2 + 1);
  for (int revision = 3; revision <= kRevisions; ++revision) LoadHeadAt(revision);
  while (reads < 100) std::this_thread::yield();
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(store_.head()->revision().number, kRevisions);
}

}  // namespace
}  // namespace sipwhy
