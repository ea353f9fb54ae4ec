// What a program and the service manager that started it, systemd, tell each other.
#ifndef SIPWHY_SYSTEMD_SERVICE_MANAGER_H_
#define SIPWHY_SYSTEMD_SERVICE_MANAGER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy {

// Notifications, as sd_notify(3) describes them. Each does nothing when no service manager asked for them in
// NOTIFY_SOCKET, and is lost when it cannot be sent: what systemd does not hear of in time it starts again. A status is
// one line for people, shown by `systemctl status`. Safe to call from any thread as long as none writes the
// environment.

// The program serves, for the first time or after NotifyReloading().
void NotifyReady(absl::string_view status);

// It reads its configuration or data anew. NotifyReady() follows, also when what was read is refused.
void NotifyReloading();

// It still does what it did, with a new status.
void NotifyStatus(absl::string_view status);

// It begins to end.
void NotifyStopping();

// It is well. Due within each WatchdogPeriod().
void FeedWatchdog();

// How long the service manager waits for FeedWatchdog() before it takes this process for dead (WatchdogSec= of the
// unit); zero when it does not watch, or watches another process.
absl::Duration WatchdogPeriod();

// A socket that the service manager opened for this process.
struct PassedSocket {
  int descriptor = -1;  // the caller's to close; closed on exec
  std::string name;     // FileDescriptorName= of the socket unit: "data"
};

// Takes all of them, in the order of the socket units; none when this process was not started with any. They are told
// in the environment (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES, see sd_listen_fds(3)), which is cleared of them: call it
// once, before there are other threads. INVALID_ARGUMENT when the environment is not as it should be.
absl::StatusOr<std::vector<PassedSocket>> TakePassedSockets();

}  // namespace sipwhy

#endif  // SIPWHY_SYSTEMD_SERVICE_MANAGER_H_
