// Asks a running HTTP server how it is, as a client would.
#ifndef SIPWHY_HTTP_HEALTH_PROBE_H_
#define SIPWHY_HTTP_HEALTH_PROBE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "network/socket_address.h"

namespace sipwhy {

// Gets /healthz over a connection of its own, so that an answer proves that the server still accepts, and returns
// within `patience`. `server` is where it listens; 0.0.0.0 and [::] are asked on this machine. OK when the answer has
// status 200; UNAVAILABLE, with the address, when it has another or is no HTTP/1, or when the server cannot be reached;
// DEADLINE_EXCEEDED when it does not answer. Safe to call from any thread.
absl::Status ProbeHealthPage(const SocketAddress& server, absl::Duration patience);

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_HEALTH_PROBE_H_
