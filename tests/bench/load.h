// A load of unary calls from an asynchronous client.
#ifndef SIPWHY_TESTS_BENCH_LOAD_H_
#define SIPWHY_TESTS_BENCH_LOAD_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sipwhy::bench {

struct LoadResult {
  int calls = 0;
  int failures = 0;
  absl::Duration elapsed;
  std::vector<absl::Duration> latencies;  // one per call
};

// Keeps 16 calls of `method` ("/sipwhy.v1.Explainer/Compare") in flight on one connection to `address` for `duration`,
// sending `requests` (serialised messages, at least one) in turn, and waits for the last to end.
LoadResult RunLoad(const std::string& address, const std::string& method, const std::vector<std::string>& requests,
                   absl::Duration duration);

// One call; its response's bytes, or an empty string when it failed.
std::string CallOnce(const std::string& address, const std::string& method, const std::string& request);

}  // namespace sipwhy::bench

#endif  // SIPWHY_TESTS_BENCH_LOAD_H_
