// Asks a running gRPC server how it is, as a client would.
#ifndef SIPWHY_SERVICE_HEALTH_PROBE_H_
#define SIPWHY_SERVICE_HEALTH_PROBE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sipwhy {

// Who is asked, and about what.
struct HealthQuestion {
  std::string target;   // "127.0.0.1:50051", "[::1]:50051" or "unix:/run/sipwhy.sock"
  std::string service;  // full name: "sipwhy.v1.Explainer"; empty for the server as a whole

  // Speak TLS, with whatever certificate the server shows: the question is whether it answers, not who it is. A server
  // that asks for a client certificate gets none.
  bool tls = false;
};

// Calls grpc.health.v1.Health/Check over a connection of its own, so that an answer proves that the server still
// accepts, and returns within `patience`. OK when the answer is SERVING; UNAVAILABLE, with the target, when it is
// another or when the server cannot be reached; DEADLINE_EXCEEDED when it does not answer; else what the server
// returned. Safe to call from any thread.
absl::Status ProbeHealth(const HealthQuestion& question, absl::Duration patience);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_HEALTH_PROBE_H_
