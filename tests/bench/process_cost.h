// What a running program takes of the machine.
#ifndef SIPWHY_TESTS_BENCH_PROCESS_COST_H_
#define SIPWHY_TESTS_BENCH_PROCESS_COST_H_

#include <sys/types.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/testing/process.h"

namespace sipwhy::bench {

// User and system time of a process so far (proc(5), stat, fields 14 and 15).
double CpuSeconds(pid_t pid);

double ResidentMegabytes(pid_t pid);

// The address in the line that a server prints when it is up: what follows `before`, up to a comma. Ends the program
// with what the server said when it did not come up.
std::string AddressOf(testing::Process& server, const std::string& before);

template <typename T>
T Percentile(std::vector<T> values, size_t percent) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * percent / 100);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

template <typename T>
T Median(std::vector<T> values) {
  return Percentile(std::move(values), 50);
}

}  // namespace sipwhy::bench

#endif  // SIPWHY_TESTS_BENCH_PROCESS_COST_H_
