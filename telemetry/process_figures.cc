#include "telemetry/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace sipwhy {
namespace {

// The fields of /proc/self/stat from the third on, see proc(5); the second, the program's name, may hold anything.
std::vector<std::string> StatFields() {
  std::ifstream file("/proc/self/stat");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const size_t name_end = text.rfind(") ");
  if (name_end == std::string::npos) return {};
  return absl::StrSplit(text.substr(name_end + 2), ' ', absl::SkipWhitespace());
}

// The field that proc(5) numbers `number`, 3 or more.
std::optional<double> Field(const std::vector<std::string>& fields, size_t number) {
  double value = 0;
  if (number - 3 >= fields.size() || !absl::SimpleAtod(fields[number - 3], &value)) return std::nullopt;
  return value;
}

double TicksPerSecond() { return static_cast<double>(sysconf(_SC_CLK_TCK)); }

std::optional<double> OpenDescriptors() {
  std::error_code error;
  double count = -1;  // the directory itself is open while it is read
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  if (error) return std::nullopt;
  return count;
}

std::optional<double> MostDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  return limit.rlim_cur == RLIM_INFINITY ? HUGE_VAL : static_cast<double>(limit.rlim_cur);
}

}  // namespace

ProcessFigures ReadProcessFigures() {
  ProcessFigures figures = {.open_descriptors = OpenDescriptors(), .most_descriptors = MostDescriptors()};
  const std::vector<std::string> fields = StatFields();
  const std::optional<double> user = Field(fields, 14);
  const std::optional<double> system = Field(fields, 15);
  if (user.has_value() && system.has_value()) figures.cpu_seconds = (*user + *system) / TicksPerSecond();
  const std::optional<double> pages = Field(fields, 24);
  if (pages.has_value()) figures.resident_bytes = *pages * static_cast<double>(sysconf(_SC_PAGESIZE));
  return figures;
}

absl::Time ProcessStart() {
  timespec since_boot{};
  const std::optional<double> ticks = Field(StatFields(), 22);
  if (!ticks.has_value() || clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) return absl::InfinitePast();
  return absl::Now() - absl::DurationFromTimespec(since_boot) + absl::Seconds(*ticks / TicksPerSecond());
}

}  // namespace sipwhy
