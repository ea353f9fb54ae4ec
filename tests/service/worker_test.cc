#include "service/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

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
  std::latch done(1);
  ASSERT_TRUE(worker.TryRun([&] {
    id = std::this_thread::get_id();
    done.count_down();
  }));
  done.wait();
  EXPECT_NE(id, std::this_thread::get_id());
}

TEST(WorkerTest, FullQueueRefusesAndDropsTheJob) {
  std::latch running(1);
  std::latch may_end(1);
  int ran = 0;
  {
    Worker worker;
    ASSERT_TRUE(worker.TryRun([&] {
      running.count_down();
      may_end.wait();
    }));
    running.wait();
    for (int i = 0; i < kRoom; ++i) EXPECT_TRUE(worker.TryRun([&ran] { ++ran; })) << i;
    EXPECT_FALSE(worker.TryRun([&ran] { ran += 1000; }));
    may_end.count_down();
  }
  EXPECT_EQ(ran, kRoom);
}

TEST(WorkerTest, RoomComesBackOnceJobsHaveRun) {
  Worker worker;
  for (int round = 0; round < 3; ++round) {
    std::latch last(1);
    for (int i = 0; i < kRoom - 1; ++i) ASSERT_TRUE(worker.TryRun([] {}));
    ASSERT_TRUE(worker.TryRun([&last] { last.count_down(); }));
    last.wait();
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
  std::latch second(1);
  ASSERT_TRUE(worker.TryRun([held = std::move(held)] {}));
  ASSERT_TRUE(worker.TryRun([&second] { second.count_down(); }));
  second.wait();
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
