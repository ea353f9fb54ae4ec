// What the system tells of this process.
#ifndef SIPWHY_TELEMETRY_PROCESS_FIGURES_H_
#define SIPWHY_TELEMETRY_PROCESS_FIGURES_H_

#include <optional>

#include "absl/time/time.h"

namespace sipwhy {

// What the system does not tell is absent.
struct ProcessFigures {
  std::optional<double> cpu_seconds = {};       // user and system time
  std::optional<double> resident_bytes = {};    // memory
  std::optional<double> open_descriptors = {};  // without that of the folder that lists them
  std::optional<double> most_descriptors = {};  // RLIMIT_NOFILE; infinite without a limit
};

// As of now, from /proc.
ProcessFigures ReadProcessFigures();

// When the process began; InfinitePast when the system does not tell. It is found by two clocks, so that two calls may
// differ by some milliseconds.
absl::Time ProcessStart();

}  // namespace sipwhy

#endif  // SIPWHY_TELEMETRY_PROCESS_FIGURES_H_
