#include "trace/random_bits.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace sipwhy {
namespace {

TEST(RandomBitsTest, ThreadsGetNoneTwice) {
  constexpr int kThreads = 8;
  constexpr int kEach = 1000;
  std::mutex mutex;
  std::set<uint64_t> all;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        const uint64_t bits = RandomBits();
        const std::scoped_lock lock(mutex);
        all.insert(bits);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // Two of 8000 are the same less than once in 10^11 runs.
  EXPECT_EQ(all.size(), size_t{kThreads} * kEach);
}

}  // namespace
}  // namespace sipwhy
