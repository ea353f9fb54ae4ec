#include "service/revision_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/service/growing_knowledge_base.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::GrowTo;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;

// A watch over a file that is at revision 2.
class RevisionWatchTest : public ::testing::Test {
 protected:
  RevisionWatchTest() {
    GrowTo(path_, 2);
    EXPECT_THAT(store_.LoadHead(), IsOk());
  }

  // The first reload of which `is_meant` holds, also when it is over already; an error after ten seconds without.
  Reload Await(const std::function<bool(const Reload&)>& is_meant) {
    std::unique_lock lock(mutex_);
    const Reload* found = nullptr;
    const bool came = changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      for (const Reload& reload : reloads_) {
        if (found == nullptr && is_meant(reload)) found = &reload;
      }
      return found != nullptr;
    });
    return came ? *found : Reload{.status = absl::DeadlineExceededError("no such reload")};
  }

  void ReplaceBy(const std::string& other) { ASSERT_EQ(std::rename(other.c_str(), path_.c_str()), 0); }

  size_t reloads() {
    const std::scoped_lock lock(mutex_);
    return reloads_.size();
  }

  const testing::TempDirectory directory_;
  const std::string path_ = directory_.File("knowledge.db");
  SnapshotStore store_{path_};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Reload> reloads_;
  RevisionWatch watch_{store_, [this](const Reload& reload) {
                         const std::scoped_lock lock(mutex_);
                         reloads_.push_back(reload);
                         changed_.notify_all();
                       }};
};

TEST_F(RevisionWatchTest, AppliedRevisionComesIntoServiceByItself) {
  GrowTo(path_, 3);
  const Reload reload = Await([](const Reload& one) { return one.after == 3; });
  ASSERT_THAT(reload.status, IsOk());
  EXPECT_EQ(reload.before, 2);
  EXPECT_EQ(store_.head()->revision().number, 3);
}

TEST_F(RevisionWatchTest, ReplacedFileComesIntoServiceByItself) {
  const std::string other = directory_.File("other.db");
  GrowTo(other, 5, "Other Reason");
  ReplaceBy(other);
  ASSERT_THAT(Await([](const Reload& one) { return one.after == 5; }).status, IsOk());
  EXPECT_EQ(store_.head()->Find(105)->reason_phrase, "Other Reason");
}

TEST_F(RevisionWatchTest, FileOfAnEarlierRevisionTakesAReleaseBack) {
  GrowTo(path_, 4);
  ASSERT_THAT(Await([](const Reload& one) { return one.after == 4; }).status, IsOk());
  const std::string earlier = directory_.File("earlier.db");
  GrowTo(earlier, 3);
  ReplaceBy(earlier);
  EXPECT_THAT(Await([](const Reload& one) { return one.after == 3; }).status, IsOk());
}

TEST_F(RevisionWatchTest, OtherContentOfTheSameNumberIsNoticed) {
  const std::string other = directory_.File("other.db");
  GrowTo(other, 2, "Other Reason");
  ReplaceBy(other);
  ASSERT_THAT(Await([](const Reload&) { return true; }).status, IsOk());
  EXPECT_EQ(store_.head()->Find(102)->reason_phrase, "Other Reason");
}

TEST_F(RevisionWatchTest, WhatCannotBeServedLeavesTheOldAndIsToldAndMended) {
  const std::string good = directory_.File("good.db");
  GrowTo(good, 3);
  directory_.Write("knowledge.db", std::string(10'000, 'x'));
  const Reload failed = Await([](const Reload& one) { return !one.status.ok(); });
  EXPECT_THAT(failed.status, StatusIs(absl::StatusCode::kDataLoss, HasSubstr(path_)));
  EXPECT_EQ(failed.after, 2);
  EXPECT_EQ(store_.head()->revision().number, 2);
  ReplaceBy(good);
  const Reload mended = Await([](const Reload& one) { return one.after == 3; });
  ASSERT_THAT(mended.status, IsOk());
  EXPECT_TRUE(mended.after_failure);
}

TEST_F(RevisionWatchTest, MissingFileIsToldOnce) {
  ASSERT_EQ(std::remove(path_.c_str()), 0);
  EXPECT_THAT(Await([](const Reload& one) { return !one.status.ok(); }).status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(store_.head()->revision().number, 2);
}

TEST_F(RevisionWatchTest, ReloadOnDemandSaysWhatCameOfIt) {
  GrowTo(path_, 3);
  const Reload reload = watch_.ReloadNow();
  ASSERT_THAT(reload.status, IsOk());
  EXPECT_EQ(reload.after, 3);
  EXPECT_GT(reload.took, absl::ZeroDuration());
  EXPECT_EQ(watch_.ReloadNow().before, 3);
}

TEST_F(RevisionWatchTest, ManyReloadsOnDemandAreAllAnsweredWithTheNewest) {
  GrowTo(path_, 3);
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int j = 0; j < 10; ++j) EXPECT_EQ(watch_.ReloadNow().after, 3);
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_LE(reloads(), 81u);
}

}  // namespace
}  // namespace sipwhy
