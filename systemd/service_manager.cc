#include "systemd/service_manager.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

void Send(const std::string& assignments) { sd_notify(/*unset_environment=*/0, assignments.c_str()); }

// Each line of a notification is an assignment, so that a status must not begin another one.
std::string StatusLine(absl::string_view status) {
  std::string line = absl::StrCat("STATUS=", status);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; }, ' ');
  return line;
}

int64_t MonotonicMicroseconds() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::ToInt64Microseconds(absl::DurationFromTimespec(now));
}

}  // namespace

void NotifyReady(absl::string_view status) { Send(absl::StrCat("READY=1\n", StatusLine(status))); }

void NotifyReloading() { Send(absl::StrCat("RELOADING=1\nMONOTONIC_USEC=", MonotonicMicroseconds())); }

void NotifyStatus(absl::string_view status) { Send(StatusLine(status)); }

void NotifyStopping() { Send("STOPPING=1"); }

void FeedWatchdog() { Send("WATCHDOG=1"); }

absl::Duration WatchdogPeriod() {
  uint64_t microseconds = 0;
  if (sd_watchdog_enabled(/*unset_environment=*/0, &microseconds) <= 0) return absl::ZeroDuration();
  return absl::Microseconds(microseconds);
}

absl::StatusOr<std::vector<PassedSocket>> TakePassedSockets() {
  char** names = nullptr;
  const int count = sd_listen_fds_with_names(/*unset_environment=*/1, &names);
  if (count < 0) {
    return absl::InvalidArgumentError(absl::StrCat("the sockets that LISTEN_FDS tells of cannot be taken: ",
                                                   std::generic_category().message(-count)));
  }
  std::vector<PassedSocket> sockets;
  for (int i = 0; i < count; ++i) {
    sockets.push_back({.descriptor = SD_LISTEN_FDS_START + i, .name = names[i]});
    std::free(names[i]);
  }
  std::free(names);
  return sockets;
}

}  // namespace sipwhy
