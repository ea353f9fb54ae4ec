#include "service/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"

namespace sipwhy {
namespace {

constexpr int kRoom = 64;

TEST(WorkerTest, JobsRunInTheOrderInWhichTheyCame) {
  std::vector<int> order;
  {
    Worker worker;
    for (int i = 0; i < kRoom; ++i) {
      while (!worker.TryRun([&order, i] { order.push_back(i); })) std::this_thread::yield();
    }
  }
  ASSERT_EQ(order.size(), static_cast<size_t>(kRoom));
  for (int i = 0; i < kRoom; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(WorkerTest, JobsRunOnAThreadOfTheirOwn) {
  Worker worker;
  std::thread::id id;
  absl::Notification done;
  ASSERT_TRUE(worker.TryRun([&] {
    id = std::this_thread::get_id();
    done.Notify();
  }));
  done.WaitForNotification();
  EXPECT_NE(id, std::this_thread::get_id());
}

TEST(WorkerTest, FullQueueRefusesAndDropsTheJob) {
  absl::Notification running;
  absl::Notification may_end;
  int ran = 0;
  {
    Worker worker;
    ASSERT_TRUE(worker.TryRun([&] {
      running.Notify();
      may_end.WaitForNotification();
    }));
    running.WaitForNotification();
    for (int i = 0; i < kRoom; ++i) EXPECT_TRUE(worker.TryRun([&ran] { ++ran; })) << i;
    EXPECT_FALSE(worker.TryRun([&ran] { ran += 1000; }));
    may_end.Notify();
  }
  EXPECT_EQ(ran, kRoom);
}

TEST(WorkerTest, RoomComesBackOnceJobsHaveRun) {
  Worker worker;
  for (int round = 0; round < 3; ++round) {
    absl::Notification last;
    for (int i = 0; i < kRoom - 1; ++i) ASSERT_TRUE(worker.TryRun([] {}));
    ASSERT_TRUE(worker.TryRun([&last] { last.Notify(); }));
    last.WaitForNotification();
  }
}

TEST(WorkerTest, DestructorRunsWhatIsQueued) {
  std::atomic<int> ran = 0;
  {
    Worker worker;
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(worker.TryRun([&ran] { ++ran; }));
  }
  EXPECT_EQ(ran, 10);
}

TEST(WorkerTest, WorkerWithoutJobsEnds) { Worker worker; }

TEST(WorkerTest, FinishedJobHoldsNothing) {
  Worker worker;
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  absl::Notification second;
  ASSERT_TRUE(worker.TryRun([held = std::move(held)] {}));
  ASSERT_TRUE(worker.TryRun([&second] { second.Notify(); }));
  second.WaitForNotification();
  EXPECT_TRUE(watch.expired());
}

TEST(WorkerTest, ManyThreadsMayAskAtOnce) {
  std::atomic<int> accepted = 0;
  int ran = 0;  // by the worker's thread alone
  {
    Worker worker;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 500; ++j) accepted += worker.TryRun([&ran] { ++ran; }) ? 1 : 0;
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(ran, accepted);
}

}  // namespace
}  // namespace sipwhy
