// An ExplainerClient over gRPC.
#ifndef SIPWHY_GATEWAY_GRPC_EXPLAINER_CLIENT_H_
#define SIPWHY_GATEWAY_GRPC_EXPLAINER_CLIENT_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/service_channel.h"
#include "gateway/explainer_client.h"

namespace sipwhy::gateway {

// How one call went.
struct ExplainerCall {
  absl::string_view method;  // "Explain"
  const absl::Status& status;
  absl::Duration duration;
  const CallTrace& trace;
};

struct GrpcExplainerClientOptions {
  ServiceChannel service;
  absl::Duration deadline = absl::Seconds(2);  // of a call
  // Is told of every call when it has ended, on the thread that made it. May be null.
  std::function<void(const ExplainerCall&)> note = nullptr;
};

// Calls through the options' service; tries as service_channel.h has it. At most twelve calls are under way at a time;
// one that finds no place within a tenth of a second ends with UNAVAILABLE, so that a service that hangs does not hold
// everybody. What of a CallTrace is not printable ASCII is not sent. A call goes with the authorization of its trace,
// where nobody else can read that on its way; with none, it goes with the service's token, if there is one.
std::unique_ptr<ExplainerClient> MakeGrpcExplainerClient(GrpcExplainerClientOptions options);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_GRPC_EXPLAINER_CLIENT_H_
